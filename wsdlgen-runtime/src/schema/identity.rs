//! Assessment of identity constraints (XML Schema part 1, §3.11.4).

use std::collections::{HashMap, HashSet};

use super::{
    constraint::{Category, Constraint},
    element::Assessment,
    path::Selected,
    value::Key,
};
use crate::xml::{AnyElement, QName};

/// The key sequences of an element's identity constraints and of those below it (§3.11.5, node table).
#[derive(Default)]
pub(super) struct Tables(HashMap<QName, HashSet<Vec<Key>>>);

impl Tables {
    /// Adds the tables of a child element.
    pub(super) fn merge(&mut self, other: Self) {
        for (name, keys) in other.0 {
            let own = self.0.entry(name).or_default();
            // The smaller set moves, so that a value moves a few times at most.
            let (mut large, small) = if own.len() < keys.len() {
                (keys, std::mem::take(own))
            } else {
                (std::mem::take(own), keys)
            };
            large.extend(small);
            *own = large;
        }
    }
}

impl<'d> Assessment<'_, 'd> {
    /// Checks the identity constraints of the current element. `tables` has those of its descendants.
    pub(super) fn constraints(
        &mut self,
        element: &'d AnyElement,
        constraints: &[Constraint],
        tables: &mut Tables,
    ) {
        let (references, keys): (Vec<_>, Vec<_>) = constraints
            .iter()
            .partition(|constraint| matches!(constraint.category, Category::Keyref(_)));
        for constraint in keys {
            let found = self.table(element, constraint);
            let mut own = Tables::default();
            own.0.insert(constraint.name.clone(), found);
            tables.merge(own);
        }
        for constraint in references {
            let Category::Keyref(key) = &constraint.category else { continue };
            let found = self.table(element, constraint);
            let known = tables.0.get(key);
            for keys in
                found.iter().filter(|keys| !known.is_some_and(|known| known.contains(*keys)))
            {
                let name = constraint.name.local();
                let reason = format!("{} of `{name}` refers to nothing", shown(keys));
                self.report(reason, "cvc-identity-constraint.4.3");
            }
        }
    }

    /// Returns the key sequences of a constraint. Reports those that are incomplete or occur twice.
    fn table(&mut self, element: &'d AnyElement, constraint: &Constraint) -> HashSet<Vec<Key>> {
        let name = constraint.name.local();
        let mut table = HashSet::new();
        for selected in constraint.selector.select(element, &|_| Vec::new()) {
            let Selected::Element(target) = selected else { continue };
            let Some(keys) = self.key_sequence(target, constraint) else { continue };
            let is_reference = matches!(constraint.category, Category::Keyref(_));
            if table.contains(&keys) && !is_reference {
                let reason = format!("{} of `{name}` occurs a second time", shown(&keys));
                self.report(reason, "cvc-identity-constraint.4.1");
            }
            table.insert(keys);
        }
        table
    }

    /// Returns the values of all fields, or `None` if one is absent.
    fn key_sequence(
        &mut self,
        target: &'d AnyElement,
        constraint: &Constraint,
    ) -> Option<Vec<Key>> {
        let name = constraint.name.local();
        let is_key = constraint.category == Category::Key;
        let mut keys = Vec::new();
        for (number, field) in (1..).zip(&constraint.fields) {
            let selected = field.select(target, &|element| self.outcomes.attributes(element));
            if selected.len() > 1 {
                let reason = format!("field {number} of `{name}` selects several values");
                self.report(reason, "cvc-identity-constraint.3");
                return None;
            }
            let value = selected.first().and_then(|selected| match selected {
                Selected::Element(element) if is_key && self.outcomes.is_nillable(element) => None,
                Selected::Element(element) => self.outcomes.value(element),
                Selected::Attribute(element, name) => self.outcomes.attribute(element, name),
            });
            let Some(key) = value else {
                if is_key {
                    let reason = format!("field {number} of the key `{name}` has no value");
                    self.report(reason, "cvc-identity-constraint.4.2");
                }
                return None;
            };
            keys.push(key.clone());
        }
        Some(keys)
    }
}

/// Returns a key sequence for messages.
fn shown(keys: &[Key]) -> String {
    let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
    keys.join(", ")
}
