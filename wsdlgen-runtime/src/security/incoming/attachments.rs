//! Attachments that signatures and encrypted data refer to (SOAP Messages with Attachments Profile 1.1).

use super::{
    Keys, Received, failed,
    signature::{accepted_digest, unsupported},
};
use crate::{
    policy::AttachmentCoverage,
    security::{
        SecurityCode, SecurityError,
        message::{algorithm, base64_bytes, required},
        mime::{self, MimePart},
        uris,
    },
    xml::AnyElement,
};

impl Received {
    /// Returns the index of the attachment that a reference of the form `cid:id` names.
    pub(super) fn attachment(&self, uri: &str) -> Result<usize, SecurityError> {
        let id = uri.strip_prefix("cid:").filter(|id| !id.is_empty());
        let id =
            id.ok_or_else(|| SecurityError::invalid("expected a reference to an attachment"))?;
        let plain = unescaped(id);
        let mut found = self.attachments.iter().enumerate();
        let is_meant = |part: &MimePart| part.id == id || Some(&part.id) == plain.as_ref();
        let index = found.position(|(_, part)| is_meant(part));
        let is_only = !found.any(|(_, part)| is_meant(part));
        let code = SecurityCode::SecurityTokenUnavailable;
        let missing = || SecurityError::new(code, "an attachment is missing or duplicated");
        index.filter(|_| is_only).ok_or_else(missing)
    }

    /// Verifies the digest of an attachment. Returns its index, and what is signed of it (SOAP Messages with
    /// Attachments Profile 1.1).
    pub(super) fn signed_attachment(
        &self,
        uri: &str,
        reference: &AnyElement,
        keys: &Keys<'_>,
    ) -> Result<(usize, AttachmentCoverage), SecurityError> {
        let index = self.attachment(uri)?;
        let mut transforms = required(reference, "Transforms")?.elements();
        let coverage = match (transforms.next().map(algorithm), transforms.next()) {
            (Some(mime::CONTENT), None) => AttachmentCoverage::Content,
            (Some(mime::COMPLETE), None) => AttachmentCoverage::Complete,
            _ => return Err(unsupported("the transform of an attachment is not supported")),
        };
        let signed = self.attachments[index].signed(coverage)?;
        let digest = accepted_digest(reference, keys)?;
        let expected = base64_bytes(required(reference, "DigestValue")?);
        if expected.as_deref() == Some(&*uris::compute(digest, &signed)) {
            Ok((index, coverage))
        } else {
            Err(failed("a signed attachment was changed"))
        }
    }
}

/// Returns a text without percent-encoding, or `None` if it is not valid.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = more.get(..2).and_then(|digits| std::str::from_utf8(digits).ok())?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &more[2..];
    }
    String::from_utf8(bytes).ok()
}
