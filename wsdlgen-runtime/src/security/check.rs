//! Comparison of a received message with requirements.

mod encryption;

use super::{
    Certificate, SecurityCode, SecurityError, WSSE,
    incoming::{Decrypted, KeyOrigin, Received, Signer, Verified},
    message::{Message, attribute, base64_bytes, is},
    tree::Path,
    uris::WSSE11,
    verify::VerifiedAssertion,
};
use crate::policy::{AttachmentCoverage, Cipher, HeaderSet, Parts, PasswordType, SamlVersion};

/// The requirements on one message.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an assertion of the specification")]
pub(super) struct Wanted<'w> {
    /// The owner of the key of the message's signature, if it must be signed.
    pub(super) signer: Option<WantedSigner>,
    /// `true` if the signature covers the body.
    pub(super) body: bool,
    /// `true` if the message may have attachments.
    pub(super) allows_attachments: bool,
    /// The part of all attachments that the signature covers.
    pub(super) attachments: Option<AttachmentCoverage>,
    /// The header blocks that the signature covers if they are present.
    pub(super) headers: &'w [HeaderSet],
    /// The header blocks that must be present.
    pub(super) required: &'w [HeaderSet],
    pub(super) timestamp: bool,
    /// The user name token, if one is required.
    pub(super) user: Option<WantedUser>,
    /// The assertion, if one is required.
    pub(super) assertion: Option<WantedAssertion>,
    /// The certificate of a token that signs nothing, if one is required.
    pub(super) certificate: Option<WantedToken>,
    /// The caller's certificate in TLS.
    pub(super) tls: Option<&'w Certificate>,
    /// The owner of the key that endorses the signature, or the timestamp if there is no signature.
    pub(super) endorser: Option<WantedSigner>,
    /// `true` if the signature covers the token of the endorsement.
    pub(super) endorser_signed: bool,
    pub(super) encrypted: Option<&'w Parts>,
    /// `true` if nothing but tokens may be encrypted, since no key of the message protects it as a whole.
    pub(super) only_tokens_encrypted: bool,
    /// The cipher of the policy's algorithm suite.
    pub(super) cipher: Option<Cipher>,
    /// `true` if signatures cover plain text, so that decryption comes first.
    pub(super) decrypted_first: bool,
    /// `true` if the signature is encrypted.
    pub(super) encrypted_signature: bool,
    /// `true` if the signature covers the token of its key.
    pub(super) protected_token: bool,
    /// The values of the request's signatures, which a reply must not repeat.
    pub(super) sent: &'w [Vec<u8>],
    /// The values of the signatures that the message confirms.
    pub(super) confirmed: Option<&'w [Vec<u8>]>,
}

/// The required owner of a signature's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WantedSigner {
    Certificate,
    /// The subject of the assertion.
    Holder,
    Shared(KeyOrigin),
}

/// The required protection of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WantedToken {
    pub(super) is_signed: bool,
    pub(super) is_encrypted: bool,
}

/// The required user name token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WantedUser {
    pub(super) protection: WantedToken,
    /// The form of the password, or `None` if it may be text or a digest.
    pub(super) form: Option<PasswordType>,
}

/// The required assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WantedAssertion {
    pub(super) protection: WantedToken,
    /// The version, unless both are accepted.
    pub(super) version: Option<SamlVersion>,
    /// `true` if the subject must sign the message if the assertion names its key.
    pub(super) holder_signs: bool,
}

/// The treatment of parts whose encryption does not detect changes and that are not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unauthenticated {
    Refused,
    Accepted,
}

/// A message and the requirements on it.
pub(super) struct Check<'r, 'c> {
    pub(super) received: &'r Received,
    pub(super) wanted: &'c Wanted<'c>,
    /// The position of the timestamp.
    pub(super) timestamp: Option<&'c Path>,
    /// The assertion, whose sender has not been confirmed.
    pub(super) assertion: Option<&'c VerifiedAssertion>,
}

