//! Families: types together with their derived types, for elements that may contain any of them.
//!
//! ```text
//! <element name="pet" type="Animal"/>   becomes   Field { pet, AnyAnimal }
//! Dog and Cat extend Animal                       AnyAnimal { Animal | Dog | Cat }
//! ```

use std::{collections::HashMap, sync::Arc};

use super::{arrays::SOAP_ENCODING, types::type_id};
use crate::{
    lower::Lowering,
    model::{Definition, Family, Origin, Selection, TypeId},
    resolve::{Linked, TypeTarget},
    syntax::xsd::{ComplexType, Content, Type},
};

/// Derived types by their base, or elements by the head of their substitution group.
pub(crate) struct DerivationGraph(HashMap<usize, Vec<usize>>);

impl DerivationGraph {
    /// Collects the types that are derived from each complex type.
    pub(crate) fn of_types(linked: &Linked) -> Self {
        let mut derived: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, definition) in linked.types.iter().enumerate() {
            let Type::Complex(complex) = &definition.item.definition else { continue };
            if let Some(base) = base(linked, complex)
                && is_complex(linked, base)
                && *linked.types[base].namespace != *SOAP_ENCODING
            {
                derived.entry(base).or_default().push(index);
            }
        }
        Self(derived)
    }

    /// Collects the elements that may substitute for each head.
    pub(crate) fn of_elements(linked: &Linked) -> Self {
        let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, element) in linked.elements.iter().enumerate() {
            if let Some(head) = &element.item.substitution_group {
                members.entry(linked.element_index(head)).or_default().push(index);
            }
        }
        Self(members)
    }

    /// Returns a type or element and everything derived from it, nearest first.
    pub(crate) fn closure(&self, index: usize) -> Vec<usize> {
        let mut found = vec![index];
        let mut next = 0;
        while let Some(at) = found.get(next) {
            // Each node has a single base, so nothing is found twice.
            found.extend(self.0.get(at).into_iter().flatten());
            next += 1;
        }
        found
    }
}

fn base(linked: &Linked, complex: &ComplexType) -> Option<usize> {
    let reference = match &complex.content {
        Content::Particle(_) => return None,
        Content::Complex { base, .. }
        | Content::SimpleExtension { base }
        | Content::SimpleRestriction { base, .. } => base,
    };
    match linked.type_target(reference) {
        TypeTarget::Builtin(_) => None,
        TypeTarget::Definition(index) => Some(index),
    }
}

fn is_complex(linked: &Linked, index: usize) -> bool {
    matches!(linked.types[index].item.definition, Type::Complex(_))
}

fn is_abstract(linked: &Linked, index: usize) -> bool {
    matches!(&linked.types[index].item.definition, Type::Complex(complex) if complex.is_abstract)
}

impl Lowering<'_> {
    /// Returns the family of a type, if it is abstract or has derived types.
    pub(crate) fn family(&mut self, index: usize) -> Option<TypeId> {
        if let Some(known) = self.families.get(&index) {
            return *known;
        }
        let linked = self.linked;
        let closure = self.derivations.closure(index);
        let several = closure.len() > 1 || is_abstract(linked, index);
        let family = several.then(|| {
            let members = closure.into_iter().filter(|member| !is_abstract(linked, *member));
            let members = members.map(type_id).collect();
            let written = &linked.types[index];
            let name = self.name(&written.namespace, &written.item.name.name);
            let id = self.reserve();
            let family =
                Family { declared: type_id(index), members, selection: Selection::InstanceType };
            self.fill(id, &Arc::new(Origin::Family(name)), None, Definition::Family(family));
            id
        });
        self.families.insert(index, family);
        family
    }
}
