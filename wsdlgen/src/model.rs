//! The generator's model of a contract, free of XSD terms and Rust names.

mod attachment;
mod builtin;
mod content;
mod custom;
mod data_set;
mod disabled;
mod first_set;
mod form;
#[cfg(feature = "tools")]
mod place;
mod preset;
mod service;
mod simple;
mod streamed;
mod wildcard;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(crate) use crate::syntax::Builtin;
pub(crate) use attachment::{AttachmentPart, AttachmentUse};
pub(crate) use content::{
    Alternative, Attribute, Branch, Choice, Constraint, ConstraintKind, Content, Element, Family,
    Field, Nillable, Occurs, Order, Presence, Record, Role, Selected, Selection, Sensitivity,
    Storage, Term, Times,
};
pub(crate) use custom::{Custom, External, ExternalShape, MemberCustom};
pub(crate) use data_set::DataSet;
pub(crate) use disabled::retain_marked;
pub(crate) use first_set::FirstSet;
#[cfg(feature = "tools")]
pub(crate) use place::Place;
pub use service::SkippedOperation;
pub(crate) use service::{
    Addressing, AddressingActions, Body, Exchange, HttpMethod, Interface, Message, Operation, Port,
    Protocol, SoapVersion, Use,
};
pub(crate) use simple::{
    Enumeration, EnumerationValue, Facets, Member, Pattern, Simple, SimpleShape, Union, WhiteSpace,
};
pub(crate) use streamed::Streamed;
pub(crate) use wildcard::{NamespaceConstraint, Wildcard};

use crate::syntax::Documentation;

/// Maximum number of required members that a record's `new` takes as arguments. More would be hard to tell apart in a
/// call.
pub(crate) const NEW_TAKES: usize = 4;

/// A contract.
#[derive(Debug)]
pub(crate) struct Model {
    /// Index 0 is the absent namespace. Generated namespaces appear in the order of their table.
    pub(crate) namespaces: Vec<Namespace>,
    pub(crate) types: Vec<Type>,
    pub(crate) interfaces: Vec<Interface>,
    /// Modules that settings assign to namespaces. An empty name is the root.
    pub(crate) modules: BTreeMap<NamespaceId, Arc<str>>,
    /// Operations that are not part of any interface.
    pub(crate) skipped: Vec<SkippedOperation>,
    /// Types that `xs:redefine` replaced (XML Schema, part 1, §4.2.2). The redefining types have their names.
    pub(crate) redefined: BTreeSet<TypeId>,
    /// Customizations of types.
    pub(crate) custom: BTreeMap<TypeId, Custom>,
    /// Present if documents are requested and the contract has elements for their roots.
    pub(crate) documents: Option<Documents>,
    /// Types that need validation.
    pub(crate) checked: BTreeSet<TypeId>,
    /// Enumerations and unions whose values are checked against facets, for example as list items.
    pub(crate) faceted: BTreeSet<TypeId>,
    /// Deeply nested types that the compiler checks step by step, innermost first.
    pub(crate) deep: Vec<TypeId>,
    /// Elements and attributes whose text must not appear in logs.
    pub(crate) secrets: Vec<Name>,
    /// The text of the schema components, if generated code includes them.
    pub(crate) schema: Option<String>,
    /// File names of the contract, for the header of the generated file.
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

    /// Returns the documents, if `id` is the type of their roots.
    pub(crate) fn documents_of(&self, id: TypeId) -> Option<&Documents> {
        self.documents.as_ref().filter(|documents| documents.roots == id)
    }

    /// Returns the definition of a type if it is a record.
    pub(crate) fn record(&self, id: TypeId) -> Option<&Record> {
        match &self.get(id).definition {
            Definition::Record(record) => Some(record),
            _ => None,
        }
    }

    /// Returns all types with their ids, in the order of the contract.
    pub(crate) fn types(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        (0..).map(TypeId).zip(&self.types)
    }

    /// Returns a record preceded by the records that it extends, outermost base first.
    pub(crate) fn lineage<'a>(&'a self, record: &'a Record) -> Vec<&'a Record> {
        let mut lineage = vec![record];
        while let Some(base) = lineage.last().and_then(|last| last.base) {
            let Definition::Record(base) = &self.get(base).definition else { break };
            lineage.push(base);
        }
        lineage.reverse();
        lineage
    }

