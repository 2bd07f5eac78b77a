//! What can be said of particles before they are lowered: whether they are empty, or may be.

use crate::{
    resolve::Linked,
    syntax::xsd::{Compositor, ModelGroup, Particle, Term},
};

/// Whether something may stand in a group at all.
pub(crate) fn has_content(linked: &Linked, group: &ModelGroup) -> bool {
    group.particles.iter().any(|particle| stands(linked, particle))
}

/// The same for a particle.
pub(crate) fn stands(linked: &Linked, particle: &Particle) -> bool {
    particle.occurs.max != Some(0)
        && inner(linked, particle).is_none_or(|inner| has_content(linked, inner))
}

/// Whether a group is satisfied by nothing (§3.9.6, emptiable).
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

/// The model group that a particle is.
fn inner<'a>(linked: &'a Linked, particle: &'a Particle) -> Option<&'a ModelGroup> {
    match &particle.term {
        Term::Model(group) => Some(group),
        Term::GroupReference(reference) => {
            Some(&linked.groups[linked.group_index(reference)].item.model)
        }
        Term::Element(_) | Term::ElementReference(_) | Term::Any(_) => None,
    }
}
