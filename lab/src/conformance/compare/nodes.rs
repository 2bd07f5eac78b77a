//! The content of elements, and names.

use roxmltree::{ExpandedName, Node};

use super::values;

pub(super) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The namespaces of SOAP envelopes.
pub(super) const ENVELOPES: [&str; 2] =
    ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"];

/// An item of an element's content.
pub(super) enum Item<'a, 'input> {
    Element(Node<'a, 'input>),
    Text(String),
}

/// Returns whether an attribute is content. Schema locations and SOAP's attributes are not.
pub(super) fn is_content(attribute: &roxmltree::Attribute<'_, '_>) -> bool {
    match attribute.namespace() {
        Some(XSI) => !matches!(attribute.name(), "schemaLocation" | "noNamespaceSchemaLocation"),
        Some(namespace) => !ENVELOPES.contains(&namespace),
        None => true,
    }
}

pub(super) fn is_type(name: ExpandedName<'_, '_>) -> bool {
    name.namespace() == Some(XSI) && name.name() == "type"
}

pub(super) fn expanded<'a>(attribute: &roxmltree::Attribute<'a, '_>) -> ExpandedName<'a, 'a> {
    match attribute.namespace() {
        Some(namespace) => (namespace, attribute.name()).into(),
        None => attribute.name().into(),
    }
}

pub(super) fn value<'a>(element: Node<'a, '_>, name: ExpandedName<'_, '_>) -> Option<&'a str> {
    let mut attributes = element.attributes();
    let found =
        attributes.find(|it| it.name() == name.name() && it.namespace() == name.namespace())?;
    Some(found.value())
}

/// Returns the content of an element: child elements and text, except white space between elements.
pub(super) fn items<'a, 'input>(element: Node<'a, 'input>) -> Vec<Item<'a, 'input>> {
    let mut items: Vec<Item<'a, 'input>> = Vec::new();
    for node in element.children() {
        if node.is_element() {
            items.push(Item::Element(node));
        } else if let (true, Some(more)) = (node.is_text(), node.text()) {
            match items.last_mut() {
                Some(Item::Text(text)) => text.push_str(more),
                _ => items.push(Item::Text(more.to_owned())),
            }
        }
    }
    if items.iter().any(|item| matches!(item, Item::Element(_))) {
        items.retain(|item| !matches!(item, Item::Text(text) if is_white_space(text)));
    }
    items
}

/// Returns the sort key for items whose order is insignificant.
pub(super) fn name_of<'a>(item: &Item<'a, '_>) -> &'a str {
    match item {
        Item::Element(element) => element.tag_name().name(),
        Item::Text(_) => "",
    }
}

pub(super) fn text(element: Node<'_, '_>) -> String {
    element.children().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

pub(super) fn is_white_space(text: &str) -> bool {
    text.chars().all(values::is_space)
}

pub(super) fn describe(item: &Item<'_, '_>) -> String {
    match item {
        Item::Element(element) => format!("element `{}`", shown(element.tag_name())),
        Item::Text(text) => format!("text {text:?}"),
    }
}

pub(super) fn shown(name: ExpandedName<'_, '_>) -> String {
    match name.namespace() {
        Some(namespace) => format!("{{{namespace}}}{}", name.name()),
        None => name.name().to_owned(),
    }
}
