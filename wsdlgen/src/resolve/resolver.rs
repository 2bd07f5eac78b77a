//! Lookup of every reference.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    dangling::Dangling,
    guesses::{Guess, Guesses},
    kind::{Definition, Kind},
    linked::{DefinitionId, Target},
    schemas::{Schemas, XSD},
    symbols::{Found, Symbols},
    table::{Table, Tables},
    walk,
};
use crate::{
    settings::Strictness,
    syntax::Builtin,
    syntax::{
        QName, Reference,
        wsdl::{Binding, Definitions, Message, PortType},
        xsd::{
            AttributeDeclaration, AttributeGroupDefinition, Content, ElementDeclaration,
            GroupDefinition, SimpleUse, Type, TypeDefinition, TypeUse, Variety,
        },
    },
};

/// The result of looking up every reference.
#[derive(Default)]
pub(super) struct Resolved {
    pub(super) targets: Vec<Option<Target>>,
    pub(super) dangling: Dangling,
    pub(super) used: Used,
    /// Elements whose anonymous types are referenced as if they had the names of the elements.
    pub(super) unnamed: BTreeSet<usize>,
    /// Types that are referenced as if they were elements.
    pub(super) undeclared: BTreeSet<QName>,
}

/// Known definitions that are referenced.
#[derive(Default)]
pub(super) struct Used {
    pub(super) types: Order,
    pub(super) elements: Order,
    pub(super) attributes: Order,
    pub(super) groups: Order,
    pub(super) attribute_groups: Order,
}

/// Known definitions of one kind, in the order of their first reference.
#[derive(Default)]
pub(super) struct Order {
    pub(super) used: Vec<usize>,
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
    guesses: &'a Guesses<'a>,
    strictness: Strictness,
    resolved: Resolved,
    /// The target namespace of the schema or WSDL whose references are being looked up.
    home: Arc<str>,
    /// In a redefinition, its name and the position of the original to which that name refers.
    original: Option<(QName, DefinitionId)>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        schemas: &'a Schemas,
        tables: &'a Tables<'a>,
        guesses: &'a Guesses<'a>,
        strictness: Strictness,
    ) -> Self {
        let resolved = Resolved::default();
        let home = Arc::default();
        Self { schemas, tables, guesses, strictness, resolved, home, original: None }
    }

    pub(super) fn finish(self) -> Resolved {
        self.resolved
    }

    pub(super) fn every_reference(&mut self, definitions: &[Definitions]) {
        let schemas = self.schemas;
        for (kind, name, span) in &schemas.without_original {
            self.resolved.dangling.add(*kind, name, *span, None);
        }
        for (index, definition) in schemas.types.items.iter().enumerate() {
            self.home.clone_from(&definition.namespace);
            walk::in_type(&definition.item.definition, self);
            if let Some(original) = schemas.types.original(index) {
                self.base_is_original(&definition.item, original);
            }
        }
        for element in &schemas.elements.items {
            self.home.clone_from(&element.namespace);
            walk::in_element(&element.item, self);
        }
        for attribute in &schemas.attributes.items {
            self.home.clone_from(&attribute.namespace);
            walk::in_attribute(&attribute.item, self);
        }
        for (index, group) in schemas.groups.items.iter().enumerate() {
            self.home.clone_from(&group.namespace);
            self.original = original(&schemas.groups, index);
            walk::in_model(&group.item.model, self);
        }
        for (index, group) in schemas.attribute_groups.items.iter().enumerate() {
            self.home.clone_from(&group.namespace);
            self.original = original(&schemas.attribute_groups, index);
            walk::in_attributes(&group.item.attributes, self);
        }
        self.original = None;
        for document in definitions {
            self.home.clone_from(&document.target_namespace);
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
        let target = self.find(&reference.name, symbols, used).or_else(|| {
            match self.guess(T::KIND, reference)? {
                Guess::Definition(name) => self.find(&name, symbols, used),
                Guess::ElementOf(ty) => {
                    self.resolved.undeclared.insert(ty);
                    None
                }
                Guess::Builtin(_) | Guess::TypeOf(_) => None,
            }
        });
        self.settle(reference, target);
    }

    fn find<T: Definition>(
        &mut self,
        name: &QName,
        symbols: &Symbols<T>,
        used: fn(&mut Used) -> &mut Order,
    ) -> Option<Target> {
        let index = match symbols.find(name)? {
            Found::Contract(index) => index,
            Found::Known(index) => {
                symbols.items.len() + used(&mut self.resolved.used).position(index)
            }
        };
        Some(Target::Definition(DefinitionId::of_all(index)))
    }

    fn find_type(&mut self, name: &QName) -> Option<Target> {
        let builtin = Builtin::lookup(&name.local).filter(|_| &*name.namespace == XSD);
        let defined = || self.find(name, &self.schemas.types, |used| &mut used.types);
        builtin.map(Target::Builtin).or_else(defined)
    }

    /// Looks up a type. If undefined names are skipped, `anything` replaces a missing one.
    fn type_or(&mut self, reference: &Reference<TypeDefinition>, anything: Builtin) {
        let found = self.find_type(&reference.name).or_else(|| {
            match self.guess(Kind::Type, reference)? {
                Guess::Builtin(builtin) => Some(Target::Builtin(builtin)),
                Guess::Definition(name) => self.find_type(&name),
                Guess::TypeOf(element) => self.type_of(&element),
                Guess::ElementOf(_) => None,
            }
        });
        let skipped = self.strictness.skips_unresolved().then_some(Target::Builtin(anything));
        self.settle(reference, found.or(skipped));
    }

    /// Returns the type of an element. An anonymous type is noted, to be given a name.
    fn type_of(&mut self, element: &QName) -> Option<Target> {
        let Found::Contract(index) = self.schemas.elements.find(element)? else { return None };
        match &self.schemas.elements.items[index].item.content.of_type {
            TypeUse::Reference(reference) => self.find_type(&reference.name),
            TypeUse::Absent => Some(Target::Builtin(Builtin::AnyType)),
            TypeUse::Anonymous(_) => {
                self.resolved.unnamed.insert(index);
                None
            }
        }
    }

    /// Notes an undefined name, and returns what it is taken to mean.
    fn guess<T>(&mut self, kind: Kind, reference: &Reference<T>) -> Option<Guess> {
        let name = &reference.name;
        let guess = match self.strictness {
            Strictness::SkipUnresolved => None,
            Strictness::Strict | Strictness::Repair => self.guesses.of(kind, name, &self.home),
        };
        self.resolved.dangling.add(kind, name, reference.span, guess.clone());
        guess
    }

    /// Looks up a reference among the definitions of WSDLs.
    fn look_up_in<T: Definition>(&mut self, reference: &Reference<T>, table: &Table<'_, T>) {
        let found =
            table.find(&reference.name).or_else(|| match self.guess(T::KIND, reference)? {
                Guess::Definition(name) => table.find(&name),
                Guess::Builtin(_) | Guess::TypeOf(_) | Guess::ElementOf(_) => None,
            });
        self.settle(reference, found.map(Target::Definition));
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
        self.look_up_in(reference, &self.tables.messages);
    }

    fn port_type(&mut self, reference: &Reference<PortType>) {
        self.look_up_in(reference, &self.tables.port_types);
    }

    fn binding(&mut self, reference: &Reference<Binding>) {
        self.look_up_in(reference, &self.tables.bindings);
    }
}
