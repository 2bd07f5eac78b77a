//! Envelopes whose attachments are inlined, for programs without generated code.

use std::{collections::HashSet, error::Error, fmt};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;

use super::{Attachments, ContentType, Unpacked, unpack};
use crate::xml::{AnyElement, AnyNode, ReadOptions, decode_text};

/// The namespace of `xop:Include` (XML-binary Optimized Packaging, §2.1).
const XOP: &str = "http://www.w3.org/2004/08/xop/include";

/// The reason why a message could not be unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnpackError(String);

impl fmt::Display for UnpackError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for UnpackError {}

/// Returns the envelope of a message as text, and its attachments.
///
/// Binary values that the envelope keeps in attachments (XOP) are inlined as base64. A body that is not
/// `multipart/related` is decoded only.
///
/// # Errors
///
/// If the body is not a valid multipart message, its envelope is not text or not well-formed, or the result is longer than
/// 16 times the body and 1 MiB, or than [`Limits::message_bytes`](crate::xml::Limits::message_bytes).
///
/// ```
/// use wsdlgen_runtime::{message::{ContentType, inline_attachments}, xml::ReadOptions};
///
/// let body = "--b\r\nContent-Type: application/xop+xml\r\n\r\n\
///             <a><x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:1'/></a>\r\n\
///             --b\r\nContent-ID: <1>\r\n\r\nhello\r\n--b--";
/// let content_type = ContentType::from("multipart/related; boundary=b".to_owned());
/// let (envelope, attachments) =
///     inline_attachments(content_type, body.into(), &ReadOptions::default())?;
/// assert_eq!(envelope, "<a>aGVsbG8=</a>");
/// assert_eq!(attachments.iter().count(), 1);
/// # Ok::<(), wsdlgen_runtime::message::UnpackError>(())
/// ```
pub fn inline_attachments(
    content_type: ContentType<'_>,
    body: Bytes,
    options: &ReadOptions,
) -> Result<(String, Attachments), UnpackError> {
    inline(content_type, body, options).map(|inlined| (inlined.text, inlined.attachments))
}

/// Returns the envelope of a message as text, as [`inline_attachments`] does, and the attachments that it does not include.
///
/// # Errors
///
/// Returns the errors of [`inline_attachments`].
pub fn inline_and_separate(
    content_type: ContentType<'_>,
    body: Bytes,
    options: &ReadOptions,
) -> Result<(String, Attachments), UnpackError> {
    let Inlined { text, attachments, included } = inline(content_type, body, options)?;
    let others = attachments.iter().filter(|attachment| !included.contains(attachment.id()));
    Ok((text, others.cloned().collect()))
}

/// A message whose references have been replaced.
struct Inlined {
    text: String,
    attachments: Attachments,
    /// The ids of the attachments that the text includes.
    included: HashSet<String>,
}

fn inline(
    content_type: ContentType<'_>,
    body: Bytes,
    options: &ReadOptions,
) -> Result<Inlined, UnpackError> {
    let longest = options.limits.inlined_bytes(body.len());
    let Unpacked { envelope, content_type, attachments, is_xop } =
        unpack(content_type, body).map_err(|error| UnpackError(error.to_owned()))?;
    let charset = content_type.parameter("charset");
    let text = decode_text(&envelope, charset.as_deref())
        .map_err(|error| UnpackError(error.to_string()))?;
    if !is_xop {
        let text = text.into_owned();
        return Ok(Inlined { text, attachments, included: HashSet::new() });
    }
    let mut tree =
        AnyElement::parse(&text, options).map_err(|error| UnpackError(error.to_string()))?;
    let left = longest.saturating_sub(text.len());
    let mut inlining = Inlining { attachments: &attachments, left, included: HashSet::new() };
    inlining.inline(&mut tree)?;
    let included = inlining.included;
    let text = tree.to_xml().map_err(|error| UnpackError(error.to_string()))?;
    Ok(Inlined { text, attachments, included })
}

/// Replaces the references of a tree.
struct Inlining<'a> {
    attachments: &'a Attachments,
    /// Number of bytes that may still be inlined: one attachment may be referenced many times.
    left: usize,
    /// The ids of the attachments that were inlined.
    included: HashSet<String>,
}

impl Inlining<'_> {
    fn inline(&mut self, element: &mut AnyElement) -> Result<(), UnpackError> {
        for node in &mut element.children {
            let AnyNode::Element(child) = node else { continue };
            if child.name.namespace() == XOP && child.name.local() == "Include" {
                *node = AnyNode::Text(self.included(child)?);
            } else {
                self.inline(child)?;
            }
        }
        Ok(())
    }

    fn included(&mut self, include: &AnyElement) -> Result<String, UnpackError> {
        let reference = include.attribute("href").unwrap_or_default();
        let attachment = self.attachments.get(reference).ok_or_else(|| {
            UnpackError(format!("cannot find attachment `{}`", reference.escape_debug()))
        })?;
        let text = STANDARD.encode(attachment.bytes().map_or(&[][..], |bytes| bytes));
        self.left = self.left.checked_sub(text.len()).ok_or_else(|| {
            UnpackError("the message is too long with its attachments inlined".to_owned())
        })?;
        if !self.included.contains(attachment.id()) {
            self.included.insert(attachment.id().to_owned());
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message of about 10 KB that refers to one attachment of 7,500 bytes, 10,000 as base64.
    fn inlined(references: usize) -> Result<usize, String> {
        let include = "<x:Include href='cid:1'/>".repeat(references);
        let bytes = "o".repeat(7500);
        let body = format!(
            "--b\r\nContent-Type: application/xop+xml\r\n\r\n<a xmlns:x='{XOP}'>{include}</a>\r\n\
             --b\r\nContent-ID: <1>\r\n\r\n{bytes}\r\n--b--"
        );
        let content_type = ContentType::from("multipart/related; boundary=b".to_owned());
        inline_attachments(content_type, body.into(), &ReadOptions::default())
            .map(|(text, _)| text.len())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn limits_an_attachment_that_is_referenced_often() {
        assert_eq!(inlined(100), Ok(1_000_055));
        let error = inlined(110).unwrap_err();
        assert_eq!(error, "the message is too long with its attachments inlined");
    }
}
