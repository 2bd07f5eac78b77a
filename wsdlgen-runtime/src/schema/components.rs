//! Schema components (XML Schema part 1, §2.2).

use std::collections::{HashMap, HashSet};

use super::{
    constraint::Constraint,
    facets::Facets,
    wildcard::{OpenContent, Wildcard},
};
use crate::{alternatives::TypeTable, xml::QName, xsd::WhiteSpace};

/// The index of a type in [`Components::types`].
pub(super) type TypeId = usize;
/// The index of an element declaration in [`Components::elements`].
pub(super) type ElementId = usize;

/// The components of a schema, by index and by name.
#[derive(Debug, Default)]
pub(super) struct Components {
    /// Built-in types come first.
    pub(super) types: Vec<Type>,
    pub(super) elements: Vec<Element>,
    pub(super) named_types: HashMap<QName, TypeId>,
    pub(super) global_elements: HashMap<QName, ElementId>,
    pub(super) global_attributes: HashMap<QName, Attribute>,
    /// Set if an element declares an identity constraint.
    pub(super) has_constraints: bool,
}

/// A type definition (§3.4.1, §3.14.1).
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: Option<QName>,
    pub(super) base: TypeId,
    pub(super) method: Methods,
    /// The prohibited substitutions.
    pub(super) block: Methods,
    pub(super) is_abstract: bool,
    pub(super) definition: Definition,
}

#[derive(Debug)]
pub(super) enum Definition {
    Simple(Simple),
    Complex(Complex),
}

/// A set of ways to substitute: derivation methods, and substitution groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Methods(u8);

impl Methods {
    pub(super) const NONE: Self = Self(0);
    pub(super) const EXTENSION: Self = Self(1);
    pub(super) const RESTRICTION: Self = Self(2);
    pub(super) const SUBSTITUTION: Self = Self(4);

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn without_substitution(self) -> Self {
        Self(self.0 & !Self::SUBSTITUTION.0)
    }

    pub(super) const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A simple type definition (§3.14.1).
#[derive(Debug)]
pub(super) struct Simple {
    pub(super) variety: Variety,
    /// The facets of this step of derivation.
    pub(super) facets: Facets,
    pub(super) white_space: WhiteSpace,
}

#[derive(Clone, Debug)]
pub(super) enum Variety {
    /// The index of the built-in type from which the type is derived.
    Atomic(usize),
    List(TypeId),
    Union(Vec<TypeId>),
}

/// A complex type definition (§3.4.1).
#[derive(Debug)]
pub(super) struct Complex {
    pub(super) attributes: Vec<Attribute>,
    pub(super) any_attribute: Option<Wildcard>,
    pub(super) content: Content,
}

/// The content type of a complex type (§3.4.1).
#[derive(Debug)]
pub(super) enum Content {
    Empty,
    Simple(TypeId),
    Elements(Model),
}

/// The content model of a complex type with elements.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) mixed: bool,
    pub(super) particle: Particle,
    pub(super) open: Option<Box<OpenContent>>,
    /// The declarations of all elements that the model names, including those of substitution groups.
    pub(super) declared: HashMap<QName, ElementId>,
    /// The wildcards of the model, and that of open content.
    pub(super) wildcards: Vec<Wildcard>,
    /// The number of elements and wildcards in the model.
    pub(super) leaves: usize,
}

/// A particle (§3.9.1).
#[derive(Debug)]
pub(super) struct Particle {
    pub(super) least: usize,
    /// `None` means unbounded.
    pub(super) most: Option<usize>,
    pub(super) term: Term,
}

/// The term of a particle (§3.9.1).
#[derive(Debug)]
pub(super) enum Term {
    /// The names that match: that of the element, and those of the elements that may substitute for it.
    Element(ElementId, HashSet<QName>),
    Any(Wildcard),
    Sequence(Vec<Particle>),
    Choice(Vec<Particle>),
    All(Vec<Particle>),
}

/// An element declaration (§3.3.1).
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: QName,
    pub(super) ty: TypeId,
    pub(super) alternatives: Option<Alternatives>,
    pub(super) nillable: bool,
    pub(super) is_abstract: bool,
    pub(super) block: Methods,
    pub(super) preset: Option<Preset>,
    pub(super) head: Option<QName>,
    pub(super) constraints: Vec<Constraint>,
}

/// The type table of an element declaration (XML Schema 1.1 part 1, §3.3.1).
#[derive(Debug)]
pub(super) struct Alternatives {
    pub(super) table: TypeTable,
    /// The types that the tests select. `None` is `xs:error`, which has no valid values.
    pub(super) types: Vec<Option<TypeId>>,
}

/// An attribute declaration and its use (§3.2.1, §3.5.1).
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    pub(super) name: QName,
    pub(super) ty: TypeId,
    pub(super) required: bool,
    pub(super) preset: Option<Preset>,
}

/// A value constraint (§3.2.1, §3.3.1).
#[derive(Clone, Debug)]
pub(super) struct Preset {
    pub(super) text: String,
    pub(super) is_fixed: bool,
}
