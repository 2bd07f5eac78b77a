//! Name tables of WSDL definitions. The definitions themselves stay in their documents.

use indexmap::{IndexMap, map::Entry};

use super::{
    kind::{Definition, Scope, duplicate},
    linked::DefinitionId,
};
use crate::{
    diagnostic::Report,
    document::Span,
    syntax::{
        QName,
        wsdl::{Binding, Definitions, Message, PortType},
    },
};

/// Name tables for each kind of WSDL definition.
pub(super) struct Tables<'a> {
    pub(super) messages: Table<'a, Message>,
    pub(super) port_types: Table<'a, PortType>,
    pub(super) bindings: Table<'a, Binding>,
}

impl<'a> Tables<'a> {
    pub(super) fn collect(definitions: &'a [Definitions], report: &mut Report) -> Self {
        let mut tables = Self {
            messages: Table::default(),
            port_types: Table::default(),
            bindings: Table::default(),
        };
        for (document, definitions) in (0..).zip(definitions) {
            tables.messages.add(definitions, &definitions.messages, document, report);
            tables.port_types.add(definitions, &definitions.port_types, document, report);
            tables.bindings.add(definitions, &definitions.bindings, document, report);
        }
        tables
    }
}

/// Definitions of one kind by name.
pub(super) struct Table<'a, T> {
    names: IndexMap<QName, (DefinitionId, &'a T)>,
}

impl<T> Default for Table<'_, T> {
    fn default() -> Self {
        Self { names: IndexMap::new() }
    }
}

impl<'a, T: Definition> Table<'a, T> {
    /// Adds the definitions of a document. Indices count from 0 in each document.
    fn add(&mut self, within: &Definitions, items: &'a [T], document: u32, report: &mut Report) {
        for (index, item) in (0..).zip(items) {
            let name = item.name();
            let namespace = within.target_namespace.clone();
            match self.names.entry(QName { namespace, local: name.name.clone() }) {
                Entry::Vacant(entry) => {
                    entry.insert((DefinitionId { document, index }, item));
                }
                Entry::Occupied(entry) => {
                    let (place, first) = *entry.get();
                    if first != item {
                        let scope = Scope::of(place.document == document);
                        report.add(duplicate(first, item, scope));
                    }
                }
            }
        }
    }

    /// Returns every name and the span of its definition.
    pub(super) fn names(&self) -> impl Iterator<Item = (&QName, Option<Span>)> {
        self.names.iter().map(|(name, (_, item))| (name, Some(item.name().span)))
    }

    pub(super) fn find(&self, name: &QName) -> Option<DefinitionId> {
        self.names.get(name).map(|(place, _)| *place)
    }
}
