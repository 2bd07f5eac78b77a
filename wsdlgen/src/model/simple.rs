//! Simple types: enumerations, unions, lists and aliases.

use std::sync::Arc;

use wsdlgen_runtime::validate::ExplicitTimezone;

use super::{Builtin, ValueType};
use crate::syntax::Documentation;

/// A simple type that becomes an alias, or no item if it has no name.
#[derive(Debug)]
pub(crate) struct Simple {
    pub(crate) shape: SimpleShape,
    /// Facets, including those of restricted types.
    pub(crate) facets: Facets,
    pub(crate) white_space: WhiteSpace,
}

/// The shape of a simple type in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SimpleShape {
    /// An alias of another type.
    Of(ValueType),
    /// An alias of another type that preserves the lexical form of values.
    AsWritten(ValueType),
    /// A UUID: this string type, restricted to the pattern of a GUID.
    Uuid(ValueType),
    /// A vector of items.
    List(ValueType),
}

impl SimpleShape {
    /// Returns the aliased type, or the item type of a list.
    pub(crate) fn inner(self) -> ValueType {
        match self {
            Self::Of(inner) | Self::AsWritten(inner) | Self::Uuid(inner) | Self::List(inner) => {
                inner
            }
        }
    }

    /// Returns the aliased type, or `None` for a list.
    pub(crate) fn atom(self) -> Option<ValueType> {
        match self {
            Self::Of(inner) | Self::AsWritten(inner) | Self::Uuid(inner) => Some(inner),
            Self::List(_) => None,
        }
    }
}

/// White space in values (part 2, §4.3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhiteSpace {
    Preserve,
    Replace,
    Collapse,
}

/// A type with a fixed set of values.
#[derive(Debug)]
pub(crate) struct Enumeration {
    pub(crate) values: Vec<EnumerationValue>,
    /// Type of the values, which decides when two texts are equal.
    pub(crate) base: Builtin,
    pub(crate) white_space: WhiteSpace,
    /// `true` if unlisted values are preserved.
    pub(crate) is_open: bool,
}

/// A value of an enumeration.
#[derive(Debug)]
pub(crate) struct EnumerationValue {
    pub(crate) text: Arc<str>,
    pub(crate) documentation: Documentation,
}

/// A type whose values are those of its member types.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) members: Vec<Member>,
}

/// A member type of a union.
#[derive(Debug)]
pub(crate) struct Member {
    /// Source of the variant's name.
    pub(crate) called: Arc<str>,
    pub(crate) value: ValueType,
}

/// Constraining facets (part 2, §4.3) that the Rust type does not enforce.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facets {
    pub(crate) length: Option<u64>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    /// Patterns that must all match.
    pub(crate) patterns: Vec<Pattern>,
    /// Allowed values, if they do not become an enum.
    pub(crate) enumeration: Vec<Arc<str>>,
    pub(crate) min_inclusive: Option<Arc<str>>,
    pub(crate) min_exclusive: Option<Arc<str>>,
    pub(crate) max_inclusive: Option<Arc<str>>,
    pub(crate) max_exclusive: Option<Arc<str>>,
    pub(crate) total_digits: Option<u64>,
    pub(crate) fraction_digits: Option<u64>,
    pub(crate) explicit_timezone: Option<ExplicitTimezone>,
}

/// A pattern as written in the contract, and translated for the `regex` crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) written: Arc<str>,
    pub(crate) regex: String,
}

impl Facets {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
