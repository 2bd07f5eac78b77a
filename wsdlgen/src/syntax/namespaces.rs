//! The namespaces of wildcards (XML Schema, part 1, §3.10).

use std::sync::Arc;

/// `namespace` or `notNamespace` of a wildcard (XML Schema 1.1, §3.10.1). A namespace is its URI, or an id of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamespaceConstraint<N = Arc<str>> {
    Any,
    /// Any namespace except these. `##other` excludes the target namespace and the absence of one.
    Not(Vec<N>),
    OneOf(Vec<N>),
}

impl<N: Clone + PartialEq> NamespaceConstraint<N> {
    /// Returns whether names in this namespace match.
    pub(crate) fn takes(&self, namespace: &N) -> bool {
        match self {
            Self::Any => true,
            Self::Not(excluded) => !excluded.contains(namespace),
            Self::OneOf(allowed) => allowed.contains(namespace),
        }
    }

    /// Returns whether some namespace matches both constraints.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.and(other) != Self::OneOf(Vec::new())
    }

    /// Returns the union of two constraints (§3.10.6).
    pub(crate) fn or(&self, other: &Self) -> Self {
        let excluded = match (self, other) {
            (Self::Any, _) | (_, Self::Any) => Vec::new(),
            (Self::OneOf(allowed), Self::OneOf(others)) => {
                return Self::OneOf(joined(allowed, others));
            }
            (Self::Not(excluded), other) | (other, Self::Not(excluded)) => {
                excluded.iter().filter(|one| !other.takes(one)).cloned().collect()
            }
        };
        if excluded.is_empty() { Self::Any } else { Self::Not(excluded) }
    }

    /// Returns the intersection of two constraints (§3.10.6).
    pub(crate) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Any, other) => other.clone(),
            (one, Self::Any) => one.clone(),
            (Self::OneOf(allowed), other) | (other, Self::OneOf(allowed)) => {
                Self::OneOf(allowed.iter().filter(|one| other.takes(one)).cloned().collect())
            }
            (Self::Not(excluded), Self::Not(others)) => Self::Not(joined(excluded, others)),
        }
    }

    /// Returns the constraint with other representations of the namespaces.
    pub(crate) fn map<M>(&self, map: impl FnMut(&N) -> M) -> NamespaceConstraint<M> {
        match self {
            Self::Any => NamespaceConstraint::Any,
            Self::Not(excluded) => NamespaceConstraint::Not(excluded.iter().map(map).collect()),
            Self::OneOf(allowed) => NamespaceConstraint::OneOf(allowed.iter().map(map).collect()),
        }
    }
}

/// Returns the values of both lists, without those of the second that are in the first.
pub(super) fn joined<T: Clone + PartialEq>(first: &[T], second: &[T]) -> Vec<T> {
    let new = second.iter().filter(|one| !first.contains(one));
    first.iter().chain(new).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::NamespaceConstraint::{self, Any, Not, OneOf};

    #[test]
    fn computes_intersections_and_unions() {
        let one_of = |all: &str| OneOf(all.chars().collect());
        let not = |all: &str| Not(all.chars().collect());
        // Two constraints, their intersection, their union. `-` is no namespace.
        let cases: [(NamespaceConstraint<char>, NamespaceConstraint<char>, [_; 2]); 9] = [
            (Any, one_of("a"), [one_of("a"), Any]),
            (Any, not("a"), [not("a"), Any]),
            (one_of("ab"), one_of("b-"), [one_of("b"), one_of("ab-")]),
            (not("a-"), one_of("b"), [one_of("b"), not("a-")]),
            (not("a-"), one_of("ab"), [one_of("b"), not("-")]),
            (one_of("a-"), not("a-"), [one_of(""), Any]),
            (not("a-"), not("a-"), [not("a-"), not("a-")]),
            (not("a-"), not("b-"), [not("a-b"), not("-")]),
            (not("a"), not("b"), [not("ab"), Any]),
        ];
        for (one, other, expected) in cases {
            assert_eq!([one.and(&other), one.or(&other)], expected, "{one:?}, {other:?}");
            let overlaps = expected[0] != one_of("");
            assert_eq!(one.overlaps(&other), overlaps, "{one:?}, {other:?}");
        }
    }
}
