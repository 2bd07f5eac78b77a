//! What is different, and how that can be where the values are the same.

/// Something that is not the same in what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::conformance) struct Difference {
    pub(in crate::conformance) aspect: Aspect,
    /// With the path of the element.
    pub(in crate::conformance) text: String,
}

/// What a difference is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::conformance) enum Aspect {
    Form,
    Order,
    Presence,
}

impl Aspect {
    /// How there can be a difference where the values are the same.
    pub(in crate::conformance) fn why(self) -> &'static str {
        match self {
            Self::Form => "a value is written in the canonical form of its type",
            Self::Order => "the elements of an xs:all are written in the order of the schema",
            Self::Presence => "what has a default, and a type that is declared, may be left out",
        }
    }
}
