//! Wildcards: `xs:any` and `xs:anyAttribute` (XSD 1.0, part 1, §3.10).

use super::NamespaceId;
use crate::syntax::Documentation;

/// Elements or attributes of any name from these namespaces.
#[derive(Clone, Debug)]
pub(crate) struct Wildcard {
    pub(crate) namespaces: NamespaceConstraint,
    pub(crate) documentation: Documentation,
}

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

/// The namespaces of a wildcard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamespaceConstraint {
    Any,
    /// Any namespace except this one and the absent namespace.
    Other(NamespaceId),
    OneOf(Vec<NamespaceId>),
}

impl NamespaceConstraint {
    /// Returns whether names in this namespace match.
    pub(crate) fn takes(&self, uri: NamespaceId) -> bool {
        match self {
            Self::Any => true,
            Self::Other(not) => uri != *not && uri != NamespaceId::NONE,
            Self::OneOf(uris) => uris.contains(&uri),
        }
    }

    /// Returns the union of two constraints (§3.10.6), or `Any` if the union cannot be expressed.
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

    /// Returns the intersection of two constraints (§3.10.6).
    ///
    /// The intersection of two different `Other` constraints cannot be expressed. The first one is returned instead.
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

#[cfg(test)]
mod tests {
    use super::NamespaceConstraint::{self, Any, OneOf, Other};
    use crate::model::NamespaceId;

    #[test]
    fn computes_intersections_and_unions_of_wildcards() {
        let (none, a, b) = (NamespaceId::NONE, NamespaceId(1), NamespaceId(2));
        let one_of = |ids: &[NamespaceId]| OneOf(ids.to_vec());
        // Two constraints, their intersection, their union.
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
