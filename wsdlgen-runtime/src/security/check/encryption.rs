//! Checks of what was encrypted.

use super::{Check, Unauthenticated, belongs, failed};
use crate::security::{
    SecurityError,
    incoming::{Decrypted, Signer, Verified},
    message::Message,
    tree::Path,
    uris::WSSE11,
};

impl Check<'_, '_> {
    /// Checks that the required parts were encrypted, and that changes of encrypted parts are detected.
    pub(in crate::security) fn encryption(
        &self,
        signature: Option<&Verified>,
        unauthenticated: Unauthenticated,
    ) -> Result<(), SecurityError> {
        for part in &self.received.encrypted {
            self.part(part, signature, unauthenticated)?;
        }
        self.attachment_encryption(signature, unauthenticated)?;
        let message = Message::of(&self.received.tree)?;
        if message.blocks().any(|(_, block)| message.is_ours(block, WSSE11, "EncryptedHeader")) {
            return Err(failed("a header block was not decrypted"));
        }
        if let Some(parts) = self.wanted.encrypted {
            let has_content = message.body.elements().next().is_some();
            if parts.body && has_content && !self.is_encrypted(&message.body_path(), true) {
                return Err(failed("the body is not encrypted"));
            }
            for (path, block) in message.blocks() {
                let is_wanted = parts.has_header(block.name.namespace(), block.name.local());
                if is_wanted && !self.is_encrypted(&path, false) {
                    return Err(failed("a header block is not encrypted"));
                }
            }
        }
        match signature.filter(|_| self.wanted.encrypted_signature) {
            Some(signature) if !self.is_encrypted(&signature.element, false) => {
                Err(failed("the signature is not encrypted"))
            }
            _ => Ok(()),
        }
    }

    /// Checks the encryption of attachments.
    fn attachment_encryption(
        &self,
        signature: Option<&Verified>,
        unauthenticated: Unauthenticated,
    ) -> Result<(), SecurityError> {
        let decrypted = &self.received.decrypted_attachments;
        let is_wanted = self.wanted.encrypted.is_some_and(|parts| parts.attachments.is_some());
        let is_unwanted = self.wanted.encrypted.is_some() && !is_wanted;
        for part in decrypted {
            let has_other_cipher = self.wanted.cipher.is_some_and(|cipher| cipher != part.cipher);
            let has_other_key = signature.is_some_and(|signature| {
                matches!(signature.signer, Signer::Shared { base, .. } if base != part.base)
            });
            let is_signed = signature.is_some_and(|signature| {
                signature.attachments.iter().any(|(known, _)| *known == part.index)
            });
            // Anyone can decrypt what is signed once more, or replace the key of signed cipher text.
            let is_signed_text = signature.is_none_or(|signature| {
                self.wanted.decrypted_first && part.signatures < signature.number
            });
            if self.wanted.only_tokens_encrypted
                || is_unwanted
                || is_signed && !is_signed_text
                || part.is_broken
                || has_other_cipher
                || has_other_key
            {
                return Err(failed("an attachment cannot be decrypted"));
            }
            let is_authenticated = part.cipher.is_authenticated() || is_signed;
            if !is_authenticated && unauthenticated == Unauthenticated::Refused {
                return Err(failed("an encrypted attachment is not signed"));
            }
        }
        if is_wanted && decrypted.len() != self.received.attachments.len() {
            return Err(failed("an attachment is not encrypted"));
        }
        Ok(())
    }

    /// Checks one encrypted part.
    fn part(
        &self,
        part: &Decrypted,
        signature: Option<&Verified>,
        unauthenticated: Unauthenticated,
    ) -> Result<(), SecurityError> {
        let security = self.received.security.as_deref().unwrap_or_default();
        if self.wanted.only_tokens_encrypted && !part.part.starts_with(security) {
            return Err(failed("a part is encrypted that must not be"));
        }
        let is_issued = self
            .assertion
            .is_some_and(|assertion| assertion.is_issued && assertion.path == part.part);
        if part.is_foreign && is_issued && !part.is_broken {
            // The service that has issued the token has chosen the cipher and the key.
            return Ok(());
        }
        if part.is_broken || self.wanted.cipher.is_some_and(|cipher| cipher != part.cipher) {
            return Err(failed("a part cannot be decrypted"));
        }
        if !signature.is_none_or(|signature| belongs(part, signature, self.wanted.decrypted_first))
        {
            return Err(failed("a part does not belong to the signature"));
        }
        let is_covered = signature.is_some_and(|signature| {
            signature.covered.iter().any(|covered| part.part.starts_with(covered))
        });
        // A signature that was changed is not valid, and neither is an assertion.
        let mut signatures = self.received.signatures.iter();
        let is_signed =
            is_covered || is_issued || signatures.any(|valid| valid.element == part.part);
        if !part.cipher.is_authenticated()
            && !is_signed
            && unauthenticated == Unauthenticated::Refused
        {
            return Err(failed("an encrypted part is not signed"));
        }
        Ok(())
    }

    /// Returns whether an element, or its content, was encrypted.
    pub(super) fn is_encrypted(&self, path: &Path, content: bool) -> bool {
        let mut parts = self.received.encrypted.iter();
        parts.any(|part| part.part == *path && part.is_content == content)
    }
}
