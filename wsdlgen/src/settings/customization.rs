//! Changes to generated items.

use std::{fmt, sync::Arc};

/// A change to a type, field or variant.
#[derive(Clone, Debug)]
pub(crate) struct Customization {
    /// `Type`, `{namespace}Type`, `Element/inner`, `Type/member`, or `*` for every type.
    pub(crate) selector: String,
    pub(crate) change: Change,
}

/// A Rust name for a service, operation, port or namespace.
#[derive(Clone, Debug)]
pub(crate) struct Renaming {
    pub(crate) kind: Renamed,
    /// `Name`, or `Service/Name` for a port or operation. The URI for a namespace.
    pub(crate) selector: String,
    pub(crate) name: Arc<str>,
}

/// The kind of item that a [`Renaming`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renamed {
    Service,
    Operation,
    Port,
    /// The module of a namespace.
    Namespace,
}

/// Formats the setting as a method call, for diagnostics.
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

/// The change that a [`Customization`] makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Derives additional traits.
    Derive(Arc<str>),
    /// Adds an attribute.
    Attribute(Arc<str>),
    /// Replaces the name.
    Rename(Arc<str>),
    /// Replaces the generated type with an existing one.
    External(Arc<str>),
    /// Adds a variant for values that the contract does not list.
    Open,
}

/// Formats the setting as a method call, for diagnostics.
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
