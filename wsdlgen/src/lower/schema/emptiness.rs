//! Emptiness of particles, which is decided before they are lowered.

use crate::{
    resolve::Linked,
    syntax::xsd::{Compositor, ModelGroup, Particle, Term},
};

/// Returns whether a group can have any content.
pub(crate) fn has_content(linked: &Linked, group: &ModelGroup) -> bool {
    group.particles.iter().any(|particle| can_occur(linked, particle))
}

/// Returns whether a particle can occur with any content.
pub(crate) fn can_occur(linked: &Linked, particle: &Particle) -> bool {
    particle.occurs.max != Some(0)
        && inner(linked, particle).is_none_or(|inner| has_content(linked, inner))
}

/// Returns whether a group matches empty content (§3.9.6, emptiable).
pub(crate) fn is_emptiable(linked: &Linked, group: &ModelGroup) -> bool {
    let mut particles = group.particles.iter();
    match group.compositor {
        Compositor::Choice => particles.any(|particle| may_be_absent(linked, particle)),
        Compositor::Sequence | Compositor::All => {
            particles.all(|particle| may_be_absent(linked, particle))
        }
    }
}

fn may_be_absent(linked: &Linked, particle: &Particle) -> bool {
    particle.occurs.min == 0
        || inner(linked, particle).is_some_and(|inner| is_emptiable(linked, inner))
}

/// Returns the model group of a particle, if it has one.
fn inner<'a>(linked: &'a Linked, particle: &'a Particle) -> Option<&'a ModelGroup> {
    match &particle.term {
        Term::Model(group) => Some(group),
        Term::GroupReference(reference) => {
            Some(&linked.groups[linked.group_index(reference)].item.model)
        }
        Term::Element(_) | Term::ElementReference(_) | Term::Any(_) => None,
    }
}
