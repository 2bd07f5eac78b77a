//! Inclusion of content models: whether all contents that one allows are allowed by another one.
//!
//! A model is an expression. Its *steps* are the leaves that may come first, each with the expression for what follows:
//!
//! ```text
//! a? b{2,3}      by a: b{2,3}      by b: b{1,2}
//! ```
//!
//! One model is within the other if each of its steps is one of the other's, and the rest is within the rest. Pairs of
//! expressions that have been compared are remembered, so that loops end.

#[cfg(test)]
mod tests;

use std::{collections::HashSet, rc::Rc};

use crate::{
    schema::{
        components::{Components, ElementId, Particle, Term},
        wildcard::Wildcard,
    },
    xml::QName,
};

/// The most pairs of expressions that are compared for one type. Beyond them, nothing is reported.
const MOST_PAIRS: usize = 4_096;

/// Something that one model allows and the other does not.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Difference {
    Element(ElementId),
    Wildcard,
    /// An element whose declaration is wider: what is wider about it.
    Declaration(ElementId, &'static str),
    /// The content may end where the base requires more.
    End,
}

/// An expression over leaves, which are numbered.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Expression {
    Leaf(usize),
    Sequence(Vec<Shared>),
    Choice(Vec<Shared>),
    /// The members in any order.
    All(Vec<Shared>),
    Repeat(Shared, usize, Option<usize>),
}

type Shared = Rc<Expression>;

