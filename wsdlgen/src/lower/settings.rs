//! Settings that speak of the contract's types.

use super::Lowering;
use crate::{
    config::Settings,
    diagnostic::{Code, Diagnostic},
    model::{Definition, Name, Origin, Shown, TypeId},
};

/// Marks the fields that must not be shown, and lists their elements.
pub(super) fn mark_secrets(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<Name> {
    let mut secrets: Vec<Name> = Vec::new();
    for selector in &settings.secrets {
        let marked = mark(lowering, selector);
        if marked.is_empty() {
            let message = format!("the secret `{selector}` is nowhere in the contract");
            let help = "a secret is given as `ComplexType/Element`, in the contract's own words";
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

fn mark(lowering: &mut Lowering<'_>, selector: &str) -> Vec<Name> {
    let Some((type_path, element)) = selector.rsplit_once('/') else { return Vec::new() };
    let mut marked = Vec::new();
    for index in 0..lowering.types.len() {
        let id = TypeId(u32::try_from(index).expect("fewer types than 4 billion"));
        if path(lowering, id).as_deref() != Some(type_path) {
            continue;
        }
        let Some(lowered) = lowering.type_mut(id) else { continue };
        let Definition::Record(record) = &mut lowered.definition else { continue };
        for field in record.fields.iter_mut().filter(|field| &*field.name.local == element) {
            field.shown = Shown::Redacted;
            marked.push(field.name.clone());
        }
    }
    marked
}

/// How a selector names a type: by its name, or by the elements that lead to it.
fn path(lowering: &Lowering<'_>, id: TypeId) -> Option<String> {
    match &lowering.types.get(id.0 as usize)?.as_ref()?.origin {
        Origin::Named(name) | Origin::Element(name) => Some(name.local.to_string()),
        Origin::Inner(owner, name) => Some(format!("{}/{}", path(lowering, *owner)?, name.local)),
    }
}
