//! WSDL 1.1, with its SOAP 1.1 and SOAP 1.2 bindings.

use std::sync::Arc;

use super::{Documentation, Named, Reference, xsd};
use crate::source::Span;

/// `wsdl:definitions` (§2.1). The schemas of its `wsdl:types` are in
/// [`Syntax::schemas`](super::Syntax::schemas).
#[derive(Debug)]
pub(crate) struct Definitions {
    pub(crate) target_namespace: Arc<str>,
    pub(crate) messages: Vec<Message>,
    pub(crate) port_types: Vec<PortType>,
    pub(crate) bindings: Vec<Binding>,
    pub(crate) services: Vec<Service>,
}

/// `wsdl:message` (§2.3).
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) name: Named,
    pub(crate) parts: Vec<Part>,
}

/// `wsdl:part` (§2.3.1).
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: Named,
    pub(crate) content: PartContent,
}

/// What a part says of its content.
#[derive(Debug)]
pub(crate) enum PartContent {
    /// `element`.
    Element(Reference<xsd::ElementDeclaration>),
    /// `type`, which no binding that is generated yet can use.
    Type(Span),
}

/// `wsdl:portType` (§2.4).
#[derive(Debug)]
pub(crate) struct PortType {
    pub(crate) name: Named,
    pub(crate) operations: Vec<Operation>,
}

/// `wsdl:operation` of a portType.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: Named,
    pub(crate) documentation: Documentation,
    pub(crate) input: Reference<Message>,
    pub(crate) output: Reference<Message>,
    pub(crate) faults: Vec<Fault>,
}

/// `wsdl:fault` of an operation (§2.4.2).
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) message: Reference<Message>,
}

/// `wsdl:binding` (§2.5) with `soap:binding` (§3.3).
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) name: Named,
    pub(crate) port_type: Reference<PortType>,
    pub(crate) soap: SoapBinding,
    pub(crate) operations: Vec<BindingOperation>,
}

/// Which SOAP a binding is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SoapBinding {
    Soap11,
    Soap12,
    /// Not SOAP: HTTP GET and POST, or an unknown extension.
    Other,
}

/// `wsdl:operation` of a binding.
#[derive(Debug)]
pub(crate) struct BindingOperation {
    pub(crate) name: Named,
    /// `soapAction` of `soap:operation` (§3.4).
    pub(crate) action: Arc<str>,
    pub(crate) input: BoundMessage,
    pub(crate) output: BoundMessage,
    /// What keeps the operation from being generated.
    pub(crate) obstacles: Vec<Obstacle>,
}

/// `wsdl:input` or `wsdl:output` of a binding's operation.
#[derive(Debug, Default)]
pub(crate) struct BoundMessage {
    pub(crate) headers: Vec<Header>,
    /// `parts` of `soap:body` (§3.5): the message's parts that are its body; all where missing.
    pub(crate) parts: Option<Named>,
}

/// Something in a binding that is not supported yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Obstacle {
    pub(crate) what: String,
    pub(crate) span: Span,
}

/// `soap:header` (§3.7).
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) message: Reference<Message>,
    pub(crate) part: Named,
}

/// `wsdl:service` (§2.7).
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) name: Named,
    pub(crate) documentation: Documentation,
    pub(crate) ports: Vec<Port>,
}

/// `wsdl:port` (§2.6).
#[derive(Debug)]
pub(crate) struct Port {
    pub(crate) name: Named,
    pub(crate) binding: Reference<Binding>,
    /// `soap:address` (§3.8).
    pub(crate) address: Arc<str>,
    pub(crate) span: Span,
}
