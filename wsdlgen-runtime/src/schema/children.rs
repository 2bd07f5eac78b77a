//! Assessment of child elements (XML Schema part 1, §3.4.4, §3.10.4).

use std::collections::HashMap;

use super::{
    builtins::ANY_TYPE,
    components::Model,
    content::{Mismatch, match_children},
    element::{Assessment, Governing},
    identity::Tables,
    wildcard::{Process, Wildcard},
};
use crate::xml::{AnyElement, AnyNode, QName};

impl<'d> Assessment<'_, 'd> {
    /// Assesses the child elements of the current element. Returns the tables of their identity constraints.
    pub(super) fn children(&mut self, element: &'d AnyElement, model: &Model) -> Tables {
        let is_text = |child: &AnyNode| matches!(child, AnyNode::Text(text) if !text.trim_matches([' ', '\t', '\n', '\r']).is_empty());
        if !model.mixed && element.children.iter().any(is_text) {
            self.report("text is not allowed here", "cvc-complex-type.2.3");
        }
        let names: Vec<&QName> = element.elements().map(|child| &child.name).collect();
        if let Err(mismatch) = match_children(model, &names) {
            self.mismatch(&mismatch, &names);
        }
        let mut positions: HashMap<&QName, usize> = HashMap::new();
        for name in &names {
            *positions.entry(name).or_default() += 1;
        }
        // Only repeated elements are numbered.
        positions.retain(|_, count| *count > 1);
        for count in positions.values_mut() {
            *count = 0;
        }
        let mut tables = Tables::default();
        for child in element.elements() {
            let position = positions.get_mut(&child.name).map_or(0, |count| {
                *count += 1;
                *count
            });
            self.ancestors.push((child, position));
            tables.merge(self.child(child, model));
            self.ancestors.pop();
        }
        tables
    }

    fn child(&mut self, child: &'d AnyElement, model: &Model) -> Tables {
        if let Some(declaration) = model.declared.get(&child.name) {
            return self.declared(child, *declaration);
        }
        match model.wildcards.iter().find(|wildcard| wildcard.allows(&child.name)) {
            Some(wildcard) => self.wild(child, wildcard),
            // It has been reported as unexpected.
            None => Tables::default(),
        }
    }

    /// Assesses an element that a wildcard accepts.
    fn wild(&mut self, child: &'d AnyElement, wildcard: &Wildcard) -> Tables {
        if wildcard.process == Process::Skip {
            return Tables::default();
        }
        if let Some(declaration) = self.components.global_elements.get(&child.name) {
            return self.declared(child, *declaration);
        }
        let ty = match self.named_type(child) {
            Some(Ok(ty)) => ty,
            // Without a declaration, content is assessed as far as declarations are known (§5.2, lax).
            None | Some(Err(_)) if wildcard.process == Process::Lax => ANY_TYPE,
            None => {
                self.report(format!("`{}` is not declared", child.name), "cvc-assess-elt.1.1");
                return Tables::default();
            }
            Some(Err(reason)) => {
                self.report(reason, "cvc-assess-elt.1.2");
                return Tables::default();
            }
        };
        self.governed(child, &Governing::by_type(ty))
    }

    fn mismatch(&mut self, mismatch: &Mismatch, names: &[&QName]) {
        match mismatch {
            Mismatch::Unexpected(index) => {
                let name = names[*index];
                self.report(format!("`{name}` is not allowed here"), "cvc-complex-type.2.4");
            }
            Mismatch::Incomplete => {
                self.report("elements are missing at the end", "cvc-complex-type.2.4");
            }
            Mismatch::TooAmbiguous => {
                let reason = "the schema is so ambiguous that matching the elements takes too long";
                self.report(reason, "cvc-complex-type.2.4");
            }
        }
    }
}
