//! Assessment of IDs and of references to them (XML Schema part 1, §3.3.4, Validation Root Valid (ID/IDREF)).

use std::collections::HashSet;

use super::{element::Assessment, error::InvalidDocument, value::Value};
use crate::xml::QName;

/// The IDs of a document and the references to IDs.
#[derive(Default)]
pub(super) struct Ids {
    known: HashSet<String>,
    /// References, and the paths where they occur.
    references: Vec<(String, String)>,
}

impl Ids {
    /// Reports references to IDs that no element has.
    pub(super) fn report_dangling(&mut self, invalid: &mut InvalidDocument) {
        for (id, path) in std::mem::take(&mut self.references) {
            if !self.known.contains(&id) {
                invalid.add(path, format!("no element has the ID `{id}`"), "cvc-id.1");
            }
        }
    }
}

impl Assessment<'_, '_> {
    /// Notes the IDs in a value and the references to IDs (§3.3.4, Validation Root Valid; part 2, §3.3.8 to §3.3.11).
    pub(super) fn note_ids(&mut self, value: &Value, attribute: Option<&QName>) {
        for (builtin, atom) in value.atoms() {
            let text = atom.lexical();
            match builtin {
                "ID" if !self.ids.known.insert(text.clone().into_owned()) => {
                    let path = self.path(attribute);
                    let reason = format!("the ID `{text}` occurs a second time");
                    self.invalid.add(path, reason, "cvc-id.2");
                }
                "IDREF" => {
                    let path = self.path(attribute);
                    self.ids.references.push((text.into_owned(), path));
                }
                "ENTITY" => {
                    let path = self.path(attribute);
                    let reason = format!("the entity `{text}` is not declared");
                    self.invalid.add(path, reason, "cvc-datatype-valid.1");
                }
                _ => {}
            }
        }
    }
}
