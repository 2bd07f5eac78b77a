//! Sample messages in the format of ASP.NET's help pages.

use crate::soap::SoapVersion;

/// The content of a sample envelope, indented for its place in the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleMessage<'a> {
    /// The header blocks, or an empty string if there are none.
    pub header: &'a str,
    /// The content of the body, or an empty string if there is none.
    pub body: &'a str,
}

/// Returns the envelope of a sample message.
///
/// ```
/// use wsdlgen_runtime::{SoapVersion, server::{SampleMessage, sample_envelope}};
///
/// let message = SampleMessage { header: "", body: "    <a />\n" };
/// let envelope = sample_envelope(SoapVersion::Soap12, &message);
/// assert!(envelope.ends_with("  <soap12:Body>\n    <a />\n  </soap12:Body>\n</soap12:Envelope>\n"));
/// ```
pub fn sample_envelope(version: SoapVersion, message: &SampleMessage<'_>) -> String {
    let prefix = prefix(version);
    let mut envelope = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <{prefix}:Envelope xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:{prefix}=\"{}\">\n",
        version.namespace()
    );
    if !message.header.is_empty() {
        envelope += &part(prefix, "Header", message.header);
    }
    envelope += &part(prefix, "Body", message.body);
    envelope + &format!("</{prefix}:Envelope>\n")
}

/// Returns the prefix that ASP.NET uses for a SOAP version.
fn prefix(version: SoapVersion) -> &'static str {
    match version {
        SoapVersion::Soap11 => "soap",
        SoapVersion::Soap12 => "soap12",
    }
}

fn part(prefix: &str, local: &str, content: &str) -> String {
    if content.is_empty() {
        return format!("  <{prefix}:{local} />\n");
    }
    format!("  <{prefix}:{local}>\n{content}  </{prefix}:{local}>\n")
}

/// Returns the HTTP head of a sample request, including the empty line after it.
///
/// Only SOAP 1.1 has a header for `action`.
pub fn request_head(version: SoapVersion, address: &str, action: &str) -> String {
    let (host, path) = host_and_path(address);
    let content_type = version.content_type();
    let action = match version {
        SoapVersion::Soap11 => format!("SOAPAction: \"{action}\"\n"),
        SoapVersion::Soap12 => String::new(),
    };
    format!(
        "POST {path} HTTP/1.1\nHost: {host}\nContent-Type: {content_type}\n\
         Content-Length: length\n{action}\n"
    )
}

/// Returns the HTTP head of a sample reply, including the empty line after it.
///
/// If `version` is `None`, it is the head of an empty 202 response, which only confirms the message.
pub fn reply_head(version: Option<SoapVersion>) -> String {
    match version {
        Some(version) => {
            let content_type = version.content_type();
            format!("HTTP/1.1 200 OK\nContent-Type: {content_type}\nContent-Length: length\n\n")
        }
        None => "HTTP/1.1 202 Accepted\nContent-Length: 0\n".to_owned(),
    }
}

/// Splits an address into its host and its path.
fn host_and_path(address: &str) -> (&str, String) {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    match rest.find(['/', '?']) {
        Some(at) if rest[at..].starts_with('/') => (&rest[..at], rest[at..].to_owned()),
        Some(at) => (&rest[..at], format!("/{}", &rest[at..])),
        None => (rest, "/".to_owned()),
    }
}
