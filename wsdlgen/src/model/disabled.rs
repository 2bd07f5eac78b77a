//! Removal of the operations whose features are disabled, once everything has its name.

use wsdlgen_runtime::policy::{Requirements, SecurityPolicy};

use super::{Definition, Interface, Model, TypeId};

impl Model {
    /// Removes the members of families that `keep` rejects.
    pub(crate) fn retain_members(&mut self, keep: impl Fn(TypeId) -> bool) {
        for ty in &mut self.types {
            if let Definition::Family(family) = &mut ty.definition {
                family.members.retain(|member| keep(*member));
            }
        }
    }
}

impl Interface {
    /// Removes the operations whose features are disabled, with their actions and their places in policies.
    pub(crate) fn remove_disabled(&mut self) {
        let enabled: Vec<bool> = self.operations.iter().map(|one| one.is_enabled).collect();
        retain_marked(&mut self.operations, &enabled);
        for port in &mut self.ports {
            retain_marked(&mut port.actions, &enabled);
            if let Some(policy) = port.policy.as_mut().filter(|one| !one.alternatives().is_empty())
            {
                let alternatives = policy.alternatives().iter().cloned();
                *policy = SecurityPolicy::any_of(alternatives.map(|own| without(own, &enabled)));
            }
        }
    }
}

/// Returns requirements without the exceptions of disabled operations.
fn without(mut requirements: Requirements, enabled: &[bool]) -> Requirements {
    requirements.exceptions.retain(|exception| enabled[exception.index]);
    for exception in &mut requirements.exceptions {
        let before = enabled[..exception.index].iter();
        exception.index = before.filter(|is_enabled| **is_enabled).count();
    }
    requirements
}

/// Removes the items whose mark is `false`.
pub(crate) fn retain_marked<T>(items: &mut Vec<T>, marks: &[bool]) {
    let mut marks = marks.iter();
    items.retain(|_| marks.next().is_none_or(|mark| *mark));
}
