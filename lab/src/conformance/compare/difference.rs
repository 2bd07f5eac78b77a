//! Differences between documents, and explanations for lexical ones.

/// A difference between a document and the written one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::conformance) struct Difference {
    pub(in crate::conformance) aspect: Aspect,
    /// A description that starts with the path of the element.
    pub(in crate::conformance) text: String,
}

/// The kind of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::conformance) enum Aspect {
    Form,
    Order,
    Presence,
}

impl Aspect {
    /// Returns an explanation for a difference between equal values.
    pub(in crate::conformance) fn why(self) -> &'static str {
        match self {
            Self::Form => "a value is written in the canonical form of its type",
            Self::Order => "the elements of an `xs:all` are written in schema order",
            Self::Presence => "values with a default and declared types may be omitted",
        }
    }
}
