//! Every definition of a run, and where each reference leads.

use std::sync::Arc;

use crate::{
    syntax::Builtin,
    syntax::{
        Reference,
        wsdl::{Binding, Definitions, Message, PortType},
        xsd::{
            AttributeDeclaration, AttributeGroupDefinition, ElementDeclaration, GroupDefinition,
            TypeDefinition,
        },
    },
};

/// Every definition of a run, each once, and where each reference leads.
#[derive(Debug)]
pub(crate) struct Linked {
    pub(crate) definitions: Vec<Definitions>,
    pub(crate) types: Vec<InNamespace<TypeDefinition>>,
    pub(crate) elements: Vec<InNamespace<ElementDeclaration>>,
    pub(crate) attributes: Vec<InNamespace<AttributeDeclaration>>,
    pub(crate) groups: Vec<InNamespace<GroupDefinition>>,
    pub(crate) attribute_groups: Vec<InNamespace<AttributeGroupDefinition>>,
    /// The size of all documents together. Whatever references expand to is limited by it.
    pub(crate) bytes: usize,
    /// By the slots of references.
    pub(super) targets: Vec<Option<Target>>,
}

/// A definition and the target namespace of its document.
#[derive(Debug)]
pub(crate) struct InNamespace<T> {
    pub(crate) namespace: Arc<str>,
    pub(crate) item: T,
    pub(crate) standing: DefinitionStatus,
}

/// Whether a definition is what its name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefinitionStatus {
    Current,
    /// Another has its name by `xs:redefine` (XML Schema, part 1, §4.2.2), and alone refers to it.
    Redefined,
}

/// Where a reference leads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    /// The place where the definitions of its kind are kept.
    Definition(DefinitionId),
    Builtin(Builtin),
}

/// A definition's document, where that matters, and its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DefinitionId {
    pub(super) document: u32,
    pub(super) index: u32,
}

impl DefinitionId {
    /// The place of a definition that is numbered through over all documents.
    pub(super) fn of_all(index: usize) -> Self {
        let index = u32::try_from(index).expect("fewer definitions than 4 billion");
        Self { document: 0, index }
    }

    pub(crate) fn index(self) -> usize {
        self.index as usize
    }
}

/// What a type's name stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TypeTarget {
    Builtin(Builtin),
    /// An index of [`Linked::types`].
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
        place.expect("only types are built in, and they are not looked up here")
    }

    /// An index of [`Linked::elements`].
    pub(crate) fn element_index(&self, reference: &Reference<ElementDeclaration>) -> usize {
        self.place(reference).index()
    }

    /// An index of [`Linked::attributes`].
    pub(crate) fn attribute_index(&self, reference: &Reference<AttributeDeclaration>) -> usize {
        self.place(reference).index()
    }

    /// An index of [`Linked::groups`].
    pub(crate) fn group_index(&self, reference: &Reference<GroupDefinition>) -> usize {
        self.place(reference).index()
    }

    /// An index of [`Linked::attribute_groups`].
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

    /// The target namespace of the document that a portType is in.
    pub(crate) fn port_type_namespace(&self, reference: &Reference<PortType>) -> &Arc<str> {
        &self.definitions[self.place(reference).document as usize].target_namespace
    }

    pub(crate) fn port_type(&self, reference: &Reference<PortType>) -> (DefinitionId, &PortType) {
        let place = self.place(reference);
        (place, &self.definitions[place.document as usize].port_types[place.index()])
    }

    /// The target namespace of the document that a binding is in.
    pub(crate) fn binding_namespace(&self, reference: &Reference<Binding>) -> &Arc<str> {
        &self.definitions[self.place(reference).document as usize].target_namespace
    }

    /// The bindings of every document whose portType is there, each behind the target namespace of its
    /// document: a binding of nothing stays where what is missing is left out.
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
