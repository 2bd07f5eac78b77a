//! .NET `DataSet`s, which have a type of the runtime.

use std::collections::HashSet;

use crate::{
    model::{Definition, Model, TypeId},
    settings::Settings,
};

/// Marks the types that the runtime has. A type that other types extend, or that settings customize, stays a record.
pub(crate) fn share(model: &mut Model, settings: &Settings) {
    let applies_to_all = settings.customizations.iter().any(|one| one.selector == "*");
    let related = related(model);
    for index in 0..model.types.len() {
        let id = TypeId(u32::try_from(index).expect("fewer than 4 billion types"));
        let is_record = applies_to_all || related.contains(&id) || model.custom.contains_key(&id);
        let ty = &mut model.types[index];
        let Definition::Record(record) = &mut ty.definition else { continue };
        if is_record {
            record.data_set = None;
        }
        ty.is_shared = record.data_set.is_some();
    }
}

/// Returns the types that others are derived from, and the derived ones.
fn related(model: &Model) -> HashSet<TypeId> {
    let mut related = HashSet::new();
    for (_, ty) in model.types() {
        match &ty.definition {
            Definition::Record(record) => {
                related.extend(record.base);
                related.extend(record.restricts);
            }
            Definition::Family(family) => related.extend(&family.members),
            _ => {}
        }
    }
    related
}
