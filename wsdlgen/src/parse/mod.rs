//! From text to syntax trees. After this stage there is no roxmltree.

mod context;
mod wsdl;
mod xsd;

use std::ops::Range;

use roxmltree::{Document, ParsingOptions};

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    source::{FileId, SourceFile, Sources, Span},
    syntax::Syntax,
};
use context::{Context, Slots};

const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// Parses every document. What is not as the specifications say is reported and left out.
pub(crate) fn parse(sources: &Sources, report: &mut Report) -> Syntax {
    let mut syntax = Syntax::default();
    let mut slots = Slots::default();
    for (file, source) in sources.iter() {
        let document = match parse_xml(&source.text) {
            Ok(document) => document,
            Err(error) => {
                report.add(malformed(file, source, &error));
                continue;
            }
        };
        let mut context = Context { file, report, slots: &mut slots, depth: 0 };
        let root = document.root_element();
        match (root.tag_name().namespace(), root.tag_name().name()) {
            (Some(WSDL), "definitions") => wsdl::definitions(root, &mut context, &mut syntax),
            (Some(XSD), "schema") => {
                let schema = xsd::schema(root, &mut context);
                syntax.schemas.push(schema);
            }
            _ => context.wrong_root(root),
        }
    }
    syntax
}

fn parse_xml(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    // Schemas of the W3C's own begin with a document type declaration.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
}

fn malformed(file: FileId, source: &SourceFile, error: &roxmltree::Error) -> Diagnostic {
    let offset = offset_of(&source.text, error.pos());
    // The position is part of the label already.
    let message = error.to_string();
    let what = message.split(" at ").next().unwrap_or_default().to_owned();
    Diagnostic::error(Code::MalformedXml, "the document is not well-formed XML")
        .label(Span::new(file, offset..offset), what)
}

/// Bytes before a line and column.
fn offset_of(text: &str, position: roxmltree::TextPos) -> usize {
    let line_start: usize =
        text.split_inclusive('\n').take(position.row as usize - 1).map(str::len).sum();
    let line = &text[line_start..];
    let column = line.char_indices().nth(position.col as usize - 1);
    line_start + column.map_or(line.len(), |(offset, _)| offset)
}

/// A place where a document names another that belongs to it.
pub(crate) struct Import {
    pub(crate) location: String,
    /// The attribute that names it.
    pub(crate) range: Range<usize>,
}

/// The documents that a document names, in order. A document that cannot be parsed names none:
/// [`parse`] will say why.
pub(crate) fn imports(text: &str) -> Vec<Import> {
    let Ok(document) = parse_xml(text) else { return Vec::new() };
    let attributes = document.descendants().filter_map(|node| {
        let attribute = match (node.tag_name().namespace()?, node.tag_name().name()) {
            (WSDL, "import") => "location",
            (XSD, "import" | "include" | "redefine") => "schemaLocation",
            _ => return None,
        };
        node.attribute_node(attribute)
    });
    attributes
        .map(|attribute| Import {
            location: attribute.value().trim().to_owned(),
            range: attribute.range_value(),
        })
        .collect()
}