/// A leaf of a model.
enum Leaf<'s> {
    Element(ElementId, &'s HashSet<QName>),
    Wildcard(&'s Wildcard),
}

/// The comparison of two models.
pub(super) struct Inclusion<'s, 'b> {
    components: &'s Components,
    leaves: Vec<Leaf<'s>>,
    /// The parts of expressions that may still be copied.
    budget: &'b mut usize,
}

impl<'s, 'b> Inclusion<'s, 'b> {
    pub(super) fn new(components: &'s Components, budget: &'b mut usize) -> Self {
        Self { components, leaves: Vec::new(), budget }
    }

    /// Returns something that `own` allows and `base` does not, or `None` if there is nothing, or if it takes too long.
    pub(super) fn difference(
        mut self,
        own: &'s Particle,
        base: &'s Particle,
    ) -> Option<Difference> {
        let start = (self.expression(own), self.expression(base));
        let mut seen = HashSet::from([start.clone()]);
        let mut waiting = vec![start];
        while let Some((own, base)) = waiting.pop() {
            if own.is_emptiable() && !base.is_emptiable() {
                return Some(Difference::End);
            }
            let base_steps = self.steps(&base)?;
            for (leaf, rest) in self.steps(&own)? {
                self.spend(base_steps.len())?;
                let next = match self.follow(leaf, &base_steps) {
                    Ok(next) => next?,
                    Err(difference) => return Some(difference),
                };
                self.spend(rest.size().saturating_add(next.size()))?;
                let pair = (rest, next);
                if seen.insert(pair.clone()) {
                    waiting.push(pair);
                }
            }
            if seen.len() > MOST_PAIRS {
                return None;
            }
        }
        None
    }

    /// Returns what follows the steps of the base that allow everything a leaf does, or `None` if that is not clear.
    fn follow(
        &mut self,
        leaf: usize,
        steps: &[(usize, Shared)],
    ) -> Result<Option<Shared>, Difference> {
        let rests = match &self.leaves[leaf] {
            Leaf::Element(id, names) => self.follow_element(*id, names, steps)?,
            Leaf::Wildcard(wildcard) => self.follow_wildcard(wildcard, steps)?,
        };
        Ok(rests.and_then(|rests| {
            let size = rests.iter().fold(0, |sum: usize, rest| sum.saturating_add(rest.size()));
            self.spend(size).map(|()| choice(rests))
        }))
    }

    fn follow_element(
        &self,
        id: ElementId,
        names: &HashSet<QName>,
        steps: &[(usize, Shared)],
    ) -> Result<Option<Vec<Shared>>, Difference> {
        let elements = &self.components.elements;
        let mut rests = Vec::new();
        let mut wider = None;
        for (leaf, rest) in steps {
            match &self.leaves[*leaf] {
                Leaf::Wildcard(wildcard) if names.iter().all(|name| wildcard.allows(name)) => {
                    rests.push(rest.clone());
                }
                Leaf::Element(base, allowed) if names.is_subset(allowed) => {
                    let (own, base) = (&elements[id], &elements[*base]);
                    let what = self.components.wider_declaration(own, base);
                    // A member of a substitution group has a declaration of its own.
                    match what.filter(|_| own.name == base.name) {
                        Some(what) => wider = Some(what),
                        None => rests.push(rest.clone()),
                    }
                }
                _ => {}
            }
        }
        match (rests.is_empty(), wider) {
            (false, _) => Ok(Some(rests)),
            (true, Some(what)) => Err(Difference::Declaration(id, what)),
            // Several steps together may allow the members of a substitution group.
            (true, None) if names.len() > 1 => Ok(None),
            (true, None) => Err(Difference::Element(id)),
        }
    }

    fn follow_wildcard(
        &self,
        own: &Wildcard,
        steps: &[(usize, Shared)],
    ) -> Result<Option<Vec<Shared>>, Difference> {
        let wildcard = |(leaf, rest)| match &self.leaves[leaf] {
            Leaf::Wildcard(wildcard) => Some((*wildcard, rest)),
            Leaf::Element(..) => None,
        };
        let wildcards: Vec<(&Wildcard, &Shared)> =
            steps.iter().filter_map(|(leaf, rest)| wildcard((*leaf, rest))).collect();
        let allowing = wildcards.iter().filter(|(base, _)| own.restricts(base));
        let rests: Vec<_> = allowing.map(|(_, rest)| (*rest).clone()).collect();
        match (rests.is_empty(), wildcards.len()) {
            (false, _) => Ok(Some(rests)),
            (true, 0 | 1) => Err(Difference::Wildcard),
            // Several wildcards together may allow what one does.
            (true, _) => Ok(None),
        }
    }

    fn expression(&mut self, particle: &'s Particle) -> Shared {
        let once = match &particle.term {
            Term::Element(id, names) => self.leaf(Leaf::Element(*id, names)),
            Term::Any(wildcard) => self.leaf(Leaf::Wildcard(wildcard)),
            Term::Sequence(all) => {
                sequence(all.iter().map(|particle| self.expression(particle)).collect())
            }
            Term::Choice(all) => {
                choice(all.iter().map(|particle| self.expression(particle)).collect())
            }
            Term::All(all) => {
                Rc::new(Expression::All(all.iter().map(|one| self.expression(one)).collect()))
            }
        };
        repeat(once, particle.least, particle.most)
    }

    fn spend(&mut self, parts: usize) -> Option<()> {
        *self.budget = self.budget.checked_sub(parts)?;
        Some(())
    }

    fn leaf(&mut self, leaf: Leaf<'s>) -> Shared {
        self.leaves.push(leaf);
        Rc::new(Expression::Leaf(self.leaves.len() - 1))
    }

    /// Returns the leaves that may come first, each with what follows, or `None` if it takes too long.
    fn steps(&mut self, expression: &Shared) -> Option<Vec<(usize, Shared)>> {
        self.spend(1)?;
        match &**expression {
            Expression::Leaf(leaf) => Some(vec![(*leaf, sequence(Vec::new()))]),
            Expression::Sequence(parts) => {
                let mut steps = Vec::new();
                for (index, part) in parts.iter().enumerate() {
                    for (leaf, rest) in self.steps(part)? {
                        self.spend(parts.len() - index)?;
                        let mut whole = vec![rest];
                        whole.extend_from_slice(&parts[index + 1..]);
                        steps.push((leaf, sequence(whole)));
                    }
                    if !part.is_emptiable() {
                        break;
                    }
                }
                Some(steps)
            }
            Expression::Choice(branches) => {
                let mut steps = Vec::new();
                for branch in branches {
                    steps.extend(self.steps(branch)?);
                }
                Some(steps)
            }
            Expression::All(members) => {
                let mut steps = Vec::new();
                for (index, member) in members.iter().enumerate() {
                    for (leaf, rest) in self.steps(member)? {
                        self.spend(members.len())?;
                        let mut others = members.clone();
                        others[index] = rest;
                        others.retain(|one| !one.is_empty());
                        steps.push((leaf, Rc::new(Expression::All(others))));
                    }
                }
                Some(steps)
            }
            Expression::Repeat(inner, least, most) => {
                let rest = repeat(
                    inner.clone(),
                    least.saturating_sub(1),
                    most.map(|most| most.saturating_sub(1)),
                );
                let steps = self.steps(inner)?.into_iter();
                Some(
                    steps
                        .map(|(leaf, after)| (leaf, sequence(vec![after, rest.clone()])))
                        .collect(),
                )
            }
        }
    }
}

impl Expression {
    /// Returns the number of parts, which hashing and comparison take time for.
    fn size(&self) -> usize {
        match self {
            Self::Leaf(_) => 1,
            Self::Sequence(parts) | Self::Choice(parts) | Self::All(parts) => {
                parts.iter().fold(1, |sum: usize, part| sum.saturating_add(part.size()))
            }
            Self::Repeat(inner, ..) => inner.size().saturating_add(1),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Sequence(parts) | Self::All(parts) if parts.is_empty())
    }

    fn is_emptiable(&self) -> bool {
        match self {
            Self::Leaf(_) => false,
            Self::Sequence(parts) | Self::All(parts) => parts.iter().all(|one| one.is_emptiable()),
            Self::Choice(branches) => {
                branches.is_empty() || branches.iter().any(|one| one.is_emptiable())
            }
            Self::Repeat(inner, least, _) => *least == 0 || inner.is_emptiable(),
        }
    }
}

/// Returns expressions one after the other, without empty and nested ones.
fn sequence(parts: Vec<Shared>) -> Shared {
    let mut flat = Vec::new();
    for part in parts {
        match &*part {
            Expression::Sequence(inner) => flat.extend_from_slice(inner),
            Expression::All(inner) if inner.is_empty() => {}
            _ => flat.push(part),
        }
    }
    match <[Shared; 1]>::try_from(flat) {
        Ok([only]) => only,
        Err(flat) => Rc::new(Expression::Sequence(flat)),
    }
}

/// Returns one of several expressions, without duplicates.
fn choice(branches: Vec<Shared>) -> Shared {
    let mut seen = HashSet::new();
    let different = branches.into_iter().filter(|branch| seen.insert(branch.clone()));
    let different: Vec<Shared> = different.collect();
    match <[Shared; 1]>::try_from(different) {
        Ok([only]) => only,
        Err(different) => Rc::new(Expression::Choice(different)),
    }
}

fn repeat(inner: Shared, least: usize, most: Option<usize>) -> Shared {
    match (least, most) {
        (_, Some(0)) => sequence(Vec::new()),
        (1, Some(1)) => inner,
        _ if inner.is_empty() => inner,
        _ => Rc::new(Expression::Repeat(inner, least, most)),
    }
}
