//! The attachments of a message.

use std::error::Error;

use super::arriving::{Arriving, Wanted};
use crate::{address::unescape, attachment::Attachment, security::MimePart, xml::Included};

/// Conversions for signatures and encryption.
impl Attachment {
    /// Returns the attachment as signatures and encryption treat it. The content of a stream is left out.
    pub(crate) fn to_mime_part(&self) -> MimePart {
        MimePart {
            id: self.id().to_owned(),
            content_type: self.content_type().to_owned(),
            headers: self.headers().to_vec(),
            content: self.bytes().cloned().unwrap_or_default(),
        }
    }

    pub(crate) fn of_mime_part(part: MimePart) -> Self {
        let MimePart { id, content_type, headers, content } = part;
        Self::received(content_type, id, headers, content)
    }
}

/// The attachments of a message, in message order.
///
/// Attachments that are [still arriving](crate::Call::stream_attachments) are not in the list. They are members of the
/// message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachments {
    list: Vec<Attachment>,
    /// The attachments that are still arriving.
    arriving: Option<Arriving>,
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
    /// assert_eq!(attachments.get("cid:1%40example.org").unwrap().bytes().unwrap(), "hello");
    /// ```
    pub fn get(&self, reference: &str) -> Option<&Attachment> {
        let id = reference.trim();
        let id = id.strip_prefix("cid:").unwrap_or(id);
        let plain = unescape(id);
        let is_meant = |found: &&Attachment| found.id() == id || found.id() == plain;
        self.list.iter().filter(|found| !found.id().is_empty()).find(is_meant)
    }

    /// Returns the attachment for a part of the contract's message. It is the attachment whose
    /// `Content-ID` names the part, or else the one at the part's position, unless that one names another part.
    pub fn part(&self, name: &str) -> Option<&Attachment> {
        let is_for = |attachment: &Attachment, name: &str| {
            attachment.part().is_some_and(|part| unescape(part) == name)
        };
        let at_position = || {
            let found = self.list.get(self.parts.iter().position(|part| *part == name)?)?;
            let is_other = self.parts.iter().any(|part| is_for(found, part));
            (!is_other).then_some(found)
        };
        self.list.iter().find(|one| is_for(one, name)).or_else(at_position)
    }

    /// Creates the attachments of a message that is still arriving.
    pub(crate) fn arriving(arriving: Arriving) -> Self {
        Self { arriving: Some(arriving), ..Self::default() }
    }

    /// Returns whether some attachments are still arriving.
    pub(crate) fn are_arriving(&self) -> bool {
        self.arriving.is_some()
    }

    /// Waits for all attachments.
    pub(crate) async fn collect(&mut self) -> Result<(), Box<dyn Error + Send + Sync>> {
        if let Some(arriving) = self.arriving.take() {
            self.list = arriving.collect().await?;
        }
        Ok(())
    }

    /// Sets the parts that the contract binds to attachments.
    pub(crate) fn set_parts(&mut self, parts: &'static [&'static str]) {
        self.parts = parts;
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
        Self { list: attachments.into_iter().collect(), ..Self::default() }
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
    fn attachment(&self, reference: &str) -> Option<Attachment> {
        let Some(arriving) = &self.arriving else { return self.get(reference).cloned() };
        let reference = reference.trim();
        let id = reference.strip_prefix("cid:").unwrap_or(reference);
        Some(arriving.attachment(Wanted::by_id(id)))
    }

    fn part(&self, name: &str) -> Option<Attachment> {
        let Some(arriving) = &self.arriving else { return self.part(name).cloned() };
        let position = self.parts.iter().position(|part| *part == name)?;
        Some(arriving.attachment(Wanted::Part(self.parts[position], position, self.parts)))
    }
}
