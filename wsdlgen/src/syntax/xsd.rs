//! XML Schema 1.0, part 1: structures.

use std::sync::Arc;

use super::{Documentation, Named, Reference};
use crate::source::Span;

/// `xs:schema` (§3.15.2).
#[derive(Debug)]
pub(crate) struct Schema {
    pub(crate) target_namespace: Arc<str>,
    pub(crate) types: Vec<TypeDefinition>,
    pub(crate) elements: Vec<ElementDeclaration>,
}

/// A named `xs:complexType` or `xs:simpleType`.
#[derive(Debug)]
pub(crate) struct TypeDefinition {
    pub(crate) name: Named,
    pub(crate) definition: Type,
}

/// A type, named or not.
#[derive(Debug)]
pub(crate) enum Type {
    Complex(ComplexType),
    Simple(SimpleType),
}

/// `xs:complexType` (§3.4.2).
#[derive(Debug)]
pub(crate) struct ComplexType {
    pub(crate) documentation: Documentation,
    pub(crate) sequence: Option<Vec<Particle>>,
    pub(crate) any_attribute: Option<Span>,
    pub(crate) span: Span,
}

/// A child of `xs:sequence` (§3.9.2).
#[derive(Debug)]
pub(crate) enum Particle {
    Local(LocalElement),
    Reference(ElementReference),
}

/// `xs:element` at the top of a schema (§3.3.2).
#[derive(Debug)]
pub(crate) struct ElementDeclaration {
    pub(crate) name: Named,
    pub(crate) documentation: Documentation,
    pub(crate) of_type: TypeUse,
}

/// `xs:element name="…"` inside a type (§3.3.2).
#[derive(Debug)]
pub(crate) struct LocalElement {
    pub(crate) name: Named,
    pub(crate) documentation: Documentation,
    pub(crate) of_type: TypeUse,
    pub(crate) occurs: Occurs,
    /// In the schema's namespace, by its own `form` or the schema's `elementFormDefault`.
    pub(crate) qualified: Qualified,
}

/// Whether a local name is in its schema's target namespace (§3.3.2, `form`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Qualified {
    Yes,
    No,
}

/// `xs:element ref="…"` (§3.3.2).
#[derive(Debug)]
pub(crate) struct ElementReference {
    pub(crate) reference: Reference<ElementDeclaration>,
    pub(crate) documentation: Documentation,
    pub(crate) occurs: Occurs,
}

/// The type of an element: named elsewhere, or written in place.
#[derive(Debug)]
pub(crate) enum TypeUse {
    Reference(Reference<TypeDefinition>),
    Anonymous(Box<Type>),
    /// Neither: `xs:anyType` (§3.3.2).
    Any(Span),
}

/// `minOccurs` and `maxOccurs` (§3.9.1); no maximum is `unbounded`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurs {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

/// `xs:simpleType` by `xs:restriction` (§3.14.2).
#[derive(Debug)]
pub(crate) struct SimpleType {
    pub(crate) documentation: Documentation,
    pub(crate) base: Reference<TypeDefinition>,
    pub(crate) enumeration: Vec<EnumerationValue>,
}

/// `xs:enumeration` (part 2, §4.3.5).
#[derive(Debug)]
pub(crate) struct EnumerationValue {
    pub(crate) value: Named,
    pub(crate) documentation: Documentation,
}
