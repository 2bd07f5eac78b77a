//! Verification of assertions (SAML Token Profile 1.1, §3.5).

use std::{sync::Arc, time::SystemTime};

use super::Verifier;
use crate::{
    policy::SamlVersion,
    security::{
        Assertion, Certificate, SecurityCode, SecurityError,
        enveloped::Enveloped,
        incoming::{LONGEST_INFO, Received, Verified},
        keys::SharedKey,
        message::{base64_bytes, only},
        provider::digest::{Context, SHA256},
        public_key::PublicKey,
        replay::Once,
        saml::{self, Confirmation, Method},
        tree::{self, Path},
        uris::XENC,
    },
    xml::AnyElement,
};

/// The assertions that a verifier accepts.
#[derive(Clone, Default)]
pub(super) struct Acceptance {
    /// The names of the trusted issuers, each with a certificate.
    pub(super) issuers: Vec<(Arc<str>, Certificate)>,
    /// `true` if assertions without a signature of the issuer are accepted from trusted senders.
    pub(super) vouched: bool,
    /// The names of this receiver.
    pub(super) audiences: Vec<Arc<str>>,
}

/// An assertion that is valid, but whose sender has not been confirmed.
pub(in crate::security) struct VerifiedAssertion {
    pub(in crate::security) assertion: Assertion,
    pub(in crate::security) path: Path,
    /// The keys that the sender may have to hold.
    pub(in crate::security) holders: Vec<PublicKey>,
    /// `true` if a trusted issuer has signed it.
    pub(in crate::security) is_issued: bool,
    /// The digest of an assertion that may be used once only.
    pub(in crate::security) once: Option<Once>,
}

/// The evidence of the sender of an assertion.
pub(in crate::security) struct Sender<'v> {
    /// The signatures that the message must have, and whether their certificates are trusted.
    pub(in crate::security) signatures: Vec<(&'v Verified, bool)>,
    /// The digests of the encrypted keys in the assertion with which the sender has signed.
    pub(in crate::security) keys: Vec<Vec<u8>>,
    /// The certificate of the caller in TLS, and whether it is trusted.
    pub(in crate::security) tls: Option<(Certificate, bool)>,
}

impl Sender<'_> {
    /// Returns whether the sender has a key.
    fn holds(&self, key: &PublicKey) -> bool {
        let mut signers =
            self.signatures.iter().filter_map(|(signature, _)| signature.signer.public_key());
        let tls = self.tls.as_ref();
        signers.any(|own| own == *key) || tls.is_some_and(|(own, _)| own.public_key() == *key)
    }

    /// Returns whether a trusted sender vouches for the token at a position.
    pub(in crate::security) fn vouches(&self, token: &Path) -> bool {
        let mut signatures = self.signatures.iter();
        let is_signed = signatures
            .any(|(signature, is_trusted)| *is_trusted && signature.covered.contains(token));
        is_signed || self.tls.as_ref().is_some_and(|(_, is_trusted)| *is_trusted)
    }
}

impl Verifier {
    /// Verifies the only assertion in the security header: its issuer and its conditions.
    pub(in crate::security) fn assertion(
        &self,
        received: &Received,
        version: Option<SamlVersion>,
        now: SystemTime,
    ) -> Result<VerifiedAssertion, SecurityError> {
        let path = only_assertion(received)?;
        let around = tree::along(&received.tree, &path).unwrap_or_default();
        let assertion = Assertion::of(&around)?;
        if version.is_some_and(|version| version != assertion.version()) {
            let code = SecurityCode::UnsupportedSecurityToken;
            return Err(SecurityError::new(code, "the assertion has the wrong version"));
        }
        let is_issued = self.is_issued(&around, &assertion, received.longest)?;
        let once = self.conditions(&assertion, now)?;
        let holders = saml::holders(assertion.element())?.iter().map(saml::Holder::key).collect();
        Ok(VerifiedAssertion { assertion, path, holders, is_issued, once })
    }

    /// Verifies the signature of the issuer. Returns `false` if there is none, and none is required.
    pub(super) fn is_issued(
        &self,
        around: &[&AnyElement],
        assertion: &Assertion,
        longest: usize,
    ) -> Result<bool, SecurityError> {
        let code = SecurityCode::FailedAuthentication;
        let Some(signature) = Enveloped::of(around, self.sha1)? else {
            let reason = "the assertion is not signed by its issuer";
            return if self.assertions.vouched {
                Ok(false)
            } else {
                Err(SecurityError::new(code, reason))
            };
        };
        let issuers =
            self.assertions.issuers.iter().filter(|(name, _)| **name == *assertion.issuer());
        let issuers: Vec<&Certificate> = issuers.map(|(_, certificate)| certificate).collect();
        if issuers.is_empty() {
            return Err(SecurityError::new(code, "the issuer of the assertion is not trusted"));
        }
        signature.check(LONGEST_INFO, |algorithm, signed, value| {
            issuers.iter().any(|issuer| issuer.verifies(algorithm, signed, value))
        })?;
        let covered = signature.covered(longest)?;
        match around.last() {
            Some(own) if std::ptr::eq(*own, covered) => Ok(true),
            _ => Err(invalid("the signature of the issuer does not cover the assertion")),
        }
    }

