//! Values that their own types do not allow (XML Schema part 1, §3.2.6, §3.3.6; part 2, §4.3.5).

use std::sync::Arc;

use super::Rules;
use crate::{
    schema::{
        components::{
            Attribute, Complex, Components, Content, Definition, Element, Preset, TypeId,
        },
        simple::Reason,
        value::Value,
    },
    xsd::Prefixes,
};

impl Rules<'_> {
    pub(super) fn values(&mut self) {
        let components = self.components;
        for element in &components.elements {
            self.element(element);
        }
        for attribute in components.global_attributes.values() {
            self.attribute("attribute", attribute);
        }
        for (id, ty) in components.types.iter().enumerate() {
            match &ty.definition {
                Definition::Complex(complex) => {
                    for attribute in &complex.attributes {
                        self.attribute("local attribute", attribute);
                    }
                }
                Definition::Simple(simple) => {
                    for text in &simple.facets.enumeration {
                        let rule = "enumeration-valid-restriction";
                        self.value(components.path_of(id), ty.base, text, rule);
                    }
                }
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let Some(Preset { text, .. }) = &element.preset else { return };
        let path = self.components.path_of_element(element);
        let ty = match &self.components.types[element.ty].definition {
            Definition::Simple(_) => element.ty,
            Definition::Complex(complex) => match &complex.content {
                Content::Simple(ty) => *ty,
                Content::Elements(model) if model.mixed && model.particle.is_emptiable() => return,
                Content::Elements(model) if model.mixed => {
                    let reason = "a default or fixed value is not allowed: elements are required";
                    return self.violation(path, reason, "cos-valid-default.2.2.2");
                }
                Content::Empty | Content::Elements(_) => {
                    let reason = "a default or fixed value is not allowed: the element has no text";
                    return self.violation(path, reason, "cos-valid-default.2.1");
                }
            },
        };
        self.value(path, ty, text, "e-props-correct.2");
    }

    fn attribute(&mut self, kind: &str, attribute: &Attribute) {
        if let Some(Preset { text, .. }) = &attribute.preset {
            let path = format!("{kind} {}", attribute.name);
            self.value(path, attribute.ty, text, "a-props-correct.2");
        }
    }

    fn value(&mut self, path: String, ty: TypeId, text: &str, rule: &'static str) {
        // The generator resolves qualified names.
        if text.starts_with('{') {
            return;
        }
        if let Err(reason) = self.read(ty, text) {
            let reason = format!("the value `{text}` is not allowed: {reason}");
            self.violation(path, reason, rule);
        }
    }

    pub(super) fn read(&self, ty: TypeId, text: &str) -> Result<Value, Reason> {
        self.components.value(ty, text, &AnyPrefix)
    }
}

impl Components {
    /// Returns whether two texts denote one value of a type. Those of complex types are compared as they are.
    pub(super) fn is_same(&self, ty: TypeId, one: &str, other: &str) -> bool {
        let ty = match &self.types[ty].definition {
            Definition::Complex(Complex { content: Content::Simple(ty), .. }) => *ty,
            Definition::Simple(_) | Definition::Complex(_) => ty,
        };
        let key = |text| self.value(ty, text, &AnyPrefix).ok().map(|value| value.key());
        one == other || key(one).is_some_and(|value| key(other) == Some(value))
    }
}

/// Every prefix. Only the form of a name matters.
struct AnyPrefix;

impl Prefixes for AnyPrefix {
    fn namespace_of(&self, _: &str) -> Option<Arc<str>> {
        Some(Arc::default())
    }
}
