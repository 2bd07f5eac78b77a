//! Requests as HTTP messages.

use std::{error::Error, fmt};

use http::{HeaderValue, Request, header};
use wsdlgen_runtime::{
    Attachment, Payload, SoapVersion,
    message::{ContentType, HttpFields, addressing_blocks, attach, public_address},
    xml::WriteError,
};

use crate::tools::instance::{OutgoingHttp, OutgoingRequest, is_addressed, with_blocks};

/// The reason why a request cannot be sent over HTTP.
#[derive(Debug)]
#[non_exhaustive]
pub enum PackError {
    /// The contract has no address for the operation, and the caller gave none.
    NoAddress,
    /// The address is not a valid URL, or the action is not valid in an HTTP header. Secrets in the address are removed.
    Invalid(String, http::Error),
    /// A field of a request without SOAP cannot be sent.
    Field(String),
    /// The address or the action contains a character that XML does not allow.
    Addressing(WriteError),
}

impl fmt::Display for PackError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAddress => formatter.write_str("the contract has no address for the operation"),
            Self::Invalid(address, error) => {
                write!(
                    formatter,
                    "cannot create the request to `{}`: {error}",
                    address.escape_debug()
                )
            }
            Self::Field(reason) => formatter.write_str(reason),
            Self::Addressing(error) => {
                write!(formatter, "cannot write WS-Addressing headers: {error}")
            }
        }
    }
}

impl Error for PackError {}

/// Creates an HTTP request.
pub(super) fn to_http(
    request: &OutgoingRequest,
    address: &str,
    attachments: Vec<Attachment>,
) -> Result<Request<Payload>, PackError> {
    if address.is_empty() {
        return Err(PackError::NoAddress);
    }
    let invalid = |error: http::Error| PackError::Invalid(public_address(address), error);
    if let Some(http) = &request.http {
        return without_soap(request, http, address);
    }
    let addressed = match request.addressing {
        Some(version) if !is_addressed(&request.envelope) => {
            let blocks = addressing_blocks(version, &request.action, address);
            let blocks = blocks.map_err(PackError::Addressing)?;
            Some(with_action(request, with_blocks(&request.envelope, &blocks)))
        }
        _ => None,
    };
    let request = addressed.as_ref().unwrap_or(request);
    let (content_type, envelope) = (&request.content_type, request.envelope.clone());
    let (content_type, body) = if attachments.is_empty() {
        let content_type =
            HeaderValue::try_from(content_type).map_err(|error| invalid(error.into()))?;
        (content_type, Payload::new(envelope))
    } else {
        let parsed = ContentType::from(content_type.clone());
        let version = parsed.soap_version().unwrap_or(SoapVersion::Soap11);
        let action = parsed.parameter("action");
        attach(version, action.as_deref(), envelope, attachments)
            .map_err(|error| invalid(error.into()))?
    };
    let mut post = Request::post(address).header(header::CONTENT_TYPE, content_type);
    if let Some(action) = &request.soap_action {
        post = post.header("soapaction", action);
    }
    post.header(header::CONTENT_LENGTH, body.len()).body(body).map_err(invalid)
}

/// Returns a request with this envelope, in whose HTTP headers the action does not contradict that of the envelope.
fn with_action(request: &OutgoingRequest, envelope: String) -> OutgoingRequest {
    let mut addressed = OutgoingRequest { envelope, ..request.clone() };
    let quoted = format!("\"{}\"", request.action);
    if let Some(own) = addressed.soap_action.as_mut().filter(|own| *own != "\"\"") {
        own.clone_from(&quoted);
    }
    if let Some((media_type, _)) = request.content_type.split_once("; action=") {
        addressed.content_type = format!("{media_type}; action={quoted}");
    }
    addressed
}

/// Creates a request without SOAP.
fn without_soap(
    request: &OutgoingRequest,
    http: &OutgoingHttp,
    address: &str,
) -> Result<Request<Payload>, PackError> {
    let fields = HttpFields::new(address, &http.location, &http.content);
    let fields = fields.map_err(|error| PackError::Field(error.to_string()))?;
    let invalid = |error: http::Error| PackError::Invalid(public_address(address), error);
    if http.method == "GET" {
        return Request::get(fields.in_url()).body(Payload::default()).map_err(invalid);
    }
    let HttpFields { address, fields, .. } = fields;
    let post = Request::post(address).header(header::CONTENT_TYPE, &request.content_type);
    let post = post.header(header::CONTENT_LENGTH, fields.len());
    post.body(Payload::new(fields)).map_err(invalid)
}
