//! Requests that are valid by the contract.

use wsdlgen_runtime::soap::AddressingVersion;

use crate::model::AttachmentPart;

/// The request of an operation that is bound to HTTP without SOAP (WSDL 1.1 §4).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutgoingHttp {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The location relative to the address.
    pub location: String,
    /// An element for each field.
    pub content: String,
}

/// A request that is valid by the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutgoingRequest {
    /// The address in the contract.
    pub address: String,
    /// The value of the header `Content-Type`.
    pub content_type: String,
    /// The value of the header `SOAPAction`, for SOAP 1.1.
    pub soap_action: Option<String>,
    /// The envelope.
    pub envelope: String,
    /// The version of the WS-Addressing headers that [`to_http`](Self::to_http) adds to the envelope, unless it has some.
    /// By default, it is the version that the port requires, if any.
    pub addressing: Option<AddressingVersion>,
    /// The action in these headers (WS-Addressing Metadata, §4.4).
    pub action: String,
    /// `true` if the operation has no reply.
    pub one_way: bool,
    /// The parts of the message that are sent as attachments.
    pub attachments: Vec<OutgoingAttachment>,
    /// The request without an envelope, if the operation is bound to HTTP without SOAP.
    pub http: Option<OutgoingHttp>,
}

/// A part of a message that is sent as an attachment (WSDL 1.1 §5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutgoingAttachment {
    /// The name of the part.
    pub part: String,
    /// The first media type that the contract allows, if it restricts the type.
    pub media_type: Option<String>,
}

impl OutgoingAttachment {
    pub(super) fn of(part: &AttachmentPart) -> Self {
        let media_type = part.media_types.first().map(ToString::to_string);
        Self { part: part.part.to_string(), media_type }
    }
}
