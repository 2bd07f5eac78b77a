//! XML Schema 1.0, part 1: structures.

mod identity;
mod simple;
mod wildcard;

use std::sync::Arc;

use wsdlgen_runtime::alternatives::TypeTest;

use super::{Documentation, Named, QName, Reference};
use crate::document::Span;

pub(crate) use super::NamespaceConstraint;
pub(crate) use identity::{ConstraintCategory, IdentityConstraint, PathPiece};
pub(crate) use simple::{Facet, FacetKind, Restriction, SimpleType, SimpleUse, Variety};
pub(crate) use wildcard::{ExcludedNames, Precedence, ProcessContents, Wildcard};

/// `xs:schema` (§3.15.2).
#[derive(Debug)]
pub(crate) struct Schema {
    pub(crate) target_namespace: Arc<str>,
    pub(crate) types: Vec<TypeDefinition>,
    pub(crate) elements: Vec<ElementDeclaration>,
    pub(crate) attributes: Vec<AttributeDeclaration>,
    pub(crate) groups: Vec<GroupDefinition>,
    pub(crate) attribute_groups: Vec<AttributeGroupDefinition>,
    pub(crate) redefinitions: Redefinitions,
    pub(crate) overrides: Overrides,
    /// The names of notations.
    pub(crate) notations: Vec<Arc<str>>,
    pub(crate) version: Version,
    pub(crate) origin: Origin,
}

/// The version of XML Schema whose rules a schema follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    #[default]
    V1_0,
    V1_1,
}

/// Origin of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The contract.
    Contract,
    /// This crate, which provides some well-known schemas. Only referenced definitions are used.
    Known,
}

/// `xs:redefine` (§4.2.2): definitions that replace those with the same names. Each refers to its
/// original by its own name.
#[derive(Debug, Default)]
pub(crate) struct Redefinitions {
    /// Number of layers of redefinitions below these. The lowest layer is applied first.
    pub(crate) layer: usize,
    pub(crate) types: Vec<TypeDefinition>,
    pub(crate) groups: Vec<GroupDefinition>,
    pub(crate) attribute_groups: Vec<AttributeGroupDefinition>,
}

/// `xs:override` (XML Schema 1.1, §4.2.5): definitions that replace those with the same names entirely.
/// They are applied in the order of the layers of redefinitions.
#[derive(Debug, Default)]
pub(crate) struct Overrides {
    pub(crate) types: Vec<TypeDefinition>,
    pub(crate) elements: Vec<ElementDeclaration>,
    pub(crate) attributes: Vec<AttributeDeclaration>,
    pub(crate) groups: Vec<GroupDefinition>,
    pub(crate) attribute_groups: Vec<AttributeGroupDefinition>,
}

/// A named `xs:complexType` or `xs:simpleType`.
#[derive(Debug, PartialEq)]
pub(crate) struct TypeDefinition {
    pub(crate) name: Named,
    pub(crate) definition: Type,
}

/// A type, named or not.
#[derive(Debug, PartialEq)]
pub(crate) enum Type {
    Complex(Box<ComplexType>),
    Simple(SimpleType),
}

/// `xs:complexType` (§3.4.2).
#[derive(Debug)]
pub(crate) struct ComplexType {
    pub(crate) documentation: Documentation,
    pub(crate) is_abstract: bool,
    pub(crate) block: Block,
    pub(crate) finals: Final,
    /// `mixed` of the type or of its `xs:complexContent`.
    pub(crate) mixed: bool,
    pub(crate) content: Content,
    pub(crate) open: Option<OpenContent>,
    pub(crate) attributes: Vec<AttributeItem>,
    pub(crate) any_attribute: Option<Wildcard>,
}

/// `xs:openContent` or the schema's `xs:defaultOpenContent` (XML Schema 1.1, §3.4.2): elements that may occur in addition
/// to those of the content model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OpenContent {
    pub(crate) mode: OpenMode,
    pub(crate) wildcard: Wildcard,
}

/// `mode` of open content (XML Schema 1.1, §3.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenMode {
    /// Anywhere between the elements of the content model.
    Interleave,
    /// After the elements of the content model.
    Suffix,
}

