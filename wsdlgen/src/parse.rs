//! Parsing: from text to syntax trees.
//!
//! **Invariant:** no later stage uses roxmltree.

mod assumed;
mod attributes;
mod binding;
mod chameleon;
mod context;
mod documentation;
mod entities;
mod findings;
mod grammar;
mod imports;
mod impostor;
mod namespaces;
mod outline;
mod policy;
mod prefixes;
mod references;
#[cfg(test)]
mod tests;
mod versioning;
mod wsdl;
mod xsd;

use roxmltree::{Document, Node, ParsingOptions};

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::{FileId, Role, SourceFile, Sources, Span},
    settings::Settings,
    source::Scanner,
    syntax::{Syntax, xsd::Origin},
};
use attributes::OwnAttributes as _;
use chameleon::Chameleons;
use context::{Context, Shared};
pub(crate) use entities::expands_too_much;
pub(crate) use imports::imports;
pub(crate) use namespaces::renamed as draft_type;
use namespaces::{WSDL, is_xsd};
pub(crate) use outline::{Outline, outline};

/// The scanning functions that the `source` stage needs.
pub(crate) const SCANNER: Scanner =
    Scanner { imports, namespaces: imports::declared_namespaces, declare: prefixes::declare };

/// Parses every document. Invalid constructs are reported and left out.
pub(crate) fn parse(sources: &Sources, settings: &Settings, report: &mut Report) -> Syntax {
    let mut documents = Vec::new();
    let mut left = entities::LEAST_EXPANDED.max(sources.bytes());
    for (file, source) in sources.iter() {
        let expanded = entities::most_expanded(&source.text);
        left = left.saturating_sub(expanded);
        let document = match parse_xml(&source.text) {
            Ok(document) if expanded == 0 || left > 0 => Some(document),
            Err(Unparsable::Malformed(error)) => {
                report.add(malformed(file, source, &error));
                None
            }
            Ok(_) | Err(Unparsable::TooLong) => {
                report.add(too_many_entities(file, source));
                None
            }
        };
        documents.push(document);
    }
    let chameleons = Chameleons::new(&documents, sources, report);
    let mut syntax = Syntax::default();
    let mut shared = Shared::default();
    for ((file, _), document) in sources.iter().zip(&documents) {
        let Some(document) = document else { continue };
        let before = syntax.schemas.len();
        let mut parsing =
            Parsing { file, role: sources.role(file), settings, chameleons: &chameleons };
        parsing.document(document.root_element(), &mut syntax, &mut shared, report);
        for schema in &mut syntax.schemas[before..] {
            schema.redefinitions.layer = chameleons.layer(file);
            if sources.role(file) == Role::Known {
                schema.origin = Origin::Known;
            }
        }
    }
    syntax.slots = shared.next_slot;
    syntax
}

/// The state for parsing one document.
struct Parsing<'a> {
    file: FileId,
    role: Role,
    settings: &'a Settings,
    chameleons: &'a Chameleons,
}

impl Parsing<'_> {
    fn document(
        &mut self,
        root: Node<'_, '_>,
        syntax: &mut Syntax,
        shared: &mut Shared,
        report: &mut Report,
    ) {
        let mut context = Context::new(self.file, self.settings, report, shared);
        if self.role == Role::Policies {
            syntax.policies.extend(policy::policies(root, &mut context));
            return;
        }
        match (root.tag_name().namespace(), root.tag_name().name()) {
            (Some(WSDL), "definitions") => {
                wsdl::schemas(root, &mut context, syntax);
                if self.role == Role::Contract {
                    wsdl::definitions(root, &mut context, syntax);
                }
            }
            (Some(uri), "schema") if is_xsd(uri) && root.has_own_attribute("targetNamespace") => {
                syntax.schemas.push(xsd::schema(root, None, &mut context));
            }
            (Some(uri), "schema") if is_xsd(uri) => {
                // Report each problem once, not again for every adopted namespace.
                let mut again = Report::default();
                for (index, namespace) in self.chameleons.of(self.file).enumerate() {
                    let report = if index == 0 { &mut *report } else { &mut again };
                    let mut context = Context::new(self.file, self.settings, report, shared);
                    syntax.schemas.push(xsd::schema(root, Some(namespace), &mut context));
                }
            }
            _ => context.wrong_root(root),
        }
    }
}

/// The reason a document cannot be parsed.
enum Unparsable {
    Malformed(roxmltree::Error),
    /// Entity expansion could exceed the size limit.
    TooLong,
}

fn parse_xml(text: &str) -> Result<Document<'_>, Unparsable> {
    if expands_too_much(text) {
        return Err(Unparsable::TooLong);
    }
    // The W3C's own schemas begin with a document type declaration.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(Unparsable::Malformed)
}

fn too_many_entities(file: FileId, source: &SourceFile) -> Diagnostic {
    let start = source.text.find("<!DOCTYPE").unwrap_or_default();
    Diagnostic::error(Code::TooLarge, "the document's entities could expand beyond the size limit")
        .label(Span::new(file, start..start), "declared here")
        .help("replace the entity references with their text")
}

fn malformed(file: FileId, source: &SourceFile, error: &roxmltree::Error) -> Diagnostic {
    let offset = offset_of(&source.text, error.pos());
    if let roxmltree::Error::UnknownNamespace(prefix, _) = error {
        let message = format!("the prefix `{prefix}` is not declared");
        return Diagnostic::error(Code::UndeclaredPrefix, message)
            .label(Span::new(file, offset..offset), "used here")
            .help(format!(
                "with the setting `repair`, the namespace `{}` is assumed",
                prefixes::assumed(prefix)
            ));
    }
    if let Some(impostor) = impostor::of_text(&source.text) {
        let message =
            format!("expected a WSDL or an XML schema, but the document is {}", impostor.what);
        let start = Span::new(file, 0..0);
        return Diagnostic::error(Code::WrongRoot, message)
            .label(start, "begins here")
            .help(impostor.help);
    }
    // The label already shows the position.
    let message = error.to_string();
    let what = message.split(" at ").next().unwrap_or_default().to_owned();
    Diagnostic::error(Code::MalformedXml, "the document is not well-formed XML")
        .label(Span::new(file, offset..offset), what)
}

/// Returns the byte offset of a line and column.
fn offset_of(text: &str, position: roxmltree::TextPos) -> usize {
    let line_start: usize =
        text.split_inclusive('\n').take(position.row as usize - 1).map(str::len).sum();
    let line = &text[line_start..];
    let column = line.char_indices().nth(position.col as usize - 1);
    line_start + column.map_or(line.len(), |(offset, _)| offset)
}
