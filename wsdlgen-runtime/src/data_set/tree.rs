//! Changing trees in place.

use crate::xml::{AnyElement, AnyNode};

pub(super) fn elements_mut(parent: &mut AnyElement) -> impl Iterator<Item = &mut AnyElement> {
    parent.children.iter_mut().filter_map(|child| match child {
        AnyNode::Element(element) => Some(element),
        AnyNode::Text(_) => None,
    })
}

/// Calls `change` with the child that `is_it` finds, or with a new one that is inserted at an index.
pub(super) fn with_child(
    parent: &mut AnyElement,
    is_it: impl Fn(&AnyElement) -> bool,
    create: impl FnOnce() -> AnyElement,
    at: usize,
    change: impl FnOnce(&mut AnyElement),
) {
    let found = elements_mut(parent).find(|child| is_it(child));
    if let Some(found) = found {
        change(found);
    } else {
        let mut created = create();
        change(&mut created);
        parent.children.insert(at, AnyNode::Element(created));
    }
}
