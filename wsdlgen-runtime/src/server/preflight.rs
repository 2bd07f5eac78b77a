//! The checks that precede the search for an operation, for servers without generated code.

use bytes::Bytes;
use http::HeaderMap;

use super::rejection::{Rejection, refuse, unsupported_coding, unsupported_type};
use crate::{
    message::{ContentType, content_coding, inline_attachments},
    soap::{
        AddressingHeaders, EnvelopeKind, Fault, NoHeaders, SoapVersion, not_understood,
        open_envelope, read_headers, version_mismatch,
    },
    xml::{Cursor, Namespaces, QName, ReadError, ReadOptions},
};

/// Returns the envelope of a request as text with its attachments inlined, or the response with which a generated server
/// rejects the request: because of its media type, a content coding, the version of its envelope, or header blocks that
/// must be understood.
///
/// `understands` returns whether a header block is understood. Blocks of WS-Addressing always are.
///
/// # Errors
///
/// Returns the response to send.
///
/// ```
/// use http::{HeaderMap, header::CONTENT_TYPE};
/// use wsdlgen_runtime::{server::preflight, xml::ReadOptions};
///
/// let headers = HeaderMap::from_iter([(CONTENT_TYPE, "text/plain".parse().unwrap())]);
/// let rejected = preflight(&headers, &"<a/>".into(), |_| false, &ReadOptions::default()).unwrap_err();
/// assert_eq!(rejected.status(), 415);
/// ```
pub fn preflight(
    headers: &HeaderMap,
    body: &Bytes,
    understands: impl Fn(&QName) -> bool,
    options: &ReadOptions,
) -> Result<String, Rejection> {
    let content_type = ContentType::of(headers).unwrap_or_default();
    if !content_type.may_be_soap() {
        return Err(unsupported_type(&content_type));
    }
    if let Some(coding) = content_coding(headers, body) {
        return Err(unsupported_coding(coding));
    }
    let version = content_type.soap_version().unwrap_or(SoapVersion::Soap11);
    let unreadable = |reason: &dyn std::fmt::Display| {
        refuse(version, &Fault::sender(format!("the request cannot be read: {reason}")))
    };
    let (text, _) = inline_attachments(content_type, body.clone(), options)
        .map_err(|error| unreadable(&error))?;
    let malformed = |error: ReadError| unreadable(&error);
    let mut cursor = Cursor::new(&text, Namespaces::NONE, options).map_err(malformed)?;
    let version = match open_envelope(&mut cursor).map_err(malformed)? {
        EnvelopeKind::Envelope(version) => version,
        EnvelopeKind::NotSoap(root) => return Err(refuse(version, &version_mismatch(&root))),
    };
    let mut addressed = AddressingHeaders::default();
    let mut names = read_headers(&mut cursor, version, &mut NoHeaders, &mut addressed, None)
        .map_err(malformed)?;
    names.retain(|name| !understands(name));
    if names.is_empty() { Ok(text) } else { Err(refuse(version, &not_understood(version, &names))) }
}
