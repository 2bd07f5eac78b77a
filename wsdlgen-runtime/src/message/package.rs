//! Packing of an envelope and its attachments into a MIME body (RFC 2387; SOAP Messages with
//! Attachments; XOP and MTOM).

use std::fmt::Write as _;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};

use super::{Payload, Piece};
use crate::{
    attachment::{Attachment, DEFAULT_MEDIA_TYPE, unique},
    soap::{Addressing, Endpoints, EnvelopeStyle, SoapVersion},
};

/// The packaging of a message: attachments, MTOM and WS-Addressing headers.
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
    /// The attachments.
    pub attachments: Vec<Attachment>,
    /// The least length of binary values that are sent as attachments (MTOM), in bytes. With `None`,
    /// all binary values are inlined as base64.
    pub mtom: Option<usize>,
    /// The use of WS-Addressing headers.
    pub addressing: Addressing,
    /// The endpoints that the WS-Addressing headers name in addition to the service.
    pub endpoints: Endpoints,
    /// The prefixes and the place of namespace declarations. With `None`, they are those of generated code.
    pub style: Option<EnvelopeStyle>,
}

/// The `Content-ID` of the part that contains the envelope.
const ROOT: &str = "root@wsdlgen";

/// Returns a random message id (RFC 4122, §4.4).
pub(crate) fn message_id() -> String {
    let id = unique();
    let (a, b, c, d) = (&id[..8], &id[8..12], &id[13..16], &id[17..20]);
    format!("urn:uuid:{a}-{b}-4{c}-8{d}-{}", &id[20..])
}

/// Packs a message into a body and returns it with its `Content-Type`.
///
/// `is_xop` is whether the envelope may refer to attachments by `xop:Include`.
pub(crate) fn pack(
    version: SoapVersion,
    action: Option<&str>,
    envelope: Vec<u8>,
    mut attachments: Vec<Attachment>,
    is_xop: bool,
) -> Result<(HeaderValue, Payload), header::InvalidHeaderValue> {
    let envelope_type = match action {
        Some(action) if version == SoapVersion::Soap12 => {
            format!("{}; action=\"{action}\"", version.content_type())
        }
        _ => version.content_type().to_owned(),
    };
    if attachments.is_empty() && !is_xop {
        return Ok((HeaderValue::try_from(envelope_type)?, Payload::new(envelope)));
    }
    let boundary = unique();
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
    let root = [part_head(&boundary, &root_type, ROOT), envelope.into()];
    let mut pieces: Vec<Piece> = root.map(Piece::from).into();
    name_attachments(&mut attachments);
    for attachment in attachments {
        let attachment = attachment.or_type(DEFAULT_MEDIA_TYPE);
        pieces.push(part_head(&boundary, attachment.content_type(), attachment.id()).into());
        pieces.push(Piece::of(&attachment));
    }
    pieces.push(Bytes::from(format!("\r\n--{boundary}--\r\n")).into());
    Ok((HeaderValue::try_from(content_type)?, Payload::of_pieces(pieces)))
}

/// Packs an envelope and its attachments, for programs without generated code. Returns the value of `Content-Type`, and the
/// body. `action` is a parameter of the content type in SOAP 1.2.
///
/// The counterpart of [`inline_attachments`](super::inline_attachments).
///
/// # Errors
///
/// If `action` contains characters that HTTP headers do not allow.
///
/// ```
/// use wsdlgen_runtime::{SoapVersion, message::{Attachment, attach}};
///
/// let note = Attachment::new("text/plain", "hello").for_part("note");
/// let (content_type, body) = attach(SoapVersion::Soap11, None, "<a/>".to_owned(), vec![note])?;
/// assert!(content_type.to_str().unwrap().starts_with("multipart/related"));
/// assert!(String::from_utf8_lossy(&body.into_bytes()).contains("hello"));
/// # Ok::<(), http::header::InvalidHeaderValue>(())
/// ```
pub fn attach(
    version: SoapVersion,
    action: Option<&str>,
    envelope: String,
    attachments: Vec<Attachment>,
) -> Result<(HeaderValue, Payload), header::InvalidHeaderValue> {
    pack(version, action, envelope.into_bytes(), attachments, false)
}

/// Gives an id to each attachment that has none.
pub(super) fn name_attachments(attachments: &mut [Attachment]) {
    for (number, attachment) in attachments.iter_mut().enumerate() {
        if attachment.id().is_empty() {
            *attachment = attachment.clone().with_id(format!("attachment{number}@wsdlgen"));
        }
    }
}

/// Returns the delimiter and the headers of a part. Line breaks in values are replaced, since they
/// would start another header.
fn part_head(boundary: &str, content_type: &str, id: &str) -> Bytes {
    let plain = |text: &str| text.replace(['\r', '\n'], " ");
    Bytes::from(format!(
        "\r\n--{boundary}\r\nContent-Type: {}\r\nContent-Transfer-Encoding: binary\r\n\
         Content-ID: <{}>\r\n\r\n",
        plain(content_type),
        plain(id)
    ))
}

/// Sets the `Content-Type` of a body, and its `Content-Length` if it is known.
pub(crate) fn describe(headers: &mut HeaderMap, content_type: HeaderValue, body: &Payload) {
    headers.insert(header::CONTENT_TYPE, content_type);
    if let Some(length) = body.known_length() {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
}