/// Content of a complex type.
#[derive(Debug, PartialEq)]
pub(crate) enum Content {
    /// A model group, a reference to one, or empty content.
    Particle(Option<Particle>),
    /// `xs:complexContent` (§3.4.2).
    Complex { derivation: Derivation, base: Reference<TypeDefinition>, particle: Option<Particle> },
    /// `xs:simpleContent` with `xs:extension` (§3.4.2).
    SimpleExtension { base: Reference<TypeDefinition> },
    /// `xs:simpleContent` with `xs:restriction` (§3.4.2).
    SimpleRestriction { base: Reference<TypeDefinition>, restriction: Restriction },
}

/// Derivation method of a complex type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derivation {
    Extension,
    Restriction,
}

/// A particle: a term and its number of occurrences (§3.9).
#[derive(Debug)]
pub(crate) struct Particle {
    pub(crate) occurs: Occurs,
    pub(crate) term: Term,
    pub(crate) span: Span,
}

/// The term of a particle (§3.9.1).
#[derive(Debug, PartialEq)]
pub(crate) enum Term {
    Element(LocalElement),
    ElementReference(ElementReference),
    /// `xs:group ref="…"` (§3.7.2).
    GroupReference(Reference<GroupDefinition>),
    Model(ModelGroup),
    Any(Wildcard),
}

/// `xs:sequence`, `xs:choice` or `xs:all` (§3.8.2).
#[derive(Debug)]
pub(crate) struct ModelGroup {
    pub(crate) compositor: Compositor,
    pub(crate) documentation: Documentation,
    pub(crate) particles: Vec<Particle>,
}

/// Compositor of a model group (§3.8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compositor {
    Sequence,
    Choice,
    All,
}

/// `minOccurs` and `maxOccurs` (§3.9.1). `max` is `None` for `unbounded`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurs {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

/// A named `xs:group` (§3.7.2).
#[derive(Debug)]
pub(crate) struct GroupDefinition {
    pub(crate) name: Named,
    pub(crate) model: ModelGroup,
}

/// A global `xs:element` (§3.3.2).
#[derive(Debug, PartialEq)]
pub(crate) struct ElementDeclaration {
    pub(crate) name: Named,
    pub(crate) is_abstract: bool,
    pub(crate) substitution_group: Option<Reference<ElementDeclaration>>,
    /// Kinds of derivation that the types of substitutes must not use.
    pub(crate) finals: Final,
    /// `msdata:IsDataSet`: the element contains the rows of a .NET `DataSet`.
    pub(crate) is_data_set: bool,
    pub(crate) content: ElementContent,
}

/// `xs:element name="…"` inside a type (§3.3.2).
#[derive(Debug, PartialEq)]
pub(crate) struct LocalElement {
    pub(crate) name: Named,
    /// The namespace of its name, from `form`, the schema's `elementFormDefault`, or `targetNamespace` (XML Schema 1.1).
    pub(crate) namespace: Arc<str>,
    pub(crate) content: ElementContent,
}

/// Properties shared by global and local elements.
#[derive(Debug)]
pub(crate) struct ElementContent {
    pub(crate) documentation: Documentation,
    pub(crate) of_type: TypeUse,
    /// The first one whose test holds replaces the type.
    pub(crate) alternatives: Vec<TypeAlternative>,
    pub(crate) nillable: bool,
    pub(crate) block: Block,
    pub(crate) constraint: Option<ValueConstraint>,
    pub(crate) identity: Vec<IdentityConstraint>,
    /// `xmime:expectedContentTypes` (Describing Media Content of Binary Data in XML, §2.2).
    pub(crate) media_types: Option<Arc<str>>,
}

/// `xs:alternative` (XML Schema 1.1, part 1, §3.12).
#[derive(Debug)]
pub(crate) struct TypeAlternative {
    /// `None` always holds.
    pub(crate) test: Option<TypeTest>,
    /// `None` is `xs:error`, which has no values.
    pub(crate) of_type: Option<TypeUse>,
}

