//! Groups of elements: sequences that are optional or repeated, and choices.

use super::{NOTES, Walk, XSI};
use crate::xml::{AnyAttribute, AnyElement};

/// Maximum number of names in the title of a group.
const TITLE_NAMES: usize = 3;

/// An element of the message, or a group of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Element,
    Sequence,
    Choice,
}

impl Kind {
    pub(super) fn of(form: &AnyElement) -> Self {
        match (form.name.namespace(), form.name.local()) {
            (NOTES, "sequence") => Self::Sequence,
            (NOTES, "choice") => Self::Choice,
            _ => Self::Element,
        }
    }
}

/// Returns the name of an element, or those of the first members of a group.
pub(super) fn title(form: &AnyElement) -> String {
    let separator = match Kind::of(form) {
        Kind::Element => return form.name.local().to_owned(),
        Kind::Sequence => ", ",
        Kind::Choice => " or ",
    };
    let mut names = Vec::new();
    for name in form.elements().filter_map(first_name) {
        if !names.contains(&name) && names.len() <= TITLE_NAMES {
            names.push(name);
        }
    }
    if names.len() > TITLE_NAMES {
        names[TITLE_NAMES] = "\u{2026}";
    }
    names.join(separator)
}

fn first_name(form: &AnyElement) -> Option<&str> {
    match Kind::of(form) {
        Kind::Element => Some(form.name.local()),
        Kind::Sequence | Kind::Choice => form.elements().find_map(first_name),
    }
}

/// Returns the title of a branch of a choice. If several branches are the same element, it contains their types.
pub(super) fn branch_title(choice: &AnyElement, branch: &AnyElement) -> String {
    let is_type = |one: &&AnyAttribute| one.name.namespace() == XSI && one.name.local() == "type";
    let ty = branch.attributes.iter().find(is_type).and_then(|one| one.value.rsplit(':').next());
    let is_shared = choice.elements().filter(|other| other.name == branch.name).count() > 1;
    match ty {
        Some(ty) if is_shared => format!("{}: {ty}", title(branch)),
        _ => title(branch),
    }
}

/// Returns the index of the chosen branch of `count`, or `None` if an optional choice is left out.
pub(super) fn chosen(
    path: &str,
    count: usize,
    is_optional: bool,
    walk: &Walk<'_>,
) -> Option<usize> {
    let text = walk.text(path);
    let index = text.and_then(|text| text.parse().ok()).filter(|index| *index < count);
    let is_left_out = is_optional && text == Some("");
    (!is_left_out && count > 0).then(|| index.unwrap_or(0))
}
