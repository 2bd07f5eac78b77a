//! What every parser of an element needs: attributes with their places, names, complaints.

use std::sync::Arc;

use roxmltree::{Attribute, Node};

use super::{WSDL, XSD};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    source::{FileId, Span},
    syntax::{Documentation, Named, QName, Reference},
};

/// One document being parsed.
pub(super) struct Context<'a> {
    pub(super) file: FileId,
    pub(super) report: &'a mut Report,
    pub(super) slots: &'a mut Slots,
    /// How many anonymous types the parser is inside of.
    pub(super) depth: usize,
}

/// Numbers for references: each gets one of its own, over all documents.
#[derive(Default)]
pub(super) struct Slots {
    next: u32,
}

impl Context<'_> {
    pub(super) fn span(&self, node: Node<'_, '_>) -> Span {
        Span::new(self.file, node.range())
    }

    fn value_span(&self, attribute: Attribute<'_, '_>) -> Span {
        Span::new(self.file, attribute.range_value())
    }

    pub(super) fn error(&mut self, code: Code, message: String, span: Span, label: &str) {
        self.report.add(Diagnostic::error(code, message).label(span, label));
    }

    /// Something that the specifications have and this version has not.
    pub(super) fn unsupported(&mut self, what: &str, node: Node<'_, '_>) {
        let span = self.span(node);
        let message = format!("{what} is not supported yet");
        self.error(Code::Unsupported, message, span, "nothing can be generated for this");
    }

    /// Something that the generated code does not need.
    pub(super) fn skipped(&mut self, what: &str, node: Node<'_, '_>) {
        let span = self.span(node);
        let diagnostic = Diagnostic::warning(Code::Skipped, format!("{what} is skipped"));
        self.report.add(diagnostic.label(span, "has no effect on the generated code"));
    }

    pub(super) fn wrong_root(&mut self, node: Node<'_, '_>) {
        let span = self.span(node);
        let found = element_name(node);
        let message = format!("the document is neither a WSDL nor a schema but `{found}`");
        let diagnostic = Diagnostic::error(Code::WrongRoot, message)
            .label(span, "expected `wsdl:definitions` or `xs:schema`");
        let help = "check what was downloaded: a service's page is not its contract, which is \
                    often at the same address with `?wsdl`";
        self.report.add(diagnostic.help(help));
    }

    /// The value of an attribute, empty where it is missing.
    pub(super) fn text(node: Node<'_, '_>, attribute: &str) -> Arc<str> {
        node.attribute(attribute).unwrap_or_default().into()
    }

    /// A `name` that the specification requires, and requires to be a name.
    pub(super) fn name(&mut self, node: Node<'_, '_>, attribute: &str) -> Option<Named> {
        let named = self.literal(node, attribute)?;
        let name = named.name.trim();
        if !wsdlgen_runtime::xml::is_ncname(name) {
            let message = format!("`{}` is no name", named.name);
            self.error(Code::BadValue, message, named.span, "no element can be called this");
            return None;
        }
        Some(Named { name: name.into(), span: named.span })
    }

    /// An attribute that the specification requires, as written.
    pub(super) fn literal(&mut self, node: Node<'_, '_>, attribute: &str) -> Option<Named> {
        let Some(found) = node.attribute_node(attribute) else {
            self.missing(node, attribute);
            return None;
        };
        Some(Named { name: found.value().into(), span: self.value_span(found) })
    }

    fn missing(&mut self, node: Node<'_, '_>, attribute: &str) {
        let element = element_name(node);
        let span = self.span(node);
        let message = format!("`{element}` without `{attribute}`");
        self.error(Code::MissingAttribute, message, span, "the attribute is required here");
    }

    /// A reference that the specification requires.
    pub(super) fn reference<T>(
        &mut self,
        node: Node<'_, '_>,
        attribute: &str,
    ) -> Option<Reference<T>> {
        if node.attribute_node(attribute).is_none() {
            self.missing(node, attribute);
        }
        self.optional_reference(node, attribute)
    }

    /// A reference, where the attribute is there.
    pub(super) fn optional_reference<T>(
        &mut self,
        node: Node<'_, '_>,
        attribute: &str,
    ) -> Option<Reference<T>> {
        let found = node.attribute_node(attribute)?;
        let span = self.value_span(found);
        let value = found.value().trim();
        let (prefix, local) = match value.split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, value),
        };
        let namespace = node.lookup_namespace_uri(prefix);
        if let (Some(prefix), None) = (prefix, namespace) {
            let message = format!("the prefix `{prefix}` is not declared");
            self.error(Code::UndeclaredPrefix, message, span, "used here");
            return None;
        }
        let slot = self.slots.next;
        self.slots.next += 1;
        let name = QName { namespace: namespace.unwrap_or_default().into(), local: local.into() };
        Some(Reference::new(name, span, slot))
    }

    /// One of a few values that an attribute may have; the first where it is missing.
    pub(super) fn choice<T: Copy>(
        &mut self,
        node: Node<'_, '_>,
        attribute: &str,
        values: &[(&str, T)],
    ) -> T {
        let Some(found) = node.attribute_node(attribute) else { return values[0].1 };
        let known = values.iter().find(|(text, _)| *text == found.value().trim());
        if let Some((_, value)) = known {
            return *value;
        }
        let allowed: Vec<_> = values.iter().map(|(text, _)| format!("`{text}`")).collect();
        let span = self.value_span(found);
        let message = format!("`{}` is no value of `{attribute}`", found.value());
        self.error(Code::BadValue, message, span, &format!("expected {}", allowed.join(" or ")));
        values[0].1
    }

    /// A number that an attribute holds.
    pub(super) fn count(&mut self, node: Node<'_, '_>, attribute: &str, default: u64) -> u64 {
        let Some(found) = node.attribute_node(attribute) else { return default };
        found.value().trim().parse().unwrap_or_else(|_| {
            let span = self.value_span(found);
            let message = format!("`{}` is no value of `{attribute}`", found.value());
            self.error(Code::BadValue, message, span, "expected a number");
            default
        })
    }
}

