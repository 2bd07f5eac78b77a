//! First sets: the elements that a group or a choice may begin with, in the syntax of declarations.

use crate::{
    emit::Emitter,
    model::{Choice, FirstSet, Name, Term, TypeId, Wildcard},
};

/// Returns the first set of a group.
pub(crate) fn of_part(emitter: Emitter<'_>, id: TypeId) -> String {
    let first = FirstSet::of(&emitter.named.model, &Term::Part(id));
    written(emitter, first.names.iter(), &first.wildcards)
}

/// Returns the first set of a choice without its own elements, or `None` if it is empty.
pub(crate) fn beside_elements(emitter: Emitter<'_>, choice: &Choice) -> Option<String> {
    let own: Vec<&Name> = choice.elements().map(|element| &element.name).collect();
    let mut names = Vec::new();
    let mut wildcards = Vec::new();
    for branch in choice.branches.iter().filter(|branch| branch.term.element().is_none()) {
        let first = FirstSet::of(&emitter.named.model, &branch.term);
        names.extend(first.names.into_iter().filter(|name| !own.contains(&name)));
        wildcards.extend(first.wildcards);
    }
    let has_some = !names.is_empty() || !wildcards.is_empty();
    has_some.then(|| written(emitter, names.iter(), &wildcards))
}

fn written<'a>(
    emitter: Emitter<'_>,
    names: impl Iterator<Item = &'a Name>,
    wildcards: &[Wildcard],
) -> String {
    let names: Vec<_> = names.map(|name| emitter.wire(name)).collect();
    let names = names.join(", ");
    if wildcards.is_empty() {
        return names;
    }
    let any = wildcards.iter().map(|one| format!("any{}", emitter.constraint_words(one)));
    format!("{names}; {}", any.collect::<Vec<_>>().join(", "))
}
