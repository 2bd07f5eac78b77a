//! Shared state of the element parsers: attribute access with spans, name resolution, diagnostics.

use std::{collections::HashSet, sync::Arc};

use roxmltree::{Attribute, Node};

use super::{
    attributes::OwnAttributes as _,
    namespaces::{WSDL, XSD, is_xsd},
    versioning::is_included,
    xsd::{DefaultOpenContent, known_attributes},
};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::{FileId, Span},
    settings::{SchemaText, Settings, Strictness},
    syntax::{
        Named,
        xsd::{Block, Final, Version},
    },
};

/// The document being parsed.
pub(super) struct Context<'a> {
    pub(super) file: FileId,
    pub(super) strictness: Strictness,
    pub(super) schema_text: SchemaText,
    pub(super) report: &'a mut Report,
    pub(super) shared: &'a mut Shared,
    pub(super) scope: Scope,
    /// Current nesting depth of anonymous types and model groups.
    depth: usize,
    /// Kinds of constructs already reported for this document.
    pub(super) reported: HashSet<String>,
}

/// Settings of the enclosing `xs:schema` that apply to all of its contents.
pub(super) struct Scope {
    pub(super) target_namespace: Arc<str>,
    /// The namespace of unprefixed names if no default namespace is declared: the adopted one.
    pub(super) unprefixed: Arc<str>,
    pub(super) elements: Form,
    pub(super) attributes: Form,
    /// `blockDefault`.
    pub(super) block: Block,
    /// `finalDefault`.
    pub(super) finals: Final,
    /// `defaultAttributes`: the name as written, with its place (XML Schema 1.1).
    pub(super) default_attributes: Option<Named>,
    pub(super) version: Version,
    /// `xs:defaultOpenContent`.
    pub(super) open: Option<DefaultOpenContent>,
}

/// `form` of a local element or attribute (§3.2.2, §3.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In the target namespace.
    Qualified,
    Unqualified,
}

/// State shared by all documents: the next reference slot and the interned namespaces.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) next_slot: u32,
    uris: HashSet<Arc<str>>,
}

/// Maximum nesting of types and groups, well above that of real contracts. Bounds stack use.
const DEEPEST: usize = 100;

impl<'a> Context<'a> {
    pub(super) fn new(
        file: FileId,
        settings: &Settings,
        report: &'a mut Report,
        shared: &'a mut Shared,
    ) -> Self {
        let scope = Scope {
            target_namespace: Arc::default(),
            unprefixed: Arc::default(),
            elements: Form::Unqualified,
            attributes: Form::Unqualified,
            block: Block::default(),
            finals: Final::default(),
            default_attributes: None,
            version: Version::V1_0,
            open: None,
        };
        Self {
            file,
            strictness: settings.strictness,
            schema_text: settings.schema_text,
            report,
            shared,
            scope,
            depth: 0,
            reported: HashSet::new(),
        }
    }

