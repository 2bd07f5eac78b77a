//! Restrictions of complex types (XML Schema part 1, §3.4.6, Derivation Valid (Restriction, Complex)).

use super::{
    Rules,
    inclusion::{Difference, Inclusion},
};
use crate::schema::{
    builtins::ANY_TYPE,
    components::{Content, Definition, Element, ElementId, Methods, Model, Particle, Term, TypeId},
};

/// The part of the schema's budget that one type may use.
const MOST_COPIES_OF_TYPE: usize = 1 << 20;

impl Rules<'_> {
    /// Checks that a type allows no more than its base does.
    pub(super) fn restriction(&mut self, id: TypeId, base: TypeId) {
        if base == ANY_TYPE || id == ANY_TYPE {
            return;
        }
        let types = &self.components.types;
        let (Definition::Complex(own), Definition::Complex(inherited)) =
            (&types[id].definition, &types[base].definition)
        else {
            return;
        };
        self.restricted_attributes(id, own, inherited);
        match (&own.content, &inherited.content) {
            (Content::Empty, Content::Empty) => {}
            (Content::Empty, Content::Elements(model)) if model.particle.is_emptiable() => {}
            (Content::Empty, _) => {
                self.in_type(id, "the base requires content", "derivation-ok-restriction.5.3.2");
            }
            (Content::Simple(own), Content::Simple(inherited)) => {
                if !self.components.derives(*own, *inherited, Methods::NONE) {
                    let reason =
                        "the type of its simple content is not derived from that in the base";
                    self.in_type(id, reason, "derivation-ok-restriction.5.2.2.1");
                }
            }
            (Content::Simple(_), Content::Elements(model)) => {
                if !model.mixed || !model.particle.is_emptiable() {
                    let reason = "the base requires elements, or does not allow text";
                    self.in_type(id, reason, "derivation-ok-restriction.5.2.2.2");
                }
            }
            (Content::Elements(own), Content::Elements(inherited)) => {
                self.restricted_elements(id, own, inherited);
            }
            (Content::Elements(own), Content::Empty | Content::Simple(_)) => {
                if own.mixed || !matches!(&own.particle.term, Term::Sequence(all) if all.is_empty())
                {
                    let reason = "the base does not allow elements";
                    self.in_type(id, reason, "derivation-ok-restriction.5.4");
                }
            }
            (Content::Simple(_), Content::Empty) => {
                self.in_type(id, "the base does not allow text", "derivation-ok-restriction.5.2.2");
            }
        }
    }

    fn restricted_elements(&mut self, id: TypeId, own: &Model, base: &Model) {
        if own.mixed && !base.mixed {
            let reason = "text between elements is allowed, but not in the base";
            self.in_type(id, reason, "derivation-ok-restriction.5.4.1.2");
        }
        if own.open.is_some() || base.open.is_some() {
            return;
        }
        let components = self.components;
        let granted = self.budget.min(MOST_COPIES_OF_TYPE);
        let mut left = granted;
        let inclusion = Inclusion::new(components, &mut left);
        let difference = inclusion.difference(&own.particle, &base.particle);
        self.budget -= granted - left;
        let Some(difference) = difference else { return };
        let name = |id: ElementId| components.elements[id].name.local();
        let reason = match difference {
            Difference::Element(element) => {
                format!("`{}` is allowed where the base does not allow it", name(element))
            }
            Difference::Wildcard => {
                "a wildcard allows elements that the base does not allow there".to_owned()
            }
            Difference::Declaration(element, what) => {
                format!("`{}` {what}", name(element))
            }
            Difference::End => "elements may be missing that the base requires".to_owned(),
        };
        self.in_type(id, reason, "derivation-ok-restriction.5.4.2");
    }
}

impl super::Components {
    /// Returns why a declaration does not restrict another one (§3.9.6, Particle Restriction OK (Elt:Elt)).
    pub(super) fn wider_declaration(&self, own: &Element, base: &Element) -> Option<&'static str> {
        if own.nillable && !base.nillable {
            return Some("is nillable, but not in the base");
        }
        if let Some(fixed) = base.preset.as_ref().filter(|preset| preset.is_fixed) {
            let value = own.preset.as_ref().filter(|preset| preset.is_fixed);
            if !value.is_some_and(|value| self.is_same(base.ty, &value.text, &fixed.text)) {
                return Some("has a fixed value in the base");
            }
        }
        if base.block.and(own.block) != own.block {
            return Some("blocks less than in the base");
        }
        let is_derived = base.ty == ANY_TYPE || self.derives(own.ty, base.ty, Methods::EXTENSION);
        (!is_derived).then_some("has a type that does not restrict that in the base")
    }
}

impl Particle {
    /// Returns whether no element is required (§3.9.6, Particle Emptiable).
    pub(super) fn is_emptiable(&self) -> bool {
        self.least == 0
            || match &self.term {
                Term::Element(..) | Term::Any(_) => false,
                Term::Sequence(all) | Term::All(all) => all.iter().all(Self::is_emptiable),
                Term::Choice(all) => all.is_empty() || all.iter().any(Self::is_emptiable),
            }
    }
}
