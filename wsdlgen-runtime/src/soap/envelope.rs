//! The envelope around every message.

use super::{AddressingHeaders, Headers, SoapVersion, Use};
use crate::xml::{
    AnyElement, Collected, Cursor, Deviation, Name, NamespaceId, QName, ReadError, SOAP_ENCODING,
    TARGET_ATTRIBUTES, WriteError, Writer,
};

/// The attribute for the SOAP 1.2 encoding (part 2, §3).
const ENCODING_STYLE_12: &str = " soap:encodingStyle=\"http://www.w3.org/2003/05/soap-encoding\"";

/// The maximum number of unknown blocks that must be understood to keep the names of.
const NOT_UNDERSTOOD_KEPT: usize = 64;

/// The settings for writing an envelope.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EnvelopeOptions<'a> {
    pub(crate) version: SoapVersion,
    pub(crate) declarations: &'a str,
    pub(crate) r#use: Use,
    /// The least length of binary values that are moved to attachments, in bytes.
    pub(crate) mtom: Option<usize>,
}

impl<'a> EnvelopeOptions<'a> {
    /// Creates the options of a literal message without MTOM.
    pub(crate) fn plain(version: SoapVersion, declarations: &'a str) -> Self {
        Self { version, declarations, r#use: Use::Literal, mtom: None }
    }
}

/// An envelope, and the attachments that its content refers to.
pub(crate) type Written = (Vec<u8>, Collected);

/// Writes an envelope. `header` writes the `Header` element, and `body` writes the content of `Body`.
pub(crate) fn write_envelope(
    options: &EnvelopeOptions<'_>,
    header: impl FnOnce(&mut Writer),
    body: impl FnOnce(&mut Writer),
) -> Result<Written, WriteError> {
    let EnvelopeOptions { version, declarations, r#use, mtom } = *options;
    // Large enough for most messages.
    let mut writer = Writer::with_buffer(Vec::with_capacity(2048));
    writer.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"");
    writer.raw(version.namespace());
    writer.raw("\"");
    writer.raw(declarations);
    let is_encoded_12 = r#use == Use::Encoded && version == SoapVersion::Soap12;
    if r#use == Use::Encoded && version == SoapVersion::Soap11 {
        writer.attribute("soap:encodingStyle", SOAP_ENCODING);
    }
    writer.has_soap12_arrays = is_encoded_12;
    writer.raw(">");
    writer.collect_attachments(None);
    header(&mut writer);
    writer.raw("<soap:Body>");
    writer.collect_attachments(mtom);
    let start = writer.len();
    body(&mut writer);
    if is_encoded_12 {
        // SOAP 1.2 allows the attribute on the children of `Body` only (part 1, §5.1.1).
        writer.add_attribute_at(start, ENCODING_STYLE_12);
    }
    writer.raw("</soap:Body></soap:Envelope>");
    let collected = writer.take_collected();
    writer.finish().map(|envelope| (envelope, collected))
}

/// The kind of a message, determined by its root element.
pub(crate) enum EnvelopeKind {
    /// An envelope of this version.
    Envelope(SoapVersion),
    /// Another root element, with its name.
    NotSoap(String),
}

/// Reads the start tag of the root element.
pub(crate) fn open_envelope(cursor: &mut Cursor<'_>) -> Result<EnvelopeKind, ReadError> {
    for version in [SoapVersion::Soap11, SoapVersion::Soap12] {
        if cursor.next_if(&Name::new(version.namespace_id(), "Envelope"))? {
            // Any attribute is allowed here (SOAP 1.1 §4.1.1), and none is relevant.
            cursor.pass_attributes();
            return Ok(EnvelopeKind::Envelope(version));
        }
    }
    Ok(EnvelopeKind::NotSoap(cursor.peeked_name()))
}

/// Reads the headers that `H` declares and enters the body. Other blocks are added to `undeclared`, or skipped if it is
/// `None`. Returns the blocks that must be understood but are unknown.
pub(crate) fn read_headers<H: Headers>(
    cursor: &mut Cursor<'_>,
    version: SoapVersion,
    headers: &mut H,
    addressed: &mut AddressingHeaders,
    mut undeclared: Option<&mut Vec<AnyElement>>,
) -> Result<Vec<QName>, ReadError> {
    let namespace = version.namespace_id();
    let mut not_understood = Vec::new();
    if cursor.next_if(&Name::new(namespace, "Header"))? {
        cursor.pass_attributes();
        loop {
            // A known block without attributes can be read directly.
            if let Some(known) = H::NAMES.iter().position(|name| cursor.guess(name)) {
                headers.read(known, cursor)?;
            } else if cursor.next_element()? {
                if read_block(cursor, namespace, headers, addressed, &mut not_understood)? {
                    continue;
                }
                match &mut undeclared {
                    Some(undeclared) => {
                        let block = cursor.capture()?;
                        cursor.push(undeclared, block)?;
                    }
                    None => cursor.skip()?,
                }
            } else {
                break;
            }
        }
        cursor.leave()?;
    }
    cursor.expect(&Name::new(namespace, "Body"))?;
    cursor.pass_attributes();
    Ok(not_understood)
}

/// Reads a header block if it is known. Returns whether it is known.
fn read_block<H: Headers>(
    cursor: &mut Cursor<'_>,
    namespace: NamespaceId,
    headers: &mut H,
    addressed: &mut AddressingHeaders,
    not_understood: &mut Vec<QName>,
) -> Result<bool, ReadError> {
    cursor.take_attribute(&Name::new(namespace, "encodingStyle"));
    for (index, name) in H::NAMES.iter().enumerate() {
        if cursor.next_if(name)? {
            // Header blocks are not nillable. A nil block is treated as absent; the attribute is reported.
            let read = if cursor.is_nil() { cursor.leave() } else { headers.read(index, cursor) };
            return read.map(|()| true);
        }
    }
    // The type of a known block may declare these attributes. They are not part of any other block.
    let [must_understand, actor, role, _] =
        TARGET_ATTRIBUTES.map(|local| cursor.take_attribute(&Name::new(namespace, local)));
    if addressed.take(cursor)? {
        return Ok(true);
    }
    let must_understand = must_understand.is_some_and(|value| matches!(value.trim(), "1" | "true"));
    let for_us = actor.or(role).is_none_or(|role| is_our_role(role.trim()));
    if must_understand && for_us && not_understood.len() < NOT_UNDERSTOOD_KEPT {
        not_understood.extend(cursor.peeked_short_name());
    }
    Ok(false)
}

/// Returns whether header blocks in this role are for the ultimate receiver, which reads the body
/// (SOAP 1.1 §4.2.2, SOAP 1.2 §2.2).
pub(crate) fn is_our_role(role: &str) -> bool {
    role.is_empty()
        || role == "http://schemas.xmlsoap.org/soap/actor/next"
        || role
            .strip_prefix("http://www.w3.org/2003/05/soap-envelope/role/")
            .is_some_and(|role| matches!(role, "next" | "ultimateReceiver"))
}

/// Leaves the body and the envelope. Returns the accepted deviations.
pub(crate) fn finish_envelope(mut cursor: Cursor<'_>) -> Result<Vec<Deviation>, ReadError> {
    cursor.leave()?;
    cursor.leave()?;
    cursor.finish()
}
