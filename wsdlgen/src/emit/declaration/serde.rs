//! Attributes for serde: names are those of XML, choices are tagged with the name of the branch, and
//! absent members are omitted.

use crate::{
    emit::Emitter,
    model::{Definition, Field, Nillable, Occurs, Presence, Term, TypeId},
    name::Identifier,
};

impl Emitter<'_> {
    /// Returns the derives of a type.
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

    /// Returns the attributes of the field that holds the base.
    pub(crate) fn serde_flat(self) -> Vec<String> {
        if self.serde.is_some() { parsed("#[serde(flatten)]") } else { Vec::new() }
    }

    /// Returns the attributes of a field that holds a list.
    pub(crate) fn serde_list(self) -> Vec<String> {
        if self.serde.is_none() {
            return Vec::new();
        }
        parsed("#[serde(default, skip_serializing_if = \"Vec::is_empty\")]")
    }

    /// Returns the attributes that name a field or a variant. `earlier` yields the names of those before it.
    pub(crate) fn serde_name<'n>(
        self,
        wire: &str,
        name: &Identifier,
        mut earlier: impl Iterator<Item = &'n str>,
    ) -> Vec<String> {
        // Members with the same name would be ambiguous, so later ones keep their Rust names.
        if earlier.any(|other| other == wire) {
            return Vec::new();
        }
        self.serde_variant(wire, name.bare())
    }

    /// Returns the attribute that renames an item if its names in XML and in Rust differ.
    pub(crate) fn serde_variant(self, wire: &str, name: &str) -> Vec<String> {
        if self.serde.is_none() || wire == name {
            return Vec::new();
        }
        vec![format!("#[serde(rename = {wire:?})]")]
    }

    /// Returns the attributes of a field for a particle, except for its name.
    pub(crate) fn serde_field(self, field: &Field) -> Vec<String> {
        if self.serde.is_none() {
            return Vec::new();
        }
        let nillable = matches!(&field.term, Term::Element(one) if one.nillable == Nillable::Yes);
        match (field.times.occurs(), &field.term) {
            // A choice or group is flattened into the surrounding object.
            (Occurs::Once | Occurs::Optional, Term::Part(_)) => parsed("#[serde(flatten)]"),
            (Occurs::Once, _) => Vec::new(),
            (Occurs::Optional, _) if nillable => {
                parsed("#[serde(default, skip_serializing_if = \"rt::Optional::is_absent\")]")
            }
            (Occurs::Optional, _) => optional(),
            (Occurs::Repeated, _) => self.serde_list(),
        }
    }

    /// Returns the attributes of a field for an XML attribute, except for its name.
    pub(crate) fn serde_attribute(self, presence: Presence) -> Vec<String> {
        match presence {
            Presence::Optional if self.serde.is_some() => optional(),
            _ => Vec::new(),
        }
    }

    /// Returns the attributes of the variant for unlisted values.
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