/// `block` or `blockDefault`: ways in which other types and elements may not be used instead (§3.3.2, §3.4.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) extension: bool,
    pub(crate) restriction: bool,
    pub(crate) substitution: bool,
}

/// `final` or `finalDefault`: kinds of derivation that are excluded (§3.3.2, §3.4.2, §3.14.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Final {
    pub(crate) extension: bool,
    pub(crate) restriction: bool,
    /// Derivation of a simple type by list, and by union.
    pub(crate) list_or_union: [bool; 2],
}

/// `xs:element ref="…"` (§3.3.2).
#[derive(Debug)]
pub(crate) struct ElementReference {
    pub(crate) reference: Reference<ElementDeclaration>,
    pub(crate) documentation: Documentation,
}

/// The type of an element or attribute: named or anonymous.
#[derive(Debug, PartialEq)]
pub(crate) enum TypeUse {
    Reference(Reference<TypeDefinition>),
    Anonymous(Box<Type>),
    /// No type given. An element has the type of its substitution group's head, or `xs:anyType`
    /// (§3.3.2). An attribute has `xs:anySimpleType` (§3.2.2).
    Absent,
}

impl TypeUse {
    /// Creates the use of an anonymous simple type.
    pub(crate) fn simple(definition: SimpleType) -> Self {
        Self::Anonymous(Box::new(Type::Simple(definition)))
    }
}

/// `default` or `fixed` (§3.2.1, §3.3.1).
#[derive(Debug, PartialEq)]
pub(crate) struct ValueConstraint {
    pub(crate) kind: ConstraintKind,
    pub(crate) value: Literal,
}

/// Kind of a value constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    Default,
    Fixed,
}

/// A value as written in a schema.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    pub(crate) text: Arc<str>,
    /// The resolved name if the text is a valid `xs:QName` with a declared prefix.
    pub(crate) name: Option<QName>,
    pub(crate) span: Span,
}

/// An item in the attribute list of a type or group.
#[derive(Debug, PartialEq)]
pub(crate) enum AttributeItem {
    Local(LocalAttribute),
    Reference(AttributeReference),
    /// `xs:attributeGroup ref="…"` (§3.6.2).
    Group(Reference<AttributeGroupDefinition>),
}

/// A global `xs:attribute` (§3.2.2).
#[derive(Debug)]
pub(crate) struct AttributeDeclaration {
    pub(crate) name: Named,
    pub(crate) documentation: Documentation,
    pub(crate) of_type: TypeUse,
    pub(crate) constraint: Option<ValueConstraint>,
}

/// `xs:attribute name="…"` inside a type (§3.2.2).
#[derive(Debug, PartialEq)]
pub(crate) struct LocalAttribute {
    /// The namespace of its name, from `form`, the schema's `attributeFormDefault`, or `targetNamespace` (XML Schema 1.1).
    pub(crate) namespace: Arc<str>,
    pub(crate) presence: Presence,
    pub(crate) declaration: AttributeDeclaration,
}

/// `xs:attribute ref="…"` (§3.2.2).
#[derive(Debug)]
pub(crate) struct AttributeReference {
    pub(crate) reference: Reference<AttributeDeclaration>,
    pub(crate) documentation: Documentation,
    pub(crate) presence: Presence,
    pub(crate) constraint: Option<ValueConstraint>,
    /// `wsdl:arrayType` (WSDL 1.1, §2.2): the item type of a SOAP-encoded array.
    pub(crate) array_type: Option<ArrayType>,
}

/// `wsdl:arrayType`: the item type and the brackets after it.
#[derive(Debug)]
pub(crate) struct ArrayType {
    pub(crate) item: Reference<TypeDefinition>,
    pub(crate) brackets: Arc<str>,
}

/// `use` of an attribute (§3.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Optional,
    Required,
    Prohibited,
}

/// A named `xs:attributeGroup` (§3.6.2).
#[derive(Debug)]
pub(crate) struct AttributeGroupDefinition {
    pub(crate) name: Named,
    pub(crate) attributes: Vec<AttributeItem>,
    pub(crate) any_attribute: Option<Wildcard>,
}
