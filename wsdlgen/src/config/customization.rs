//! What is to be different about generated items.

use std::{fmt, sync::Arc};

/// A change to a type, or to a field or variant of one.
#[derive(Clone, Debug)]
pub(crate) struct Customization {
    /// `Type`, `{namespace}Type`, `Element/inner`, `Type/member`, or `*` for every type.
    pub(crate) selector: String,
    pub(crate) change: Change,
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
