//! WSDL 1.1, with its SOAP 1.1 and SOAP 1.2 bindings.

use std::sync::Arc;

use super::{Documentation, Named, Reference, policy::Expression, xsd};
use crate::document::Span;

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

/// The content of a part: an element or a type.
#[derive(Debug, PartialEq)]
pub(crate) enum PartContent {
    /// `element`.
    Element(Reference<xsd::ElementDeclaration>),
    /// `type`.
    Type(Reference<xsd::TypeDefinition>),
}

/// `wsdl:portType` (§2.4).
#[derive(Debug)]
pub(crate) struct PortType {
    pub(crate) name: Named,
    /// The attached policies.
    pub(crate) policies: Vec<Expression>,
    pub(crate) operations: Vec<Operation>,
}

/// `wsdl:operation` of a portType.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: Named,
    pub(crate) documentation: Documentation,
    pub(crate) exchange: Exchange,
    pub(crate) faults: Vec<Fault>,
    /// `parameterOrder` (§2.4.6): the parts of an RPC signature.
    pub(crate) parameter_order: Vec<Arc<str>>,
    /// The attached policies.
    pub(crate) policies: Vec<Expression>,
}

/// The message exchange pattern of an operation (§2.4).
#[derive(Debug, PartialEq)]
pub(crate) enum Exchange {
    OneWay(OperationMessage),
    RequestResponse { input: OperationMessage, output: OperationMessage },
    SolicitResponse { output: OperationMessage, input: OperationMessage },
    Notification(OperationMessage),
}

impl Exchange {
    pub(crate) fn input(&self) -> Option<&OperationMessage> {
        match self {
            Self::OneWay(input)
            | Self::RequestResponse { input, .. }
            | Self::SolicitResponse { input, .. } => Some(input),
            Self::Notification(_) => None,
        }
    }

    pub(crate) fn output(&self) -> Option<&OperationMessage> {
        match self {
            Self::Notification(output)
            | Self::RequestResponse { output, .. }
            | Self::SolicitResponse { output, .. } => Some(output),
            Self::OneWay(_) => None,
        }
    }
}

/// `wsdl:input` or `wsdl:output` of an operation.
#[derive(Debug)]
pub(crate) struct OperationMessage {
    /// As written. Distinguishes overloaded operations (§2.4.5, §2.5).
    pub(crate) name: Option<Arc<str>>,
    pub(crate) message: Reference<Message>,
    /// The `Action` attribute of any version of the WS-Addressing metadata.
    pub(crate) action: Option<Arc<str>>,
    /// The attached policies.
    pub(crate) policies: Vec<Expression>,
}

/// `wsdl:fault` of an operation (§2.4.2).
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) name: Option<Arc<str>>,
    pub(crate) message: Reference<Message>,
    /// The `Action` attribute of any version of the WS-Addressing metadata.
    pub(crate) action: Option<Arc<str>>,
}

/// `wsdl:binding` (§2.5) with `soap:binding` (§3.3) or `http:binding` (§4.3).
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) name: Named,
    pub(crate) port_type: Reference<PortType>,
    /// `None` for another transport, another HTTP method, or an unknown extension.
    pub(crate) protocol: Option<Protocol>,
    /// Use of WS-Addressing, as declared by an extension element.
    pub(crate) addressing: Addressing,
    pub(crate) operations: Vec<BindingOperation>,
    /// The attached policies.
    pub(crate) policies: Vec<Expression>,
}

/// The protocol of a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// SOAP over HTTP.
    Soap(SoapVersion),
    /// HTTP without SOAP (§4).
    Http(HttpMethod),
}

/// A version of SOAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SoapVersion {
    Soap11,
    Soap12,
}

/// The method of an HTTP binding (§4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HttpMethod {
    Get,
    Post,
}

/// Use of WS-Addressing by a binding (WSDL Binding, §3; Metadata, §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Addressing {
    NotAsked,
    /// Version 1.0.
    Asked,
    /// The version of August 2004.
    AskedAugust2004,
}

