//! Field order: content is read by name in any order, or as a grammar if a name belongs to several fields.
//!
//! ```text
//! <sequence><a/><b/></sequence>        Sequence
//! <sequence><a/><b/><a/></sequence>    Grammar
//! ```

use std::collections::BTreeSet;

use crate::model::{Content, Definition, Field, FirstSet, Model, Order, Record, Role, TypeId};

/// Sets the order of records in which a name belongs to several fields to [`Order::Grammar`].
///
/// A record that adds no fields to its base has the order of the base.
pub(crate) fn find_grammars(model: &mut Model) {
    for index in 0..model.types.len() {
        let id = TypeId(u32::try_from(index).expect("fewer than 4 billion types"));
        let Definition::Record(record) = &model.get(id).definition else { continue };
        if record.role == Role::Element && is_ambiguous(model, record) {
            set_order(model, id, Order::Grammar);
        } else if let Some(order) = inherited(model, record) {
            set_order(model, id, order);
        }
    }
}

/// Returns the order of the base, if a record adds no fields to it.
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
    let mut seen: Vec<FirstSet> = Vec::new();
    for field in model.all_fields(record) {
        let Field { term, .. } = field;
        let first = FirstSet::of(model, term);
        // Most fields are elements, so their names are checked against a single set.
        let twice = first.names.iter().any(|name| !names.insert(name.clone()));
        if twice || seen.iter().any(|other| first.overlaps(other)) {
            return true;
        }
        if !first.wildcards.is_empty() {
            seen.push(FirstSet { names: BTreeSet::new(), ..first });
        }
    }
    false
}
