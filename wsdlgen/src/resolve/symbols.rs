//! Schema definitions of one kind, from all documents.

use std::{collections::HashMap, sync::Arc};

use indexmap::{IndexMap, map::Entry};

use super::{
    kind::{Definition, Scope, duplicate},
    linked::{DefinitionStatus, InNamespace},
};
use crate::{
    diagnostic::Report,
    document::Span,
    syntax::{QName, xsd::Origin},
};

/// The definitions of one kind, in order and by their names.
#[derive(Debug)]
pub(super) struct Symbols<T> {
    pub(super) items: Vec<InNamespace<T>>,
    /// The schema number of each item.
    pub(super) schemas: Vec<usize>,
    names: IndexMap<QName, usize>,
    /// The original of each redefinition, by index.
    originals: HashMap<usize, usize>,
    /// Definitions that this crate provides. They are used only if referenced.
    known: Vec<InNamespace<T>>,
    known_names: IndexMap<QName, usize>,
}

/// The index of a definition found by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Found {
    Contract(usize),
    Known(usize),
}

/// Origin of definitions to add.
#[derive(Clone, Copy)]
pub(super) struct From<'a> {
    pub(super) namespace: &'a Arc<str>,
    /// The number of the schema.
    pub(super) schema: usize,
    pub(super) origin: Origin,
}

impl<T: Definition> Symbols<T> {
    pub(super) fn new() -> Self {
        Self {
            items: Vec::new(),
            schemas: Vec::new(),
            names: IndexMap::new(),
            originals: HashMap::new(),
            known: Vec::new(),
            known_names: IndexMap::new(),
        }
    }

    /// Adds the definitions of a schema. If a name is defined more than once, the first definition is used.
    pub(super) fn add(&mut self, from: From<'_>, items: Vec<T>, report: &mut Report) {
        for item in items {
            let name = QName { namespace: from.namespace.clone(), local: item.name().name.clone() };
            let namespace = from.namespace.clone();
            let new = InNamespace { namespace, item, standing: DefinitionStatus::Current };
            if from.origin == Origin::Known {
                self.known_names.insert(name, self.known.len());
                self.known.push(new);
                continue;
            }
            match self.names.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(self.items.len());
                    self.items.push(new);
                    self.schemas.push(from.schema);
                }
                Entry::Occupied(entry) => {
                    let first = *entry.get();
                    let scope = Scope::of(self.schemas[first] == from.schema);
                    let first = &self.items[first].item;
                    if *first != new.item {
                        report.add(duplicate(first, &new.item, scope));
                    }
                }
            }
        }
    }

    /// Replaces definitions with those that override them. One that overrides nothing has no effect
    /// (XML Schema 1.1 part 1, §4.2.5).
    pub(super) fn replace(&mut self, from: From<'_>, items: Vec<T>) {
        for item in items {
            let name = QName { namespace: from.namespace.clone(), local: item.name().name.clone() };
            if let Some(index) = self.names.get(&name) {
                self.items[*index].item = item;
                self.schemas[*index] = from.schema;
            }
        }
    }

    /// Replaces definitions with their redefinitions. Returns the redefinitions without an original.
    pub(super) fn redefine(&mut self, from: From<'_>, items: Vec<T>) -> Vec<(QName, Span)> {
        let mut unknown = Vec::new();
        for item in items {
            let name = QName { namespace: from.namespace.clone(), local: item.name().name.clone() };
            let index = self.items.len();
            match self.names.insert(name.clone(), index) {
                None => unknown.push((name, item.name().span)),
                Some(original) => {
                    self.items[original].standing = DefinitionStatus::Redefined;
                    self.originals.insert(index, original);
                }
            }
            let namespace = from.namespace.clone();
            self.items.push(InNamespace { namespace, item, standing: DefinitionStatus::Current });
            self.schemas.push(from.schema);
        }
        unknown
    }

    pub(super) fn find(&self, name: &QName) -> Option<Found> {
        let contract = self.names.get(name).copied().map(Found::Contract);
        contract.or_else(|| self.known_names.get(name).copied().map(Found::Known))
    }

    /// Returns every name and the span of its definition, or `None` for known definitions.
    pub(super) fn names(&self) -> impl Iterator<Item = (&QName, Option<Span>)> {
        let span = |index: &usize| Some(self.items[*index].item.name().span);
        let names = self.names.iter().map(move |(name, index)| (name, span(index)));
        names.chain(self.known_names.keys().map(|name| (name, None)))
    }

    /// Returns the place of a contract's definition.
    pub(super) fn span(&self, name: &QName) -> Option<Span> {
        let index = self.names.get(name)?;
        Some(self.items[*index].item.name().span)
    }

    /// Returns the names of the contract's definitions.
    pub(super) fn own_names(&self) -> impl Iterator<Item = &QName> {
        self.names.keys()
    }

    pub(super) fn known(&self, index: usize) -> &InNamespace<T> {
        &self.known[index]
    }

    /// Returns the original of a redefinition.
    pub(super) fn original(&self, index: usize) -> Option<usize> {
        self.originals.get(&index).copied()
    }

    /// Returns the contract's definitions, followed by the used known definitions.
    pub(super) fn into_items(self, used: &[usize]) -> Vec<InNamespace<T>> {
        let mut known: Vec<Option<InNamespace<T>>> = self.known.into_iter().map(Some).collect();
        let mut items = self.items;
        items.extend(used.iter().filter_map(|index| known[*index].take()));
        items
    }
}
