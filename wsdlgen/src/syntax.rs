//! WSDL and XSD as written: faithful trees with a span on everything.

mod builtin;
mod equality;
pub(crate) mod wsdl;
pub(crate) mod xsd;

use std::{fmt, marker::PhantomData, sync::Arc};

pub(crate) use builtin::Builtin;

use crate::document::Span;

/// A name in a namespace; the empty namespace is none.
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

/// A name given to something, and where.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: Arc<str>,
    pub(crate) span: Span,
}

/// A name that refers to a `T`, and where. After `resolve`, its slot leads to that `T`.
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

/// Every document of a run, parsed.
#[derive(Debug, Default)]
pub(crate) struct Syntax {
    pub(crate) definitions: Vec<wsdl::Definitions>,
    pub(crate) schemas: Vec<xsd::Schema>,
}

/// Documentation, in the contract's words.
pub(crate) type Documentation = Option<Arc<str>>;
