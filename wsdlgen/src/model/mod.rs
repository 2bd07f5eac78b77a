//! The contract as the generator sees it: neither XSD's terms nor Rust's names.

mod builtin;

use std::sync::Arc;

pub(crate) use builtin::{Builtin, Lookup};

use crate::{source::Span, syntax::Documentation};

/// A contract.
#[derive(Debug)]
pub(crate) struct Model {
    /// Index 0 is no namespace; the others are numbered as the runtime will.
    pub(crate) namespaces: Vec<Namespace>,
    pub(crate) types: Vec<Type>,
    pub(crate) interfaces: Vec<Interface>,
    /// Elements whose text must not be shown.
    pub(crate) secrets: Vec<Name>,
    /// What the contract was called: for the head of the generated file.
    pub(crate) file_name: String,
    pub(crate) target_namespace: NamespaceId,
}

impl Model {
    pub(crate) fn namespace(&self, id: NamespaceId) -> &Namespace {
        &self.namespaces[id.0 as usize]
    }

    pub(crate) fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// Every type with its id, in the order of the contract.
    pub(crate) fn types(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        (0..).map(TypeId).zip(&self.types)
    }

    /// The namespaces that names are in, none left out, with their ids.
    pub(crate) fn named_namespaces(&self) -> impl Iterator<Item = (NamespaceId, &Namespace)> {
        (0..).map(NamespaceId).zip(&self.namespaces).skip(1)
    }

    /// The start tag's name on the wire, prefix included.
    pub(crate) fn tag(&self, name: &Name) -> String {
        if name.namespace == NamespaceId::NONE {
            return name.local.to_string();
        }
        format!("{}:{}", self.namespace(name.namespace).prefix, name.local)
    }
}

/// A namespace of the contract.
#[derive(Debug)]
pub(crate) struct Namespace {
    pub(crate) uri: Arc<str>,
    /// The prefix that generated code writes for it.
    pub(crate) prefix: String,
}

/// An entry of [`Model::namespaces`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NamespaceId(pub(crate) u32);

impl NamespaceId {
    pub(crate) const NONE: Self = Self(0);
}

/// An entry of [`Model::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) u32);

/// A name on the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    pub(crate) namespace: NamespaceId,
    pub(crate) local: Arc<str>,
}

/// A type that gets an item in the generated code.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) origin: Origin,
    pub(crate) documentation: Documentation,
    pub(crate) definition: Definition,
}

/// Where a type comes from: what its Rust name is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Origin {
    /// A named type.
    Named(Name),
    /// The anonymous type of a global element.
    Element(Name),
    /// The anonymous type of an element inside another type.
    Inner(TypeId, Name),
}

/// What a type consists of.
#[derive(Debug)]
pub(crate) enum Definition {
    Record(Record),
    Enumeration(Vec<EnumerationValue>),
    /// A simple type without a shape of its own: another name for what it is.
    Alias(ValueType),
}

/// Content in which each name leads to one field, whatever the order.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) fields: Vec<Field>,
    pub(crate) any_attribute: AnyAttribute,
}

impl Record {
    pub(crate) fn has_attributes(&self) -> bool {
        self.any_attribute == AnyAttribute::Kept
    }

    /// The fields without which there is no value.
    pub(crate) fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.occurs == Occurs::Once)
    }
}

/// Whether a type takes attributes of any name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnyAttribute {
    Kept,
    None,
}

/// A child element of a record.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) documentation: Documentation,
    pub(crate) value: ValueType,
    pub(crate) occurs: Occurs,
    pub(crate) storage: Storage,
    pub(crate) shown: Shown,
    pub(crate) span: Span,
}

/// Where a field's value lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    Inline,
    /// The type contains itself through this field.
    Boxed,
}

/// Whether a field's value may appear in logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Openly,
    Redacted,
}

/// How often a child element may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occurs {
    Once,
    Optional,
    Repeated,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueType {
    Builtin(Builtin),
    Defined(TypeId),
}

/// A value of an enumeration.
#[derive(Debug)]
pub(crate) struct EnumerationValue {
    pub(crate) text: Arc<str>,
    pub(crate) documentation: Documentation,
}

/// The operations that a client calls and a server offers: a service, seen through a portType.
#[derive(Debug)]
pub(crate) struct Interface {
    /// What client and server are called after: the service, or the portType where a service has
    /// several.
    pub(crate) name: Arc<str>,
    pub(crate) service: Arc<str>,
    pub(crate) documentation: Documentation,
    pub(crate) operations: Vec<Operation>,
    pub(crate) ports: Vec<Port>,
}

/// An operation with its messages.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: Arc<str>,
    pub(crate) documentation: Documentation,
    pub(crate) input: Message,
    pub(crate) output: Message,
    pub(crate) faults: Vec<Element>,
    /// The namespaces that its messages' tags are in.
    pub(crate) namespaces: Vec<NamespaceId>,
}

/// One of an operation's messages.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) body: Element,
    pub(crate) headers: Vec<Element>,
}

/// A global element: a name and the type of what is inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: Name,
    pub(crate) of_type: TypeId,
}

/// A port that SOAP is spoken at.
#[derive(Debug)]
pub(crate) struct Port {
    pub(crate) name: Arc<str>,
    pub(crate) version: SoapVersion,
    pub(crate) address: Arc<str>,
    /// The action of each operation, in the interface's order.
    pub(crate) actions: Vec<Arc<str>>,
}

/// A version of SOAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SoapVersion {
    Soap11,
    Soap12,
}
