//! Attachments: binary data that is sent with a message, outside its envelope.

use std::fmt;

use bytes::Bytes;

use crate::{address::unescape, security::MimePart, xml::Included};

/// An attachment: a MIME part of a message in addition to the envelope (SOAP Messages with
/// Attachments, §3).
///
/// Clones share the bytes.
///
/// ```
/// use wsdlgen_runtime::message::Attachment;
///
/// let logo = Attachment::new("image/png", vec![0x89, b'P', b'N', b'G']).for_part("logo");
/// assert_eq!((logo.content_type(), logo.part()), ("image/png", Some("logo")));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    content_type: String,
    /// The `Content-ID`, without angle brackets.
    id: String,
    content: Bytes,
    /// The headers `Content-Description`, `Content-Disposition` and `Content-Location` of a received attachment.
    headers: Vec<(&'static str, String)>,
}

/// Conversions for signatures and encryption.
impl Attachment {
    pub(crate) fn to_mime_part(&self) -> MimePart {
        let Self { content_type, id, content, headers } = self.clone();
        MimePart { id, content_type, headers, content }
    }

    pub(crate) fn of_mime_part(part: MimePart) -> Self {
        let MimePart { id, content_type, headers, content } = part;
        Self { content_type, id, content, headers }
    }

    /// Sets the other headers of a received attachment.
    pub(crate) fn with_headers(self, headers: Vec<(&'static str, String)>) -> Self {
        Self { headers, ..self }
    }
}

impl Attachment {
    /// Creates an attachment of a media type.
    pub fn new(content_type: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let (content_type, content) = (content_type.into(), content.into());
        Self { content_type, id: String::new(), content, headers: Vec::new() }
    }

    /// Assigns the attachment to a part of the message that the contract binds to an attachment
    /// (`mime:content`, WSDL 1.1, §5.2).
    #[must_use]
    pub fn for_part(mut self, part: &str) -> Self {
        // WS-I Attachments Profile 1.0, R2933: `name=unique@domain`.
        self.id = format!("{part}={}@wsdlgen", super::package::unique());
        self
    }

    /// Sets the `Content-ID`, which values of the message refer to (`cid:…`).
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Returns the media type, with its parameters.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Returns the `Content-ID`, or an empty string if it has none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the part of the contract's message that the `Content-ID` names, if any.
    pub fn part(&self) -> Option<&str> {
        self.id.split_once('=').map(|(part, _)| part)
    }

    /// Returns the content of the attachment.
    pub fn octets(&self) -> &Bytes {
        &self.content
    }
}

/// Omits the content, which may be long or secret.
impl fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Attachment")
            .field("content_type", &self.content_type)
            .field("id", &self.id)
            .field("length", &self.content.len())
            .finish_non_exhaustive()
    }
}

/// The attachments of a message, in message order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachments {
    list: Vec<Attachment>,
    /// The parts that the contract binds to attachments, in contract order.
    parts: &'static [&'static str],
}

impl Attachments {
    /// Returns the attachment that a value of the message refers to. A reference is `cid:` and a
    /// `Content-ID`, which may be percent-encoded (RFC 2392).
    ///
    /// ```
    /// use wsdlgen_runtime::message::{Attachment, Attachments};
    ///
    /// let attachments: Attachments =
    ///     [Attachment::new("text/plain", "hello").with_id("1@example.org")].into_iter().collect();
    /// assert_eq!(attachments.get("cid:1%40example.org").unwrap().octets(), "hello");
    /// ```
    pub fn get(&self, reference: &str) -> Option<&Attachment> {
        let id = reference.trim();
        let id = id.strip_prefix("cid:").unwrap_or(id);
        let plain = unescape(id);
        let is_meant = |found: &&Attachment| found.id == *id || found.id == *plain;
        self.list.iter().filter(|found| !found.id.is_empty()).find(is_meant)
    }

    /// Returns the attachment for a part of the contract's message. It is the attachment whose
    /// `Content-ID` names the part, or else the one at the part's position.
    pub fn part(&self, name: &str) -> Option<&Attachment> {
        let is_named =
            |attachment: &&Attachment| attachment.part().is_some_and(|part| unescape(part) == name);
        let at_position = || self.list.get(self.parts.iter().position(|part| *part == name)?);
        self.list.iter().find(is_named).or_else(at_position)
    }

    /// Sets the parts that the contract binds to attachments.
    pub(crate) fn of_parts(self, parts: &'static [&'static str]) -> Self {
        Self { parts, ..self }
    }

    /// Returns the attachments for signatures and encryption.
    pub(crate) fn to_mime_parts(&self) -> Vec<MimePart> {
        self.list.iter().map(Attachment::to_mime_part).collect()
    }

    /// Replaces the attachments with decrypted ones.
    pub(crate) fn replace(&mut self, parts: &[MimePart]) {
        self.list = parts.iter().cloned().map(Attachment::of_mime_part).collect();
    }

    /// Returns an iterator over the attachments.
    pub fn iter(&self) -> std::slice::Iter<'_, Attachment> {
        self.list.iter()
    }

    /// Returns the number of attachments.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether there are no attachments.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl FromIterator<Attachment> for Attachments {
    fn from_iter<I: IntoIterator<Item = Attachment>>(attachments: I) -> Self {
        Self { list: attachments.into_iter().collect(), parts: &[] }
    }
}

impl IntoIterator for Attachments {
    type Item = Attachment;
    type IntoIter = std::vec::IntoIter<Attachment>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Attachments {
    type Item = &'a Attachment;
    type IntoIter = std::slice::Iter<'a, Attachment>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Included for Attachments {
    fn octets(&self, reference: &str) -> Option<Bytes> {
        self.get(reference).map(|attachment| attachment.content.clone())
    }
}
