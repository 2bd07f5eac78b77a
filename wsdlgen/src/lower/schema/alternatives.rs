//! Type alternatives (XML Schema 1.1, part 1, §3.12): elements whose attributes select their type.
//!
//! ```text
//! <element name="form" type="Form">
//!   <alternative test="@version = 2" type="Titled"/>      becomes   Form { Titled | Form }
//! </element>
//! ```

use std::sync::Arc;

use super::types::Site;
use crate::{
    lower::Lowering,
    model::{
        Alternative, Builtin, Definition, Family, Origin, PartKind, PartName, Selected, ValueType,
    },
    resolve::TypeTarget,
    syntax::xsd::{ElementContent, Type, TypeUse},
};

impl<'a> Lowering<'a> {
    /// Returns the type of an element with alternatives: a family, or `xs:anyType` if none of them is a record.
    ///
    /// `head` is the type of the head of its substitution group.
    pub(crate) fn alternatives(
        &mut self,
        content: &'a ElementContent,
        head: Option<ValueType>,
        site: Site<'_>,
    ) -> ValueType {
        let key = std::ptr::from_ref(content);
        if let Some(known) = self.alternatives.get(&key) {
            return *known;
        }
        let mut alternatives = content.alternatives.iter().filter_map(|one| one.of_type.as_ref());
        let has_default = content.alternatives.iter().any(|one| one.test.is_none());
        if !alternatives.any(|of_type| self.is_record(of_type))
            && (has_default || !self.is_record(&content.of_type))
        {
            return ValueType::Builtin(Builtin::AnyType);
        }
        let id = self.reserve();
        // Registered before its members, which may contain the element.
        self.alternatives.insert(key, ValueType::Defined(id));
        let part = PartName { kind: PartKind::Alternative, about: Vec::new() };
        let origin = Arc::new(Origin::Part(site.origin.clone(), part));
        let inner = Site { origin: &origin };
        let declared = match (&content.of_type, head) {
            (TypeUse::Absent, Some(head)) => self.without_family(head),
            (of_type, _) => self.selected(of_type, inner),
        };
        let mut tests = Vec::new();
        for alternative in &content.alternatives {
            let selected = match &alternative.of_type {
                Some(TypeUse::Absent) => declared,
                Some(of_type) => self.selected(of_type, inner),
                None => Selected::Nothing,
            };
            tests.push(Alternative { test: alternative.test.clone(), selected });
        }
        if tests.last().is_none_or(|last| last.test.is_some()) {
            tests.push(Alternative { test: None, selected: declared });
        }
        let family = Family::of_tests(declared, tests);
        let documentation = content.documentation.clone();
        self.fill(id, site.origin, documentation, Definition::Family(family));
        ValueType::Defined(id)
    }

    fn is_record(&self, of_type: &TypeUse) -> bool {
        match of_type {
            TypeUse::Reference(reference) => match self.linked.type_target(reference) {
                TypeTarget::Definition(index) => self.is_record_at(index),
                TypeTarget::Builtin(_) => false,
            },
            TypeUse::Anonymous(definition) => matches!(**definition, Type::Complex(_)),
            TypeUse::Absent => false,
        }
    }

    fn is_record_at(&self, index: usize) -> bool {
        let definition = &self.linked.types[index].item.definition;
        matches!(definition, Type::Complex(complex) if !complex.is_abstract)
            && self.encodings_own(index).is_none()
    }

    fn selected(&mut self, of_type: &'a TypeUse, site: Site<'_>) -> Selected {
        if let TypeUse::Reference(reference) = of_type
            && let TypeTarget::Definition(index) = self.linked.type_target(reference)
        {
            return self.selected_at(index);
        }
        if !self.is_record(of_type) {
            return Selected::Tree;
        }
        match self.value(of_type, &None, site, Builtin::AnyType) {
            ValueType::Defined(id) => Selected::Member(id),
            ValueType::Builtin(_) => Selected::Tree,
        }
    }

    fn selected_at(&mut self, index: usize) -> Selected {
        if self.is_record_at(index) {
            return Selected::Member(self.define(index));
        }
        match &self.linked.types[index].item.definition {
            // An abstract type needs `xsi:type`, and an element with it is kept as a tree.
            Type::Complex(complex) if complex.is_abstract => Selected::Nothing,
            _ => Selected::Tree,
        }
    }

    /// Returns the declared type of a family, or a record itself.
    fn without_family(&mut self, value: ValueType) -> Selected {
        let ValueType::Defined(id) = value else { return Selected::Tree };
        let declared = match self.lowered(id) {
            Some(Definition::Family(family)) => family.declared,
            _ => id,
        };
        let index = declared.0 as usize;
        if index < self.linked.types.len() { self.selected_at(index) } else { Selected::Tree }
    }
}