/// `wsdl:operation` of a binding.
#[derive(Debug)]
pub(crate) struct BindingOperation {
    pub(crate) name: Named,
    /// `soapAction` of `soap:operation` (§3.4), or `location` of `http:operation` (§4.5).
    pub(crate) action: Arc<str>,
    pub(crate) style: Style,
    pub(crate) input: BoundMessage,
    pub(crate) output: BoundMessage,
    pub(crate) faults: Vec<BoundFault>,
    /// Reasons why the operation cannot be generated.
    pub(crate) obstacles: Vec<Obstacle>,
    /// The attached policies.
    pub(crate) policies: Vec<Expression>,
}

/// `style` of `soap:operation`, or else of `soap:binding` (§3.3, §3.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    #[default]
    Document,
    Rpc,
}

/// `use` of `soap:body`, `soap:header` or `soap:fault` (§3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Use {
    #[default]
    Literal,
    Encoded,
}

/// `wsdl:input` or `wsdl:output` of a binding's operation.
#[derive(Debug, Default)]
pub(crate) struct BoundMessage {
    /// As written. Distinguishes overloaded operations.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) headers: Vec<Header>,
    /// `parts` of `soap:body` (§3.5): the message parts in the body. If missing, all parts are.
    pub(crate) parts: Option<Named>,
    pub(crate) encoding: Encoding,
    /// Parts of `mime:multipartRelated` (§5), in order. Any of them can contain the `soap:body`.
    pub(crate) mime: Vec<MimePart>,
    /// The attached policies.
    pub(crate) policies: Vec<Expression>,
}

/// Attributes shared by `soap:body`, `soap:header` and `soap:fault` (§3.5, §3.6, §3.7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Encoding {
    pub(crate) r#use: Use,
    /// Namespace of the RPC wrapper element and of encoded parts.
    pub(crate) namespace: Arc<str>,
}

/// `mime:part` (§5.5): alternative contents.
#[derive(Debug, PartialEq)]
pub(crate) struct MimePart {
    pub(crate) contents: Vec<MimeContent>,
}

/// Content of a part of a MIME message.
#[derive(Debug, PartialEq)]
pub(crate) enum MimeContent {
    /// The envelope, described by the [`BoundMessage`].
    Envelope,
    /// `mime:content` or `mime:mimeXml` (§5.2, §5.4): a message part sent as an attachment, with an
    /// optional media type.
    Attachment { part: Option<Named>, media_type: Option<Arc<str>> },
}

/// `wsdl:fault` of a binding's operation, with its `soap:fault` (§3.6).
#[derive(Debug)]
pub(crate) struct BoundFault {
    pub(crate) name: Arc<str>,
    pub(crate) encoding: Encoding,
}

/// An unsupported construct in a binding.
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
    pub(crate) encoding: Encoding,
    /// Its `soap:headerfault`s.
    pub(crate) faults: Vec<HeaderFault>,
}

/// `soap:headerfault` (§3.7): a header of the reply that describes an error in a request header.
#[derive(Debug)]
pub(crate) struct HeaderFault {
    pub(crate) message: Reference<Message>,
    pub(crate) part: Named,
    pub(crate) encoding: Encoding,
}

/// `wsdl:service` (§2.7).
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) name: Named,
    pub(crate) documentation: Documentation,
    pub(crate) ports: Vec<Port>,
    /// The attached policies.
    pub(crate) policies: Vec<Expression>,
}

/// `wsdl:port` (§2.6).
#[derive(Debug)]
pub(crate) struct Port {
    pub(crate) name: Named,
    pub(crate) binding: Reference<Binding>,
    /// `soap:address` (§3.8).
    pub(crate) address: Arc<str>,
    /// The attached policies.
    pub(crate) policies: Vec<Expression>,
    pub(crate) span: Span,
}
