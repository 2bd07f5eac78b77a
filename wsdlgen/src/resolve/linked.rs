//! The output of name resolution: all definitions and the targets of references.

use std::{collections::HashSet, sync::Arc};

use super::policies::Policies;
use crate::syntax::{
    Builtin, QName, Reference,
    wsdl::{Binding, Definitions, Message, PortType},
    xsd::{
        AttributeDeclaration, AttributeGroupDefinition, ElementDeclaration, GroupDefinition,
        TypeDefinition, Version,
    },
};

/// All definitions of a run without duplicates, and the targets of references.
#[derive(Debug)]
pub(crate) struct Linked {
    pub(crate) definitions: Vec<Definitions>,
    pub(crate) policies: Policies,
    pub(crate) types: Vec<InNamespace<TypeDefinition>>,
    pub(crate) elements: Vec<InNamespace<ElementDeclaration>>,
    pub(crate) attributes: Vec<InNamespace<AttributeDeclaration>>,
    pub(crate) groups: Vec<InNamespace<GroupDefinition>>,
    pub(crate) attribute_groups: Vec<InNamespace<AttributeGroupDefinition>>,
    /// The names of the notations that the schemas declare.
    pub(crate) notations: HashSet<QName>,
    /// The highest version of XML Schema that a schema follows.
    pub(crate) version: Version,
    /// Total size of all documents in bytes, from which the expansion limits derive.
    pub(crate) bytes: usize,
    /// Targets of references, indexed by slot.
    pub(super) targets: Vec<Option<Target>>,
}

/// A definition and the target namespace of its document.
#[derive(Debug)]
pub(crate) struct InNamespace<T> {
    pub(crate) namespace: Arc<str>,
    pub(crate) item: T,
    pub(crate) standing: DefinitionStatus,
}

/// Status of a definition with respect to `xs:redefine`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefinitionStatus {
    Current,
    /// Replaced by `xs:redefine` (XML Schema, part 1, §4.2.2). Only its redefinition refers to it.
    Redefined,
}

/// The target of a reference.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    /// The definition's position among those of its kind.
    Definition(DefinitionId),
    Builtin(Builtin),
}

/// Position of a definition: its index, and the document for WSDL definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DefinitionId {
    pub(super) document: u32,
    pub(super) index: u32,
}

impl DefinitionId {
    /// Creates the position of a schema definition, whose index counts across all documents.
    pub(super) fn of_all(index: usize) -> Self {
        let index = u32::try_from(index).expect("fewer than 4 billion definitions");
        Self { document: 0, index }
    }

    pub(crate) fn index(self) -> usize {
        self.index as usize
    }
}

/// The target of a type reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypeTarget {
    Builtin(Builtin),
    /// An index into [`Linked::types`].
    Definition(usize),
}

impl Linked {
    fn target<T>(&self, reference: &Reference<T>) -> Target {
        let target = self.targets.get(reference.slot()).copied().flatten();
        target.expect("`resolve` links every reference or fails")
    }

    pub(crate) fn type_target(&self, reference: &Reference<TypeDefinition>) -> TypeTarget {
        match self.target(reference) {
            Target::Builtin(builtin) => TypeTarget::Builtin(builtin),
            Target::Definition(place) => TypeTarget::Definition(place.index()),
        }
    }

    fn place<T>(&self, reference: &Reference<T>) -> DefinitionId {
        let place = match self.target(reference) {
            Target::Definition(place) => Some(place),
            Target::Builtin(_) => None,
        };
        place.expect("only type references can have built-in targets")
    }

    /// Returns the index into [`Linked::elements`].
    pub(crate) fn element_index(&self, reference: &Reference<ElementDeclaration>) -> usize {
        self.place(reference).index()
    }

    /// Returns the index into [`Linked::attributes`].
    pub(crate) fn attribute_index(&self, reference: &Reference<AttributeDeclaration>) -> usize {
        self.place(reference).index()
    }

    /// Returns the index into [`Linked::groups`].
    pub(crate) fn group_index(&self, reference: &Reference<GroupDefinition>) -> usize {
        self.place(reference).index()
    }

    /// Returns the index into [`Linked::attribute_groups`].
    pub(crate) fn attribute_group_index(
        &self,
        reference: &Reference<AttributeGroupDefinition>,
    ) -> usize {
        self.place(reference).index()
    }

    pub(crate) fn message(&self, reference: &Reference<Message>) -> &Message {
        let place = self.place(reference);
        &self.definitions[place.document as usize].messages[place.index()]
    }

    /// Returns the target namespace of the document that defines a portType.
    pub(crate) fn port_type_namespace(&self, reference: &Reference<PortType>) -> &Arc<str> {
        &self.definitions[self.place(reference).document as usize].target_namespace
    }

    pub(crate) fn port_type(&self, reference: &Reference<PortType>) -> (DefinitionId, &PortType) {
        let place = self.place(reference);
        (place, &self.definitions[place.document as usize].port_types[place.index()])
    }

    /// Returns the target namespace of the document that defines a binding.
    pub(crate) fn binding_namespace(&self, reference: &Reference<Binding>) -> &Arc<str> {
        &self.definitions[self.place(reference).document as usize].target_namespace
    }

    /// Returns all bindings with the target namespaces of their documents.
    ///
    /// Lenient resolution keeps bindings whose portType is unresolved. They are skipped here.
    pub(crate) fn bindings(&self) -> impl Iterator<Item = (&Arc<str>, &Binding)> + Clone {
        let all = self.definitions.iter().flat_map(|definitions| {
            definitions.bindings.iter().map(|binding| (&definitions.target_namespace, binding))
        });
        all.filter(|(_, binding)| {
            self.targets.get(binding.port_type.slot()).is_some_and(Option::is_some)
        })
    }

    pub(crate) fn binding(&self, reference: &Reference<Binding>) -> &Binding {
        let place = self.place(reference);
        &self.definitions[place.document as usize].bindings[place.index()]
    }
}
