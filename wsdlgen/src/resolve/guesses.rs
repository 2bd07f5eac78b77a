//! Guesses for undefined names, for the setting `repair`.
//!
//! ```text
//! xs:datetime              xs:dateTime         another spelling of a built-in type
//! message="AddRequest"     tns:AddRequest      the same local name in another namespace
//! enc12:arrayType          enc11:arrayType     the SOAP 1.1 encoding
//! type="tns:Order"         the type of the element tns:Order
//! ```

use std::{cell::OnceCell, collections::HashMap, fmt};

use super::{
    dangling::{in_namespace, may_define},
    kind::Kind,
    schemas::{Schemas, XSD},
    table::Tables,
};
use crate::{diagnostic::nearest, document::Sources, parse, syntax::Builtin, syntax::QName};

/// The assumed target of a reference to an undefined name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Guess {
    Builtin(Builtin),
    /// Another definition of the same kind.
    Definition(QName),
    /// The type of an element.
    TypeOf(QName),
    /// An element with the name and content of a type.
    ElementOf(QName),
}

impl fmt::Display for Guess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin(builtin) => write!(f, "`xs:{}` is assumed", builtin.name()),
            Self::Definition(name) => {
                write!(f, "`{}` {} is assumed", name.local, in_namespace(name))
            }
            Self::TypeOf(element) => {
                write!(f, "the type of the element `{}` is assumed", element.local)
            }
            Self::ElementOf(ty) => write!(f, "an element of the type `{}` is assumed", ty.local),
        }
    }
}

/// All names that the documents define, to guess from.
pub(super) struct Guesses<'a> {
    schemas: &'a Schemas,
    tables: &'a Tables<'a>,
    sources: &'a Sources,
    /// Names by kind and by local name in lower case. Built for the first guess.
    index: OnceCell<Index<'a>>,
}

type Index<'a> = HashMap<(Kind, String), Vec<&'a QName>>;

/// The namespace of the SOAP 1.2 encoding, which has no attribute `arrayType`.
const SOAP12_ENCODING: &str = "http://www.w3.org/2003/05/soap-encoding";

/// The namespace of the SOAP 1.1 encoding, with which WSDL 1.1 describes arrays.
const SOAP_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";

/// Maximum number of names among which similar ones are searched.
const COMPARED: usize = 50;

impl<'a> Guesses<'a> {
    pub(super) fn new(schemas: &'a Schemas, tables: &'a Tables<'a>, sources: &'a Sources) -> Self {
        Self { schemas, tables, sources, index: OnceCell::new() }
    }

    /// Returns the meaning of an undefined name that is referenced in the target namespace `home`.
    pub(super) fn of(&self, kind: Kind, name: &QName, home: &str) -> Option<Guess> {
        if &*name.namespace == SOAP12_ENCODING {
            let namespace = SOAP_ENCODING.into();
            return Some(Guess::Definition(QName { namespace, local: name.local.clone() }));
        }
        if self.sources.missing().iter().any(|missing| may_define(missing, kind, name)) {
            return None;
        }
        let same = |kind| self.named(kind, &name.local, |known| known.local == name.local);
        let close = |known: &&QName| [&*name.namespace, home].contains(&&*known.namespace);
        let definition = |name: &QName| Guess::Definition(name.clone());
        let of_schema = || (kind == Kind::Type).then(|| self.type_for(name, home)).flatten();
        let here = self.named(kind, &name.local, |_| true).into_iter().filter(close);
        same(kind)
            .into_iter()
            .find(|known| &*known.namespace == home)
            .map(definition)
            .or_else(of_schema)
            .or_else(|| only(same(kind).into_iter()).map(definition))
            .or_else(|| only(here).map(definition))
            .or_else(|| self.similar(kind, name).map(definition))
            .or_else(|| (kind == Kind::Element).then(|| self.element_for(name, home)).flatten())
    }

    /// Returns the type that is meant by the name of an element.
    fn element_for(&self, name: &QName, home: &str) -> Option<Guess> {
        self.near(Kind::Type, name, home).map(Guess::ElementOf)
    }

    /// Returns the definition of another kind with the same name, possibly without its prefix.
    fn near(&self, kind: Kind, name: &QName, home: &str) -> Option<QName> {
        let is_near = |known: &QName| {
            known.local == name.local && [&*name.namespace, home].contains(&&*known.namespace)
        };
        self.named(kind, &name.local, is_near).first().map(|name| (*name).clone())
    }

    /// Returns the built-in type or the element's type that is meant by the name of a type.
    fn type_for(&self, name: &QName, home: &str) -> Option<Guess> {
        let local = &*name.local;
        if &*name.namespace != XSD {
            let builtin = Builtin::lookup(local).map(Guess::Builtin);
            return builtin.or_else(|| self.near(Kind::Element, name, home).map(Guess::TypeOf));
        }
        let folded = Builtin::names().find(|known| known.eq_ignore_ascii_case(local));
        let found = folded.or_else(|| Some(parse::draft_type(local)).filter(|new| *new != local));
        let is_own = |known: &QName| *known.local == *local;
        let is_elsewhere = || !self.named(Kind::Type, local, is_own).is_empty();
        let found =
            found.or_else(|| if is_elsewhere() { None } else { nearest(local, Builtin::names()) });
        found.and_then(Builtin::lookup).map(Guess::Builtin)
    }

    /// Returns the only portType or binding, or the one with the most similar name.
    fn similar(&self, kind: Kind, name: &QName) -> Option<&'a QName> {
        let names: Vec<&QName> = match kind {
            Kind::PortType => self.tables.port_types.names().map(|(name, _)| name).collect(),
            Kind::Binding => self.tables.bindings.names().map(|(name, _)| name).collect(),
            _ => return None,
        };
        if names.len() > COMPARED {
            return None;
        }
        let locals = names.iter().map(|known| &*known.local);
        let nearest = nearest(&name.local, locals);
        let nearest = nearest.and_then(|local| names.iter().find(|known| *known.local == *local));
        nearest.copied().or_else(|| only(names.into_iter()))
    }

    /// Returns the definitions of a kind whose local names equal `local` except for case.
    fn named(&self, kind: Kind, local: &str, is_wanted: impl Fn(&QName) -> bool) -> Vec<&'a QName> {
        let index = self.index.get_or_init(|| self.index());
        let all = index.get(&(kind, local.to_lowercase())).into_iter().flatten();
        all.copied().filter(|name| is_wanted(name)).collect()
    }

    fn index(&self) -> Index<'a> {
        let mut index: Index<'a> = HashMap::new();
        let Self { schemas, tables, .. } = *self;
        let mut add = |kind, name: &'a QName| {
            index.entry((kind, name.local.to_lowercase())).or_default().push(name);
        };
        schemas.types.own_names().for_each(|name| add(Kind::Type, name));
        schemas.elements.own_names().for_each(|name| add(Kind::Element, name));
        schemas.attributes.own_names().for_each(|name| add(Kind::Attribute, name));
        schemas.groups.own_names().for_each(|name| add(Kind::Group, name));
        schemas.attribute_groups.own_names().for_each(|name| add(Kind::AttributeGroup, name));
        tables.messages.names().for_each(|(name, _)| add(Kind::Message, name));
        tables.port_types.names().for_each(|(name, _)| add(Kind::PortType, name));
        tables.bindings.names().for_each(|(name, _)| add(Kind::Binding, name));
        index
    }
}

/// Returns the only item.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
