//! Replies of the service, and the outcomes of calls.

use generated_client::customer_care::{
    CustomerCareServiceClient, OperationType, UpdateCustomerPinFault, UpdateCustomerPinRequest,
    operations,
};
use wsdlgen_runtime::{CallError, Reply, xml::ReadErrorKind};

/// The outcome of a call.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    /// A reply with this explanation code.
    Answered(String),
    /// A fault with this reason.
    Fault(String),
    /// No reply, or an incomplete one.
    Transport,
    /// A reply that exceeds this limit, in bytes.
    TooLong(usize),
    Timeout,
    /// A response that is not SOAP, with this status.
    Http(u16),
    /// A reply that violates the contract or is not well-formed.
    Decode(ReadErrorKind),
}

impl Outcome {
    pub(crate) fn malformed(what: &'static str) -> Self {
        Self::Decode(ReadErrorKind::Malformed(what.into()))
    }

    pub(crate) fn of(
        came: Result<Reply<operations::UpdateCustomerPin>, CallError<UpdateCustomerPinFault>>,
    ) -> Self {
        match came {
            Ok(reply) => {
                let explanation = reply.body.and_then(|body| body.explanation_code);
                Self::Answered(explanation.and_then(|code| code.code).unwrap_or_default())
            }
            Err(CallError::Transport(error)) => {
                error.exceeded().map_or(Self::Transport, Self::TooLong)
            }
            Err(CallError::Timeout(_)) => Self::Timeout,
            Err(CallError::Http(error)) => Self::Http(error.status().as_u16()),
            Err(CallError::Fault(fault)) => Self::Fault(fault.reason().to_owned()),
            Err(CallError::Decode(error)) => Self::Decode(error.error().kind().clone()),
            Err(other) => unreachable!("{other}"),
        }
    }
}

/// Makes a call and returns its outcome.
pub(crate) async fn call(client: &CustomerCareServiceClient) -> Outcome {
    Outcome::of(client.update_customer_pin(request()).await)
}

pub(crate) fn request() -> UpdateCustomerPinRequest {
    UpdateCustomerPinRequest {
        account_number: Some("1000000001".into()),
        ..UpdateCustomerPinRequest::new(OperationType::Lock)
    }
}

/// Returns a reply with this explanation code.
pub(crate) fn reply(code: &str) -> String {
    envelope(&format!(
        "<r:UpdateCustomerPINResponse xmlns:r=\"http://ws.southernco.com/CustSvc-iHub\">\
         <r:UpdateCustomerPINResult><ExplanationCode><Code>{code}</Code></ExplanationCode>\
         </r:UpdateCustomerPINResult></r:UpdateCustomerPINResponse>"
    ))
}

/// Returns an envelope with this body.
pub(crate) fn envelope(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>{body}</s:Body>\
         </s:Envelope>"
    )
}

/// Returns the bytes of an HTTP response with the correct length.
pub(crate) fn response(status: &str, content_type: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Returns a SOAP 1.2 response with status 200.
pub(crate) fn ok(body: impl AsRef<[u8]>) -> Vec<u8> {
    response("200 OK", SOAP12, body)
}

pub(crate) const SOAP12: &str = "application/soap+xml; charset=utf-8";
