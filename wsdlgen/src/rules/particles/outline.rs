//! Outlines of content models, which are enough for most: where all names differ, nothing is ambiguous.

use std::sync::Arc;

use super::Rules;
use crate::{
    resolve::TypeTarget,
    syntax::xsd::{
        ComplexType, Content, Derivation, LocalElement, ModelGroup, Particle, Term, Type,
    },
};

/// The names in a content model.
#[derive(Default)]
pub(super) struct Outline<'a> {
    /// The hashes of the elements' local names.
    names: Vec<u64>,
    has_wildcard: bool,
    /// Local elements, which may have anonymous types and identity constraints.
    pub(super) elements: Vec<(&'a LocalElement, &'a Arc<str>)>,
}

impl Outline<'_> {
    /// Returns whether no name occurs twice, and no wildcard at all. Two names with one hash only cost time.
    pub(super) fn is_plain(&mut self) -> bool {
        self.names.sort_unstable();
        !self.has_wildcard && self.names.windows(2).all(|pair| pair[0] != pair[1])
    }
}

impl<'a> Rules<'a, '_> {
    pub(super) fn outline(
        &mut self,
        complex: &'a ComplexType,
        namespace: &'a Arc<str>,
        index: Option<usize>,
    ) -> Outline<'a> {
        let mut outline = Outline::default();
        match &complex.content {
            Content::Particle(particle) => {
                self.outline_of(particle.as_ref(), namespace, &mut outline);
            }
            Content::Complex { base, derivation, particle } => {
                if *derivation == Derivation::Extension
                    && let TypeTarget::Definition(base) = self.linked.type_target(base)
                    && Some(base) != index
                {
                    let (names, has_wildcard) = self.base_names(base);
                    outline.names = names;
                    outline.has_wildcard = has_wildcard;
                }
                self.outline_of(particle.as_ref(), namespace, &mut outline);
            }
            Content::SimpleExtension { .. } | Content::SimpleRestriction { .. } => {}
        }
        if let Some(index) = index {
            self.names.insert(index, (outline.names.clone(), outline.has_wildcard));
        }
        // Wildcards matter to the authors of schemas alone.
        outline.has_wildcard &= self.report.is_linting();
        outline
    }

    /// Returns the names in the content of a named type, which several types may extend.
    fn base_names(&mut self, index: usize) -> (Vec<u64>, bool) {
        if let Some(known) = self.names.get(&index) {
            return known.clone();
        }
        let definition = &self.linked.types[index];
        if let Type::Complex(complex) = &definition.item.definition {
            self.outline(complex, &definition.namespace, Some(index));
        }
        self.names.get(&index).cloned().unwrap_or_default()
    }

    fn outline_of(
        &self,
        particle: Option<&'a Particle>,
        namespace: &'a Arc<str>,
        outline: &mut Outline<'a>,
    ) {
        let Some(particle) = particle else { return };
        match &particle.term {
            Term::Element(element) => {
                outline.elements.push((element, namespace));
                outline.names.push(hash(&element.name.name));
            }
            Term::ElementReference(reference) => {
                for index in
                    self.substitutions.closure(self.linked.element_index(&reference.reference))
                {
                    outline.names.push(hash(&self.linked.elements[index].item.name.name));
                }
            }
            Term::Any(_) => outline.has_wildcard = true,
            Term::Model(model) => self.outline_model(model, namespace, outline),
            Term::GroupReference(reference) => {
                let group = &self.linked.groups[self.linked.group_index(reference)];
                self.outline_model(&group.item.model, &group.namespace, outline);
            }
        }
    }

    fn outline_model(
        &self,
        model: &'a ModelGroup,
        namespace: &'a Arc<str>,
        outline: &mut Outline<'a>,
    ) {
        for particle in &model.particles {
            self.outline_of(Some(particle), namespace, outline);
        }
    }
}

/// Returns the FNV-1a hash of a name.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