    /// Returns the fields of a record and of the records that it extends, outermost base first.
    pub(crate) fn all_fields<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = &'a Field> {
        self.lineage(record).into_iter().flat_map(Record::fields)
    }

    /// Returns whether a type is external, directly or through aliases.
    pub(crate) fn is_external(&self, value: ValueType) -> bool {
        let ValueType::Defined(id) = value else { return false };
        match &self.get(id).definition {
            Definition::External(_) => true,
            Definition::Simple(simple) => self.is_external(simple.shape.inner()),
            _ => false,
        }
    }

    /// Returns whether neither the record nor its bases have required members.
    pub(crate) fn has_default(&self, record: &Record) -> bool {
        self.required(record) == 0
    }

    /// Returns the number of required members that have no initial value. A base with such members counts as one.
    pub(crate) fn required(&self, record: &Record) -> usize {
        let base = record.base.and_then(|base| self.record(base));
        let base = base.is_some_and(|base| !self.has_default(base));
        let value = matches!(record.content, Content::Value(_));
        let fields = record.fields().iter().filter(|field| field.times.occurs() == Occurs::Once);
        let fields = fields.filter(|field| !field.is_preset);
        let attributes = record.attributes.iter();
        let attributes = attributes.filter(|attribute| attribute.presence == Presence::Required);
        let attributes = attributes.filter(|attribute| !attribute.is_preset);
        usize::from(base) + usize::from(value) + fields.count() + attributes.count()
    }

    /// Returns all namespaces with their ids, except the absent namespace.
    pub(crate) fn named_namespaces(&self) -> impl Iterator<Item = (NamespaceId, &Namespace)> {
        (0..).map(NamespaceId).zip(&self.namespaces).skip(1)
    }

    /// Returns the name as shown in messages: `{namespace}local`.
    pub(crate) fn expanded(&self, name: &Name) -> String {
        match &*self.namespace(name.namespace).uri {
            "" => name.local.to_string(),
            uri => format!("{{{uri}}}{}", name.local),
        }
    }

    /// Returns the name of a tag or attribute on the wire, including its prefix.
    pub(crate) fn tag(&self, name: &Name) -> String {
        if name.namespace == NamespaceId::NONE {
            return name.local.to_string();
        }
        format!("{}:{}", self.namespace(name.namespace).prefix, name.local)
    }
}

/// Documents that are read by their root elements.
#[derive(Debug)]
pub(crate) struct Documents {
    /// The choice of root elements, with the origin [`Origin::Documents`].
    pub(crate) roots: TypeId,
    /// The namespaces of the documents' tags.
    pub(crate) namespaces: Vec<NamespaceId>,
}

/// A namespace of the contract.
#[derive(Debug)]
pub(crate) struct Namespace {
    pub(crate) uri: Arc<str>,
    /// The prefix that generated code writes.
    pub(crate) prefix: String,
    pub(crate) standing: NamespaceOrigin,
}

/// The table that a namespace is defined in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamespaceOrigin {
    /// The generated code's table, at this index.
    Generated(u16),
    /// The runtime, as the constant with this name.
    Runtime(&'static str),
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

impl Name {
    /// Creates a name without a namespace.
    pub(crate) fn unqualified(local: &Arc<str>) -> Self {
        Self { namespace: NamespaceId::NONE, local: local.clone() }
    }
}

/// A type of the contract.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) origin: Arc<Origin>,
    pub(crate) documentation: Documentation,
    pub(crate) definition: Definition,
    pub(crate) usage: Usage,
    /// `true` if the runtime has this type: a `DataSet`, or the parts of mixed content with elements of any name.
    pub(crate) is_shared: bool,
}

impl Type {
    /// Returns whether generated code needs the type.
    pub(crate) fn is_used(&self) -> bool {
        self.usage == Usage::Used
    }

    /// Returns whether the type becomes an item.
    pub(crate) fn has_item(&self) -> bool {
        self.is_used() && self.takes_name()
    }

    /// Returns whether the type has a name of its own. External and shared types and unnamed aliases do not.
    pub(crate) fn takes_name(&self) -> bool {
        let named = matches!(*self.origin, Origin::Named(_));
        self.usage != Usage::Unused
            && !self.is_shared
            && (named || !matches!(self.definition, Definition::Simple(_)))
            && !matches!(self.definition, Definition::External(_))
    }
}

