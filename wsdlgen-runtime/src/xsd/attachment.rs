//! Attachments as values: binary data in the document or outside of it.

use super::{Base64Binary, Lexical, ValueError};
use crate::attachment::Attachment;

/// `xs:base64Binary` whose content has a media type and may be a stream (Describing Media Content of Binary Data in XML,
/// §2.2).
///
/// Content in memory is inlined as base64 unless MTOM is on. A stream is always sent as an attachment, and outside of
/// messages it is written as an empty value.
impl Lexical for Attachment {
    const IS_BINARY: bool = true;

    fn from_attachment(attachment: Attachment) -> Option<Self> {
        Some(attachment)
    }

    fn as_attachment(&self) -> Option<&Attachment> {
        Some(self)
    }

    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        Base64Binary::parse_lexical(text).map(|value| value.into_bytes().into())
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        if let Some(bytes) = self.bytes() {
            Base64Binary::from(bytes.clone()).append_lexical(out);
        }
    }
}
