//! What is to be different about generated items.

use std::{fmt, sync::Arc};

/// A change to a type, or to a field or variant of one.
#[derive(Clone, Debug)]
pub(crate) struct Customization {
    /// `Type`, `{namespace}Type`, `Element/inner`, `Type/member`, or `*` for every type.
    pub(crate) selector: String,
    pub(crate) change: Change,
}

/// A name for something other than a type.
#[derive(Clone, Debug)]
pub(crate) struct Renaming {
    pub(crate) kind: Renamed,
    /// `Name`, or `Service/Name` of a port or an operation; the URI of a namespace.
    pub(crate) selector: String,
    pub(crate) name: Arc<str>,
}

/// The kind of thing that a [`Renaming`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renamed {
    Service,
    Operation,
    Port,
    /// The module of a namespace.
    Namespace,
}

/// The setting, as a finding shows it.
impl fmt::Display for Renaming {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = match self.kind {
            Renamed::Service => "rename_service",
            Renamed::Operation => "rename_operation",
            Renamed::Port => "rename_port",
            Renamed::Namespace => "module",
        };
        write!(formatter, "{method}(\"{}\", \"{}\")", self.selector, self.name)
    }
}

/// What is to be different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// These traits are derived too.
    Derive(Arc<str>),
    /// It has this attribute.
    Attribute(Arc<str>),
    /// It is called this.
    Rename(Arc<str>),
    /// It is not generated: this is the type.
    External(Arc<str>),
    /// It has a variant for values that the contract does not know.
    Open,
}

/// What was asked for, as a finding says it.
impl fmt::Display for Customization {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let selector = &self.selector;
        match &self.change {
            Change::Derive(traits) => write!(formatter, "derive(\"{selector}\", \"{traits}\")"),
            Change::Attribute(attribute) => {
                write!(formatter, "attribute(\"{selector}\", \"{attribute}\")")
            }
            Change::Rename(name) => write!(formatter, "rename(\"{selector}\", \"{name}\")"),
            Change::External(path) => write!(formatter, "external(\"{selector}\", \"{path}\")"),
            Change::Open => write!(formatter, "open_enum(\"{selector}\")"),
        }
    }
}
