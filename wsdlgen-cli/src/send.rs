//! Sending a single SOAP request over HTTP.

use std::error::Error;
use std::io::Read;
use std::time::Duration;

use ureq::Agent;
use ureq::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, LOCATION};
use wsdlgen::tools::OutgoingRequest;
use wsdlgen_runtime::{message::public_address, xml::decode_text};

/// Maximum size of a response, in bytes.
const MOST: u64 = 64 << 20;

/// An HTTP response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The HTTP status code.
    pub status: u16,
    /// The value of `Content-Type`, or an empty string.
    pub content_type: String,
    /// The value of `Location`, if present.
    pub location: Option<String>,
    /// The body as text.
    pub body: String,
}

/// Sends a request to an address. `headers` are added to the request's own headers or replace them.
/// Redirects are not followed, so that a SOAP request is never sent twice.
///
/// # Errors
///
/// Returns an error if the address cannot be reached, the response does not arrive in time, is larger than
/// 64 MiB, is compressed or multipart, or cannot be decoded.
///
/// ```no_run
/// # fn example(request: &wsdlgen::tools::OutgoingRequest) -> Result<(), Box<dyn std::error::Error>> {
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
) -> Result<Received, Box<dyn Error>> {
    if address.is_empty() {
        return Err("the contract has no address; pass one with --endpoint".into());
    }
    let config = Agent::config_builder()
        .timeout_global(Some(timeout))
        .max_redirects(0)
        .http_status_as_error(false)
        .build();
    let agent: Agent = config.into();
    let mut post = agent.post(address);
    let action = request.soap_action.as_deref();
    let own = [("content-type", Some(&*request.content_type)), ("soapaction", action)];
    for (name, value) in own {
        let is_given = headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
        if let Some(value) = value.filter(|_| !is_given) {
            post = post.header(name, value);
        }
    }
    for (name, value) in headers {
        post = post.header(name, value);
    }
    let response = post
        .send(request.envelope.as_bytes())
        .map_err(|error| format!("cannot call {}: {error}", public_address(address)))?;
    let (status, head) = (response.status().as_u16(), response.headers().clone());
    let mut bytes = Vec::new();
    let mut body = response.into_body().into_reader().take(MOST + 1);
    body.read_to_end(&mut bytes).map_err(|error| format!("the response was cut short: {error}"))?;
    if bytes.len() as u64 > MOST {
        return Err(format!("the response is larger than {MOST} bytes").into());
    }
    let body = text(&bytes, &head)?;
    let content_type = value(&head, &CONTENT_TYPE).unwrap_or_default();
    Ok(Received { status, body, content_type, location: value(&head, &LOCATION) })
}

fn value(head: &HeaderMap, name: &HeaderName) -> Option<String> {
    head.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Decodes a response. The encoding is taken from the HTTP head, a byte order mark, or the XML declaration.
fn text(bytes: &[u8], head: &HeaderMap) -> Result<String, Box<dyn Error>> {
    let encoding = value(head, &CONTENT_ENCODING).unwrap_or_default();
    if !matches!(encoding.trim(), "" | "identity") {
        return Err(format!("unsupported content encoding `{encoding}` in the response").into());
    }
    let content_type = value(head, &CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
    if content_type.trim_start().starts_with("multipart/") {
        let reason =
            "the response is multipart (attachments), which only generated clients support";
        return Err(reason.into());
    }
    decode(bytes, charset(&content_type))
}

fn decode(bytes: &[u8], charset: Option<&str>) -> Result<String, Box<dyn Error>> {
    let text = decode_text(bytes, charset)
        .map_err(|error| format!("cannot decode the response: {error}"))?;
    Ok(text.into_owned())
}

/// Returns the `charset` parameter of a content type.
fn charset(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1);
    let mut named = parameters.filter_map(|one| one.trim().strip_prefix("charset="));
    named.next().map(|value| value.trim_matches(['"', '\'', ' ']))
}

#[cfg(test)]
mod tests {
    use super::{charset, decode};

    #[test]
    fn decodes_responses_in_their_declared_encoding() {
        let cases: [(&[u8], &str, &str); 5] = [
            (b"<a>\xe9</a>", "text/xml; charset=\"iso-8859-1\"; x=y", "<a>\u{e9}</a>"),
            ("<a>\u{e9}</a>".as_bytes(), "text/xml", "<a>\u{e9}</a>"),
            (
                b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>",
                "text/xml",
                "<?xml version='1.0' encoding='iso-8859-1'?><a>\u{e9}</a>",
            ),
            (b"\xff\xfe<\0a\0/\0>\0", "text/xml", "<a/>"),
            (b"<\0a\0/\0>\0", "text/xml; charset=utf-16le", "<a/>"),
        ];
        for (bytes, content_type, expected) in cases {
            let decoded = decode(bytes, charset(content_type)).unwrap_or_else(|it| it.to_string());
            assert_eq!(decoded.trim_start_matches('\u{feff}'), expected, "{content_type}");
        }
    }
}
