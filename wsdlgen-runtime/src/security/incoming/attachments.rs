//! Attachments that signatures and encrypted data refer to (SOAP Messages with Attachments Profile 1.1).

use super::{
    Keys, Received, failed,
    signature::{accepted_digest, unsupported},
};
use crate::{
    address::unescape,
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
        let plain = unescape(id);
        let mut found = self.attachments.iter().enumerate();
        let is_meant = |part: &MimePart| part.id == id || part.id == *plain;
        let index = found.position(|(_, part)| is_meant(part));
        let is_only = !found.any(|(_, part)| is_meant(part));
        let code = SecurityCode::SecurityTokenUnavailable;
        let missing = || SecurityError::new(code, "an attachment is missing or duplicated");
        index.filter(|_| is_only).ok_or_else(missing)
    }

    /// Verifies the digest of an attachment. Returns its index, what is signed of it, and the length of that (SOAP
    /// Messages with Attachments Profile 1.1).
    pub(super) fn signed_attachment(
        &self,
        uri: &str,
        reference: &AnyElement,
        keys: &Keys<'_>,
        longest: usize,
    ) -> Result<((usize, AttachmentCoverage), usize), SecurityError> {
        let index = self.attachment(uri)?;
        let mut transforms = required(reference, "Transforms")?.elements();
        let coverage = match (transforms.next().map(algorithm), transforms.next()) {
            (Some(mime::CONTENT), None) => AttachmentCoverage::Content,
            (Some(mime::COMPLETE), None) => AttachmentCoverage::Complete,
            _ => return Err(unsupported("the transform of an attachment is not supported")),
        };
        let signed = self.attachments[index].signed(coverage, longest)?;
        let digest = accepted_digest(reference, keys)?;
        let expected = base64_bytes(required(reference, "DigestValue")?);
        if expected.as_deref() == Some(&*uris::compute(digest, &signed)) {
            Ok(((index, coverage), signed.len()))
        } else {
            Err(failed("a signed attachment was changed"))
        }
    }
}
