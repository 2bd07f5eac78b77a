//! Matching of child elements with a content model (XML Schema part 1, §3.4.4, §3.8.4, §3.9.4).
//!
//! A particle maps the positions where it may begin to those where it may end. Sets of positions make ambiguous models
//! match as the specification says, without backtracking.

use std::{cell::Cell, collections::BTreeSet};

use super::{
    components::{Model, Particle, Term},
    wildcard::OpenMode,
};
use crate::xml::QName;

/// Positions between child elements, from 0.
type Positions = BTreeSet<usize>;

/// The reason why child elements do not match a content model.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// The element at this index is not allowed where it is.
    Unexpected(usize),
    /// More elements are required at the end.
    Incomplete,
    /// The model is so ambiguous that matching would take too long.
    TooAmbiguous,
}

/// The number of steps allowed for each pair of a child element and a leaf of the model.
const STEPS: usize = 16;

/// Matches the names of child elements with a content model.
pub(super) fn match_children(model: &Model, children: &[&QName]) -> Result<(), Mismatch> {
    let interleaves = model.open.as_ref().is_some_and(|open| open.mode == OpenMode::Interleave);
    let first = Matching::new(model, children, Passed::Undeclared).result(model);
    match first {
        // An element that the model declares may still be one too many for it.
        Err(mismatch) if interleaves => {
            let second = Matching::new(model, children, Passed::All).result(model);
            second.map_err(|_| mismatch)
        }
        first => first,
    }
}

/// The elements that a wildcard of open content may take between those of the model.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Passed {
    /// Only those whose names the model does not declare.
    Undeclared,
    All,
}

struct Matching<'a> {
    model: &'a Model,
    children: &'a [&'a QName],
    passed: Passed,
    /// The furthest position that was reached.
    furthest: Cell<usize>,
    /// The number of steps left.
    steps: Cell<usize>,
}

impl<'a> Matching<'a> {
    fn new(model: &'a Model, children: &'a [&'a QName], passed: Passed) -> Self {
        let steps = STEPS * (children.len() + 4) * (model.leaves + 4);
        Self { model, children, passed, furthest: Cell::new(0), steps: Cell::new(steps) }
    }

    fn result(&self, model: &Model) -> Result<(), Mismatch> {
        let ends = self.ends(&model.particle, &Positions::from([0]));
        let all = self.children.len();
        if ends.last().is_some_and(|end| self.skipped(*end, OpenMode::Suffix, |_| false) == all) {
            return Ok(());
        }
        if !self.has_steps() {
            return Err(Mismatch::TooAmbiguous);
        }
        match self.skipped(self.furthest.get(), OpenMode::Interleave, |_| false) {
            unexpected if unexpected < all => Err(Mismatch::Unexpected(unexpected)),
            _ => Err(Mismatch::Incomplete),
        }
    }

    /// Returns the position after the elements of open content that begin at a position, up to the first one for which
    /// `is_next` holds. Content with the mode `suffix` is open only at the end: for `OpenMode::Suffix`.
    fn skipped(&self, start: usize, mode: OpenMode, is_next: impl Fn(&QName) -> bool) -> usize {
        let open = self.model.open.as_ref();
        let Some(open) = open.filter(|open| open.mode == mode || mode == OpenMode::Suffix) else {
            return start;
        };
        let passes = |name: &&&QName| {
            let is_passed = self.passed == Passed::All || !self.model.declared.contains_key(**name);
            !is_next(name) && (is_passed || mode == OpenMode::Suffix) && open.wildcard.allows(name)
        };
        let count = self.children[start..].iter().take_while(passes).count();
        self.spend(count);
        start + count
    }

    /// Returns the positions where a particle may end.
    fn ends(&self, particle: &Particle, starts: &Positions) -> Positions {
        let Particle { least, most, term } = particle;
        let mut ends = if *least == 0 { starts.clone() } else { Positions::new() };
        let mut current = starts.clone();
        let mut count = 0;
        while !current.is_empty() && most.is_none_or(|most| count < most) && self.has_steps() {
            let next = self.once(term, &current);
            count += 1;
            if next == current {
                // More occurrences, which are empty, change nothing.
                ends.extend(next);
                break;
            }
            current = next;
            if count >= *least {
                // Fewer occurrences reached these positions, too.
                if count > *least {
                    current.retain(|position| !ends.contains(position));
                }
                ends.extend(&current);
            }
        }
        ends
    }

    /// Returns the positions where one occurrence of a term may end.
    fn once(&self, term: &Term, starts: &Positions) -> Positions {
        match term {
            Term::Element(_, names) => self.after(starts, |name| names.contains(name)),
            Term::Any(wildcard) => self.after(starts, |name| wildcard.allows(name)),
            Term::Sequence(particles) => {
                let next = |starts: Positions, particle| self.ends(particle, &starts);
                particles.iter().fold(starts.clone(), next)
            }
            Term::Choice(particles) => {
                particles.iter().flat_map(|particle| self.ends(particle, starts)).collect()
            }
            Term::All(particles) => {
                starts.iter().filter_map(|start| self.end_of_all(particles, *start)).collect()
            }
        }
    }

    fn after(&self, starts: &Positions, matches: impl Fn(&QName) -> bool) -> Positions {
        self.spend(starts.len());
        let end = |start: &usize| {
            let at = self.skipped(*start, OpenMode::Interleave, &matches);
            self.children.get(at).is_some_and(|name| matches(name)).then_some(at + 1)
        };
        let ends: Positions = starts.iter().filter_map(end).collect();
        self.furthest.set(self.furthest.get().max(ends.last().copied().unwrap_or(0)));
        ends
    }

    /// Returns where elements in any order end: after the last one that belongs to the group.
    fn end_of_all(&self, particles: &[Particle], start: usize) -> Option<usize> {
        let mut counts = vec![0; particles.len()];
        let mut at = start;
        loop {
            let has_room = |index: usize, particle: &Particle| {
                particle.most.is_none_or(|most| counts[index] < most)
            };
            let open = particles.iter().enumerate().filter(|(index, one)| has_room(*index, one));
            let ends = open.filter_map(|(index, particle)| {
                let ends = self.once(&particle.term, &Positions::from([at]));
                ends.first().filter(|end| **end > at).map(|end| (*end, index))
            });
            // Of particles that match the same element, the first takes it: an element precedes a wildcard.
            let next = ends.min_by_key(|(end, index)| {
                (*end, matches!(particles[*index].term, Term::Any(_)), *index)
            });
            let Some((end, index)) = next.filter(|_| self.has_steps()) else { break };
            counts[index] += 1;
            at = end;
        }
        let is_complete =
            particles.iter().zip(counts).all(|(particle, count)| count >= particle.least);
        is_complete.then_some(at)
    }

    fn spend(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_sub(steps));
    }

    fn has_steps(&self) -> bool {
        self.steps.get() > 0
    }
}
