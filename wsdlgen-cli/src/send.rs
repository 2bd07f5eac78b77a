//! One request of SOAP over HTTP.

use std::io::Read;
use std::time::Duration;

use encoding_rs::{Encoding, UTF_8};
use ureq::Agent;
use ureq::http::header::{CONTENT_TYPE, HeaderMap};
use wsdlgen::OutgoingRequest;

/// The longest answer that is read, in bytes.
const MOST: u64 = 64 << 20;

/// What came back over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The status.
    pub status: u16,
    /// The value of `Content-Type`, if there was one.
    pub content_type: String,
    /// The body as text.
    pub body: String,
}

/// Sends a request to an address, with more headers than it has by itself. Redirects are not followed: a
/// request of SOAP is not to be sent twice.
///
/// # Errors
///
/// When the address cannot be reached, does not answer in time, or answers with more than 64 MiB.
///
/// ```no_run
/// # fn example(request: &wsdlgen::OutgoingRequest) -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use wsdlgen_cli::send::send;
///
/// let received = send(request, &request.address, &[], Duration::from_secs(5))?;
/// println!("{}: {}", received.status, received.body);
/// # Ok(()) }
/// ```
pub fn send(
    request: &OutgoingRequest,
    address: &str,
    headers: &[(String, String)],
    timeout: Duration,
) -> Result<Received, Box<dyn std::error::Error>> {
    let config = Agent::config_builder()
        .timeout_global(Some(timeout))
        .max_redirects(0)
        .http_status_as_error(false)
        .build();
    let agent: Agent = config.into();
    let mut post = agent.post(address).header(CONTENT_TYPE, &request.content_type);
    if let Some(action) = &request.soap_action {
        post = post.header("SOAPAction", action);
    }
    for (name, value) in headers {
        post = post.header(name, value);
    }
    let response = post
        .send(request.envelope.as_bytes())
        .map_err(|error| format!("{address} cannot be called: {error}"))?;
    let (status, content_type) = (response.status().as_u16(), content_type(response.headers()));
    let mut bytes = Vec::new();
    let mut body = response.into_body().into_reader().take(MOST + 1);
    body.read_to_end(&mut bytes).map_err(|error| format!("the answer broke off: {error}"))?;
    if bytes.len() as u64 > MOST {
        return Err(format!("the answer is longer than {MOST} bytes").into());
    }
    Ok(Received { status, body: decoded(&bytes, &content_type), content_type })
}

fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    value.unwrap_or_default().into_owned()
}

/// The text in the encoding that its head says, or its byte order mark.
fn decoded(bytes: &[u8], content_type: &str) -> String {
    let lower = content_type.to_ascii_lowercase();
    let charset = lower.split_once("charset=").map(|(_, rest)| rest.trim_matches(['"', '\'', ' ']));
    let named = charset.and_then(|name| Encoding::for_label(name.split(';').next()?.as_bytes()));
    named.unwrap_or(UTF_8).decode(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn answers_are_in_the_encoding_that_they_say() {
        assert_eq!(decoded(b"\xe9", "text/xml; charset=ISO-8859-1"), "é");
        assert_eq!(decoded("é".as_bytes(), "text/xml"), "é");
        assert_eq!(decoded(b"\xff\xfe\xe9\0", "text/xml; charset=\"utf-16\""), "é");
    }
}
