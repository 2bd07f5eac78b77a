//! How content is read: by names in any order, or step by step where a name stands twice.
//!
//! ```text
//! <sequence><a/><b/></sequence>        Sequence
//! <sequence><a/><b/><a/></sequence>    Grammar
//! ```

use std::collections::BTreeSet;

use crate::model::{
    Content, Definition, Field, Model, Name, NamespaceConstraint, Order, Record, Role, Term,
    TypeId, Wildcard,
};

/// What may come first where something begins.
#[derive(Clone, Debug, Default)]
pub(crate) struct First {
    pub(crate) names: BTreeSet<Name>,
    pub(crate) wildcards: Vec<Wildcard>,
}

impl First {
    /// What may come first in a term.
    pub(crate) fn of(model: &Model, term: &Term) -> Self {
        let mut first = Self::default();
        first.add(model, term);
        first
    }

    fn add(&mut self, model: &Model, term: &Term) {
        match term {
            Term::Element(element) => {
                self.names.insert(element.name.clone());
            }
            Term::Any(wildcard) => self.wildcards.push(wildcard.clone()),
            Term::Part(id) => match &model.get(*id).definition {
                Definition::Choice(choice) => {
                    choice.branches.iter().for_each(|branch| self.add(model, &branch.term));
                }
                Definition::Record(record) => {
                    // What may be absent lets the next come first.
                    for field in record.fields() {
                        self.add(model, &field.term);
                        if field.times.min > 0 {
                            break;
                        }
                    }
                }
                _ => {}
            },
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        let twice = |left: &Wildcard| {
            other.wildcards.iter().any(|right| overlap(&left.namespaces, &right.namespaces))
        };
        !self.names.is_disjoint(&other.names) || self.wildcards.iter().any(twice)
    }
}

/// Whether two wildcards may mean the same element.
fn overlap(left: &NamespaceConstraint, right: &NamespaceConstraint) -> bool {
    match (left, right) {
        (NamespaceConstraint::OneOf(uris), other) | (other, NamespaceConstraint::OneOf(uris)) => {
            uris.iter().any(|uri| other.takes(*uri))
        }
        _ => true,
    }
}

/// Marks the records in which a name stands in two places.
pub(super) fn find_grammars(model: &mut Model) {
    for index in 0..model.types.len() {
        let id = TypeId(u32::try_from(index).expect("fewer types than 4 billion"));
        let Definition::Record(record) = &model.get(id).definition else { continue };
        if record.role == Role::Element && is_ambiguous(model, record) {
            set_order(model, id, Order::Grammar);
        } else if let Some(order) = inherited(model, record) {
            set_order(model, id, order);
        }
    }
}

/// The order of what is extended, where nothing is added to it.
fn inherited(model: &Model, record: &Record) -> Option<Order> {
    let has_fields = |level: &&&Record| !level.fields().is_empty();
    let lineage = model.lineage(record);
    match &lineage.iter().rev().find(has_fields)?.content {
        Content::Fields(_, order) if record.fields().is_empty() => Some(*order),
        _ => None,
    }
}

fn set_order(model: &mut Model, id: TypeId, new: Order) {
    if let Definition::Record(record) = &mut model.types[id.0 as usize].definition
        && let Content::Fields(_, order) = &mut record.content
    {
        *order = new;
    }
}

fn is_ambiguous(model: &Model, record: &Record) -> bool {
    let mut names = BTreeSet::new();
    let mut seen: Vec<First> = Vec::new();
    for field in model.all_fields(record) {
        let Field { term, .. } = field;
        let first = First::of(model, term);
        // Most fields are elements: their names are compared all at once.
        let twice = first.names.iter().any(|name| !names.insert(name.clone()));
        if twice || seen.iter().any(|other| first.overlaps(other)) {
            return true;
        }
        if !first.wildcards.is_empty() {
            seen.push(First { names: BTreeSet::new(), ..first });
        }
    }
    false
}
