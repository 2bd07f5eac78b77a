//! The responses to requests that cannot be served.

use std::fmt;

use http::{Response, StatusCode, header, request::Parts};

use super::answer::fault_response;
use crate::{
    message::{CollectError, ContentType, Payload},
    security::Guard,
    soap::{AddressingHeaders, Fault, NoDetail, SoapVersion},
    xml::shorten,
};

/// The response to a request that cannot be served.
pub type Rejection = Box<Response<Payload>>;

pub(super) fn refuse(version: SoapVersion, fault: &Fault<NoDetail>) -> Rejection {
    refuse_secured(version, &AddressingHeaders::default(), fault, (&Guard::default(), 0))
}

/// Creates a rejection with the addressing headers and the security that the request asks for.
pub(super) fn refuse_secured(
    version: SoapVersion,
    addressed: &AddressingHeaders,
    fault: &Fault<NoDetail>,
    guard: (&Guard, usize),
) -> Rejection {
    Box::new(fault_response(version, "", addressed, fault, guard))
}

pub(super) fn body_failed<E>(head: &Parts, error: &CollectError<E>) -> Rejection {
    let version = ContentType::of(&head.headers).and_then(|kind| kind.soap_version());
    let (status, reason) = match error {
        CollectError::TooLong => {
            (StatusCode::PAYLOAD_TOO_LARGE, "the request is longer than this service accepts")
        }
        CollectError::Body(_) => (StatusCode::BAD_REQUEST, "the request body is incomplete"),
    };
    let mut response = refuse(version.unwrap_or(SoapVersion::Soap11), &Fault::sender(reason));
    *response.status_mut() = status;
    response
}

/// Rejects a message that cannot be read.
pub(super) fn unreadable(version: SoapVersion, error: &dyn fmt::Display) -> Rejection {
    refuse(version, &Fault::sender(format!("the request cannot be read: {error}")))
}

/// Rejects a content type that is not allowed for SOAP messages (SOAP 1.2 part 2, §7.5.1.2).
pub(super) fn unsupported_type(content_type: &ContentType<'_>) -> Rejection {
    let found = shorten(content_type.media_type(), 100);
    unsupported(format!("expected a SOAP message (XML or multipart), found `{found}`"))
}

/// Rejects a compressed request that no middleware has decoded.
///
/// The response lists the accepted codings (RFC 9110, §12.5.3 and §15.5.16).
pub(super) fn unsupported_coding(coding: &str) -> Rejection {
    let mut response = unsupported(format!("unsupported content coding `{coding}`"));
    let plain = http::HeaderValue::from_static("identity");
    response.headers_mut().insert(header::ACCEPT_ENCODING, plain);
    response
}

fn unsupported(reason: String) -> Rejection {
    let mut response = refuse(SoapVersion::Soap11, &Fault::sender(reason));
    *response.status_mut() = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    response
}

/// Returns the response to a call whose method panicked.
pub(super) fn failed(version: SoapVersion) -> Rejection {
    failed_to(&AddressingHeaders::default(), version)
}

/// Returns the response to a call whose method panicked, for the destination of its faults.
pub(super) fn failed_to(addressed: &AddressingHeaders, version: SoapVersion) -> Rejection {
    let fault = Fault::receiver("the operation failed");
    refuse_secured(version, addressed, &fault, (&Guard::default(), 0))
}

/// Returns the response to a request whose task was cancelled because the runtime shut down.
#[cfg(feature = "tokio")]
pub(super) fn unavailable() -> Rejection {
    let fault = Fault::receiver("the service is shutting down");
    let mut response = refuse(SoapVersion::Soap11, &fault);
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}

/// Returns the response to an unsupported HTTP method. `shows` is whether the server has pages.
pub(super) fn method_not_allowed(shows: bool) -> Response<Payload> {
    let mut response =
        Response::new(Payload::new("This is a SOAP service. Send requests with POST.\n"));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    let headers = response.headers_mut();
    let allowed = if shows { "GET, HEAD, POST" } else { "POST" };
    headers.insert(header::ALLOW, http::HeaderValue::from_static(allowed));
    let plain = http::HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, plain);
    response
}
