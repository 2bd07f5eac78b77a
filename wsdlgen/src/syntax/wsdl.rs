//! WSDL 1.1, with its SOAP 1.1 and SOAP 1.2 bindings.

use std::sync::Arc;

use super::{Documentation, Named, Reference, xsd};
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

/// What a part says of its content.
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
}

/// Which messages an operation has, and in which order (§2.4).
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
    /// As written: it tells overloaded operations apart (§2.4.5, §2.5).
    pub(crate) name: Option<Arc<str>>,
    pub(crate) message: Reference<Message>,
    /// `Action` of any version of WS-Addressing's metadata.
    pub(crate) action: Option<Arc<str>>,
}

/// `wsdl:fault` of an operation (§2.4.2).
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) name: Option<Arc<str>>,
    pub(crate) message: Reference<Message>,
    /// `Action` of any version of WS-Addressing's metadata.
    pub(crate) action: Option<Arc<str>>,
}

/// `wsdl:binding` (§2.5) with `soap:binding` (§3.3).
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) name: Named,
    pub(crate) port_type: Reference<PortType>,
    pub(crate) soap: SoapBinding,
    /// Whether it asks for headers of WS-Addressing 1.0.
    pub(crate) addressing: Addressing,
    pub(crate) operations: Vec<BindingOperation>,
}

/// Which SOAP a binding is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SoapBinding {
    Soap11,
    Soap12,
    /// Not SOAP over HTTP: HTTP GET and POST, another transport, or an unknown extension.
    Other,
}

/// Whether a binding asks for headers of WS-Addressing 1.0 (WSDL Binding, §3; Metadata, §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Addressing {
    Asked,
    NotAsked,
}

/// `wsdl:operation` of a binding.
#[derive(Debug)]
pub(crate) struct BindingOperation {
    pub(crate) name: Named,
    /// `soapAction` of `soap:operation` (§3.4).
    pub(crate) action: Arc<str>,
    pub(crate) style: Style,
    pub(crate) input: BoundMessage,
    pub(crate) output: BoundMessage,
    pub(crate) faults: Vec<BoundFault>,
    /// What keeps the operation from being generated.
    pub(crate) obstacles: Vec<Obstacle>,
}

/// `style` of `soap:operation`, else of `soap:binding` (§3.3, §3.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    #[default]
    Document,
    Rpc,
}

/// `use` of what is in an envelope (§3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Use {
    #[default]
    Literal,
    Encoded,
}

/// `wsdl:input` or `wsdl:output` of a binding's operation.
#[derive(Debug, Default)]
pub(crate) struct BoundMessage {
    /// As written: it tells overloaded operations apart.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) headers: Vec<Header>,
    /// `parts` of `soap:body` (§3.5): the message's parts that are its body; all where missing.
    pub(crate) parts: Option<Named>,
    pub(crate) encoding: Encoding,
    /// The parts of `mime:multipartRelated` (§5), in order; `soap:body` may be in any of them.
    pub(crate) mime: Vec<MimePart>,
}

/// What `soap:body`, `soap:header` and `soap:fault` say in common (§3.5, §3.6, §3.7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Encoding {
    pub(crate) r#use: Use,
    /// Of the wrapper in RPC style, and of encoded parts.
    pub(crate) namespace: Arc<str>,
}

/// `mime:part` (§5.5): a choice of contents.
#[derive(Debug, PartialEq)]
pub(crate) struct MimePart {
    pub(crate) contents: Vec<MimeContent>,
}

/// What a part of a MIME message may be.
#[derive(Debug, PartialEq)]
pub(crate) enum MimeContent {
    /// The envelope; its details are those of the [`BoundMessage`].
    Envelope,
    /// `mime:content` or `mime:mimeXml` (§5.2, §5.4): a message part as an attachment, of a media
    /// type where one is named.
    Attachment { part: Option<Named>, media_type: Option<Arc<str>> },
}

/// `wsdl:fault` of a binding's operation, with its `soap:fault` (§3.6).
#[derive(Debug)]
pub(crate) struct BoundFault {
    pub(crate) name: Arc<str>,
    pub(crate) encoding: Encoding,
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
    pub(crate) encoding: Encoding,
    /// Its `soap:headerfault`s.
    pub(crate) faults: Vec<HeaderFault>,
}

/// `soap:headerfault` (§3.7): what is said, in a header, of an error in a header.
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
