//! Samples of elements whose attributes select their type.

use super::{content::Builder, tree::Tree};
use crate::model::{Alternative, Family, Model, Selected, ValueType};

impl Builder<'_> {
    /// Adds a value of the first member that the attributes of its sample select, after setting those that the test
    /// compares with literals.
    pub(super) fn alternatives(
        &mut self,
        tree: &mut Tree,
        family: &Family,
        tests: &[Alternative],
    ) -> Option<()> {
        let (blank, before) = (tree.clone(), (self.depth, self.size));
        let found = tests.iter().find_map(|alternative| {
            let Selected::Member(member) = alternative.selected else { return None };
            self.attempt()?;
            *tree = blank.clone();
            (self.depth, self.size) = before;
            self.value(tree, ValueType::Defined(member))?;
            let satisfying = alternative.test.iter().flat_map(|test| test.satisfying_values());
            for (namespace, local, value) in satisfying {
                set(tree, self.model, (namespace, local), value);
            }
            let selected = family.select(&tree.tested_attributes(self.model));
            (selected == alternative.selected).then_some(())
        });
        if found.is_none() {
            *tree = blank;
            (self.depth, self.size) = before;
            self.unfit += 1;
            self.value(tree, ValueType::Defined(family.declared))?;
        }
        Some(())
    }
}

/// Sets the value of an attribute that the element has.
fn set(tree: &mut Tree, model: &Model, (namespace, local): (&str, &str), value: String) {
    let found = tree.attributes.iter_mut().find(|(name, _)| {
        *name.local == *local && *model.namespace(name.namespace).uri == *namespace
    });
    if let Some((_, text)) = found {
        *text = value;
    }
}