/// The child elements of the WSDL namespace.
pub(super) fn wsdl_children<'a, 'input>(
    node: Node<'a, 'input>,
) -> impl Iterator<Item = (&'input str, Node<'a, 'input>)> {
    children_in(node, WSDL)
}

/// The child elements of the XSD namespace, annotations left out.
pub(super) fn xsd_children<'a, 'input>(
    node: Node<'a, 'input>,
) -> impl Iterator<Item = (&'input str, Node<'a, 'input>)> {
    children_in(node, XSD).filter(|(name, _)| *name != "annotation")
}

fn children_in<'a, 'input>(
    node: Node<'a, 'input>,
    namespace: &'static str,
) -> impl Iterator<Item = (&'input str, Node<'a, 'input>)> {
    node.children()
        .filter(move |child| child.is_element() && child.tag_name().namespace() == Some(namespace))
        .map(|child| (child.tag_name().name(), child))
}

/// `xs:annotation/xs:documentation` of a schema's element.
pub(super) fn xsd_documentation(node: Node<'_, '_>) -> Documentation {
    let annotations = children_in(node, XSD).filter(|(name, _)| *name == "annotation");
    let documentation = annotations.flat_map(|(_, annotation)| children_in(annotation, XSD));
    joined(documentation.filter(|(name, _)| *name == "documentation").map(|(_, node)| node))
}

/// `wsdl:documentation` of a WSDL's element.
pub(super) fn wsdl_documentation(node: Node<'_, '_>) -> Documentation {
    let documentation = children_in(node, WSDL).filter(|(name, _)| *name == "documentation");
    joined(documentation.map(|(_, node)| node))
}

/// The texts of elements, set apart by an empty line; lines lose what they are indented by.
fn joined<'a, 'input: 'a>(nodes: impl Iterator<Item = Node<'a, 'input>>) -> Documentation {
    let texts = nodes.map(|node| {
        let text: String =
            node.descendants().filter_map(|part| part.is_text().then(|| part.text())?).collect();
        text.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n")
    });
    let text = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    (!text.is_empty()).then(|| text.into())
}

/// An element's name with its prefix where it has a usual one, for messages.
fn element_name(node: Node<'_, '_>) -> String {
    let local = node.tag_name().name();
    match node.tag_name().namespace() {
        Some(WSDL) => format!("wsdl:{local}"),
        Some(XSD) => format!("xs:{local}"),
        _ => local.to_owned(),
    }
}