    /// Checks the conditions of an assertion. Returns a digest of it if it may be used once only.
    fn conditions(
        &self,
        assertion: &Assertion,
        now: SystemTime,
    ) -> Result<Option<Once>, SecurityError> {
        let conditions = saml::conditions(assertion.element())?;
        self.check_period((conditions.not_before, conditions.not_on_or_after), now)?;
        let is_ours = |audiences: &Vec<String>| {
            audiences
                .iter()
                .any(|audience| self.assertions.audiences.iter().any(|own| **own == **audience))
        };
        if !conditions.audiences.iter().all(is_ours) {
            return Err(invalid("the assertion is meant for other receivers"));
        }
        if !conditions.is_for_one_use {
            return Ok(None);
        }
        let forgotten = now.checked_add(self.freshness.remembered());
        let until =
            conditions.not_on_or_after.and_then(|until| until.checked_add(self.freshness.skew));
        let is_remembered = until.zip(forgotten);
        if is_remembered.is_none_or(|(until, forgotten)| until > forgotten) {
            return Err(invalid("the assertion for one use is valid for too long"));
        }
        let mut digest = Context::new(&SHA256);
        for part in ["SAML", assertion.issuer(), assertion.id()] {
            digest.update(part.as_bytes());
            digest.update(&[0]);
        }
        Ok(digest.finish().as_ref().try_into().ok())
    }

    /// Checks a period of validity.
    fn check_period(
        &self,
        (not_before, not_on_or_after): (Option<SystemTime>, Option<SystemTime>),
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        let skew = self.freshness.skew;
        let latest = now.checked_add(skew).unwrap_or(now);
        if not_before.is_some_and(|from| from > latest) {
            return Err(invalid("the assertion is not valid yet"));
        }
        let until = not_on_or_after.map(|until| until.checked_add(skew).unwrap_or(until));
        if until.is_some_and(|until| until <= now) {
            return Err(invalid("the assertion has expired"));
        }
        Ok(())
    }

    /// Checks that the sender of an assertion is confirmed for all of its subjects.
    pub(in crate::security) fn confirm(
        &self,
        verified: &VerifiedAssertion,
        sender: &Sender<'_>,
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        let is_confirmed = |confirmation: &Confirmation<'_>| {
            let period = confirmation.data.map(saml::period).transpose()?.unwrap_or_default();
            self.check_period(period, now)?;
            let is_met = match confirmation.method {
                Method::HolderOfKey => {
                    let key = confirmation.encrypted_key().and_then(encrypted_key_sha1);
                    confirmation.holder().is_some_and(|holder| sender.holds(&holder.key()))
                        || key.is_some_and(|sha1| sender.keys.contains(&sha1))
                }
                Method::SenderVouches => sender.vouches(&verified.path),
                Method::Bearer => verified.is_issued,
                Method::Other => false,
            };
            let code = SecurityCode::FailedAuthentication;
            let unmet = || SecurityError::new(code, "the sender of the assertion is not confirmed");
            is_met.then_some(()).ok_or_else(unmet)
        };
        // An assertion without a signature has nothing but the sender's word.
        if !verified.is_issued && !sender.vouches(&verified.path) {
            return Err(invalid("nobody trusted has signed the assertion"));
        }
        for subject in saml::subjects(verified.assertion.element())? {
            let mut outcome = Err(invalid("the assertion has no method of confirmation"));
            for confirmation in &subject.confirmations {
                outcome = is_confirmed(confirmation);
                if outcome.is_ok() {
                    break;
                }
            }
            outcome?;
        }
        Ok(())
    }
}

/// Returns the position of the only assertion in the security header.
fn only_assertion(received: &Received) -> Result<Path, SecurityError> {
    let is_assertion = |(_, child): &(usize, &AnyElement)| saml::version(child).is_some();
    let mut found = received.header()?.elements().enumerate().filter(is_assertion);
    let first = found.next().ok_or_else(|| invalid("the assertion is missing"))?;
    if found.next().is_some() {
        return Err(invalid("there is more than one assertion"));
    }
    let security = received.security.as_deref().unwrap_or_default();
    Ok([security, &[first.0]].concat())
}

/// Returns the digest of the bytes of an `xenc:EncryptedKey`.
fn encrypted_key_sha1(key: &AnyElement) -> Option<Vec<u8>> {
    let child = |parent, local| only(parent, XENC, local).ok().flatten();
    let value = child(child(key, "CipherData")?, "CipherValue").and_then(base64_bytes)?;
    Some(SharedKey::sha1_of(&value))
}

fn invalid(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::InvalidSecurityToken, reason)
}
