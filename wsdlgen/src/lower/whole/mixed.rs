//! Mixed content with elements of any name, whose parts have one type of the runtime.

use crate::{
    model::{Choice, Definition, Model, NamespaceConstraint, Sensitivity, Term, Times, TypeId},
    settings::Settings,
};

/// Marks the types that the runtime has. Settings that apply to all types keep them in the generated code.
pub(crate) fn share(model: &mut Model, settings: &Settings) {
    let applies_to_all = settings.customizations.iter().any(|one| one.selector == "*");
    if settings.serde || applies_to_all {
        return;
    }
    let shared: Vec<TypeId> = model
        .types()
        .filter(|(id, ty)| {
            matches!(&ty.definition, Definition::Choice(choice) if is_any(choice))
                && !model.custom.contains_key(id)
        })
        .map(|(id, _)| id)
        .collect();
    for id in shared {
        model.types[id.0 as usize].is_shared = true;
    }
}

/// Returns whether a choice consists of text and elements of any name.
fn is_any(choice: &Choice) -> bool {
    let [branch] = &*choice.branches else { return false };
    let is_any = matches!(
        &branch.term,
        Term::Any(wildcard) if matches!(wildcard.namespaces, NamespaceConstraint::Any)
    );
    choice.text == Some(Sensitivity::Public)
        && is_any
        && branch.times == Times::ONCE
        && branch.documentation.is_none()
}