    /// Runs a recursive parser, or reports an error if the nesting is too deep.
    pub(super) fn nested<T>(
        &mut self,
        node: Node<'_, '_>,
        parse: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.depth >= DEEPEST {
            let span = self.span(node);
            let message = format!("types and groups are nested more than {DEEPEST} levels deep");
            self.error(Code::Unsupported, message, span, "move this into a named definition");
            return None;
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    pub(super) fn span(&self, node: Node<'_, '_>) -> Span {
        Span::new(self.file, node.range())
    }

    pub(super) fn value_span(&self, attribute: Attribute<'_, '_>) -> Span {
        Span::new(self.file, attribute.range_value())
    }

    /// Interns a namespace URI, and maps the namespaces of XML Schema drafts to the final one.
    pub(super) fn uri(&mut self, uri: &str) -> Arc<str> {
        let uri = if is_xsd(uri) { XSD } else { uri };
        if let Some(known) = self.shared.uris.get(uri) {
            return known.clone();
        }
        let new: Arc<str> = uri.into();
        self.shared.uris.insert(new.clone());
        new
    }

    /// Parses the attribute `name`, whose value is an NCName. A definition without it is left out.
    pub(super) fn name(&mut self, node: Node<'_, '_>) -> Option<Named> {
        let Some(found) = node.own_attribute_node("name") else {
            self.missing_name(node, "it is left out");
            return None;
        };
        let span = self.value_span(found);
        let name = found.value().trim();
        if !wsdlgen_runtime::xml::is_ncname(name) {
            self.report.add(not_an_ncname(found.value(), span, Diagnostic::error));
            return None;
        }
        Some(Named { name: name.into(), span })
    }

    /// Parses the attribute `name` of a WSDL definition whose name does not occur in messages. It need not be an NCName if
    /// contracts are repaired.
    pub(super) fn label(&mut self, node: Node<'_, '_>) -> Option<Named> {
        let found = node.own_attribute_node("name").filter(|name| !name.value().trim().is_empty());
        let Some(found) = found else { return self.name(node) };
        let span = self.value_span(found);
        let name = found.value().trim();
        if !wsdlgen_runtime::xml::is_ncname(name) {
            let accepted =
                |code, message| Diagnostic::mistake(code, message, "the name is used as it is");
            self.report.add(not_an_ncname(found.value(), span, accepted));
        }
        Some(Named { name: name.into(), span })
    }

    /// Reports a missing attribute `name`.
    pub(super) fn missing_name(&mut self, node: Node<'_, '_>, guess: &str) {
        let message = format!("missing attribute `name` on `{}`", element_name(node));
        let label = "the attribute is required here";
        self.mistake(Code::MissingAttribute, message, self.span(node), label, guess);
    }

    /// Returns the value of a required attribute, as written.
    pub(super) fn literal(&mut self, node: Node<'_, '_>, attribute: &str) -> Option<Named> {
        let Some(found) = node.own_attribute_node(attribute) else {
            self.missing(node, attribute);
            return None;
        };
        Some(Named { name: found.value().into(), span: self.value_span(found) })
    }

    pub(super) fn missing(&mut self, node: Node<'_, '_>, attribute: &str) {
        let element = element_name(node);
        let span = self.span(node);
        let message = format!("missing attribute `{attribute}` on `{element}`");
        self.error(Code::MissingAttribute, message, span, "the attribute is required here");
    }

    /// Parses a boolean attribute, which is false if missing.
    pub(super) fn flag(&mut self, node: Node<'_, '_>, attribute: &str) -> bool {
        self.choice(node, attribute, &[("false", false), ("true", true), ("0", false), ("1", true)])
    }

    /// Parses an enumerated attribute. The first of `values` is the default.
    pub(super) fn choice<T: Copy>(
        &mut self,
        node: Node<'_, '_>,
        attribute: &str,
        values: &[(&str, T)],
    ) -> T {
        let Some(found) = node.own_attribute_node(attribute) else { return values[0].1 };
        let known = values.iter().find(|(text, _)| *text == found.value().trim());
        if let Some((_, value)) = known {
            return *value;
        }
        let allowed: Vec<_> = values.iter().map(|(text, _)| format!("`{text}`")).collect();
        let (assumed, value) = values
            .iter()
            .find(|(text, _)| text.eq_ignore_ascii_case(found.value().trim()))
            .unwrap_or(&values[0]);
        let expected = format!("expected {}", allowed.join(" or "));
        self.bad_value(found, &expected, assumed);
        *value
    }

    /// Reports an invalid value of an attribute.
    fn bad_value(&mut self, found: Attribute<'_, '_>, expected: &str, assumed: &str) {
        let message = format!("`{}` is not a valid value for `{}`", found.value(), found.name());
        let guess = format!("`{assumed}` is assumed");
        self.mistake(Code::BadValue, message, self.value_span(found), expected, &guess);
    }

    /// Parses a non-negative integer attribute, or returns `None` if it exceeds `u64`.
    pub(super) fn count(
        &mut self,
        node: Node<'_, '_>,
        attribute: &str,
        default: u64,
    ) -> Option<u64> {
        let Some(found) = node.own_attribute_node(attribute) else { return Some(default) };
        let text = found.value().trim();
        if let Ok(count) = text.parse() {
            return Some(count);
        }
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.bad_value(found, "expected a non-negative integer", &default.to_string());
        Some(default)
    }

    /// Returns the child elements in the XML Schema namespace, except annotations. Unknown attributes
    /// and extension elements are reported, once for each kind.
    pub(super) fn xsd_children<'tree, 'input>(
        &mut self,
        node: Node<'tree, 'input>,
    ) -> Vec<(&'input str, Node<'tree, 'input>)> {
        let tag = node.tag_name().name();
        for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
            let name = attribute.name();
            if name != "id" && !known_attributes(tag).contains(&name) {
                let what = format!("the attribute `{name}` of `xs:{tag}`");
                self.skipped_once(&what, &what, node);
            }
        }
        let mut children = Vec::new();
        for child in node.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            if matches!(name, "annotation" | "documentation") || !is_included(child) {
                continue;
            }
            if child.tag_name().namespace().is_some_and(is_xsd) {
                children.push((name, child));
            } else {
                let what = format!("the extension `{name}`");
                self.skipped_once(&what, &what, child);
            }
        }
        children
    }
}

/// Returns the child elements in the WSDL namespace.
pub(super) fn wsdl_children<'a, 'input>(
    node: Node<'a, 'input>,
) -> impl Iterator<Item = (&'input str, Node<'a, 'input>)> {
    children_in(node, |uri| uri == WSDL)
}

pub(super) fn children_in<'a, 'input>(
    node: Node<'a, 'input>,
    is_wanted: impl Fn(&str) -> bool,
) -> impl Iterator<Item = (&'input str, Node<'a, 'input>)> {
    node.children()
        .filter(move |child| {
            child.is_element() && child.tag_name().namespace().is_some_and(&is_wanted)
        })
        .map(|child| (child.tag_name().name(), child))
}

fn not_an_ncname(
    written: &str,
    span: Span,
    diagnostic: impl FnOnce(Code, String) -> Diagnostic,
) -> Diagnostic {
    diagnostic(Code::BadValue, format!("`{written}` is not a valid NCName"))
        .label(span, "a name starts with a letter or `_` and has no spaces or colons")
}

/// Returns an element's name for diagnostics, with the conventional prefix of its namespace.
pub(super) fn element_name(node: Node<'_, '_>) -> String {
    let local = node.tag_name().name();
    match node.tag_name().namespace() {
        Some(WSDL) => format!("wsdl:{local}"),
        Some(uri) if is_xsd(uri) => format!("xs:{local}"),
        _ => local.to_owned(),
    }
}
