//! Packages: an envelope and its attachments as one MIME body (RFC 2387; SOAP Messages with
//! Attachments; XOP and MTOM).

use std::{
    collections::hash_map::RandomState,
    fmt::Write as _,
    hash::{BuildHasher, Hasher},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};

use super::{Attachment, Payload};
use crate::{
    soap::{Addressing, Endpoints, SoapVersion},
    xml::included_id,
};

/// How a message is packed.
///
/// ```
/// use wsdlgen_runtime::message::{Attachment, Packaging};
///
/// let packaging = Packaging {
///     attachments: vec![Attachment::new("text/plain", "hello").for_part("note")],
///     ..Packaging::default()
/// };
/// ```
#[derive(Clone, Debug, Default)]
pub struct Packaging {
    /// What goes beside the envelope.
    pub attachments: Vec<Attachment>,
    /// Octets of at least this length leave the envelope for parts of their own (MTOM); `None`
    /// leaves all of them in.
    pub mtom: Option<usize>,
    /// Whether headers of WS-Addressing go with it.
    pub addressing: Addressing,
    /// What these name beside the endpoint that is called.
    pub endpoints: Endpoints,
}

/// The `Content-ID` of the part with the envelope.
const ROOT: &str = "root@wsdlgen";

/// A text that no other message has.
pub(super) fn unique() -> String {
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part())
}

/// An id that no other message has (RFC 4122, §4.4).
pub(crate) fn message_id() -> String {
    let id = unique();
    let (a, b, c, d) = (&id[..8], &id[8..12], &id[13..16], &id[17..20]);
    format!("urn:uuid:{a}-{b}-4{c}-8{d}-{}", &id[20..])
}

/// The body and its `Content-Type`. What the envelope includes is numbered as
/// [`included_id`] does.
pub(crate) fn pack(
    version: SoapVersion,
    action: Option<&str>,
    envelope: Vec<u8>,
    included: Vec<Bytes>,
    packaging: &Packaging,
) -> Result<(HeaderValue, Payload), header::InvalidHeaderValue> {
    let envelope_type = match action {
        Some(action) if version == SoapVersion::Soap12 => {
            format!("{}; action=\"{action}\"", version.content_type())
        }
        _ => version.content_type().to_owned(),
    };
    if included.is_empty() && packaging.attachments.is_empty() && packaging.mtom.is_none() {
        return Ok((HeaderValue::try_from(envelope_type)?, Payload::new(envelope)));
    }
    let boundary = unique();
    let is_xop = packaging.mtom.is_some();
    let mut content_type =
        format!("multipart/related; boundary=\"{boundary}\"; start=\"<{ROOT}>\"; ");
    let media_type = version.media_type();
    let root_type = if is_xop {
        let _ = write!(content_type, "type=\"application/xop+xml\"; start-info=\"{media_type}\"");
        format!("application/xop+xml; charset=utf-8; type=\"{media_type}\"")
    } else {
        let _ = write!(content_type, "type=\"{media_type}\"");
        envelope_type
    };
    if let (Some(action), SoapVersion::Soap12) = (action, version) {
        let _ = write!(content_type, "; action=\"{action}\"");
    }
    let mut chunks = vec![part_head(&boundary, &root_type, ROOT), Bytes::from(envelope)];
    for (number, octets) in included.into_iter().enumerate() {
        chunks.push(part_head(&boundary, "application/octet-stream", &included_id(number)));
        chunks.push(octets);
    }
    for (number, attachment) in packaging.attachments.iter().enumerate() {
        let id = match attachment.id() {
            "" => format!("attachment{number}@wsdlgen"),
            id => id.to_owned(),
        };
        chunks.push(part_head(&boundary, attachment.content_type(), &id));
        chunks.push(attachment.octets().clone());
    }
    chunks.push(Bytes::from(format!("\r\n--{boundary}--\r\n")));
    Ok((HeaderValue::try_from(content_type)?, chunks.into_iter().collect()))
}

/// What stands before a part's octets. Line ends in a value would begin another header.
fn part_head(boundary: &str, content_type: &str, id: &str) -> Bytes {
    let plain = |text: &str| text.replace(['\r', '\n'], " ");
    Bytes::from(format!(
        "\r\n--{boundary}\r\nContent-Type: {}\r\nContent-Transfer-Encoding: binary\r\n\
         Content-ID: <{}>\r\n\r\n",
        plain(content_type),
        plain(id)
    ))
}

/// Puts the type and the length of a body into its headers.
pub(crate) fn describe(headers: &mut HeaderMap, content_type: HeaderValue, body: &Payload) {
    headers.insert(header::CONTENT_TYPE, content_type);
    if body.is_complete() {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
}
