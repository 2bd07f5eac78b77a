//! The definitions of every schema, by name.

use std::collections::HashSet;

use super::{
    kind::Kind,
    linked::{InNamespace, Linked},
    policies::Policies,
    resolver::Resolved,
    symbols::{Found, From, Symbols},
};
use crate::{
    diagnostic::Report,
    document::Span,
    syntax::{
        Builtin, QName, Reference,
        wsdl::Definitions,
        xsd::{
            AttributeDeclaration, AttributeGroupDefinition, Block, ElementContent,
            ElementDeclaration, Final, GroupDefinition, Origin, Overrides, Schema, TypeDefinition,
            TypeUse, Version,
        },
    },
};

pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// The definitions of every schema.
#[derive(Debug)]
pub(super) struct Schemas {
    pub(super) types: Symbols<TypeDefinition>,
    pub(super) elements: Symbols<ElementDeclaration>,
    pub(super) attributes: Symbols<AttributeDeclaration>,
    pub(super) groups: Symbols<GroupDefinition>,
    pub(super) attribute_groups: Symbols<AttributeGroupDefinition>,
    pub(super) notations: HashSet<QName>,
    /// The highest version that a schema of the contract follows.
    pub(super) version: Version,
    /// Redefinitions without an original.
    pub(super) without_original: Vec<(Kind, QName, Span)>,
}

impl Schemas {
    pub(super) fn collect(schemas: Vec<Schema>, report: &mut Report) -> Self {
        let mut all = Self {
            types: Symbols::new(),
            elements: Symbols::new(),
            attributes: Symbols::new(),
            groups: Symbols::new(),
            attribute_groups: Symbols::new(),
            notations: HashSet::new(),
            version: Version::default(),
            without_original: Vec::new(),
        };
        let mut redefinitions = Vec::new();
        for (number, mut schema) in schemas.into_iter().enumerate() {
            if &*schema.target_namespace == XSD {
                // Built-in types need no definition, although XML Schema's own schema defines them.
                schema.types.retain(|item| Builtin::lookup(&item.name.name).is_none());
            }
            let namespace = &schema.target_namespace;
            let from = From { namespace, schema: number, origin: schema.origin };
            all.types.add(from, schema.types, report);
            all.elements.add(from, schema.elements, report);
            all.attributes.add(from, schema.attributes, report);
            all.groups.add(from, schema.groups, report);
            all.attribute_groups.add(from, schema.attribute_groups, report);
            all.version = all.version.max(schema.version);
            let named = |local| QName { namespace: namespace.clone(), local };
            all.notations.extend(schema.notations.into_iter().map(named));
            redefinitions.push((
                number,
                schema.target_namespace,
                schema.redefinitions,
                schema.overrides,
            ));
        }
        redefinitions.sort_by_key(|(_, _, redefinitions, _)| redefinitions.layer);
        for (schema, namespace, redefinitions, overrides) in redefinitions {
            let from = From { namespace: &namespace, schema, origin: Origin::Contract };
            all.replace(from, overrides);
            let unknown = all.types.redefine(from, redefinitions.types);
            all.note(Kind::Type, unknown);
            let unknown = all.groups.redefine(from, redefinitions.groups);
            all.note(Kind::Group, unknown);
            let unknown = all.attribute_groups.redefine(from, redefinitions.attribute_groups);
            all.note(Kind::AttributeGroup, unknown);
        }
        all
    }

    /// Replaces definitions with those that override them.
    fn replace(&mut self, from: From<'_>, overrides: Overrides) {
        self.types.replace(from, overrides.types);
        self.elements.replace(from, overrides.elements);
        self.attributes.replace(from, overrides.attributes);
        self.groups.replace(from, overrides.groups);
        self.attribute_groups.replace(from, overrides.attribute_groups);
    }

    fn note(&mut self, kind: Kind, unknown: Vec<(QName, Span)>) {
        let unknown = unknown.into_iter().map(|(name, span)| (kind, name, span));
        self.without_original.extend(unknown);
    }

    pub(super) fn link(
        self,
        definitions: Vec<Definitions>,
        policies: Policies,
        resolved: Resolved,
        bytes: usize,
    ) -> Linked {
        let used = resolved.used;
        Linked {
            definitions,
            policies,
            types: self.types.into_items(&used.types.used),
            elements: self.elements.into_items(&used.elements.used),
            attributes: self.attributes.into_items(&used.attributes.used),
            groups: self.groups.into_items(&used.groups.used),
            attribute_groups: self.attribute_groups.into_items(&used.attribute_groups.used),
            notations: self.notations,
            version: self.version,
            bytes,
            targets: resolved.targets,
        }
    }

    /// Adds the definitions that references assume: types with the names of elements, and elements with the names of types.
    /// `slot` is the first unused slot for a reference. Returns whether there are any.
    pub(super) fn add_assumed(&mut self, links: &Resolved, slot: u32, report: &mut Report) -> bool {
        let mut slots = slot..;
        let mut reference = |name: &QName, span| {
            TypeUse::Reference(Reference::new(name.clone(), span, slots.next().unwrap_or(u32::MAX)))
        };
        for index in &links.unnamed {
            let InNamespace { namespace, item, .. } = &mut self.elements.items[*index];
            let name = item.name.clone();
            let qname = QName { namespace: namespace.clone(), local: name.name.clone() };
            let named = reference(&qname, name.span);
            let of_type = std::mem::replace(&mut item.content.of_type, named);
            let TypeUse::Anonymous(definition) = of_type else { continue };
            let schema = self.elements.schemas[*index];
            let from = From { namespace, schema, origin: Origin::Contract };
            let definition = TypeDefinition { name, definition: *definition };
            self.types.add(from, vec![definition], report);
        }
        for qname in &links.undeclared {
            let Some(Found::Contract(index)) = self.types.find(qname) else { continue };
            let name = self.types.items[index].item.name.clone();
            let of_type = reference(qname, name.span);
            let content = ElementContent {
                documentation: None,
                of_type,
                alternatives: Vec::new(),
                nillable: false,
                block: Block::default(),
                constraint: None,
                identity: Vec::new(),
                media_types: None,
            };
            let schema = self.types.schemas[index];
            let from = From { namespace: &qname.namespace, schema, origin: Origin::Contract };
            let element = ElementDeclaration {
                name,
                is_abstract: false,
                substitution_group: None,
                finals: Final::default(),
                is_data_set: false,
                content,
            };
            self.elements.add(from, vec![element], report);
        }
        !links.unnamed.is_empty() || !links.undeclared.is_empty()
    }
}
