//! The contract as the generator sees it: neither XSD's terms nor Rust's names.

mod builtin;
mod content;
mod custom;
mod first_set;
mod service;
mod simple;
mod streamed;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(crate) use crate::syntax::Builtin;
pub(crate) use content::{
    Attribute, Branch, Choice, Constraint, ConstraintKind, Content, Element, Family, Field,
    NamespaceConstraint, Nillable, Occurs, Order, Presence, Record, Role, Sensitivity, Storage,
    Term, Times, Wildcard,
};
pub(crate) use custom::{Custom, External, ExternalShape, MemberCustom};
pub(crate) use first_set::FirstSet;
pub use service::SkippedOperation;
pub(crate) use service::{
    Addressing, AddressingActions, AttachmentPart, Body, Exchange, Interface, Message, Operation,
    Port, SoapVersion, Use,
};
pub(crate) use simple::{
    Enumeration, EnumerationValue, Facets, Member, Pattern, Simple, SimpleShape, Union, WhiteSpace,
};
pub(crate) use streamed::Streamed;

use crate::syntax::Documentation;

/// How many required members a function takes to make a record: more would be hard to tell apart in
/// a call.
pub(crate) const NEW_TAKES: usize = 4;

/// A contract.
#[derive(Debug)]
pub(crate) struct Model {
    /// Index 0 is no namespace; the others are numbered as the runtime will.
    pub(crate) namespaces: Vec<Namespace>,
    pub(crate) types: Vec<Type>,
    pub(crate) interfaces: Vec<Interface>,
    /// The modules that settings give namespaces; empty for the root.
    pub(crate) modules: BTreeMap<NamespaceId, Arc<str>>,
    /// The operations that no interface has.
    pub(crate) skipped: Vec<SkippedOperation>,
    /// The types whose names others have by `xs:redefine` (XML Schema, part 1, §4.2.2).
    pub(crate) redefined: BTreeSet<TypeId>,
    /// What was asked to be different about types.
    pub(crate) custom: BTreeMap<TypeId, Custom>,
    /// Where documents are asked for, and there are elements for their roots.
    pub(crate) documents: Option<Documents>,
    /// The types with something to check.
    pub(crate) checked: BTreeSet<TypeId>,
    /// The enumerations and unions that facets are asked of: as the items of lists.
    pub(crate) faceted: BTreeSet<TypeId>,
    /// Types that the compiler has to be led to, the innermost first.
    pub(crate) deep: Vec<TypeId>,
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

    /// What reads documents, if this is the type of their roots.
    pub(crate) fn documents_of(&self, id: TypeId) -> Option<&Documents> {
        self.documents.as_ref().filter(|documents| documents.roots == id)
    }

    /// The record with this id, if it is one.
    pub(crate) fn record(&self, id: TypeId) -> Option<&Record> {
        match &self.get(id).definition {
            Definition::Record(record) => Some(record),
            _ => None,
        }
    }

    /// Every type with its id, in the order of the contract.
    pub(crate) fn types(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        (0..).map(TypeId).zip(&self.types)
    }

    /// A record and those it extends, the outermost base first.
    pub(crate) fn lineage<'a>(&'a self, record: &'a Record) -> Vec<&'a Record> {
        let mut lineage = vec![record];
        while let Some(base) = lineage.last().and_then(|last| last.base) {
            let Definition::Record(base) = &self.get(base).definition else { break };
            lineage.push(base);
        }
        lineage.reverse();
        lineage
    }

    /// The fields of a record and of those it extends, the outermost base's first.
    pub(crate) fn all_fields<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = &'a Field> {
        self.lineage(record).into_iter().flat_map(Record::fields)
    }

    /// Whether a type is external, whatever other names it has.
    pub(crate) fn is_external(&self, value: ValueType) -> bool {
        let ValueType::Defined(id) = value else { return false };
        match &self.get(id).definition {
            Definition::External(_) => true,
            Definition::Simple(simple) => self.is_external(simple.shape.inner()),
            _ => false,
        }
    }

    /// Whether there is a value of nothing: nothing is required, by the record or by its bases.
    pub(crate) fn has_default(&self, record: &Record) -> bool {
        self.required(record) == 0
    }

    /// How many members a record cannot be without; its base is one.
    pub(crate) fn required(&self, record: &Record) -> usize {
        let base = record.base.and_then(|base| self.record(base));
        let base = base.is_some_and(|base| !self.has_default(base));
        let value = matches!(record.content, Content::Value(_));
        let fields = record.fields().iter().filter(|field| field.times.occurs() == Occurs::Once);
        let attributes = record.attributes.iter();
        let attributes = attributes.filter(|one| one.presence == Presence::Required);
        usize::from(base) + usize::from(value) + fields.count() + attributes.count()
    }

    /// The namespaces that names are in, none left out, with their ids.
    pub(crate) fn named_namespaces(&self) -> impl Iterator<Item = (NamespaceId, &Namespace)> {
        (0..).map(NamespaceId).zip(&self.namespaces).skip(1)
    }

    /// The name for people: `{namespace}local`.
    pub(crate) fn expanded(&self, name: &Name) -> String {
        match &*self.namespace(name.namespace).uri {
            "" => name.local.to_string(),
            uri => format!("{{{uri}}}{}", name.local),
        }
    }

    /// The tag's or attribute's name on the wire, prefix included.
    pub(crate) fn tag(&self, name: &Name) -> String {
        if name.namespace == NamespaceId::NONE {
            return name.local.to_string();
        }
        format!("{}:{}", self.namespace(name.namespace).prefix, name.local)
    }
}

