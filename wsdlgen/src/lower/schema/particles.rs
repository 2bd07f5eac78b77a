//! Lowering of particles: elements, groups and wildcards become the fields of a record.
//!
//! ```text
//! <sequence><a/><sequence><b/></sequence></sequence>   becomes   fields a, b
//! <sequence><a/><choice><b/><c/></choice></sequence>   becomes   fields a, b_or_c (an enum)
//! <sequence maxOccurs="9"><a/></sequence>              becomes   field a, repeated
//! <sequence minOccurs="0"><a/><b/></sequence>          becomes   field a_and_b (a struct)
//! ```

use std::sync::Arc;

use super::{emptiness, types::Site};
use crate::{
    lower::Lowering,
    model::{
        Content, Definition, Element, Field, Order, Origin, PartKind, PartName, Record, Role,
        Sensitivity, Storage, Term, Times, TypeId, Wildcard,
    },
    syntax::{
        Documentation,
        xsd::{self, Compositor, ElementReference, ModelGroup, Occurs, Particle},
    },
};

/// A model group with an optional name.
#[derive(Clone, Copy)]
pub(crate) struct Model<'a, 'n> {
    pub(crate) group: &'a ModelGroup,
    /// The origin of the group, if it has a name.
    pub(crate) name: Option<&'n Arc<Origin>>,
}

/// Fields collected so far.
#[derive(Default)]
pub(crate) struct Fields {
    pub(crate) list: Vec<Field>,
    any_order: bool,
}

impl Fields {
    /// Adds the field of an element.
    ///
    /// An element may directly follow one of the same name that need not occur, or not so often. A document does not
    /// show which of them it belongs to, so both become one list.
    fn push(&mut self, field: Field) {
        if let Some(last) = self.list.last_mut()
            && !self.any_order
            && last.times.max != Some(last.times.min)
            && let (Some(before), Some(element)) = (last.term.element(), field.term.element())
            && before == element
        {
            last.times = add(last.times, field.times);
        } else {
            self.list.push(field);
        }
    }
}

impl<'a> Lowering<'a> {
    /// Lowers content that is not mixed.
    pub(crate) fn fields(&mut self, particle: Option<&'a Particle>, site: Site<'_>) -> Content {
        let mut fields = Fields::default();
        if let Some(particle) = particle {
            self.add_particle(particle, Times::ONCE, site, &mut fields);
        }
        let order = if fields.any_order { Order::All } else { Order::Sequence };
        Content::Fields(fields.list, order)
    }

    /// Adds the fields of a particle in a group that occurs `outer` times.
    pub(crate) fn add_particle(
        &mut self,
        particle: &'a Particle,
        outer: Times,
        site: Site<'_>,
        fields: &mut Fields,
    ) {
        let times = multiply(outer, times(particle.occurs));
        if times.max == Some(0) {
            return;
        }
        match &particle.term {
            xsd::Term::Element(local) => {
                let element = self.local_element(local, site);
                let documentation = local.content.documentation.clone();
                fields.push(element_field(element, documentation, times));
            }
            xsd::Term::ElementReference(reference) => {
                fields.push(self.reference_field(reference, times));
            }
            xsd::Term::Any(wildcard) => {
                let documentation = wildcard.documentation.clone();
                fields.list.push(any_field(self.wildcard(wildcard), documentation, times));
            }
            xsd::Term::Model(group) => {
                self.add_model(Model { group, name: None }, times, site, fields);
            }
            xsd::Term::GroupReference(reference) => {
                let index = self.linked.group_index(reference);
                let group = &self.linked.groups[index];
                let name = self.name(&group.namespace, &group.item.name.name);
                let origin = Arc::new(Origin::Group(name));
                let site = Site { origin: &origin };
                let model = Model { group: &group.item.model, name: Some(&origin) };
                self.add_model(model, times, site, fields);
            }
        }
    }

    fn add_model(
        &mut self,
        model: Model<'a, '_>,
        times: Times,
        site: Site<'_>,
        fields: &mut Fields,
    ) {
        match model.group.compositor {
            Compositor::Choice => self.add_choice(model, times, site, fields),
            compositor if times == Times::ONCE => {
                fields.any_order |= compositor == Compositor::All;
                for particle in &model.group.particles {
                    self.add_particle(particle, Times::ONCE, site, fields);
                }
            }
            Compositor::All => {
                // An `all` group is the only group of its content. If it is optional, its elements are (§3.8.6).
                fields.any_order = true;
                for particle in &model.group.particles {
                    self.add_particle(particle, times, site, fields);
                }
            }
            Compositor::Sequence => self.add_group(model, times, site, fields),
        }
    }

