//! Wildcards: `xs:any` and `xs:anyAttribute` (XSD 1.0, part 1, §3.10).

use super::NamespaceId;
use crate::syntax::{self, Documentation};

/// Elements or attributes of any name from these namespaces.
#[derive(Clone, Debug)]
pub(crate) struct Wildcard {
    pub(crate) namespaces: NamespaceConstraint,
    /// `true` for open content, whose elements may occur between those of the other fields (XSD 1.1, part 1, §3.4.1).
    pub(crate) is_open: bool,
    pub(crate) documentation: Documentation,
}

/// The namespaces of a wildcard.
pub(crate) type NamespaceConstraint = syntax::NamespaceConstraint<NamespaceId>;

impl Wildcard {
    /// Returns the intersection of two wildcards, or `None` if it is empty.
    pub(crate) fn and(self, other: &Self) -> Option<Self> {
        let namespaces = self.namespaces.and(&other.namespaces);
        let is_empty = namespaces == NamespaceConstraint::OneOf(Vec::new());
        (!is_empty).then_some(Self { namespaces, ..self })
    }

    /// Returns the union of two wildcards.
    pub(crate) fn or(self, other: &Self) -> Self {
        Self { namespaces: self.namespaces.or(&other.namespaces), ..self }
    }
}
