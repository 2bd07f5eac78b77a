//! What a part of content may begin with.

use syn::Expr;

use super::{
    Emitter,
    syntax::{name, namespace_of},
    template::{Fill, template},
};
use crate::{
    lower::First,
    model::{Choice, NamespaceConstraint, Term, Wildcard},
};

template! { fn first_of() -> Expr { rt::First::of(&[__names]) } }
template! { fn first_of_or() -> Expr { rt::First::of(&[__names]).or(&[__wildcards]) } }
template! { fn same_as() -> Expr { <__part as rt::ReadContent>::FIRST } }

/// What a term may begin with, for its slot.
pub(super) fn first(emitter: Emitter<'_>, term: &Term) -> Expr {
    if let Term::Part(id) = term {
        let part = emitter.type_at(*id, emitter.place());
        return same_as(Fill::new().ty("__part", part));
    }
    expression(emitter, &First::of(&emitter.named.model, term))
}

/// What a choice begins with: the names of its own elements come first, in the branches' order.
pub(super) fn of_choice(emitter: Emitter<'_>, choice: &Choice) -> Expr {
    let model = &emitter.named.model;
    let own = choice.branches.iter().filter_map(|branch| match &branch.term {
        Term::Element(element) => Some(element.name.clone()),
        _ => None,
    });
    let own: Vec<_> = own.collect();
    let mut names = own.clone();
    let mut wildcards = Vec::new();
    for branch in &choice.branches {
        let first = First::of(model, &branch.term);
        names.extend(first.names.into_iter().filter(|name| !own.contains(name)));
        wildcards.extend(first.wildcards);
    }
    written(emitter, names.iter(), &wildcards)
}

/// What a part begins with.
pub(super) fn expression(emitter: Emitter<'_>, first: &First) -> Expr {
    written(emitter, first.names.iter(), &first.wildcards)
}

fn written<'a>(
    emitter: Emitter<'_>,
    names: impl Iterator<Item = &'a crate::model::Name>,
    wildcards: &[Wildcard],
) -> Expr {
    let names = names.map(|wire| name(emitter, wire)).collect();
    let fill = Fill::new().elements("__names", names);
    if wildcards.is_empty() {
        return first_of(fill);
    }
    let wildcards = wildcards.iter().map(|one| wildcard(emitter, one)).collect();
    first_of_or(fill.elements("__wildcards", wildcards))
}

template! { fn any() -> Expr { rt::Wildcard::Any } }
template! { fn other() -> Expr { rt::Wildcard::Other(__namespace) } }
template! { fn one_of() -> Expr { rt::Wildcard::OneOf(&[__namespaces]) } }

/// The namespaces of a wildcard.
pub(super) fn wildcard(emitter: Emitter<'_>, wildcard: &Wildcard) -> Expr {
    match &wildcard.namespaces {
        NamespaceConstraint::Any => any(Fill::new()),
        NamespaceConstraint::Other(not) => {
            other(Fill::new().expr("__namespace", namespace_of(emitter, *not)))
        }
        NamespaceConstraint::OneOf(namespaces) => {
            let namespaces = namespaces.iter().map(|id| namespace_of(emitter, *id));
            one_of(Fill::new().elements("__namespaces", namespaces.collect()))
        }
    }
}
