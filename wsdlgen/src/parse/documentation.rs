//! Parsing of documentation in schemas and WSDLs.

use roxmltree::Node;

use super::{
    attributes::OwnAttributes as _,
    context::children_in,
    namespaces::{WSDL, is_xsd},
};
use crate::{
    html::{self, Tag},
    syntax::Documentation,
};

/// Returns the text of `xs:annotation/xs:documentation` in a schema element.
pub(super) fn xsd_documentation(node: Node<'_, '_>) -> Documentation {
    let annotations = children_in(node, is_xsd).filter(|(name, _)| *name == "annotation");
    let documentation = annotations.flat_map(|(_, annotation)| children_in(annotation, is_xsd));
    joined(documentation.filter(|(name, _)| *name == "documentation").map(|(_, node)| node))
}

/// Returns the text of `wsdl:documentation` in a WSDL element.
pub(super) fn wsdl_documentation(node: Node<'_, '_>) -> Documentation {
    let documentation =
        children_in(node, |uri| uri == WSDL).filter(|(name, _)| *name == "documentation");
    joined(documentation.map(|(_, node)| node))
}

/// Joins the texts of elements with blank lines, and removes the indentation of each line.
fn joined<'a, 'input: 'a>(nodes: impl Iterator<Item = Node<'a, 'input>>) -> Documentation {
    let texts = nodes.map(|node| {
        let mut text = String::new();
        push_html(node, &mut text);
        text.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n")
    });
    let text = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    (!text.is_empty()).then(|| text.into())
}

/// Appends the content of an element as HTML. Text without sibling elements is not escaped, because it
/// may itself be HTML.
fn push_html(node: Node<'_, '_>, html: &mut String) {
    let has_elements = node.children().any(|child| child.is_element());
    let mut open: Vec<Node<'_, '_>> = vec![node];
    for part in node.descendants().skip(1) {
        while open.last().copied() != part.parent() {
            close(open.pop(), html);
        }
        if part.is_element() {
            if let Some(name) = tag_name(part) {
                html.extend(["<", name]);
                if let Some(address) = part.own_attribute("href") {
                    html.extend([" href=\"", &*html::escaped(address), "\""]);
                }
                html.push('>');
            }
            open.push(part);
        } else if let Some(text) = part.text().filter(|_| part.is_text()) {
            html.push_str(&if has_elements { html::escaped(text) } else { text.to_owned() });
        }
    }
    while open.len() > 1 {
        close(open.pop(), html);
    }
}

fn close(element: Option<Node<'_, '_>>, html: &mut String) {
    if let Some(name) = element.and_then(tag_name) {
        html.extend(["</", name, ">"]);
    }
}

/// Returns the element's name if it is a known HTML element.
fn tag_name<'a>(element: Node<'a, '_>) -> Option<&'a str> {
    let name = element.tag_name().name();
    Tag::of(name).map(|_| name)
}
