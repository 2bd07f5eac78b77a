//! Settings that select types and members of the contract.

use super::selectors::{self, matching, path};
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::Lowering,
    model::{Definition, Name, Sensitivity, Term, TypeId},
    settings::Settings,
};

/// Marks secret fields and attributes, and returns their names.
pub(crate) fn mark_secrets(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<Name> {
    let mut secrets: Vec<Name> = Vec::new();
    for selector in &settings.secrets {
        let marked = mark(lowering, selector);
        if marked.is_empty() {
            let message = format!("cannot find secret `{selector}` in the contract");
            let help = "name a secret as `ComplexType/Element` or `ComplexType/@attribute`, with names as in the contract";
            let diagnostic = Diagnostic::error(Code::UnusedSetting, message).help(help);
            let diagnostic = selectors::near(lowering, selector, diagnostic);
            lowering.report.add(diagnostic);
        }
        for name in marked {
            if !secrets.contains(&name) {
                secrets.push(name);
            }
        }
    }
    secrets
}

/// Returns the types to generate in addition to those that the selected operations refer to.
pub(crate) fn wanted(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<TypeId> {
    let mut wanted = Vec::new();
    for selector in &settings.types {
        let found = matching(lowering, selector);
        if found.is_empty() {
            let message = format!("cannot find type `{selector}` in the contract");
            let diagnostic = Diagnostic::error(Code::UnusedSetting, message);
            let diagnostic = selectors::near(lowering, selector, diagnostic);
            lowering.report.add(diagnostic);
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
                field.shown = Sensitivity::Secret;
                marked.push(element.name.clone());
            }
        }
        for attribute in &mut record.attributes {
            if Some(&*attribute.name.local) == local.strip_prefix('@') {
                attribute.shown = Sensitivity::Secret;
                marked.push(attribute.name.clone());
            }
        }
    }
    marked
}
