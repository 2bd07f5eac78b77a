//! Sending a single request over HTTP.

use std::error::Error;
use std::io::Read;
use std::time::Duration;

use ureq::Agent;
use ureq::http::Request;
use ureq::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName,
    HeaderValue, LOCATION,
};
use ureq::http::response::Parts;
use wsdlgen::tools::OutgoingRequest;
use wsdlgen_runtime::{
    message::{Attachment, Attachments, ContentType, inline_attachments, public_address},
    xml::ReadOptions,
};

use crate::fetch::{ContentEncoding, Options, calling};

/// Maximum size of a response, in bytes.
const MOST: u64 = 64 << 20;

/// An HTTP response.
#[derive(Clone, Debug)]
pub struct Received {
    /// The HTTP status code.
    pub status: u16,
    /// The value of `Content-Type`, or an empty string.
    pub content_type: String,
    /// The value of `Location`, if present.
    pub location: Option<String>,
    /// The body as text: the envelope, with the values of MTOM attachments inlined.
    pub body: String,
    /// The attachments of a multipart response.
    pub attachments: Attachments,
}

/// Sends a request with attachments to an address.
///
/// The headers of the credentials are added to the request's own headers or replace them. Redirects are not followed, so
/// that a SOAP request is never sent twice. A response compressed with gzip is decompressed.
///
/// # Errors
///
/// Returns an error if the address cannot be reached, the response does not arrive in time, is larger than
/// 64 MiB, is compressed in another way, or cannot be decoded.
///
/// ```no_run
/// # fn example(request: &wsdlgen::tools::OutgoingRequest) -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use wsdlgen_cli::{fetch::Options, send::send};
///
/// let (options, timeout) = (Options::default(), Duration::from_secs(5));
/// let received = send(request, &request.address, Vec::new(), &options, timeout)?;
/// println!("{}: {}", received.status, received.body);
/// # Ok(()) }
/// ```
pub fn send(
    request: &OutgoingRequest,
    address: &str,
    attachments: Vec<Attachment>,
    options: &Options,
    timeout: Duration,
) -> Result<Received, Box<dyn Error>> {
    if address.is_empty() {
        return Err("the contract has no address; pass one with --endpoint".into());
    }
    let (mut head, body) = request.to_http(address, attachments)?.into_parts();
    add_credentials(&mut head.headers, options)?;
    let request = Request::from_parts(head, body.into_bytes().to_vec());
    let (head, bytes) = exchange(&calling(options, timeout)?, request)
        .map_err(|error| format!("cannot call {}: {error}", public_address(address)))?;
    let (body, attachments) = text(bytes, &head.headers)?;
    let value = |name| value(&head.headers, name);
    let content_type = value(&CONTENT_TYPE).unwrap_or_default();
    let (status, location) = (head.status.as_u16(), value(&LOCATION));
    Ok(Received { status, content_type, location, body, attachments })
}

/// Adds the headers of the credentials, in place of those with the same names.
pub(crate) fn add_credentials(
    headers: &mut HeaderMap,
    options: &Options,
) -> Result<(), ureq::http::Error> {
    for (name, _) in options.credentials.headers() {
        headers.remove(name);
    }
    for (name, value) in options.credentials.headers() {
        let name = HeaderName::from_bytes(name.as_bytes())?;
        headers.append(name, HeaderValue::from_bytes(value)?);
    }
    Ok(())
}

/// Sends a request, and returns the head and the decompressed body of the response.
pub(crate) fn exchange(
    agent: &Agent,
    mut request: Request<Vec<u8>>,
) -> Result<(Parts, Vec<u8>), Box<dyn Error + Send + Sync>> {
    request.headers_mut().remove(CONTENT_LENGTH);
    request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    let (mut head, body) = agent.run(request)?.into_parts();
    let mut bytes = Vec::new();
    let read = body.into_reader().take(MOST + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("the response was cut short: {error}"))?;
    if bytes.len() as u64 > MOST {
        return Err(format!("the response is larger than {MOST} bytes").into());
    }
    let coding = ContentEncoding::of(&head.headers).map_err(|error| error.to_string())?;
    let bytes = coding.decode(bytes, MOST).map_err(|error| error.to_string())?;
    head.headers.remove(CONTENT_ENCODING);
    Ok((head, bytes))
}

fn value(head: &HeaderMap, name: &HeaderName) -> Option<String> {
    head.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Decodes a response. The encoding is taken from the HTTP head, a byte order mark, or the XML declaration.
fn text(bytes: Vec<u8>, head: &HeaderMap) -> Result<(String, Attachments), Box<dyn Error>> {
    let content_type = ContentType::of(head).unwrap_or_default();
    inline_attachments(content_type, bytes.into(), &ReadOptions::default())
        .map_err(|error| format!("cannot decode the response: {error}").into())
}

#[cfg(test)]
mod tests {
    use ureq::http::HeaderValue;

    use super::{CONTENT_TYPE, HeaderMap, HeaderName, add_credentials, text};
    use crate::fetch::Options;

    #[test]
    fn replaces_headers_and_keeps_repeated_ones() {
        let mut options = Options::default();
        for value in ["a", "b"] {
            let credentials = options.credentials.clone();
            options.credentials = credentials.header(&format!("X-Role: {value}")).unwrap();
        }
        let own = HeaderValue::from_static("own");
        let mut headers = HeaderMap::from_iter([
            (HeaderName::from_static("x-role"), own.clone()),
            (CONTENT_TYPE, own.clone()),
        ]);
        add_credentials(&mut headers, &options).unwrap();
        let roles: Vec<_> = headers.get_all("x-role").iter().collect();
        assert_eq!(roles, ["a", "b"]);
        assert_eq!(headers[CONTENT_TYPE], own);
    }

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
            let value = HeaderValue::from_str(content_type).unwrap();
            let head = HeaderMap::from_iter([(CONTENT_TYPE, value)]);
            let decoded = text(bytes.to_vec(), &head).map(|(text, _)| text);
            let decoded = decoded.unwrap_or_else(|error| error.to_string());
            assert_eq!(decoded.trim_start_matches('\u{feff}'), expected, "{content_type}");
        }
    }
}
