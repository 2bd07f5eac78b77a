//! Matching of child elements with a content model (XML Schema part 1, §3.4.4, §3.8.4, §3.9.4).
//!
//! A particle maps the positions where it may begin to those where it may end. Sets of positions make ambiguous models
//! match as the specification says, without backtracking.

use std::{cell::Cell, collections::BTreeSet};

use super::components::{Model, Particle, Term};
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
    let steps = STEPS * (children.len() + 4) * (model.leaves + 4);
    let matching = Matching { children, furthest: Cell::new(0), steps: Cell::new(steps) };
    let ends = matching.ends(&model.particle, &Positions::from([0]));
    let furthest = matching.furthest.get();
    if ends.contains(&children.len()) {
        Ok(())
    } else if matching.steps.get() == 0 {
        Err(Mismatch::TooAmbiguous)
    } else if furthest == children.len() {
        Err(Mismatch::Incomplete)
    } else {
        Err(Mismatch::Unexpected(furthest))
    }
}

struct Matching<'a> {
    children: &'a [&'a QName],
    /// The furthest position that was reached.
    furthest: Cell<usize>,
    /// The number of steps left.
    steps: Cell<usize>,
}

impl Matching<'_> {
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
        let matching =
            |start: &&usize| self.children.get(**start).is_some_and(|name| matches(name));
        let ends: Positions = starts.iter().filter(matching).map(|start| start + 1).collect();
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
            let next = particles.iter().enumerate().find(|(index, particle)| {
                has_room(*index, particle)
                    && !self.once(&particle.term, &Positions::from([at])).is_empty()
            });
            let Some((index, _)) = next.filter(|_| self.has_steps()) else { break };
            counts[index] += 1;
            at += 1;
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
