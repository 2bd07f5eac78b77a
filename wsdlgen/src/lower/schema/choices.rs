//! Lowering of choices, substitution groups and mixed content to enums.

use std::sync::Arc;

use super::{
    particles::{Fields, Model, Part, part_field},
    types::Site,
};
use crate::{
    lower::{Lowering, whole::reach},
    model::{
        Branch, Builtin, Choice, Content, Definition, Documents, Element, Field, Origin, PartKind,
        PartName, Sensitivity, Storage, Term, Times, TypeId, ValueType,
    },
    syntax::xsd::{self, Compositor, Particle},
};

impl<'a> Lowering<'a> {
    /// Adds a choice as an enum, or as its only particle if there is just one.
    pub(crate) fn add_choice(
        &mut self,
        model: Model<'a, '_>,
        times: Times,
        site: Site<'_>,
        fields: &mut Fields,
    ) {
        let can_occur = |particle: &&Particle| particle.occurs.max != Some(0);
        let mut particles = model.group.particles.iter().filter(can_occur);
        if let (Some(only), None) = (particles.next(), particles.next()) {
            self.add_particle(only, times, site, fields);
            return;
        }
        if let Some(part) = self.choice_part(model, site) {
            fields.list.push(part_field(part, times));
        }
    }

    fn choice_part(&mut self, model: Model<'a, '_>, site: Site<'_>) -> Option<Part> {
        self.part(model, PartKind::Choice, site, |lowering, site| {
            let mut branches = Vec::new();
            for particle in &model.group.particles {
                lowering.add_branch(particle, site, &mut branches);
            }
            let about = branches.iter().map(|branch| branch.called.clone()).collect();
            (about, Definition::Choice(Choice { branches, text: None, is_ambiguous: false }))
        })
    }

    /// Adds the branches of a particle. Nested choices are flattened.
    fn add_branch(&mut self, particle: &'a Particle, site: Site<'_>, branches: &mut Vec<Branch>) {
        if particle.occurs.max == Some(0) {
            return;
        }
        if let xsd::Term::Model(inner) = &particle.term
            && inner.compositor == Compositor::Choice
            && particle.occurs.max == Some(1)
        {
            inner.particles.iter().for_each(|inner| self.add_branch(inner, site, branches));
            return;
        }
        let mut fields = Fields::default();
        self.add_particle(particle, Times::ONCE, site, &mut fields);
        if fields.list.len() > 1 {
            if let Some(part) = self.branch_part(particle, site) {
                branches.push(branch(part_field(part, Times::ONCE)));
            }
        } else {
            branches.extend(fields.list.pop().map(branch));
        }
    }

    /// Lowers a branch with several particles in sequence to a struct.
    fn branch_part(&mut self, particle: &'a Particle, site: Site<'_>) -> Option<Part> {
        match &particle.term {
            xsd::Term::Model(group) => self.group_part(Model { group, name: None }, site),
            xsd::Term::GroupReference(reference) => {
                let index = self.linked.group_index(reference);
                let group = &self.linked.groups[index];
                let name = self.name(&group.namespace, &group.item.name.name);
                let origin = Arc::new(Origin::Group(name));
                let site = Site { origin: &origin };
                self.group_part(Model { group: &group.item.model, name: Some(&origin) }, site)
            }
            _ => None,
        }
    }

    /// Returns the enum over the elements of a substitution group (§3.3.6), its head first, or `None` if nothing can
    /// substitute for the head.
    pub(crate) fn substitutes(&mut self, head: usize) -> Option<TypeId> {
        if let Some(known) = self.substitutes.get(&head) {
            return *known;
        }
        let linked = self.linked;
        let members = self.substitutions.closure(head);
        let is_alone = members.len() < 2;
        let concrete: Vec<usize> = members
            .into_iter()
            .filter(|member| !linked.elements[*member].item.is_abstract)
            .collect();
        if is_alone || concrete.is_empty() {
            self.substitutes.insert(head, None);
            return None;
        }
        // Registered before its branches: a member's type may refer to the head.
        let id = self.reserve();
        self.substitutes.insert(head, Some(id));
        let branches = concrete.into_iter().map(|member| {
            let element = self.global_element(member);
            Branch {
                called: element.name.local.clone(),
                documentation: linked.elements[member].item.content.documentation.clone(),
                term: Term::Element(element),
                times: Times::ONCE,
                storage: Storage::Inline,
                is_single: false,
            }
        });
        let choice = Choice { branches: branches.collect(), text: None, is_ambiguous: false };
        let declaration = &linked.elements[head];
        let name = self.name(&declaration.namespace, &declaration.item.name.name);
        let documentation = declaration.item.content.documentation.clone();
        let origin = Arc::new(Origin::Substitutes(name));
        self.fill(id, &origin, documentation, Definition::Choice(choice));
        Some(id)
    }

