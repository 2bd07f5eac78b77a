//! Sets of particles that may come next.

use std::collections::HashMap;

use crate::{
    document::Span,
    syntax::{
        QName,
        xsd::{Precedence, TypeUse, Wildcard},
    },
};

/// A particle of an element or a wildcard.
pub(super) struct Leaf<'a> {
    names: Vec<QName>,
    wildcard: Option<&'a Wildcard>,
    of_type: Option<&'a TypeUse>,
    pub(super) span: Span,
    place: Place,
}

/// The place of a particle in a sequence.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The address of the sequence.
    pub(super) sequence: usize,
    pub(super) position: usize,
}

impl Place {
    /// The place of a particle that is not directly in a sequence.
    pub(super) const ALONE: Self = Self { sequence: 0, position: 0 };
}

/// Two particles that may come next and allow the same element.
pub(super) struct Clash {
    pub(super) first: usize,
    pub(super) second: usize,
    /// The element, unless both are wildcards.
    pub(super) element: Option<QName>,
}

/// Particles that may come next, by the names that they allow.
#[derive(Clone, Default)]
pub(super) struct Set {
    names: HashMap<QName, usize>,
    wildcards: Vec<usize>,
}

impl<'a> Leaf<'a> {
    pub(super) fn of_element(
        names: Vec<QName>,
        span: Span,
        place: Place,
        of_type: &'a TypeUse,
    ) -> Self {
        Self { names, wildcard: None, of_type: Some(of_type), span, place }
    }

    pub(super) fn of_wildcard(wildcard: &'a Wildcard, span: Span, place: Place) -> Self {
        Self { names: Vec::new(), wildcard: Some(wildcard), of_type: None, span, place }
    }

    pub(super) fn is_wildcard(&self) -> bool {
        self.wildcard.is_some()
    }

    /// Returns whether two particles are neighbours with one name and type, which are read as one list.
    fn is_one_list_with(&self, other: &Self) -> bool {
        let is_next = self.place.sequence == other.place.sequence
            && self.place.sequence != 0
            && self.place.position.abs_diff(other.place.position) == 1;
        is_next && self.names == other.names && self.of_type == other.of_type
    }
}

impl Set {
    pub(super) fn of(index: usize, leaf: &Leaf<'_>) -> Self {
        let names = leaf.names.iter().map(|name| (name.clone(), index)).collect();
        Self { names, wildcards: leaf.wildcard.iter().map(|_| index).collect() }
    }

    pub(super) fn extend(&mut self, other: &Self) {
        for (name, index) in &other.names {
            self.names.entry(name.clone()).or_insert(*index);
        }
        for index in &other.wildcards {
            if !self.wildcards.contains(index) {
                self.wildcards.push(*index);
            }
        }
    }

    /// Returns the first two different particles of both sets that allow the same element.
    pub(super) fn clash(&self, other: &Self, leaves: &[Leaf<'_>]) -> Option<Clash> {
        let (few, many) = if self.names.len() < other.names.len() {
            (&self.names, &other.names)
        } else {
            (&other.names, &self.names)
        };
        let of_names = few.iter().filter_map(|(name, one)| {
            let two = *many.get(name)?;
            let (first, second) = (two.min(*one), two.max(*one));
            let differ = first != second && !leaves[first].is_one_list_with(&leaves[second]);
            differ.then(|| Clash { first, second, element: Some(name.clone()) })
        });
        // The order of a map differs from run to run.
        let of_names = of_names.min_by_key(|clash| (clash.first, clash.second));
        of_names.or_else(|| self.clash_of_wildcards(other, leaves))
    }

    fn clash_of_wildcards(&self, other: &Self, leaves: &[Leaf<'_>]) -> Option<Clash> {
        let wildcard = |index: usize| leaves[index].wildcard.map(|it| &it.namespaces);
        let allowed = |set: &Self, index: usize| {
            let equal = |it: &&Wildcard| it.precedence == Precedence::Equal;
            let constraint = &leaves[index].wildcard.filter(equal)?.namespaces;
            let names = set.names.iter().filter(|(name, _)| constraint.takes(&name.namespace));
            names.min_by_key(|(_, index)| **index).map(|(name, at)| (name.clone(), *at))
        };
        for first in &self.wildcards {
            if let Some((name, second)) = allowed(other, *first) {
                return Some(Clash { first: *first, second, element: Some(name) });
            }
            for second in other.wildcards.iter().filter(|second| *second != first) {
                let (Some(one), Some(two)) = (wildcard(*first), wildcard(*second)) else {
                    continue;
                };
                if one.overlaps(two) {
                    return Some(Clash { first: *first, second: *second, element: None });
                }
            }
        }
        other.wildcards.iter().find_map(|second| {
            let (name, first) = allowed(self, *second)?;
            Some(Clash { first, second: *second, element: Some(name) })
        })
    }
}
