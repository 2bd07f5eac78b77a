//! Replies of the service and what a call makes of them.

use generated_client::customer_care::{
    CustomerCareServiceClient, OperationType, UpdateCustomerPinFault, UpdateCustomerPinRequest,
    operations,
};
use wsdlgen_runtime::{CallError, Reply, xml::ReadErrorKind};

/// What came of a call.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    /// A reply with this explanation code.
    Answered(String),
    /// A fault with this reason.
    Fault(String),
    /// No whole reply.
    Transport,
    /// A reply of more than so many bytes.
    TooLong(usize),
    Timeout,
    /// An answer that is not SOAP, with this status.
    Http(u16),
    /// A reply that is not what the contract says.
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
                Self::Answered(explanation.and_then(|it| it.code).unwrap_or_default())
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

/// Makes a call and says what came of it.
pub(crate) async fn call(client: &CustomerCareServiceClient) -> Outcome {
    Outcome::of(client.update_customer_pin(request()).await)
}

pub(crate) fn request() -> UpdateCustomerPinRequest {
    UpdateCustomerPinRequest {
        account_number: Some("1000000001".into()),
        ..UpdateCustomerPinRequest::new(OperationType::Lock)
    }
}

/// A reply with this explanation code.
pub(crate) fn reply(code: &str) -> String {
    envelope(&format!(
        "<r:UpdateCustomerPINResponse xmlns:r=\"http://ws.southernco.com/CustSvc-iHub\">\
         <r:UpdateCustomerPINResult><ExplanationCode><Code>{code}</Code></ExplanationCode>\
         </r:UpdateCustomerPINResult></r:UpdateCustomerPINResponse>"
    ))
}

/// An envelope with this in its body.
pub(crate) fn envelope(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>{body}</s:Body>\
         </s:Envelope>"
    )
}

/// A response as it goes over the wire, with its right length.
pub(crate) fn response(status: &str, content_type: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// A response of status 200 in SOAP 1.2.
pub(crate) fn ok(body: impl AsRef<[u8]>) -> Vec<u8> {
    response("200 OK", SOAP12, body)
}

pub(crate) const SOAP12: &str = "application/soap+xml; charset=utf-8";
