//! Lookup of every reference.

use std::collections::HashMap;

use super::{
    dangling::Dangling,
    kind::{Definition, Kind},
    linked::{DefinitionId, Linked, Target},
    symbols::{Found, From, Symbols},
    table::Tables,
    walk,
};
use crate::{
    diagnostic::Report,
    document::Span,
    settings::References,
    syntax::Builtin,
    syntax::{
        QName, Reference,
        wsdl::{Binding, Definitions, Message, PortType},
        xsd::{
            AttributeDeclaration, AttributeGroupDefinition, Content, ElementDeclaration,
            GroupDefinition, Schema, SimpleUse, Type, TypeDefinition, Variety,
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
    /// Redefinitions without an original.
    without_original: Vec<(Kind, QName, Span)>,
}

impl Schemas {
    pub(super) fn collect(schemas: Vec<Schema>, report: &mut Report) -> Self {
        let mut all = Self {
            types: Symbols::new(),
            elements: Symbols::new(),
            attributes: Symbols::new(),
            groups: Symbols::new(),
            attribute_groups: Symbols::new(),
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
            redefinitions.push((number, schema.target_namespace, schema.redefinitions));
        }
        redefinitions.sort_by_key(|(_, _, redefinitions)| redefinitions.layer);
        for (schema, namespace, redefinitions) in redefinitions {
            let origin = crate::syntax::xsd::Origin::Contract;
            let from = From { namespace: &namespace, schema, origin };
            let unknown = all.types.redefine(from, redefinitions.types);
            all.note(Kind::Type, unknown);
            let unknown = all.groups.redefine(from, redefinitions.groups);
            all.note(Kind::Group, unknown);
            let unknown = all.attribute_groups.redefine(from, redefinitions.attribute_groups);
            all.note(Kind::AttributeGroup, unknown);
        }
        all
    }

    fn note(&mut self, kind: Kind, unknown: Vec<(QName, Span)>) {
        let unknown = unknown.into_iter().map(|(name, span)| (kind, name, span));
        self.without_original.extend(unknown);
    }

    pub(super) fn link(
        self,
        definitions: Vec<Definitions>,
        resolved: Resolved,
        bytes: usize,
    ) -> Linked {
        let used = resolved.used;
        Linked {
            definitions,
            types: self.types.into_items(&used.types.used),
            elements: self.elements.into_items(&used.elements.used),
            attributes: self.attributes.into_items(&used.attributes.used),
            groups: self.groups.into_items(&used.groups.used),
            attribute_groups: self.attribute_groups.into_items(&used.attribute_groups.used),
            bytes,
            targets: resolved.targets,
        }
    }
}

/// The result of looking up every reference.
#[derive(Default)]
pub(super) struct Resolved {
    targets: Vec<Option<Target>>,
    pub(super) dangling: Dangling,
    used: Used,
}

/// Known definitions that are referenced.
#[derive(Default)]
struct Used {
    types: Order,
    elements: Order,
    attributes: Order,
    groups: Order,
    attribute_groups: Order,
}

/// Known definitions of one kind, in the order of their first reference.
#[derive(Default)]
struct Order {
    used: Vec<usize>,
    position: HashMap<usize, usize>,
    /// Number of definitions in `used` whose own references have been looked up.
    walked: usize,
}

impl Order {
    fn position(&mut self, known: usize) -> usize {
        *self.position.entry(known).or_insert_with(|| {
            self.used.push(known);
            self.used.len() - 1
        })
    }

    fn next(&mut self) -> Option<usize> {
        let next = self.used.get(self.walked).copied();
        self.walked += usize::from(next.is_some());
        next
    }
}

/// A visitor that looks up references and collects the results.
pub(super) struct Resolver<'a> {
    schemas: &'a Schemas,
    tables: &'a Tables<'a>,
    references: References,
    resolved: Resolved,
    /// In a redefinition, its name and the position of the original to which that name refers.
    original: Option<(QName, DefinitionId)>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        schemas: &'a Schemas,
        tables: &'a Tables<'a>,
        references: References,
    ) -> Self {
        Self { schemas, tables, references, resolved: Resolved::default(), original: None }
    }

    pub(super) fn finish(self) -> Resolved {
        self.resolved
    }

    pub(super) fn every_reference(&mut self, definitions: &[Definitions]) {
        let schemas = self.schemas;
        for (kind, name, span) in &schemas.without_original {
            self.resolved.dangling.add(*kind, name, *span);
        }
        for (index, definition) in schemas.types.items.iter().enumerate() {
            walk::in_type(&definition.item.definition, self);
            if let Some(original) = schemas.types.original(index) {
                self.base_is_original(&definition.item, original);
            }
        }
        for element in &schemas.elements.items {
            walk::in_element(&element.item, self);
        }
        for attribute in &schemas.attributes.items {
            walk::in_attribute(&attribute.item, self);
        }
        for (index, group) in schemas.groups.items.iter().enumerate() {
            self.original = original(&schemas.groups, index);
            walk::in_model(&group.item.model, self);
        }
        for (index, group) in schemas.attribute_groups.items.iter().enumerate() {
            self.original = original(&schemas.attribute_groups, index);
            walk::in_attributes(&group.item.attributes, self);
        }
        self.original = None;
        for document in definitions {
            walk::in_definitions(document, self);
        }
        while self.walk_known() {}
    }

    /// Looks up the references of the next used known definition. Returns whether there was one.
    fn walk_known(&mut self) -> bool {
        let schemas = self.schemas;
        let used = &mut self.resolved.used;
        if let Some(next) = used.types.next() {
            walk::in_type(&schemas.types.known(next).item.definition, self);
        } else if let Some(next) = used.elements.next() {
            walk::in_element(&schemas.elements.known(next).item, self);
        } else if let Some(next) = used.attributes.next() {
            walk::in_attribute(&schemas.attributes.known(next).item, self);
        } else if let Some(next) = used.groups.next() {
            walk::in_model(&schemas.groups.known(next).item.model, self);
        } else if let Some(next) = used.attribute_groups.next() {
            walk::in_attributes(&schemas.attribute_groups.known(next).item.attributes, self);
        } else {
            return false;
        }
        true
    }

    /// Links the base of a redefined type to its original (§4.2.2).
    fn base_is_original(&mut self, definition: &TypeDefinition, original: usize) {
        let base = match &definition.definition {
            Type::Complex(complex) => match &complex.content {
                Content::Particle(_) => return,
                Content::Complex { base, .. }
                | Content::SimpleExtension { base }
                | Content::SimpleRestriction { base, .. } => base,
            },
            Type::Simple(simple) => match &simple.variety {
                Variety::Restriction { base: SimpleUse::Reference(base), .. } => base,
                _ => return,
            },
        };
        let namespace = &self.schemas.types.items[original].namespace;
        if base.name.local == definition.name.name && base.name.namespace == *namespace {
            self.settle(base, Some(Target::Definition(DefinitionId::of_all(original))));
        }
    }

    /// Records the target of a reference. `None` is reported later.
    fn settle<T>(&mut self, reference: &Reference<T>, target: Option<Target>) {
        let slot = reference.slot();
        let targets = &mut self.resolved.targets;
        if targets.len() <= slot {
            targets.resize(slot + 1, None);
        }
        targets[slot] = target;
    }

    /// Looks up a reference among the definitions of schemas.
    fn look_up<T: Definition>(
        &mut self,
        reference: &Reference<T>,
        symbols: &Symbols<T>,
        used: fn(&mut Used) -> &mut Order,
    ) {
        let index = match symbols.find(&reference.name) {
            Some(Found::Contract(index)) => Some(index),
            Some(Found::Known(index)) => {
                let position = used(&mut self.resolved.used).position(index);
                Some(symbols.items.len() + position)
            }
            None => None,
        };
        self.settle_place(reference, T::KIND, index.map(DefinitionId::of_all));
    }

    /// Looks up a type. In lenient mode, `anything` replaces a missing one.
    fn type_or(&mut self, reference: &Reference<TypeDefinition>, anything: Builtin) {
        let is_xsd = &*reference.name.namespace == XSD;
        if let Some(builtin) = Builtin::lookup(&reference.name.local).filter(|_| is_xsd) {
            self.settle(reference, Some(Target::Builtin(builtin)));
            return;
        }
        self.look_up(reference, &self.schemas.types, |used| &mut used.types);
        let is_linked = self.resolved.targets[reference.slot()].is_some();
        if !is_linked && self.references == References::Lenient {
            self.settle(reference, Some(Target::Builtin(anything)));
        }
    }

    fn settle_place<T>(
        &mut self,
        reference: &Reference<T>,
        kind: Kind,
        place: Option<DefinitionId>,
    ) {
        if place.is_none() {
            self.resolved.dangling.add(kind, &reference.name, reference.span);
        }
        self.settle(reference, place.map(Target::Definition));
    }

    /// Links a reference inside a redefinition to the original if it has the same name. Returns whether it does.
    fn link_to_original<T>(&mut self, reference: &Reference<T>) -> bool {
        let Some((name, place)) = &self.original else { return false };
        if reference.name != *name {
            return false;
        }
        let target = Target::Definition(*place);
        self.settle(reference, Some(target));
        true
    }
}

