//! Envelopes built from submitted values.

use super::{
    Fields, Input, Member, NOTES, SOAPENC, Walk, XSI, attribute_fields,
    group::{Kind, chosen},
    is_field, least, members, note,
};
use crate::{
    server::{SampleMessage, sample_envelope},
    soap::SoapVersion,
    xml::{AnyAttribute, AnyElement, AnyNode, WriteError},
};

impl Fields {
    /// Returns the envelope with the values of a form. Optional elements without a value are left out.
    ///
    /// # Errors
    ///
    /// If a value contains a character that XML cannot represent.
    pub(in super::super) fn envelope(
        &self,
        version: SoapVersion,
        input: &Input,
    ) -> Result<String, WriteError> {
        let walk = &Walk::new(input);
        let mut parts = Vec::new();
        for (path, elements) in self.parts() {
            let built = members(elements.iter(), path, walk);
            let built = built.iter().flat_map(|member| member.build(walk));
            parts.push(built.map(|element| element.to_xml()).collect::<Result<String, _>>()?);
        }
        let message = SampleMessage { header: &parts[0], body: &parts[1] };
        Ok(sample_envelope(version, &message))
    }
}

impl Member<'_> {
    /// Returns the element for each occurrence with a value.
    fn build<'a>(&'a self, walk: &'a Walk<'_>) -> impl Iterator<Item = AnyElement> + 'a {
        // Occurrences beyond the required ones are optional.
        let least = least(self.element);
        let occurrences = self.occurrences.iter().enumerate();
        occurrences.flat_map(move |(index, path)| build(self.element, path, index >= least, walk))
    }
}

/// Returns whether an element has neither values nor attributes, at any depth.
fn is_blank(element: &AnyElement) -> bool {
    element.attributes.is_empty()
        && element.children.iter().all(|child| match child {
            AnyNode::Element(child) => is_blank(child),
            AnyNode::Text(_) => false,
        })
}

/// Returns the elements of an element or group with the values at a path. There are none if it is optional and has no values.
fn build(form: &AnyElement, path: &str, is_optional: bool, walk: &Walk<'_>) -> Vec<AnyElement> {
    let members = match Kind::of(form) {
        Kind::Element => return element(form, path, is_optional, walk).into_iter().collect(),
        Kind::Sequence => members(form.elements(), path, walk),
        Kind::Choice => {
            let mut branches = members(form.elements(), path, walk);
            let chosen = chosen(path, branches.len(), is_optional, walk);
            chosen.map(|index| branches.swap_remove(index)).into_iter().collect()
        }
    };
    let mut elements: Vec<_> = members.iter().flat_map(|member| member.build(walk)).collect();
    if is_optional && elements.iter().all(is_blank) {
        elements.clear();
    }
    elements
}

/// Returns an element with the values at a path, or `None` if it is optional and has none.
fn element(
    form: &AnyElement,
    path: &str,
    is_optional: bool,
    walk: &Walk<'_>,
) -> Option<AnyElement> {
    let is_fixed = note(form, "fixed").is_some();
    if is_fixed && is_optional {
        return None;
    }
    let mut element = AnyElement::new(form.name.clone());
    let declarations = form.declarations.iter().filter(|(_, uri)| &**uri != NOTES);
    element.declarations = declarations.cloned().collect();
    if is_fixed {
        element.children = form.children.iter().flat_map(without_notes).collect();
    } else if is_field(form) {
        let text = walk.text(path).map_or_else(|| form.text().into_owned(), str::to_owned);
        element.children.extend((!text.is_empty()).then_some(AnyNode::Text(text)));
    } else {
        let members = members(form.elements(), path, walk);
        let children = members.iter().flat_map(|member| member.build(walk));
        element.children = children.map(AnyNode::Element).collect();
    }
    for (attribute, path) in attribute_fields(form, path) {
        let value = walk.text(&path).unwrap_or(&attribute.value);
        if !value.is_empty() {
            element.attributes.push(AnyAttribute::new(attribute.name.clone(), value));
        }
    }
    if is_optional && is_blank(&element) {
        return None;
    }
    let items = element.elements().count();
    let others = form.attributes.iter().filter(|one| matches!(one.name.namespace(), XSI | SOAPENC));
    element.attributes.extend(others.map(|attribute| sized(attribute, items)));
    Some(element)
}

/// Returns an attribute, with the number of items if it is the type of an array (SOAP 1.1, §5.4.2).
fn sized(attribute: &AnyAttribute, items: usize) -> AnyAttribute {
    match attribute.value.rsplit_once('[') {
        Some((ty, _)) if attribute.name.namespace() == SOAPENC => {
            AnyAttribute::new(attribute.name.clone(), format!("{ty}[{items}]"))
        }
        _ => attribute.clone(),
    }
}

/// Returns a node without the notes in it: the elements of a sequence, and the first branch of a choice.
fn without_notes(node: &AnyNode) -> Vec<AnyNode> {
    let AnyNode::Element(element) = node else { return vec![node.clone()] };
    let children = element.children.iter().flat_map(without_notes);
    match Kind::of(element) {
        Kind::Sequence => return children.collect(),
        Kind::Choice => {
            let first = element.children.iter().find(|node| matches!(node, AnyNode::Element(_)));
            return first.map(without_notes).unwrap_or_default();
        }
        Kind::Element => {}
    }
    let mut plain = AnyElement::new(element.name.clone());
    let declarations = element.declarations.iter().filter(|(_, uri)| &**uri != NOTES);
    plain.declarations = declarations.cloned().collect();
    let attributes = element.attributes.iter().filter(|one| one.name.namespace() != NOTES);
    plain.attributes = attributes.cloned().collect();
    plain.children = children.collect();
    vec![plain.into()]
}
