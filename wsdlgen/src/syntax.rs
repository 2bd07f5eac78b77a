//! Syntax trees of WSDL and XSD as written, with source spans.

mod builtin;
mod equality;
mod namespaces;
pub(crate) mod policy;
pub(crate) mod wsdl;
pub(crate) mod xsd;

use std::{fmt, marker::PhantomData, sync::Arc};

pub(crate) use builtin::Builtin;
pub(crate) use namespaces::NamespaceConstraint;

use crate::document::Span;

/// A qualified name. The namespace is empty for a name in no namespace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct QName {
    pub(crate) namespace: Arc<str>,
    pub(crate) local: Arc<str>,
}

impl fmt::Display for QName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            formatter.write_str(&self.local)
        } else {
            write!(formatter, "{{{}}}{}", self.namespace, self.local)
        }
    }
}

/// The name of a definition and its span.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: Arc<str>,
    pub(crate) span: Span,
}

/// A reference to a `T` by name. `resolve` links its slot to the definition.
#[derive(Debug)]
pub(crate) struct Reference<T> {
    pub(crate) name: QName,
    pub(crate) span: Span,
    slot: u32,
    target: PhantomData<fn() -> T>,
}

impl<T> Reference<T> {
    pub(crate) fn new(name: QName, span: Span, slot: u32) -> Self {
        Self { name, span, slot, target: PhantomData }
    }

    pub(crate) fn slot(&self) -> usize {
        self.slot as usize
    }
}

/// The parsed documents of a run.
#[derive(Debug, Default)]
pub(crate) struct Syntax {
    pub(crate) definitions: Vec<wsdl::Definitions>,
    pub(crate) schemas: Vec<xsd::Schema>,
    /// The policies that can be referred to.
    pub(crate) policies: Vec<policy::Policy>,
    /// The number of slots of references.
    pub(crate) slots: u32,
}

/// Documentation from the contract.
pub(crate) type Documentation = Option<Arc<str>>;
