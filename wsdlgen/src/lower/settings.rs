//! Settings that speak of the contract's types.

use super::{Lowering, custom::matching};
use crate::{
    config::Settings,
    diagnostic::{Code, Diagnostic},
    model::{Definition, Name, Origin, Shown, Term, TypeId},
};

/// Marks the fields that must not be shown, and lists their elements.
pub(super) fn mark_secrets(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<Name> {
    let mut secrets: Vec<Name> = Vec::new();
    for selector in &settings.secrets {
        let marked = mark(lowering, selector);
        if marked.is_empty() {
            let message = format!("the secret `{selector}` is nowhere in the contract");
            let help = "a secret is given as `ComplexType/Element` or `ComplexType/@attribute`, in the contract's own words";
            lowering.report.add(Diagnostic::error(Code::UnusedSetting, message).help(help));
        }
        for name in marked {
            if !secrets.contains(&name) {
                secrets.push(name);
            }
        }
    }
    secrets
}

/// The types that are generated beside what the chosen operations reach.
pub(super) fn wanted(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<TypeId> {
    let mut wanted = Vec::new();
    for selector in &settings.types {
        let found = matching(lowering, selector);
        if found.is_empty() {
            let message = format!("the type `{selector}` is nowhere in the contract");
            lowering.report.add(Diagnostic::error(Code::UnusedSetting, message));
        }
        wanted.extend(found);
    }
    wanted
}

fn mark(lowering: &mut Lowering<'_>, selector: &str) -> Vec<Name> {
    let Some((type_path, local)) = selector.rsplit_once('/') else { return Vec::new() };
    let mut marked = Vec::new();
    for lowered in lowering.types.iter_mut().flatten() {
        let Definition::Record(record) = &mut lowered.definition else { continue };
        if path(&lowered.origin).as_deref() != Some(type_path) {
            continue;
        }
        for field in record.fields_mut() {
            if let Term::Element(element) = &field.term
                && &*element.name.local == local
            {
                field.shown = Shown::Redacted;
                marked.push(element.name.clone());
            }
        }
        for attribute in &mut record.attributes {
            if Some(&*attribute.name.local) == local.strip_prefix('@') {
                attribute.shown = Shown::Redacted;
                marked.push(attribute.name.clone());
            }
        }
    }
    marked
}

/// How a selector names a type: by its name, or by the elements that lead to it.
pub(super) fn path(origin: &Origin) -> Option<String> {
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