/// The need for a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Usage {
    /// Nothing refers to it.
    Unused,
    /// Only operations of disabled features need it. Its name is reserved, so that enabling them renames nothing.
    Reserved,
    Used,
}

/// The origin of a type, from which its Rust name is derived.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Origin {
    /// A named type.
    Named(Name),
    /// The anonymous type of a global element.
    Element(Name),
    /// The anonymous type of a global attribute.
    Attribute(Name),
    /// A named group of elements or attributes.
    Group(Name),
    /// The anonymous type of a local element or attribute.
    Inner(Arc<Origin>, Name),
    /// The wrapper of an RPC message, or the record of a message's parts. It has a [`Use`] if another port writes the
    /// parts with a different one.
    Message(Name, Option<Use>),
    /// An unnamed choice, group or member type of an enclosing type or group.
    Part(Arc<Origin>, PartName),
    /// The substitution group with this head.
    Substitutes(Name),
    /// A type together with its derived types.
    Family(Name),
    /// The global elements as roots of documents. The namespace is the contract's own.
    Documents(NamespaceId),
}

impl Origin {
    /// Returns the local name in the contract. A part has the name of its enclosing type or group.
    pub(crate) fn local(&self) -> Option<&Arc<str>> {
        match self {
            Self::Part(outer, _) => outer.local(),
            Self::Named(name)
            | Self::Element(name)
            | Self::Attribute(name)
            | Self::Group(name)
            | Self::Message(name, _)
            | Self::Inner(_, name)
            | Self::Substitutes(name)
            | Self::Family(name) => Some(&name.local),
            Self::Documents(_) => None,
        }
    }

    /// Returns the namespace. A nested type has the namespace of the enclosing type or group.
    pub(crate) fn namespace(&self) -> NamespaceId {
        match self {
            Self::Named(name)
            | Self::Element(name)
            | Self::Attribute(name)
            | Self::Group(name)
            | Self::Message(name, _)
            | Self::Substitutes(name)
            | Self::Family(name) => name.namespace,
            Self::Inner(outer, _) | Self::Part(outer, _) => outer.namespace(),
            Self::Documents(namespace) => *namespace,
        }
    }
}

/// The source of the name of an unnamed choice, group or member type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PartName {
    pub(crate) kind: PartKind,
    /// The names of its branches or members, in order.
    pub(crate) about: Vec<Arc<str>>,
}

impl PartName {
    /// Returns the name in words: the branches of a short choice, the first element of a long one.
    ///
    /// ```text
    /// card cash          "card or cash"
    /// street town zip    "street group"
    /// ```
    pub(crate) fn called(&self) -> String {
        /// Maximum number of branches that are spelled out.
        const SPELLED_OUT: usize = 2;
        /// Maximum total length of spelled-out branches, in bytes.
        const LONGEST: usize = 48;
        let first = self.about.first().map_or("", |first| &**first);
        let length: usize = self.about.iter().map(|name| name.len()).sum();
        let is_spelled_out = self.about.len() <= SPELLED_OUT && length <= LONGEST;
        // The name of a branch that is itself a part has several words.
        let first = first.split(' ').next().unwrap_or_default();
        match self.kind {
            PartKind::Choice if is_spelled_out => self.about.join(" or "),
            PartKind::Group if is_spelled_out => self.about.join(" and "),
            PartKind::Choice => format!("{first} choice"),
            PartKind::Group => format!("{first} group"),
            PartKind::Mixed => "item".to_owned(),
            PartKind::Member => format!("{first} value"),
            PartKind::Alternative => "alternative".to_owned(),
        }
    }
}

/// The kind of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PartKind {
    Choice,
    Group,
    /// Text and elements of mixed content.
    Mixed,
    /// An inline member type of a union, or the inline item type of a list.
    Member,
    /// An inline type of an element with type alternatives.
    Alternative,
}

/// The definition of a type.
#[derive(Debug)]
pub(crate) enum Definition {
    Record(Record),
    Choice(Choice),
    Family(Family),
    Enumeration(Enumeration),
    Union(Union),
    Simple(Simple),
    External(External),
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ValueType {
    Builtin(Builtin),
    Defined(TypeId),
}
