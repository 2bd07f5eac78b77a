//! Assessment of attributes (XML Schema part 1, §3.2.4, §3.4.4, §3.10.4).

use super::{
    components::{Attribute, Complex, Definition, Preset, TypeId},
    element::{Assessment, XSI},
    wildcard::Process,
};
use crate::xml::{AnyAttribute, AnyElement};

/// The attributes that every element may have (§2.6).
const INSTANCE_ATTRIBUTES: [&str; 4] =
    ["type", "nil", "schemaLocation", "noNamespaceSchemaLocation"];

impl<'d> Assessment<'_, 'd> {
    /// Assesses the attributes of the current element.
    pub(super) fn attributes(&mut self, element: &'d AnyElement, ty: TypeId) {
        let components = self.components;
        let complex = match &components.types[ty].definition {
            Definition::Simple(_) => None,
            Definition::Complex(complex) => Some(complex),
        };
        for attribute in &element.attributes {
            let name = &attribute.name;
            if name.namespace() == XSI && INSTANCE_ATTRIBUTES.contains(&name.local()) {
                continue;
            }
            let declared = complex.and_then(|complex| complex.attribute(attribute));
            match (declared, complex) {
                (Some(declared), _) => self.attribute(element, declared, &attribute.value),
                (None, Some(complex)) => self.wild_attribute(element, attribute, complex),
                (None, None) => {
                    self.report(format!("the attribute `{name}` is not allowed"), "cvc-type.3.1.1");
                }
            }
        }
        for declared in complex.into_iter().flat_map(|complex| &complex.attributes) {
            let is_present = element.attributes.iter().any(|one| one.name == declared.name);
            if is_present {
            } else if declared.required {
                let reason = format!("the attribute `{}` is missing", declared.name);
                self.report(reason, "cvc-complex-type.4");
            } else if let Some(preset) = &declared.preset {
                // A default value counts as if it had been written (§3.4.5, attribute defaults).
                if let Ok(value) = self.read_value(declared.ty, &preset.text) {
                    self.outcomes.note_attribute(element, &declared.name, &value);
                }
            }
        }
    }

    /// Assesses the value of an attribute.
    fn attribute(&mut self, element: &AnyElement, declared: &Attribute, text: &str) {
        let name = &declared.name;
        let value = match self.read_value(declared.ty, text) {
            Ok(value) => value,
            Err(reason) => {
                let path = self.path(Some(name));
                return self.invalid.add(path, reason.into_owned(), "cvc-attribute.3");
            }
        };
        let fixed = declared.preset.as_ref().filter(|preset| preset.is_fixed);
        let differs = |fixed: &&Preset| !self.is_fixed_value(declared.ty, &value, &fixed.text);
        if let Some(fixed) = fixed.filter(differs) {
            let reason = format!("its value must be `{}`", fixed.text);
            self.invalid.add(self.path(Some(name)), reason, "cvc-au");
        }
        self.note_ids(&value, Some(name));
        self.outcomes.note_attribute(element, name, &value);
    }

    /// Assesses an attribute that the type does not name.
    fn wild_attribute(
        &mut self,
        element: &AnyElement,
        attribute: &AnyAttribute,
        complex: &Complex,
    ) {
        let name = &attribute.name;
        let Some(wildcard) = complex.any_attribute.as_ref().filter(|any| any.allows(name)) else {
            let reason = format!("the attribute `{name}` is not allowed");
            return self.report(reason, "cvc-complex-type.3.2.2");
        };
        if wildcard.process == Process::Skip {
            return;
        }
        match self.components.global_attributes.get(name) {
            Some(declared) => self.attribute(element, declared, &attribute.value),
            None if wildcard.process == Process::Strict => {
                let reason = format!("the attribute `{name}` is not declared");
                self.report(reason, "cvc-assess-attr.1");
            }
            None => {}
        }
    }
}

impl Complex {
    fn attribute(&self, attribute: &AnyAttribute) -> Option<&Attribute> {
        self.attributes.iter().find(|declared| declared.name == attribute.name)
    }
}
