//! Services: interfaces, operations, messages and ports.

use std::sync::Arc;

use super::{Element, Field, Model, Name, NamespaceId, Record, Term, TypeId};
use crate::syntax::Documentation;
pub(crate) use crate::syntax::wsdl::Addressing;

/// The operations that a client calls and a server offers: a service, seen through a portType.
#[derive(Debug)]
pub(crate) struct Interface {
    /// What client and server are called after: the service, or the portType where a service has
    /// several.
    pub(crate) name: Arc<str>,
    pub(crate) service: Arc<str>,
    /// Its name in Rust, if settings give one.
    pub(crate) given: Option<Arc<str>>,
    pub(crate) documentation: Documentation,
    pub(crate) operations: Vec<Operation>,
    pub(crate) ports: Vec<Port>,
}

/// An operation with its messages.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: Arc<str>,
    /// What it is called where another has its name: that, and the name of its input.
    pub(crate) called: Arc<str>,
    /// Its name in Rust, if settings give one.
    pub(crate) given: Option<Arc<str>>,
    pub(crate) documentation: Documentation,
    pub(crate) exchange: Exchange,
    pub(crate) r#use: Use,
    /// What its messages are called in WS-Addressing, where that has to be said.
    pub(crate) addressing: Option<AddressingActions>,
    pub(crate) input: Message,
    /// Without anything in it where there is none.
    pub(crate) output: Message,
    pub(crate) faults: Vec<Element>,
    /// The header blocks that say, with a fault, what is wrong with a header.
    pub(crate) header_faults: Vec<Element>,
    /// The namespaces that its messages' tags are in.
    pub(crate) namespaces: Vec<NamespaceId>,
}

/// Which messages an operation has (WSDL 1.1, §2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    RequestResponse,
    OneWay,
}

/// The actions of an operation in WS-Addressing 1.0 (Metadata, §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AddressingActions {
    /// Empty where it is that of the port.
    pub(crate) request: Arc<str>,
    /// Empty where there is no reply.
    pub(crate) reply: Arc<str>,
}

/// How the parts of messages are written (WSDL 1.1, §3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Use {
    Literal,
    /// In SOAP's encoding.
    Encoded,
}

/// One of an operation's messages.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) body: Body,
    /// The element that comes first in the body: what tells a server which operation is called.
    pub(crate) first: Option<Name>,
    pub(crate) headers: Vec<Element>,
    pub(crate) attachments: Vec<AttachmentPart>,
}

/// A part of a message that goes beside the envelope (WSDL 1.1, §5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttachmentPart {
    pub(crate) part: Arc<str>,
    /// What it may be; anything where there are none.
    pub(crate) media_types: Vec<Arc<str>>,
}

/// What stands in an envelope's `Body`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// Nothing: a message without parts.
    Empty,
    /// One element: the only part in document style, the wrapper in RPC style.
    Element(Element),
    /// Elements side by side, the parts in document style: a record of [`Role::Part`](super::Role).
    Parts(TypeId),
}

impl Body {
    /// The elements side by side, in their order.
    pub(crate) fn elements<'m>(&'m self, model: &'m Model) -> Vec<&'m Element> {
        let element = |field: &'m Field| match &field.term {
            Term::Element(element) => Some(element),
            Term::Part(_) | Term::Any(_) => None,
        };
        match self {
            Self::Empty => Vec::new(),
            Self::Element(element) => vec![element],
            Self::Parts(id) => {
                let fields = model.record(*id).map_or(&[][..], Record::fields);
                fields.iter().filter_map(element).collect()
            }
        }
    }

    /// The element, where it is one.
    pub(crate) fn element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Empty | Self::Parts(_) => None,
        }
    }
}

/// A port that SOAP is spoken at.
#[derive(Debug)]
pub(crate) struct Port {
    pub(crate) name: Arc<str>,
    /// Its name in Rust, if settings give one.
    pub(crate) given: Option<Arc<str>>,
    /// What the binding is called that says how messages are written.
    pub(crate) binding: Arc<str>,
    pub(crate) version: SoapVersion,
    pub(crate) address: Arc<str>,
    /// The action of each operation, in the interface's order.
    pub(crate) actions: Vec<Arc<str>>,
    pub(crate) addressing: Addressing,
}

/// A version of SOAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SoapVersion {
    Soap11,
    Soap12,
}

/// An operation that has no method, neither in a client nor in a server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SkippedOperation {
    /// The portType that it belongs to.
    pub port_type: String,
    /// Its name in the contract.
    pub operation: String,
    /// Why nothing can call it.
    pub reason: String,
}