/// What reads documents by their root elements.
#[derive(Debug)]
pub(crate) struct Documents {
    /// The choice of [`Origin::Documents`].
    pub(crate) roots: TypeId,
    /// The namespaces that the documents' tags are in.
    pub(crate) namespaces: Vec<NamespaceId>,
}

/// A namespace of the contract.
#[derive(Debug)]
pub(crate) struct Namespace {
    pub(crate) uri: Arc<str>,
    /// The prefix that generated code writes for it.
    pub(crate) prefix: String,
    pub(crate) standing: NamespaceOrigin,
}

/// Who knows a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamespaceOrigin {
    /// The generated code, by this index of its table.
    Generated(u16),
    /// The runtime, by the constant of this name.
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
    /// A name in no namespace.
    pub(crate) fn unqualified(local: &Arc<str>) -> Self {
        Self { namespace: NamespaceId::NONE, local: local.clone() }
    }
}

/// A type that gets an item in the generated code.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) origin: Arc<Origin>,
    pub(crate) documentation: Documentation,
    pub(crate) definition: Definition,
    /// Whether something that is generated needs it.
    pub(crate) is_used: bool,
}

impl Type {
    /// Whether it becomes an item: a simple type without a name and a shape of its own does not.
    pub(crate) fn has_item(&self) -> bool {
        let named = matches!(*self.origin, Origin::Named(_));
        self.is_used
            && (named || !matches!(self.definition, Definition::Simple(_)))
            && !matches!(self.definition, Definition::External(_))
    }
}

/// Where a type comes from: what its Rust name is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Origin {
    /// A named type.
    Named(Name),
    /// The anonymous type of a global element.
    Element(Name),
    /// The anonymous type of a global attribute.
    Attribute(Name),
    /// A named group, of elements or attributes.
    Group(Name),
    /// The anonymous type of an element or attribute inside of something.
    Inner(Arc<Origin>, Name),
    /// The wrapper of an RPC message, or what the parts of a message are called together; and how
    /// it is written, where the same parts are written in another way at another port.
    Message(Name, Option<Use>),
    /// A choice, a group or a member type without a name inside of something.
    Part(Arc<Origin>, PartName),
    /// What may stand for an element: the head of a substitution group.
    Substitutes(Name),
    /// A type and those derived from it.
    Family(Name),
    /// The global elements, as the roots of documents in the contract's own namespace.
    Documents(NamespaceId),
}

impl Origin {
    /// The contract's name for it, or for what a part belongs to.
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

    /// The namespace it belongs to; what is inside goes with what is around.
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

/// What a choice or a group without a name is called after.
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
        /// The most branches that are spelled out, and the characters that they may take.
        const SPELLED_OUT: usize = 2;
        const LONGEST: usize = 48;
        let first = self.about.first().map_or("", |first| &**first);
        let length: usize = self.about.iter().map(|one| one.len()).sum();
        let is_spelled_out = self.about.len() <= SPELLED_OUT && length <= LONGEST;
        // A branch that is a part itself has a name of several words.
        let first = first.split(' ').next().unwrap_or_default();
        match self.kind {
            PartKind::Choice if is_spelled_out => self.about.join(" or "),
            PartKind::Group if is_spelled_out => self.about.join(" and "),
            PartKind::Choice => format!("{first} choice"),
            PartKind::Group => format!("{first} group"),
            PartKind::Mixed => "item".to_owned(),
            PartKind::Member => format!("{first} value"),
        }
    }
}

/// What kind of a part it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PartKind {
    Choice,
    Group,
    /// Text and elements of mixed content.
    Mixed,
    /// A member of a union or the items of a list that were written in place.
    Member,
}

/// What a type consists of.
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
