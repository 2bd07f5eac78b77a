//! The values found by assessment, which identity constraints compare.

use std::collections::HashMap;

use super::value::{Key, Value};
use crate::xml::{AnyElement, QName};

/// The values of elements and attributes, if any identity constraint may need them.
pub(super) struct Outcomes {
    is_needed: bool,
    elements: HashMap<usize, Outcome>,
}

/// The values of one element.
#[derive(Default)]
struct Outcome {
    value: Option<Key>,
    is_nillable: bool,
    attributes: Vec<(QName, Key)>,
}

impl Outcomes {
    pub(super) fn new(is_needed: bool) -> Self {
        Self { is_needed, elements: HashMap::new() }
    }

    fn of(&mut self, element: &AnyElement) -> &mut Outcome {
        self.elements.entry(std::ptr::from_ref(element).addr()).or_default()
    }

    fn find(&self, element: &AnyElement) -> Option<&Outcome> {
        self.elements.get(&std::ptr::from_ref(element).addr())
    }

    pub(super) fn note_value(&mut self, element: &AnyElement, value: &Value) {
        if self.is_needed {
            self.of(element).value = Some(value.key());
        }
    }

    pub(super) fn note_nillable(&mut self, element: &AnyElement) {
        if self.is_needed {
            self.of(element).is_nillable = true;
        }
    }

    pub(super) fn note_attribute(&mut self, element: &AnyElement, name: &QName, value: &Value) {
        if self.is_needed {
            self.of(element).attributes.push((name.clone(), value.key()));
        }
    }

    /// Returns the value of an element with simple content.
    pub(super) fn value(&self, element: &AnyElement) -> Option<&Key> {
        self.find(element)?.value.as_ref()
    }

    pub(super) fn is_nillable(&self, element: &AnyElement) -> bool {
        self.find(element).is_some_and(|outcome| outcome.is_nillable)
    }

    /// Returns the names of an element's attributes that have values, including default values.
    pub(super) fn attributes(&self, element: &AnyElement) -> Vec<QName> {
        let attributes = self.find(element).map(|outcome| outcome.attributes.as_slice());
        attributes.unwrap_or_default().iter().map(|(name, _)| name.clone()).collect()
    }

    pub(super) fn attribute(&self, element: &AnyElement, name: &QName) -> Option<&Key> {
        let attributes = &self.find(element)?.attributes;
        attributes.iter().find(|(known, _)| known == name).map(|(_, key)| key)
    }
}
