//! Services: interfaces, operations, messages and ports.

use std::{fmt, sync::Arc};

use wsdlgen_runtime::policy::SecurityPolicy;

use super::{AttachmentPart, Element, Field, Model, Name, NamespaceId, Record, Term, TypeId};
use crate::syntax::Documentation;
pub(crate) use crate::syntax::wsdl::{Addressing, HttpMethod, Protocol, SoapVersion};

/// The operations that a client calls and a server implements: a service with one of its portTypes.
#[derive(Debug)]
pub(crate) struct Interface {
    /// Source of the names of client and server: the service, or the portType if the service has several.
    pub(crate) name: Arc<str>,
    /// The target namespace of the service, or of the binding if there is no service.
    pub(crate) namespace: Arc<str>,
    pub(crate) service: Arc<str>,
    /// Name in Rust, if settings specify one.
    pub(crate) given: Option<Arc<str>>,
    pub(crate) documentation: Documentation,
    /// The beginning of the default actions of its operations in WS-Addressing (Metadata §4.4.4).
    pub(crate) actions: Arc<str>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) ports: Vec<Port>,
}

/// An operation with its messages.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: Arc<str>,
    /// Unique name: an overload is also named after its input.
    pub(crate) called: Arc<str>,
    /// Name in Rust, if settings specify one.
    pub(crate) given: Option<Arc<str>>,
    pub(crate) documentation: Documentation,
    pub(crate) exchange: Exchange,
    pub(crate) r#use: Use,
    pub(crate) addressing: AddressingActions,
    pub(crate) input: Message,
    /// Empty if the operation has no output.
    pub(crate) output: Message,
    pub(crate) faults: Vec<Element>,
    /// Header blocks that may accompany a fault to describe errors in header blocks.
    pub(crate) header_faults: Vec<Element>,
    /// The namespaces of the tags in its messages.
    pub(crate) namespaces: Vec<NamespaceId>,
    /// `false` if it belongs to disabled features only. Such operations are removed once all names are known.
    pub(crate) is_enabled: bool,
}

/// The messages that an operation exchanges (WSDL 1.1 §2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    RequestResponse,
    OneWay,
}

/// The actions of an operation in WS-Addressing 1.0 (Metadata §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AddressingActions {
    /// `true` if the contract declares actions or a port requires them.
    pub(crate) is_declared: bool,
    /// Empty if the actions at the ports apply.
    pub(crate) request: Arc<str>,
    /// Empty if there is no reply.
    pub(crate) reply: Arc<str>,
}

/// The encoding of message parts (WSDL 1.1 §3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Use {
    Literal,
    /// SOAP encoding.
    Encoded,
}

/// A message of an operation.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) body: Body,
    /// The first element in the body. Servers use it to identify the operation.
    pub(crate) first: Option<Name>,
    pub(crate) headers: Vec<Element>,
    pub(crate) attachments: Vec<AttachmentPart>,
}

/// The content of an envelope's `Body`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// No content: a message without parts.
    Empty,
    /// A single element: the only part in document style, the wrapper in RPC style.
    Element(Element),
    /// A sequence of elements: several parts in document style, as a record of [`Role::Part`](super::Role).
    Parts(TypeId),
}

impl Body {
    /// Returns the top-level elements in order.
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

    /// Returns the element, if the body is a single element.
    pub(crate) fn element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Empty | Self::Parts(_) => None,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Soap(SoapVersion::Soap11) => "SOAP 1.1",
            Self::Soap(SoapVersion::Soap12) => "SOAP 1.2",
            Self::Http(HttpMethod::Get) => "HTTP GET",
            Self::Http(HttpMethod::Post) => "HTTP POST",
        })
    }
}

/// A port.
#[derive(Debug)]
pub(crate) struct Port {
    pub(crate) name: Arc<str>,
    /// The name of the service, or of the portType if there is none.
    pub(crate) service: Arc<str>,
    /// Name in Rust, if settings specify one.
    pub(crate) given: Option<Arc<str>>,
    /// Name of the binding that specifies how messages are written.
    pub(crate) binding: Arc<str>,
    pub(crate) protocol: Protocol,
    /// Empty if no service has a port for the binding.
    pub(crate) address: Arc<str>,
    /// The action of each operation, or its location at an HTTP port, in the order of the interface. `None` if the binding
    /// lacks the operation.
    pub(crate) actions: Vec<Option<Arc<str>>>,
    pub(crate) addressing: Addressing,
    /// `true` if a policy asks for MTOM.
    pub(crate) uses_mtom: bool,
    /// The security that the port requires, if any.
    pub(crate) policy: Option<SecurityPolicy>,
}

impl Port {
    /// Returns the version of a SOAP port.
    pub(crate) fn version(&self) -> Option<SoapVersion> {
        match self.protocol {
            Protocol::Soap(version) => Some(version),
            Protocol::Http(_) => None,
        }
    }

    /// Returns the action of an operation, which is empty if there is none.
    pub(crate) fn action(&self, operation: usize) -> &str {
        self.actions.get(operation).and_then(Option::as_deref).unwrap_or_default()
    }

    /// Returns whether the binding has an operation.
    pub(crate) fn binds(&self, operation: usize) -> bool {
        self.actions.get(operation).is_some_and(Option::is_some)
    }
}

/// An operation for which no method is generated, neither in the client nor in the server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SkippedOperation {
    /// The portType of the operation.
    pub port_type: String,
    /// The name of the operation in the contract.
    pub operation: String,
    /// The reason why the operation is skipped.
    pub reason: String,
}
