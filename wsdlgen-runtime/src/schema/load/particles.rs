//! Reading of particles, and what depends on all declarations: the elements that may substitute for others.

use std::collections::{HashMap, HashSet};

use super::{Loaded, Loader, number, unknown, wildcards};
use crate::{
    schema::{
        components::{Components, Content, Definition, ElementId, Model, Particle, Term},
        error::SchemaError,
    },
    xml::{AnyElement, QName},
};

impl Loader<'_> {
    pub(super) fn particle(&mut self, item: &AnyElement) -> Loaded<Particle> {
        let term = match item.name.local() {
            "element" => Term::Element(self.element_term(item)?, HashSet::new()),
            "any" => Term::Any(self.wildcard(item)?),
            "sequence" => Term::Sequence(self.particles(item)?),
            "choice" => Term::Choice(self.particles(item)?),
            "all" => Term::All(flattened(self.particles(item)?)),
            _ => return Err(unknown(item)),
        };
        let least = item.attribute("min").map_or(Ok(1), |_| number(item, "min"))?;
        let most = match item.attribute("max") {
            None => Some(1),
            Some("unbounded") => None,
            Some(_) => Some(number(item, "max")?),
        };
        Ok(simplified(Particle { least, most, term }))
    }

    fn particles(&mut self, item: &AnyElement) -> Loaded<Vec<Particle>> {
        item.elements().map(|item| self.particle(item)).collect()
    }

    /// Returns the declaration of an element in a content model: a global one, or its own.
    fn element_term(&mut self, item: &AnyElement) -> Loaded<ElementId> {
        let Some(name) = self.optional_name(item, "ref")? else { return self.element(item) };
        let found = self.components.global_elements.get(&name);
        found.copied().ok_or_else(|| SchemaError(format!("there is no element `{name}`")))
    }

    /// Fills in what depends on all declarations.
    pub(super) fn finish(&mut self) {
        let mut models: Vec<(usize, Model)> = Vec::new();
        for (id, ty) in self.components.types.iter_mut().enumerate().skip(self.first_type) {
            let Definition::Complex(complex) = &mut ty.definition else { continue };
            match std::mem::replace(&mut complex.content, Content::Empty) {
                Content::Elements(model) => models.push((id, model)),
                other => complex.content = other,
            }
        }
        let global = self.global_names();
        for (_, model) in &mut models {
            let mut leaves = Leaves::default();
            self.fill(&mut model.particle, &mut leaves);
            (model.declared, model.leaves) = (leaves.declared, leaves.count);
            wildcards::complete(model, &global);
        }
        for (id, model) in models {
            if let Definition::Complex(complex) = &mut self.components.types[id].definition {
                complex.content = Content::Elements(model);
            }
        }
        self.exclude_attributes();
    }

    /// Adds the names that each element of a particle matches.
    fn fill(&self, particle: &mut Particle, leaves: &mut Leaves) {
        match &mut particle.term {
            Term::Element(head, names) => {
                leaves.count += 1;
                for id in self.substitutes(*head) {
                    let name = &self.components.elements[id].name;
                    leaves.declared.entry(name.clone()).or_insert(id);
                    names.insert(name.clone());
                }
            }
            Term::Any(_) => leaves.count += 1,
            Term::Sequence(particles) | Term::Choice(particles) | Term::All(particles) => {
                leaves.count += 1;
                for particle in particles {
                    self.fill(particle, leaves);
                }
            }
        }
    }

    /// Returns an element and those that may substitute for it, directly or not.
    fn substitutes(&self, head: ElementId) -> Vec<ElementId> {
        let Components { elements, global_elements, .. } = &self.components;
        let mut found = vec![head];
        if global_elements.get(&elements[head].name) != Some(&head) {
            return found;
        }
        let mut seen = HashSet::from([head]);
        let mut next = 0;
        while let Some(at) = found.get(next) {
            let members = self.members.get(&elements[*at].name).into_iter().flatten();
            let new: Vec<_> = members.filter(|member| seen.insert(**member)).copied().collect();
            found.extend(new);
            next += 1;
        }
        found.retain(|member| *member == head || self.components.substitutes(*member, head));
        found
    }
}

/// The elements of a content model, and the number of its parts.
#[derive(Default)]
struct Leaves {
    declared: HashMap<QName, ElementId>,
    count: usize,
}

/// Replaces groups in an `all` group with their particles (XML Schema 1.1 part 1, §3.8.6).
fn flattened(particles: Vec<Particle>) -> Vec<Particle> {
    let parts = particles.into_iter().flat_map(|particle| match particle {
        Particle { least: 1, most: Some(1), term: Term::All(inner) } => inner,
        particle => vec![particle],
    });
    parts.collect()
}

/// Returns a particle that matches the same elements. Where a loop is directly inside of another one, the inner one goes, so
/// that its elements have one reading.
///
/// ```text
/// (a{1,5} | b)*   becomes   (a | b)*
/// ```
fn simplified(mut particle: Particle) -> Particle {
    if particle.most.is_some() || particle.least > 1 {
        return particle;
    }
    let unrolled = |inner: &mut Particle| {
        if inner.least <= 1 {
            inner.most = inner.most.map(|most| most.min(1)).or(Some(1));
        }
    };
    match &mut particle.term {
        Term::Choice(branches) => branches.iter_mut().for_each(unrolled),
        Term::Sequence(members) => {
            if let [only] = members.as_mut_slice() {
                unrolled(only);
            }
        }
        Term::Element(..) | Term::Any(_) | Term::All(_) => {}
    }
    particle
}
