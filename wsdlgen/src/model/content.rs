//! What stands in elements: attributes, fields, choices.

use std::sync::Arc;

use super::{Name, NamespaceId, TypeId, ValueType};
use crate::syntax::Documentation;

/// A struct: the attributes and the content of an element, or a part of content.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) role: Role,
    /// Only types derived from it have values.
    pub(crate) is_abstract: bool,
    /// The record that this one extends, whose attributes and content come first.
    pub(crate) base: Option<TypeId>,
    /// The record that this one restricts.
    pub(crate) restricts: Option<TypeId>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) any_attribute: Option<Wildcard>,
    pub(crate) content: Content,
}

/// What a record stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// The whole of an element, up to its end tag.
    Element,
    /// A part of an element's content, without a tag of its own.
    Part,
}

/// What stands between an element's tags, besides what its base brings.
#[derive(Debug)]
pub(crate) enum Content {
    Fields(Vec<Field>, Order),
    /// Simple content.
    Value(ValueType),
    /// Mixed content: a repeated choice of text and elements.
    Mixed(TypeId),
    /// An array in SOAP's encoding (SOAP 1.1, §5.4.2): elements of any name. This is how they are
    /// written.
    Array(Element),
}

impl Content {
    pub(crate) const fn none() -> Self {
        Self::Fields(Vec::new(), Order::Sequence)
    }
}

/// How content is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// A name leads to one field, which lenient reading finds in any order.
    Sequence,
    /// The same, and any order is right (`xs:all`).
    All,
    /// A name stands in more than one place: read field by field.
    Grammar,
}

impl Record {
    /// Content without attributes, which neither extends nor restricts another's.
    pub(crate) fn of(role: Role, content: Content) -> Self {
        Self {
            role,
            is_abstract: false,
            base: None,
            restricts: None,
            attributes: Vec::new(),
            any_attribute: None,
            content,
        }
    }

    /// The fields of its content, its base's aside.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.content {
            Content::Fields(fields, _) => fields,
            Content::Value(_) | Content::Mixed(_) | Content::Array(_) => &[],
        }
    }

    pub(crate) fn fields_mut(&mut self) -> &mut [Field] {
        match &mut self.content {
            Content::Fields(fields, _) => fields,
            Content::Value(_) | Content::Mixed(_) | Content::Array(_) => &mut [],
        }
    }
}

impl Record {
    /// How many members it has: its base is one.
    pub(crate) fn members(&self) -> usize {
        let content = match &self.content {
            Content::Fields(fields, _) => fields.len(),
            Content::Value(_) | Content::Mixed(_) | Content::Array(_) => 1,
        };
        let others = usize::from(self.base.is_some()) + usize::from(self.any_attribute.is_some());
        content + self.attributes.len() + others
    }

    /// The defaults and fixed values of its own, with what has them: elements first.
    pub(crate) fn constraints(&self) -> impl Iterator<Item = (&'static str, &Name, &Constraint)> {
        let elements = self.fields().iter().filter_map(|field| match &field.term {
            Term::Element(element) => {
                Some(("element", &element.name, element.constraint.as_ref()?))
            }
            Term::Part(_) | Term::Any(_) => None,
        });
        let attributes = self.attributes.iter().filter_map(|attribute| {
            Some(("attribute", &attribute.name, attribute.constraint.as_ref()?))
        });
        elements.chain(attributes)
    }
}

/// An attribute of a record.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: Name,
    pub(crate) documentation: Documentation,
    pub(crate) value: ValueType,
    pub(crate) presence: Presence,
    pub(crate) constraint: Option<Constraint>,
    pub(crate) shown: Sensitivity,
}

/// Whether an attribute must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

/// A default or fixed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constraint {
    pub(crate) kind: ConstraintKind,
    pub(crate) text: Arc<str>,
}

impl Constraint {
    pub(crate) fn is_fixed(&self) -> bool {
        self.kind == ConstraintKind::Fixed
    }
}

/// What a value constraint means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    Default,
    Fixed,
}

/// A place in content.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// What the field is called after: its element's name, or what its part is about.
    pub(crate) called: Arc<str>,
    pub(crate) documentation: Documentation,
    pub(crate) term: Term,
    pub(crate) times: Times,
    pub(crate) storage: Storage,
    pub(crate) shown: Sensitivity,
}

/// What stands in a place.
#[derive(Clone, Debug)]
pub(crate) enum Term {
    Element(Element),
    /// A choice or a record of [`Role::Part`].
    Part(TypeId),
    Any(Wildcard),
}

impl Term {
    /// The element, if it is one.
    pub(crate) fn element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Part(_) | Self::Any(_) => None,
        }
    }
}

/// An element: a name and what is inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: Name,
    pub(crate) value: ValueType,
    pub(crate) nillable: Nillable,
    pub(crate) constraint: Option<Constraint>,
    /// The type that it always names, as elements in SOAP's encoding do.
    pub(crate) type_name: Option<Name>,
    /// Whether its type is written in place, restricts texts, and says nothing of which.
    pub(crate) is_untold: bool,
}

impl Element {
    /// An element that cannot be nil, has no value of its own, and does not say its type.
    pub(crate) fn of(name: Name, value: ValueType) -> Self {
        Self {
            name,
            value,
            nillable: Nillable::No,
            constraint: None,
            type_name: None,
            is_untold: false,
        }
    }
}

/// Whether an element may say `xsi:nil`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nillable {
    Yes,
    No,
    /// It may, and means the same by it as by not being there: in SOAP's encoding.
    AsAbsent,
}

