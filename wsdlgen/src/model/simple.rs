//! Simple types: enumerations, unions, and other names for what Rust has.

use std::sync::Arc;

use super::{Builtin, ValueType};
use crate::syntax::Documentation;

/// A simple type that becomes an alias, or nothing where it has no name.
#[derive(Debug)]
pub(crate) struct Simple {
    pub(crate) shape: SimpleShape,
    /// Those of the types it restricts included.
    pub(crate) facets: Facets,
    pub(crate) white_space: WhiteSpace,
}

/// What a simple type is in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SimpleShape {
    /// The same as another type.
    Of(ValueType),
    /// The same as a type whose values may be written in several ways, and the way counts.
    AsWritten(ValueType),
    /// A vector of items.
    List(ValueType),
}

impl SimpleShape {
    /// The type that it is made from: whose values it has, or whose values its items are.
    pub(crate) fn inner(self) -> ValueType {
        match self {
            Self::Of(inner) | Self::AsWritten(inner) | Self::List(inner) => inner,
        }
    }

    /// The type whose values it has, unless it is a list.
    pub(crate) fn atom(self) -> Option<ValueType> {
        match self {
            Self::Of(inner) | Self::AsWritten(inner) => Some(inner),
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
    /// What the values are values of, which decides when two texts are the same.
    pub(crate) base: Builtin,
    pub(crate) white_space: WhiteSpace,
    /// Whether values that are not listed are kept.
    pub(crate) is_open: bool,
}

/// A value of an enumeration.
#[derive(Debug)]
pub(crate) struct EnumerationValue {
    pub(crate) text: Arc<str>,
    pub(crate) documentation: Documentation,
}

/// A type whose values are those of several others.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) members: Vec<Member>,
}

/// A member type of a union.
#[derive(Debug)]
pub(crate) struct Member {
    /// What the variant is called after.
    pub(crate) called: Arc<str>,
    pub(crate) value: ValueType,
}

/// Constraining facets (part 2, §4.3) beyond those that Rust's types already hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facets {
    pub(crate) length: Option<u64>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    /// Each must match.
    pub(crate) patterns: Vec<Pattern>,
    /// Where the values are no enum of their own.
    pub(crate) enumeration: Vec<Arc<str>>,
    pub(crate) min_inclusive: Option<Arc<str>>,
    pub(crate) min_exclusive: Option<Arc<str>>,
    pub(crate) max_inclusive: Option<Arc<str>>,
    pub(crate) max_exclusive: Option<Arc<str>>,
    pub(crate) total_digits: Option<u64>,
    pub(crate) fraction_digits: Option<u64>,
}

/// A pattern as the contract has it, and as the `regex` crate takes it.
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
