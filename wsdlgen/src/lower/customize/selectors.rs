//! How settings name types and what is in them, in the contract's own words.

use std::sync::Arc;

use crate::{
    diagnostic::{Diagnostic, did_you_mean, nearest},
    lower::Lowering,
    model::{Definition, Origin, Record, Term, Type, TypeId},
};

/// How a selector names a type: by its name, or by the elements that lead to it.
pub(crate) fn path(origin: &Origin) -> Option<String> {
    match origin {
        Origin::Named(name)
        | Origin::Element(name)
        | Origin::Group(name)
        | Origin::Message(name, _) => Some(name.local.to_string()),
        Origin::Inner(outer, name) => Some(format!("{}/{}", path(outer)?, name.local)),
        // The elements of a part are those of the type it is a part of.
        Origin::Part(outer, _) => path(outer),
        _ => None,
    }
}

/// A selector's namespace, if it has one, and what it names there.
fn split(selector: &str) -> (Option<&str>, &str) {
    match selector.strip_prefix('{').and_then(|one| one.split_once('}')) {
        Some((namespace, local)) => (Some(namespace), local),
        None => (None, selector),
    }
}

/// The types that a selector names.
pub(crate) fn matching(lowering: &Lowering<'_>, selector: &str) -> Vec<TypeId> {
    let (namespace, local) = split(selector);
    let is_there = |of_type: &Type| {
        let uri = &lowering.namespaces[of_type.origin.namespace().0 as usize].uri;
        namespace.is_none_or(|namespace| **uri == *namespace)
    };
    let is_called = |of_type: &Type| match local {
        "*" => of_type.has_item(),
        // A choice or a group without a name is not what is around it.
        _ => {
            !matches!(*of_type.origin, Origin::Part(..))
                && path(&of_type.origin).as_deref() == Some(local)
        }
    };
    let types = (0..).map(TypeId).zip(&lowering.types);
    let found = types.filter_map(|(id, of_type)| Some((id, of_type.as_ref()?)));
    found.filter(|(_, one)| is_there(one) && is_called(one)).map(|(id, _)| id).collect()
}

/// Whether a type has a field or a variant that selectors call this.
pub(crate) fn has_member(definition: &Definition, member: &str) -> bool {
    members(definition).iter().any(|one| **one == *member)
}

/// What selectors call the fields or variants of a type.
fn members(definition: &Definition) -> Vec<Arc<str>> {
    match definition {
        Definition::Record(record) => record_members(record).collect(),
        Definition::Choice(choice) => {
            choice.branches.iter().map(|branch| branch.called.clone()).collect()
        }
        Definition::Enumeration(enumeration) => {
            enumeration.values.iter().map(|value| value.text.clone()).collect()
        }
        Definition::Union(union) => union.members.iter().map(|one| one.called.clone()).collect(),
        Definition::Family(_) | Definition::Simple(_) | Definition::External(_) => Vec::new(),
    }
}

/// What selectors call the members of a record.
fn record_members(record: &Record) -> impl Iterator<Item = Arc<str>> {
    let fields = record.fields().iter().map(|field| match &field.term {
        Term::Element(element) => element.name.local.clone(),
        Term::Part(_) | Term::Any(_) => field.called.clone(),
    });
    let attributes = record.attributes.iter();
    fields.chain(attributes.map(|attribute| format!("@{}", attribute.name.local).into()))
}

/// Asks whether another selector is meant, where one is near; otherwise leaves the finding as it is.
pub(crate) fn near(lowering: &Lowering<'_>, selector: &str, diagnostic: Diagnostic) -> Diagnostic {
    let (namespace, local) = split(selector);
    let mut known: Vec<String> = Vec::new();
    for of_type in lowering.types.iter().flatten() {
        let Some(path) = path(&of_type.origin) else { continue };
        let members = members(&of_type.definition);
        known.extend(members.iter().map(|member| format!("{path}/{member}")));
        known.push(path);
    }
    let Some(nearest) = nearest(local, known.iter().map(String::as_str)) else { return diagnostic };
    // The very name is there, and the setting asks something else of it, or of another namespace.
    if nearest == local {
        return diagnostic;
    }
    diagnostic.help(match namespace {
        Some(namespace) => did_you_mean(&format!("{{{namespace}}}{nearest}")),
        None => did_you_mean(nearest),
    })
}