/// `minOccurs` and `maxOccurs`; no maximum is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

impl Times {
    pub(crate) const ONCE: Self = Self { min: 1, max: Some(1) };

    /// How often, in the three ways that Rust types tell apart.
    pub(crate) fn occurs(self) -> Occurs {
        match self {
            Self { min: 0, max: Some(0 | 1) } => Occurs::Optional,
            Self { max: Some(0 | 1), .. } => Occurs::Once,
            _ => Occurs::Repeated,
        }
    }
}

/// How often something may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occurs {
    Once,
    Optional,
    Repeated,
}

/// Where a value lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    Inline,
    /// The type contains itself through this place, or is large beside its neighbours.
    Boxed,
}

/// Whether a value may appear in logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sensitivity {
    Public,
    Secret,
}

/// Elements or attributes of any name from these namespaces.
#[derive(Clone, Debug)]
pub(crate) struct Wildcard {
    pub(crate) namespaces: NamespaceConstraint,
    pub(crate) documentation: Documentation,
}

impl Wildcard {
    /// What both take; `None` where that is nothing.
    pub(crate) fn and(self, other: &Self) -> Option<Self> {
        let namespaces = self.namespaces.and(&other.namespaces);
        let is_empty = namespaces == NamespaceConstraint::OneOf(Vec::new());
        (!is_empty).then_some(Self { namespaces, ..self })
    }

    /// What either takes.
    pub(crate) fn or(self, other: &Self) -> Self {
        Self { namespaces: self.namespaces.or(&other.namespaces), ..self }
    }
}

impl NamespaceConstraint {
    /// Whether a name in this namespace is taken.
    pub(crate) fn takes(&self, uri: NamespaceId) -> bool {
        match self {
            Self::Any => true,
            Self::Other(not) => uri != *not && uri != NamespaceId::NONE,
            Self::OneOf(uris) => uris.contains(&uri),
        }
    }

    /// The namespaces that either takes (§3.10.6, union); all of them where less cannot be said.
    fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::OneOf(uris), Self::OneOf(others)) => {
                let new = others.iter().filter(|uri| !uris.contains(uri));
                Self::OneOf(uris.iter().chain(new).copied().collect())
            }
            (Self::OneOf(uris), open) | (open, Self::OneOf(uris))
                if uris.iter().all(|uri| open.takes(*uri)) =>
            {
                open.clone()
            }
            (one, other) if one == other => one.clone(),
            _ => Self::Any,
        }
    }

    /// The namespaces that both take (§3.10.6, intersection). Of two that take all but one, the
    /// first counts: what takes all but two cannot be said.
    fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Any, other) => other.clone(),
            (one, Self::Any) | (one @ Self::Other(_), Self::Other(_)) => one.clone(),
            (Self::OneOf(uris), other) | (other, Self::OneOf(uris)) => {
                Self::OneOf(uris.iter().copied().filter(|uri| other.takes(*uri)).collect())
            }
        }
    }
}

/// The namespaces of a wildcard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamespaceConstraint {
    Any,
    /// Any but this one, and not none.
    Other(NamespaceId),
    OneOf(Vec<NamespaceId>),
}

/// An enum over what may stand in one place.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) branches: Vec<Branch>,
    /// Whether text may stand there too: the items of mixed content.
    pub(crate) text: Option<Sensitivity>,
}

impl Choice {
    /// The elements among its branches.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.branches.iter().filter_map(|branch| match &branch.term {
            Term::Element(element) => Some(element),
            Term::Part(_) | Term::Any(_) => None,
        })
    }
}

/// What may stand in a choice's place.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    /// What the variant is called after.
    pub(crate) called: Arc<str>,
    pub(crate) documentation: Documentation,
    pub(crate) term: Term,
    /// [`Occurs::Once`] or [`Occurs::Repeated`]: a branch that is absent is not chosen.
    pub(crate) times: Times,
    pub(crate) storage: Storage,
}

/// A type together with those derived from it: an enum over what `xsi:type` may say.
#[derive(Debug)]
pub(crate) struct Family {
    /// The type that elements declare.
    pub(crate) declared: TypeId,
    /// The types with values, the declared one first unless it is abstract.
    pub(crate) members: Vec<TypeId>,
}

#[cfg(test)]
mod tests {
    use super::NamespaceConstraint::{self, Any, OneOf, Other};
    use crate::model::NamespaceId;

    #[test]
    fn wildcards_take_what_both_or_either_take() {
        let (none, a, b) = (NamespaceId::NONE, NamespaceId(1), NamespaceId(2));
        let one_of = |ids: &[NamespaceId]| OneOf(ids.to_vec());
        // Two wildcards, what both take, what either takes.
        let cases: [(NamespaceConstraint, NamespaceConstraint, [NamespaceConstraint; 2]); 6] = [
            (Any, one_of(&[a]), [one_of(&[a]), Any]),
            (one_of(&[a, b]), one_of(&[b, none]), [one_of(&[b]), one_of(&[a, b, none])]),
            (Other(a), one_of(&[b]), [one_of(&[b]), Other(a)]),
            (Other(a), one_of(&[a, b]), [one_of(&[b]), Any]),
            (one_of(&[none]), Other(a), [one_of(&[]), Any]),
            (Other(a), Other(a), [Other(a), Other(a)]),
        ];
        for (one, other, expected) in cases {
            assert_eq!([one.and(&other), one.or(&other)], expected, "{one:?}, {other:?}");
        }
    }
}