    /// Lowers mixed content to a list of text and elements in document order. The list includes the items of the base.
    pub(crate) fn mixed(
        &mut self,
        particle: Option<&'a Particle>,
        base: Option<TypeId>,
        site: Site<'_>,
    ) -> Content {
        let base = base.and_then(|base| self.lowered(base));
        let branches = match base {
            Some(Definition::Choice(items)) => items.branches.clone(),
            _ => Vec::new(),
        };
        self.mixed_with(branches, particle, site)
    }

    /// Lowers mixed content that has these branches in addition to the elements of the particle.
    pub(crate) fn mixed_with(
        &mut self,
        mut branches: Vec<Branch>,
        particle: Option<&'a Particle>,
        site: Site<'_>,
    ) -> Content {
        if let Some(particle) = particle {
            self.add_items(particle, Repetition::Once, site, &mut branches);
        }
        if branches.is_empty() {
            return Content::Value(ValueType::Builtin(Builtin::String));
        }
        let name = PartName { kind: PartKind::Mixed, about: Vec::new() };
        let origin = Arc::new(Origin::Part(site.origin.clone(), name));
        let choice = Choice { branches, text: Some(Sensitivity::Public), is_ambiguous: false };
        let id = self.reserve();
        self.fill(id, &origin, None, Definition::Choice(choice));
        Content::Mixed(id)
    }

    /// Adds each distinct element in a particle, regardless of the groups around it.
    fn add_items(
        &mut self,
        particle: &'a Particle,
        outer: Repetition,
        site: Site<'_>,
        items: &mut Vec<Branch>,
    ) {
        let repetition = match particle.occurs.max {
            Some(0) => return,
            Some(1) => outer,
            _ => Repetition::Several,
        };
        match &particle.term {
            xsd::Term::Model(group) => {
                for inner in &group.particles {
                    self.add_items(inner, repetition, site, items);
                }
            }
            xsd::Term::GroupReference(reference) => {
                let index = self.linked.group_index(reference);
                let group = &self.linked.groups[index];
                let name = self.name(&group.namespace, &group.item.name.name);
                let origin = Arc::new(Origin::Group(name));
                let site = Site { origin: &origin };
                let particles = &group.item.model.particles;
                for inner in particles {
                    self.add_items(inner, repetition, site, items);
                }
            }
            _ => {
                let mut fields = Fields::default();
                self.add_particle(particle, Times::ONCE, site, &mut fields);
                for mut item in fields.list.into_iter().map(branch) {
                    item.times = Times::ONCE;
                    item.is_single =
                        repetition == Repetition::Once && matches!(item.term, Term::Element(_));
                    match items.iter_mut().find(|known| same_place(&known.term, &item.term)) {
                        Some(known) => known.is_single = false,
                        None => items.push(item),
                    }
                }
            }
        }
    }

    /// Returns the enum over the global elements that are not abstract, or `None` if there are none.
    pub(crate) fn documents(&mut self) -> Option<Documents> {
        let linked = self.linked;
        let concrete: Vec<usize> = (0..linked.elements.len())
            .filter(|index| !linked.elements[*index].item.is_abstract)
            .collect();
        let branches = concrete.into_iter().map(|index| {
            let element = self.global_element(index);
            Branch {
                called: element.name.local.clone(),
                documentation: linked.elements[index].item.content.documentation.clone(),
                term: Term::Element(element),
                times: Times::ONCE,
                storage: Storage::Inline,
                is_single: false,
            }
        });
        let choice = Choice { branches: branches.collect(), text: None, is_ambiguous: false };
        if choice.branches.is_empty() {
            return None;
        }
        let elements: Vec<Element> = choice.elements().cloned().collect();
        let namespaces = reach::namespaces(self, &[], elements.iter());
        let roots = self.reserve();
        let origin = Arc::new(Origin::Documents(self.target_namespace()));
        self.fill(roots, &origin, None, Definition::Choice(choice));
        Some(Documents { roots, namespaces })
    }
}

/// The number of times that the content around a particle occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Repetition {
    Once,
    Several,
}

/// Returns whether two items are indistinguishable.
fn same_place(left: &Term, right: &Term) -> bool {
    match (left, right) {
        (Term::Element(left), Term::Element(right)) => left.name == right.name,
        (Term::Part(left), Term::Part(right)) => left == right,
        (Term::Any(left), Term::Any(right)) => left.namespaces == right.namespaces,
        _ => false,
    }
}

/// Converts a field to a branch, which is never optional: an absent branch is not chosen.
pub(crate) fn branch(field: Field) -> Branch {
    let Field { called, documentation, term, times, storage, .. } = field;
    let times = Times { min: times.min.max(1), ..times };
    Branch { called, documentation, term, times, storage, is_single: false }
}