    /// Adds an optional or repeated sequence as a struct, or as its only particle if there is just one.
    fn add_group(
        &mut self,
        model: Model<'a, '_>,
        times: Times,
        site: Site<'_>,
        fields: &mut Fields,
    ) {
        if let [only] = &*model.group.particles {
            self.add_particle(only, times, site, fields);
            return;
        }
        if let Some(part) = self.group_part(model, site) {
            fields.list.push(part_field(part, times));
        }
    }

    /// Lowers a sequence to a record of [`Role::Part`], or returns `None` if it has no content.
    pub(crate) fn group_part(&mut self, model: Model<'a, '_>, site: Site<'_>) -> Option<Part> {
        self.part(model, PartKind::Group, site, |lowering, site| {
            let mut members = Fields::default();
            for particle in &model.group.particles {
                lowering.add_particle(particle, Times::ONCE, site, &mut members);
            }
            let about = members.list.iter().map(|field| field.called.clone()).collect();
            let content = Content::Fields(members.list, Order::Grammar);
            let record = Record::of(Role::Part, content);
            (about, Definition::Record(record))
        })
    }

    /// Lowers a part once, even if several types use its group. `lower` returns the names of its members and its
    /// definition.
    pub(crate) fn part(
        &mut self,
        model: Model<'a, '_>,
        kind: PartKind,
        site: Site<'_>,
        lower: impl FnOnce(&mut Self, Site<'_>) -> (Vec<Arc<str>>, Definition),
    ) -> Option<Part> {
        let key = std::ptr::from_ref(model.group);
        if let Some(known) = self.parts.get(&key) {
            return Some(known.clone());
        }
        if !emptiness::has_content(self.linked, model.group) {
            return None;
        }
        let called = match model.name.map(|origin| &**origin) {
            Some(Origin::Group(name)) => name.local.clone(),
            _ => "part".into(),
        };
        let nullable = emptiness::is_emptiable(self.linked, model.group);
        let mut part = Part { id: self.reserve(), called, nullable };
        // Registered before its content: a named group may contain itself.
        self.parts.insert(key, part.clone());
        let (about, definition) = lower(self, site);
        let name = PartName { kind, about };
        if model.name.is_none() {
            part.called = name.called().into();
            self.parts.insert(key, part.clone());
        }
        let unnamed = || Arc::new(Origin::Part(site.origin.clone(), name));
        let origin = model.name.cloned().unwrap_or_else(unnamed);
        self.fill(part.id, &origin, model.group.documentation.clone(), definition);
        Some(part)
    }

    /// Creates a field for a reference to a global element, or to its substitution group if it has one.
    fn reference_field(&mut self, written: &ElementReference, times: Times) -> Field {
        let index = self.linked.element_index(&written.reference);
        let global = &self.linked.elements[index].item;
        let documentation =
            written.documentation.as_ref().or(global.content.documentation.as_ref());
        let documentation = documentation.cloned();
        if let Some(substitutes) = self.substitutes(index) {
            let called = global.name.name.clone();
            return field(called, documentation, Term::Part(substitutes), times);
        }
        let element = self.global_element(index);
        element_field(element, documentation, times)
    }
}

pub(crate) fn part_field(part: Part, mut times: Times) -> Field {
    if part.nullable {
        times.min = 0;
    }
    field(part.called, None, Term::Part(part.id), times)
}

/// A choice or a group that becomes a type.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) id: TypeId,
    called: Arc<str>,
    /// `true` if the part may be empty.
    pub(crate) nullable: bool,
}

pub(crate) fn any_field(wildcard: Wildcard, documentation: Documentation, times: Times) -> Field {
    field("any".into(), documentation, Term::Any(wildcard), times)
}

fn element_field(element: Element, documentation: Documentation, times: Times) -> Field {
    field(element.name.local.clone(), documentation, Term::Element(element), times)
}

fn field(called: Arc<str>, documentation: Documentation, term: Term, times: Times) -> Field {
    let (storage, shown) = (Storage::Inline, Sensitivity::Public);
    Field { called, documentation, term, times, storage, shown, is_preset: false }
}

pub(crate) fn times(occurs: Occurs) -> Times {
    Times { min: occurs.min, max: occurs.max }
}

/// Returns the total occurrences of an element that is declared twice in a row.
fn add(first: Times, second: Times) -> Times {
    let max = first.max.zip(second.max).and_then(|(first, second)| first.checked_add(second));
    Times { min: first.min.saturating_add(second.min), max }
}

/// Returns the total occurrences of a particle that occurs `inner` times in a group that occurs `outer` times.
pub(crate) fn multiply(outer: Times, inner: Times) -> Times {
    let max = match (outer.max, inner.max) {
        (Some(0), _) | (_, Some(0)) => Some(0),
        (Some(outer), Some(inner)) => outer.checked_mul(inner),
        _ => None,
    };
    Times { min: outer.min.saturating_mul(inner.min), max }
}
