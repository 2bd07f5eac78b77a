//! One request of SOAP over HTTP.

use std::error::Error;
use std::io::Read;
use std::time::Duration;

use ureq::Agent;
use ureq::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, LOCATION};
use wsdlgen::tools::OutgoingRequest;
use wsdlgen_runtime::{message::public_address, xml::decode_text};

/// The longest answer that is read, in bytes.
const MOST: u64 = 64 << 20;

/// What came back over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The status.
    pub status: u16,
    /// The value of `Content-Type`, if there was one.
    pub content_type: String,
    /// Where the service says that it is instead.
    pub location: Option<String>,
    /// The body as text.
    pub body: String,
}

/// Sends a request to an address, with more headers than it has by itself, or others in their place.
/// Redirects are not followed: a request of SOAP is not to be sent twice.
///
/// # Errors
///
/// When the address cannot be reached, does not answer in time, answers with more than 64 MiB, or with
/// what is no text of XML: compressed, or in several parts.
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
        return Err("the contract gives no address: say where to call (--endpoint)".into());
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
        .map_err(|error| format!("{} cannot be called: {error}", public_address(address)))?;
    let (status, head) = (response.status().as_u16(), response.headers().clone());
    let mut bytes = Vec::new();
    let mut body = response.into_body().into_reader().take(MOST + 1);
    body.read_to_end(&mut bytes).map_err(|error| format!("the answer broke off: {error}"))?;
    if bytes.len() as u64 > MOST {
        return Err(format!("the answer is longer than {MOST} bytes").into());
    }
    let body = text(&bytes, &head)?;
    let content_type = value(&head, &CONTENT_TYPE).unwrap_or_default();
    Ok(Received { status, body, content_type, location: value(&head, &LOCATION) })
}

fn value(head: &HeaderMap, name: &HeaderName) -> Option<String> {
    head.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// The text of an answer, in the encoding that its head, its byte order mark or itself says.
fn text(bytes: &[u8], head: &HeaderMap) -> Result<String, Box<dyn Error>> {
    let encoding = value(head, &CONTENT_ENCODING).unwrap_or_default();
    if !matches!(encoding.trim(), "" | "identity") {
        return Err(format!("the answer is compressed ({encoding}), which nobody asked for").into());
    }
    let content_type = value(head, &CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
    if content_type.trim_start().starts_with("multipart/") {
        let what = "the answer has attachments (multipart), which only generated clients read";
        return Err(what.into());
    }
    decode(bytes, charset(&content_type))
}

fn decode(bytes: &[u8], charset: Option<&str>) -> Result<String, Box<dyn Error>> {
    let text = decode_text(bytes, charset).map_err(|error| format!("the answer: {error}"))?;
    Ok(text.into_owned())
}

/// The parameter of a content type that says the encoding.
fn charset(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1);
    let mut named = parameters.filter_map(|one| one.trim().strip_prefix("charset="));
    named.next().map(|value| value.trim_matches(['"', '\'', ' ']))
}

#[cfg(test)]
mod tests {
    use super::{charset, decode};

    #[test]
    fn answers_are_in_the_encoding_that_they_say() {
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
