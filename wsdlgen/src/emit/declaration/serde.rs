//! Attributes for serde: names as they are in XML, choices by the name of the branch, nothing for
//! absent members.

use crate::{
    emit::Emitter,
    model::{Definition, Field, Nillable, Occurs, Presence, Term, TypeId},
    name::Identifier,
};

impl Emitter<'_> {
    /// The derives of a type.
    pub(crate) fn serde_type(self, id: TypeId) -> Vec<String> {
        let Some(path) = self.serde else { return Vec::new() };
        let untagged = match &self.named.model.get(id).definition {
            Definition::Union(_) => ", untagged",
            _ => "",
        };
        vec![
            format!("#[derive({path}::Serialize, {path}::Deserialize)]"),
            format!("#[serde(crate = \"{path}\"{untagged})]"),
        ]
    }

    /// What is said of the field that is the base.
    pub(crate) fn serde_flat(self) -> Vec<String> {
        if self.serde.is_some() { parsed("#[serde(flatten)]") } else { Vec::new() }
    }

    /// What is said of a field of attributes.
    pub(crate) fn serde_list(self) -> Vec<String> {
        if self.serde.is_none() {
            return Vec::new();
        }
        parsed("#[serde(default, skip_serializing_if = \"Vec::is_empty\")]")
    }

    /// What is said of a field, or of a variant: `earlier` are the names of those before it.
    pub(crate) fn serde_name<'n>(
        self,
        wire: &str,
        name: &Identifier,
        mut earlier: impl Iterator<Item = &'n str>,
    ) -> Vec<String> {
        // Two of one name could not be told apart: the later keeps the one it has in Rust.
        if earlier.any(|other| other == wire) {
            return Vec::new();
        }
        self.serde_variant(wire, name.bare())
    }

    /// What is said of something that serde would call by its name in Rust.
    pub(crate) fn serde_variant(self, wire: &str, name: &str) -> Vec<String> {
        if self.serde.is_none() || wire == name {
            return Vec::new();
        }
        vec![format!("#[serde(rename = {wire:?})]")]
    }

    /// What is said of a field for a place in content, besides its name.
    pub(crate) fn serde_field(self, field: &Field) -> Vec<String> {
        if self.serde.is_none() {
            return Vec::new();
        }
        let nillable = matches!(&field.term, Term::Element(one) if one.nillable == Nillable::Yes);
        match (field.times.occurs(), &field.term) {
            // What was chosen stands among the other fields.
            (Occurs::Once | Occurs::Optional, Term::Part(_)) => parsed("#[serde(flatten)]"),
            (Occurs::Once, _) => Vec::new(),
            (Occurs::Optional, _) if nillable => {
                parsed("#[serde(default, skip_serializing_if = \"rt::Optional::is_absent\")]")
            }
            (Occurs::Optional, _) => optional(),
            (Occurs::Repeated, _) => self.serde_list(),
        }
    }

    /// What is said of an attribute, besides its name.
    pub(crate) fn serde_attribute(self, presence: Presence) -> Vec<String> {
        match presence {
            Presence::Optional if self.serde.is_some() => optional(),
            _ => Vec::new(),
        }
    }

    /// What is said of a variant for values that are not listed.
    pub(crate) fn serde_rest(self) -> Vec<String> {
        if self.serde.is_some() { parsed("#[serde(untagged)]") } else { Vec::new() }
    }
}

fn optional() -> Vec<String> {
    parsed("#[serde(default, skip_serializing_if = \"Option::is_none\")]")
}

fn parsed(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}
