//! Selectors: names of types and members in settings, as the contract has them.

use std::sync::Arc;

use crate::{
    diagnostic::{Diagnostic, did_you_mean, nearest},
    lower::Lowering,
    model::{Definition, Origin, Record, Term, Type, TypeId},
};

/// Returns the selector of a type: its name, or the path of elements to it.
pub(crate) fn path(origin: &Origin) -> Option<String> {
    match origin {
        Origin::Named(name)
        | Origin::Element(name)
        | Origin::Group(name)
        | Origin::Message(name, _) => Some(name.local.to_string()),
        Origin::Inner(outer, name) => Some(format!("{}/{}", path(outer)?, name.local)),
        // A part has the path of the enclosing type, so that its elements are found there.
        Origin::Part(outer, _) => path(outer),
        _ => None,
    }
}

/// Splits a selector into its namespace, if it has one, and the rest.
pub(crate) fn split(selector: &str) -> (Option<&str>, &str) {
    match selector.strip_prefix('{').and_then(|one| one.split_once('}')) {
        Some((namespace, local)) => (Some(namespace), local),
        None => (None, selector),
    }
}

/// Returns the types that a selector matches.
pub(crate) fn matching(lowering: &Lowering<'_>, selector: &str) -> Vec<TypeId> {
    let (namespace, local) = split(selector);
    let is_there = |ty: &Type| {
        let uri = &lowering.namespaces[ty.origin.namespace().0 as usize].uri;
        namespace.is_none_or(|namespace| **uri == *namespace)
    };
    let is_called = |ty: &Type| match local {
        "*" => ty.has_item(),
        // An unnamed choice or group has the path of the enclosing type but does not match it.
        _ => !matches!(*ty.origin, Origin::Part(..)) && path(&ty.origin).as_deref() == Some(local),
    };
    let types = (0..).map(TypeId).zip(&lowering.types);
    let found = types.filter_map(|(id, ty)| Some((id, ty.as_ref()?)));
    found.filter(|(_, one)| is_there(one) && is_called(one)).map(|(id, _)| id).collect()
}

/// Returns whether a type has a field or variant with this name in selectors.
pub(crate) fn has_member(definition: &Definition, member: &str) -> bool {
    members(definition).iter().any(|one| **one == *member)
}

/// Returns the names of a type's fields or variants in selectors.
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

/// Returns the names of a record's members in selectors.
fn record_members(record: &Record) -> impl Iterator<Item = Arc<str>> {
    let fields = record.fields().iter().map(|field| match &field.term {
        Term::Element(element) => element.name.local.clone(),
        Term::Part(_) | Term::Any(_) => field.called.clone(),
    });
    let attributes = record.attributes.iter();
    fields.chain(attributes.map(|attribute| format!("@{}", attribute.name.local).into()))
}

/// Adds a suggestion to a diagnostic, if a known selector is close to `selector`.
pub(crate) fn near(lowering: &Lowering<'_>, selector: &str, diagnostic: Diagnostic) -> Diagnostic {
    let (namespace, local) = split(selector);
    let mut known: Vec<String> = Vec::new();
    for ty in lowering.types.iter().flatten() {
        let Some(path) = path(&ty.origin) else { continue };
        let members = members(&ty.definition);
        known.extend(members.iter().map(|member| format!("{path}/{member}")));
        known.push(path);
    }
    let Some(nearest) = nearest(local, known.iter().map(String::as_str)) else { return diagnostic };
    // The name exists: the setting does not apply to it, or names another namespace.
    if nearest == local {
        return diagnostic;
    }
    diagnostic.help(match namespace {
        Some(namespace) => did_you_mean(&format!("{{{namespace}}}{nearest}")),
        None => did_you_mean(nearest),
    })
}
