//! Basic authentication: an HTTP header that is sent with every call.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderValue, Request, header::AUTHORIZATION};
use tower::ServiceExt;
use wsdlgen_runtime::{Payload, Transport};

/// Sends these credentials with every call.
///
/// They do not appear in traces, which see a request before the transport does.
///
/// # Errors
///
/// Never, because all base64 characters are valid in a header.
pub fn with_password(
    transport: Transport,
    user: &str,
    password: &str,
) -> Result<Transport, http::Error> {
    let encoded = STANDARD.encode(format!("{user}:{password}"));
    let mut value = HeaderValue::try_from(format!("Basic {encoded}"))?;
    value.set_sensitive(true);
    Ok(Transport::new(transport.map_request(move |mut request: Request<Payload>| {
        request.headers_mut().insert(AUTHORIZATION, value.clone());
        request
    })))
}
