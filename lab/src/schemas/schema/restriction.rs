//! Restrictions that are valid by construction.

use super::{Attribute, ComplexType, Method, Particle, Term};
use crate::random::Random;

impl ComplexType {
    /// Returns a type that restricts this one, which has the index `base`.
    pub(super) fn restricted(&self, base: usize, random: &mut Random) -> Self {
        let attributes = self.attributes.iter().map(|attribute| {
            let required = attribute.required || random.percent(30);
            // A default is for optional attributes.
            Attribute { required: required && !attribute.preset.is_default(), ..attribute.clone() }
        });
        Self {
            attributes: attributes.collect(),
            base: Some((base, Method::Restriction)),
            mixed: self.mixed && random.percent(50),
            value: self.value,
            particle: self.particle.restricted(random),
            any_attribute: self.any_attribute && random.percent(50),
        }
    }
}

impl Particle {
    fn restricted(&self, random: &mut Random) -> Self {
        let (mut least, mut most) = (self.least, self.most);
        if random.percent(30) && most.is_none_or(|most| most > least) {
            least += 1;
        }
        if random.percent(30) {
            most = Some(most.unwrap_or(least + 1).min(least.max(1)));
        }
        let term = match &self.term {
            Term::Element { name, ty, nillable, preset } => {
                let nillable = *nillable && random.percent(50);
                Term::Element { name: name.clone(), ty: *ty, nillable, preset: *preset }
            }
            Term::Sequence(inner) => Term::Sequence(restricted(inner, random)),
            Term::All(inner) => Term::All(restricted(inner, random)),
            Term::Choice(inner) => {
                let kept = random.below(inner.len());
                let branches = inner.iter().enumerate();
                let branches = branches.filter(|(at, _)| *at == kept || random.percent(60));
                let branches: Vec<&Self> = branches.map(|(_, branch)| branch).collect();
                Term::Choice(branches.into_iter().map(|one| one.restricted(random)).collect())
            }
            Term::Global(index) => Term::Global(*index),
            Term::Any => return self.clone(),
        };
        Self { least, most, term }
    }
}

/// Returns restrictions of the members of a group, without some of the optional ones.
fn restricted(members: &[Particle], random: &mut Random) -> Vec<Particle> {
    let mut kept = Vec::new();
    for member in members {
        if member.least > 0 || random.percent(70) {
            kept.push(member.restricted(random));
        }
    }
    kept
}