fn original<T: Definition>(symbols: &Symbols<T>, index: usize) -> Option<(QName, DefinitionId)> {
    let place = DefinitionId::of_all(symbols.original(index)?);
    let item = &symbols.items[index];
    let name = QName { namespace: item.namespace.clone(), local: item.item.name().name.clone() };
    Some((name, place))
}

impl walk::References for Resolver<'_> {
    fn type_definition(&mut self, reference: &Reference<TypeDefinition>) {
        self.type_or(reference, Builtin::AnyType);
    }

    fn simple_type(&mut self, reference: &Reference<TypeDefinition>) {
        self.type_or(reference, Builtin::AnySimpleType);
    }

    fn element(&mut self, reference: &Reference<ElementDeclaration>) {
        self.look_up(reference, &self.schemas.elements, |used| &mut used.elements);
    }

    fn attribute(&mut self, reference: &Reference<AttributeDeclaration>) {
        self.look_up(reference, &self.schemas.attributes, |used| &mut used.attributes);
    }

    fn group(&mut self, reference: &Reference<GroupDefinition>) {
        if !self.link_to_original(reference) {
            self.look_up(reference, &self.schemas.groups, |used| &mut used.groups);
        }
    }

    fn attribute_group(&mut self, reference: &Reference<AttributeGroupDefinition>) {
        if !self.link_to_original(reference) {
            let used: fn(&mut Used) -> &mut Order = |used| &mut used.attribute_groups;
            self.look_up(reference, &self.schemas.attribute_groups, used);
        }
    }

    fn message(&mut self, reference: &Reference<Message>) {
        let place = self.tables.messages.find(&reference.name);
        self.settle_place(reference, Kind::Message, place);
    }

    fn port_type(&mut self, reference: &Reference<PortType>) {
        let place = self.tables.port_types.find(&reference.name);
        self.settle_place(reference, Kind::PortType, place);
    }

    fn binding(&mut self, reference: &Reference<Binding>) {
        let place = self.tables.bindings.find(&reference.name);
        self.settle_place(reference, Kind::Binding, place);
    }
}
