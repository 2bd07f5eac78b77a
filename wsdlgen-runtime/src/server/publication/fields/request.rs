//! The request that the values of a form make.

use super::{
    Fields, Input, Member, NOTES, Walk, XSI, attribute_fields, is_field, is_optional, members, note,
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
        self.occurrences.iter().filter_map(|path| build(self.element, path, walk))
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

fn build(form: &AnyElement, path: &str, walk: &Walk<'_>) -> Option<AnyElement> {
    let mut element = AnyElement::new(form.name.clone());
    let declarations = form.declarations.iter().filter(|(_, uri)| &**uri != NOTES);
    element.declarations = declarations.cloned().collect();
    if note(form, "fixed").is_some() {
        element.children.clone_from(&form.children);
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
    if is_optional(form) && note(form, "fixed").is_none() && is_blank(&element) {
        return None;
    }
    let instance = form.attributes.iter().filter(|one| one.name.namespace() == XSI);
    element.attributes.extend(instance.cloned());
    Some(element)
}