impl<'r> Check<'r, '_> {
    /// Returns the message's signature after checking its owner and what it covers, or `None` if none is required.
    pub(super) fn signature(
        &self,
        trust: impl Fn(&Certificate) -> Result<(), SecurityError>,
    ) -> Result<Option<&'r Verified>, SecurityError> {
        let message = Message::of(&self.received.tree)?;
        for set in self.wanted.required {
            let mut blocks = message.blocks();
            if !blocks.any(|(_, block)| set.has(block.name.namespace(), block.name.local())) {
                return Err(self.missing("a required header block is missing"));
            }
        }
        let Some(wanted) = self.wanted.signer.or(self.holder_signs()) else { return Ok(None) };
        let mut signatures = self.received.signatures.iter();
        let signature = signatures.find(|verified| self.is_wanted(&verified.signer, wanted));
        let rejected = || self.rejected("the signature is missing");
        let signature = signature.ok_or_else(rejected)?;
        if self.wanted.sent.contains(&signature.value) {
            return Err(failed("the reply repeats a signature of the request"));
        }
        if let (Signer::Certificate(certificate, _), WantedSigner::Certificate) =
            (&signature.signer, wanted)
        {
            trust(certificate).map_err(|error| self.received.masked(error))?;
        }
        let is_held = wanted == WantedSigner::Holder;
        let token = match self.assertion {
            Some(assertion) if is_held => Some(&assertion.path),
            _ => signature.signer.token(),
        };
        let is_protected = self.wanted.protected_token || self.wanted.signer.is_none();
        if let Some(token) = token.filter(|_| is_protected) {
            cover(signature, token, "the token of the signature is not signed")?;
        }
        if self.wanted.body || self.wanted.signer.is_none() {
            cover(signature, &message.body_path(), "the body is not signed")?;
            message.keeps_ids_apart()?;
        }
        for (path, block) in message.blocks() {
            let name = (block.name.namespace(), block.name.local());
            let is_security = self.received.security.as_ref() == Some(&path);
            if !is_security && self.wanted.headers.iter().any(|set| set.has(name.0, name.1)) {
                cover(signature, &path, "a header block is not signed")?;
            }
        }
        if let Some(timestamp) = self.timestamp {
            cover(signature, timestamp, "the timestamp is not signed")?;
        }
        self.attachments(signature)?;
        self.confirmations(signature)?;
        Ok(Some(signature))
    }

    /// Checks that a signature covers all attachments, if that is required.
    fn attachments(&self, signature: &Verified) -> Result<(), SecurityError> {
        if !self.wanted.allows_attachments && !self.received.attachments.is_empty() {
            return Err(failed("the policy does not protect attachments"));
        }
        let Some(wanted) = self.wanted.attachments else { return Ok(()) };
        let is_covered = |index| {
            let mut covered = signature.attachments.iter();
            covered.any(|(known, coverage)| *known == index && *coverage >= wanted)
        };
        let all = (0..self.received.attachments.len()).all(is_covered);
        if all { Ok(()) } else { Err(failed("an attachment is not signed")) }
    }

    /// Returns the owner of the signature if the policy does not require one, but the assertion does.
    fn holder_signs(&self) -> Option<WantedSigner> {
        let wanted = self.wanted.assertion.filter(|wanted| wanted.holder_signs)?;
        let assertion = self.assertion.filter(|_| wanted.holder_signs)?;
        (!assertion.holders.is_empty()).then_some(WantedSigner::Holder)
    }

    /// Returns whether a signature has the required owner. The trust in certificates is checked afterwards.
    fn is_wanted(&self, signer: &Signer, wanted: WantedSigner) -> bool {
        match (signer, wanted) {
            (Signer::Certificate(..), WantedSigner::Certificate)
            | (Signer::Shared { origin: KeyOrigin::Assertion, .. }, WantedSigner::Holder) => true,
            (Signer::Shared { origin, .. }, WantedSigner::Shared(wanted)) => *origin == wanted,
            (Signer::Certificate(..) | Signer::Holder(..), WantedSigner::Holder) => {
                let holders = self.assertion.map_or(&[][..], |assertion| &assertion.holders);
                signer.public_key().is_some_and(|key| holders.contains(&key))
            }
            _ => false,
        }
    }

    /// Checks that the message confirms the signatures of the request (SOAP Message Security 1.1, §8.5).
    fn confirmations(&self, signature: &Verified) -> Result<(), SecurityError> {
        let Some(values) = self.wanted.confirmed else { return Ok(()) };
        let security = self.received.security.as_deref().unwrap_or_default();
        let mut confirmed = Vec::new();
        for (index, child) in self.received.header()?.elements().enumerate() {
            if is(child, WSSE11, "SignatureConfirmation") {
                let path = [security, &[index]].concat();
                cover(signature, &path, "a confirmation of a signature is not signed")?;
                let value = attribute(child, "", "Value").unwrap_or_default();
                let holder = crate::xml::AnyElement::with_text(child.name.clone(), value);
                confirmed.extend(base64_bytes(&holder));
            }
        }
        let all = values.iter().all(|value| confirmed.contains(value));
        if all { Ok(()) } else { Err(failed("the signature of the request is not confirmed")) }
    }

    /// Returns the signature that endorses the message, if that is required.
    pub(super) fn endorsement(
        &self,
        signature: Option<&Verified>,
        trust: impl Fn(&Certificate) -> Result<(), SecurityError>,
    ) -> Result<Option<&'r Verified>, SecurityError> {
        let Some(wanted) = self.wanted.endorser else { return Ok(None) };
        let endorsed = signature.map(|signature| &signature.element).or(self.timestamp);
        let missing = || self.rejected("the endorsing signature is missing");
        let endorsed = endorsed.ok_or_else(missing)?;
        let mut candidates = self.received.signatures.iter();
        let verified = candidates.find(|verified| {
            verified.covered.contains(endorsed) && self.is_wanted(&verified.signer, wanted)
        });
        let verified = verified.ok_or_else(missing)?;
        if let (Signer::Certificate(certificate, _), WantedSigner::Certificate) =
            (&verified.signer, wanted)
        {
            trust(certificate).map_err(|error| self.received.masked(error))?;
        }
        if let (Some(signature), Some(token), true) =
            (signature, verified.signer.token(), self.wanted.endorser_signed)
        {
            cover(signature, token, "the token of the endorsement is not signed")?;
        }
        Ok(Some(verified))
    }

    /// Checks that there is a certificate with the required protection.
    pub(super) fn certificate(&self, signature: Option<&Verified>) -> Result<(), SecurityError> {
        let Some(wanted) = self.wanted.certificate else { return Ok(()) };
        let security = self.received.security.as_deref().unwrap_or_default();
        let mut outcome = Err(self.missing("a certificate is missing"));
        for (index, child) in self.received.header()?.elements().enumerate() {
            if is(child, WSSE, "BinarySecurityToken") && outcome.is_err() {
                let path = [security, &[index]].concat();
                outcome = self.token(&path, wanted, signature, "a certificate is not signed");
            }
        }
        outcome
    }

    /// Checks the protection of a token.
    pub(super) fn token(
        &self,
        token: &Path,
        wanted: WantedToken,
        signature: Option<&Verified>,
        reason: &'static str,
    ) -> Result<(), SecurityError> {
        if let Some(signature) = signature.filter(|_| wanted.is_signed) {
            cover(signature, token, reason)?;
        }
        if wanted.is_encrypted && !self.is_encrypted(token, false) {
            return Err(failed("a token is not encrypted"));
        }
        Ok(())
    }

    /// Creates the error for something that is missing. If something is encrypted, the sender must not learn whether it was
    /// missing or could not be decrypted.
    pub(super) fn missing(&self, reason: &'static str) -> SecurityError {
        if self.received.is_plain() { SecurityError::invalid(reason) } else { failed(reason) }
    }

    /// Creates the error for a missing signature: the reason why one was rejected, if it was not encrypted.
    fn rejected(&self, reason: &'static str) -> SecurityError {
        let rejected = self.received.rejected.clone();
        let rejected = rejected.filter(|_| self.received.is_plain());
        rejected.unwrap_or_else(|| self.missing(reason))
    }
}

