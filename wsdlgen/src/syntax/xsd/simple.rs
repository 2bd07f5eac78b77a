//! Simple types (XML Schema 1.0, part 2).

use super::{Final, Literal, TypeDefinition};
use crate::syntax::{Documentation, Reference};

/// `xs:simpleType` (part 1, §3.14.2).
#[derive(Debug)]
pub(crate) struct SimpleType {
    pub(crate) documentation: Documentation,
    pub(crate) finals: Final,
    pub(crate) variety: Variety,
}

/// Variety of a simple type (part 1, §3.14.1).
#[derive(Debug, PartialEq)]
pub(crate) enum Variety {
    Restriction {
        base: SimpleUse,
        facets: Vec<Facet>,
    },
    List(SimpleUse),
    /// The types of `memberTypes`, followed by the anonymous types.
    Union(Vec<SimpleUse>),
}

/// A simple type from which another is derived: named or anonymous.
#[derive(Debug, PartialEq)]
pub(crate) enum SimpleUse {
    Reference(Reference<TypeDefinition>),
    Anonymous(Box<SimpleType>),
}

/// `xs:restriction` in `xs:simpleContent` (part 1, §3.4.2).
#[derive(Debug, PartialEq)]
pub(crate) struct Restriction {
    /// The type that the facets restrict. If missing, it is that of the base.
    pub(crate) value: Option<Box<SimpleType>>,
    pub(crate) facets: Vec<Facet>,
}

/// A constraining facet (part 2, §4.3).
#[derive(Debug)]
pub(crate) struct Facet {
    pub(crate) kind: FacetKind,
    pub(crate) value: Literal,
    /// `true` if restrictions must not change the value.
    pub(crate) is_fixed: bool,
    pub(crate) documentation: Documentation,
}

impl FacetKind {
    /// Returns whether the facet bounds the values or their length.
    pub(crate) fn is_bound_or_length(self) -> bool {
        use FacetKind::{
            Length, MaxExclusive, MaxInclusive, MaxLength, MinExclusive, MinInclusive, MinLength,
        };
        matches!(
            self,
            Length
                | MinLength
                | MaxLength
                | MinInclusive
                | MinExclusive
                | MaxInclusive
                | MaxExclusive
        )
    }

    /// Returns the name of the facet's element.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::Enumeration => "enumeration",
            Self::WhiteSpace => "whiteSpace",
            Self::MaxInclusive => "maxInclusive",
            Self::MaxExclusive => "maxExclusive",
            Self::MinInclusive => "minInclusive",
            Self::MinExclusive => "minExclusive",
            Self::TotalDigits => "totalDigits",
            Self::FractionDigits => "fractionDigits",
            Self::ExplicitTimezone => "explicitTimezone",
        }
    }
}

/// Kind of a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FacetKind {
    Length,
    MinLength,
    MaxLength,
    Pattern,
    Enumeration,
    WhiteSpace,
    MaxInclusive,
    MaxExclusive,
    MinInclusive,
    MinExclusive,
    TotalDigits,
    FractionDigits,
    /// XML Schema 1.1, part 2, §4.3.14.
    ExplicitTimezone,
}
