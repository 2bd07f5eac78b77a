//! Lowering of attributes, local and global, of types and of attribute groups.

use std::{collections::HashSet, sync::Arc};

use super::types::Site;
use crate::{
    lower::Lowering,
    model::{Attribute, Builtin, Name, Origin, Presence, Record, Sensitivity, ValueType, Wildcard},
    syntax::xsd::{
        self, AttributeDeclaration, AttributeItem, AttributeReference, ComplexType, LocalAttribute,
    },
};

impl<'a> Lowering<'a> {
    /// Adds attributes to a record, including those of attribute groups.
    pub(crate) fn attributes(
        &mut self,
        items: &'a [AttributeItem],
        wildcard: Option<&xsd::Wildcard>,
        site: Site<'_>,
        record: &mut Record,
    ) {
        let names = record.attributes.iter().map(|attribute| attribute.name.clone()).collect();
        let mut added = Added { groups: HashSet::new(), names };
        self.attributes_once(items, wildcard, site, record, &mut added);
    }

    /// Adds attributes like [`attributes`](Self::attributes), but skips the groups and names in `added`.
    fn attributes_once(
        &mut self,
        items: &'a [AttributeItem],
        wildcard: Option<&xsd::Wildcard>,
        site: Site<'_>,
        record: &mut Record,
        added: &mut Added,
    ) {
        if let Some(written) = wildcard {
            let wildcard = self.wildcard(written);
            // The intersection of the wildcards of a type and its groups (§3.4.2, complete wildcard).
            record.any_attribute = match record.any_attribute.take() {
                Some(other) => other.and(&wildcard),
                None => Some(wildcard),
            };
        }
        for item in items {
            match item {
                AttributeItem::Local(local) => {
                    let attribute = self.local_attribute(local, site);
                    added.attribute(attribute, record);
                }
                AttributeItem::Reference(reference) => {
                    let attribute = self.attribute_reference(reference);
                    added.attribute(attribute, record);
                }
                AttributeItem::Group(reference) => {
                    let index = self.linked.attribute_group_index(reference);
                    if !added.groups.insert(index) {
                        continue;
                    }
                    let group = &self.linked.attribute_groups[index];
                    let name = self.name(&group.namespace, &group.item.name.name);
                    let origin = Arc::new(Origin::Group(name));
                    let site = Site { origin: &origin };
                    let wildcard = group.item.any_attribute.as_ref();
                    let items = &group.item.attributes;
                    self.attributes_once(items, wildcard, site, record, added);
                }
            }
        }
    }

    fn local_attribute(&mut self, local: &'a LocalAttribute, site: Site<'_>) -> Option<Attribute> {
        let declaration = &local.declaration;
        let name = self.name(&local.namespace, &declaration.name.name);
        let presence = presence(local.presence)?;
        let origin = Arc::new(Origin::Inner(site.origin.clone(), name.clone()));
        let value = self.attribute_value(declaration, Site { origin: &origin });
        let documentation = declaration.documentation.clone();
        let constraint = self.constraint(declaration.constraint.as_ref(), value);
        Some(Attribute {
            name,
            documentation,
            value,
            presence,
            constraint,
            shown: Sensitivity::Public,
            is_preset: false,
        })
    }

    /// Returns the names of the base's attributes that a type prohibits.
    pub(crate) fn prohibited(&mut self, complex: &ComplexType) -> Vec<Name> {
        let mut prohibited = Vec::new();
        for item in &complex.attributes {
            match item {
                AttributeItem::Local(local) if local.presence == xsd::Presence::Prohibited => {
                    let local_name = &local.declaration.name.name;
                    prohibited.push(self.name(&local.namespace, local_name));
                }
                AttributeItem::Reference(written)
                    if written.presence == xsd::Presence::Prohibited =>
                {
                    let index = self.linked.attribute_index(&written.reference);
                    let global = &self.linked.attributes[index];
                    prohibited.push(self.name(&global.namespace, &global.item.name.name));
                }
                _ => {}
            }
        }
        prohibited
    }

    fn attribute_reference(&mut self, written: &AttributeReference) -> Option<Attribute> {
        let presence = presence(written.presence)?;
        let index = self.linked.attribute_index(&written.reference);
        let global = &self.linked.attributes[index];
        let name = self.name(&global.namespace, &global.item.name.name);
        let origin = Arc::new(Origin::Attribute(name.clone()));
        let site = Site { origin: &origin };
        let value = self.attribute_value(&global.item, site);
        let documentation = written.documentation.as_ref().or(global.item.documentation.as_ref());
        let documentation = documentation.cloned();
        let constraint_of = written.constraint.as_ref().or(global.item.constraint.as_ref());
        let constraint = self.constraint(constraint_of, value);
        Some(Attribute {
            name,
            documentation,
            value,
            presence,
            constraint,
            shown: Sensitivity::Public,
            is_preset: false,
        })
    }

    fn attribute_value(
        &mut self,
        declaration: &'a AttributeDeclaration,
        site: Site<'_>,
    ) -> ValueType {
        let documentation = &declaration.documentation;
        self.value(&declaration.of_type, documentation, site, Builtin::AnySimpleType)
    }

    pub(crate) fn wildcard(&mut self, written: &xsd::Wildcard) -> Wildcard {
        let namespaces = written.namespaces.map(|uri| self.namespace(uri));
        Wildcard { namespaces, is_open: false, documentation: written.documentation.clone() }
    }
}

/// The attribute groups and attribute names that a record already has.
struct Added {
    groups: HashSet<usize>,
    names: HashSet<Name>,
}

impl Added {
    /// Adds an attribute, unless the record already has one with its name.
    fn attribute(&mut self, attribute: Option<Attribute>, record: &mut Record) {
        let Some(attribute) = attribute else { return };
        if self.names.insert(attribute.name.clone()) {
            record.attributes.push(attribute);
        }
    }
}

fn presence(written: xsd::Presence) -> Option<Presence> {
    match written {
        xsd::Presence::Required => Some(Presence::Required),
        xsd::Presence::Optional => Some(Presence::Optional),
        xsd::Presence::Prohibited => None,
    }
}
