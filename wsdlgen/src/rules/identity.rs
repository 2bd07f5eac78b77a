//! Names of identity constraints, and references between them (part 1, §3.11.6).

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::Rules;
use crate::syntax::{
    QName,
    xsd::{ConstraintCategory, ElementContent, IdentityConstraint},
};

/// Identity constraints, each with the namespace of its name.
#[derive(Default)]
pub(super) struct Constraints<'a> {
    all: Vec<(&'a IdentityConstraint, &'a Arc<str>)>,
    /// The addresses of the elements seen. The content of a base is seen again in each extension.
    seen: HashSet<usize>,
}

impl<'a> Constraints<'a> {
    /// Adds the constraints of an element. Returns whether the element is new.
    pub(super) fn add(&mut self, content: &'a ElementContent, namespace: &'a Arc<str>) -> bool {
        let is_new = self.seen.insert(std::ptr::from_ref(content).addr());
        if is_new {
            self.all.extend(content.identity.iter().map(|constraint| (constraint, namespace)));
        }
        is_new
    }
}

impl Rules<'_, '_> {
    pub(super) fn identity(&mut self) {
        let mut known: HashMap<QName, &IdentityConstraint> = HashMap::new();
        let all = std::mem::take(&mut self.constraints.all);
        for (constraint, namespace) in &all {
            let local = constraint.name.name.clone();
            let name = QName { namespace: Arc::clone(namespace), local };
            if known.insert(name, constraint).is_some() {
                let message =
                    format!("two identity constraints are named `{}`", constraint.name.name);
                let label = "the name is taken";
                self.violation(&message, "sch-props-correct.2", constraint.name.span, label);
            }
        }
        for (constraint, _) in &all {
            let ConstraintCategory::Keyref(refer) = &constraint.category else { continue };
            let span = constraint.name.span;
            let key = known.get(refer).filter(|key| {
                matches!(key.category, ConstraintCategory::Key | ConstraintCategory::Unique)
            });
            match key {
                None => {
                    let message =
                        format!("`xs:keyref` refers to `{}`, which is no key", refer.local);
                    self.violation(&message, "src-resolve", span, "refers to it");
                }
                Some(key) if key.fields.len() != constraint.fields.len() => {
                    let message =
                        format!("`xs:keyref` and `{}` have different fields", refer.local);
                    self.violation(&message, "c-props-correct.2", span, "refers to it");
                }
                Some(_) => {}
            }
        }
    }
}