/// Returns whether a decrypted part belongs to the message that was signed. Anyone could have moved it there from another one.
fn belongs(part: &Decrypted, signature: &Verified, decrypted_first: bool) -> bool {
    let has_other_key =
        matches!(signature.signer, Signer::Shared { base, .. } if base != part.base);
    let mut covered = signature.covered.iter();
    let is_covered =
        covered.any(|path| part.part.starts_with(path) || path.starts_with(&part.part));
    let is_late = part.signatures >= signature.number;
    !(has_other_key || decrypted_first && is_covered && is_late)
}

fn cover(signature: &Verified, path: &Path, reason: &'static str) -> Result<(), SecurityError> {
    if signature.covered.contains(path) { Ok(()) } else { Err(failed(reason)) }
}

fn failed(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::FailedCheck, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_belong_to_signatures() {
        let cases = [
            ("the same key, decrypted before", 0, 0, true, true),
            ("another key", 1, 0, true, false),
            ("decrypted after the signature", 0, 1, true, false),
            ("decrypted after a signature of cipher text", 0, 1, false, true),
        ];
        for (about, base, signatures, decrypted_first, expected) in cases {
            let signature = Verified {
                signer: Signer::Shared { origin: KeyOrigin::Message, base: 0 },
                covered: vec![vec![1]],
                attachments: Vec::new(),
                value: Vec::new(),
                once: [0; 32],
                number: 1,
                element: vec![0, 0, 1],
            };
            let cipher = Cipher::Aes256Cbc;
            let (part, is_content, is_broken) = (vec![1], true, false);
            let is_foreign = false;
            let part =
                Decrypted { part, is_content, cipher, base, signatures, is_foreign, is_broken };
            assert_eq!(belongs(&part, &signature, decrypted_first), expected, "{about}");
        }
    }
}
