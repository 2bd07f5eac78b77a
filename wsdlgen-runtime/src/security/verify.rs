//! Verification of incoming messages.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use pki_types::{CertificateDer, UnixTime};
use ring::digest::{Digest, SHA256, digest};
use webpki::{
    EndEntityCert, Error as ChainError, ExtendedKeyUsageValidator, KeyPurposeIdIter,
    anchor_from_trusted_cert, ring as algorithms,
};

use super::{
    Certificate, Secret, SecurityCode, SecurityError, WSSE,
    authenticated::Authenticated,
    message::{Message, only},
    placing::WSU,
    replay::{Once, Replays},
    signature::DS,
    signed::{Sha1, Signature},
    timestamp::Freshness,
    token,
    username::UsernameToken,
};
use crate::xml::{AnyElement, ReadOptions};

/// A function that returns the password of a user, or `None` for an unknown user.
type Lookup = dyn Fn(&str) -> Option<Secret> + Send + Sync;

/// The requirements on the security header of incoming messages. See the [module](super).
///
/// Every required token must be present and valid. Other tokens are ignored, except for a timestamp, which
/// is always checked. Clones share the memory of past messages, so a message accepted by one clone is a
/// replay for the others.
///
/// ```
/// use wsdlgen_runtime::security::Verifier;
///
/// let verifier = Verifier::new().username(|user| (user == "ada").then(|| "secret".into())).timestamp();
/// # let _ = verifier;
/// ```
#[derive(Clone)]
pub struct Verifier {
    lookup: Option<Arc<Lookup>>,
    digests_only: bool,
    timestamp: bool,
    without_timestamp: bool,
    freshness: Freshness,
    roots: Vec<Certificate>,
    pinned: Vec<Certificate>,
    sha1: Sha1,
    actor: Option<Arc<str>>,
    replays: Arc<Replays>,
    remembered: usize,
}

/// The greatest length of an element in canonical form, as a multiple of the message's length.
const LONGER: usize = 16;

impl Default for Verifier {
    fn default() -> Self {
        let five_minutes = Duration::from_secs(300);
        Self {
            lookup: None,
            digests_only: false,
            timestamp: false,
            without_timestamp: false,
            freshness: Freshness { skew: five_minutes, age: five_minutes },
            roots: Vec::new(),
            pinned: Vec::new(),
            sha1: Sha1::Refused,
            actor: None,
            replays: Arc::default(),
            remembered: 1 << 18,
        }
    }
}

impl Verifier {
    /// Creates a verifier that requires a security header but no tokens in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Requires a user name and the password that `lookup` returns for it.
    ///
    /// `lookup` is called for every message and must not block.
    #[must_use]
    pub fn username(
        mut self,
        lookup: impl Fn(&str) -> Option<Secret> + Send + Sync + 'static,
    ) -> Self {
        self.lookup = Some(Arc::new(lookup));
        self
    }

    /// Rejects plain-text passwords.
    #[must_use]
    pub fn digests_only(mut self) -> Self {
        self.digests_only = true;
        self
    }

    /// Requires a timestamp.
    #[must_use]
    pub fn timestamp(mut self) -> Self {
        self.timestamp = true;
        self
    }

    /// Accepts signed messages without a timestamp.
    ///
    /// Anyone with a copy of such a message can replay it once it is no longer remembered. A message is
    /// remembered for [`age`](Self::age) plus twice the [`clock_skew`](Self::clock_skew), or until a restart.
    #[must_use]
    pub fn signature_without_timestamp(mut self) -> Self {
        self.without_timestamp = true;
        self
    }

    /// Sets the allowed difference between the clocks of sender and receiver. The default is 5 minutes.
    #[must_use]
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.freshness.skew = skew;
        self
    }

    /// Sets the greatest age of messages, even if they expire later. The default is 5 minutes.
    #[must_use]
    pub fn age(mut self, age: Duration) -> Self {
        self.freshness.age = age;
        self
    }

    /// Requires a signature whose certificate chains to this authority.
    ///
    /// The signature must cover the body, the timestamp if there is one, and the user name token if one is
    /// required.
    #[must_use]
    pub fn root(mut self, root: Certificate) -> Self {
        self.roots.push(root);
        self
    }

    /// Trusts this certificate and requires a signature by the key of a trusted certificate.
    #[must_use]
    pub fn pinned(mut self, certificate: Certificate) -> Self {
        self.pinned.push(certificate);
        self
    }

    /// Accepts SHA-1 in signatures. SHA-1 is broken: an attacker may find another message with the same digest.
    #[must_use]
    pub fn sha1_signatures(mut self) -> Self {
        self.sha1 = Sha1::Accepted;
        self
    }

    /// Verifies the header for this role instead of the header for the ultimate receiver.
    #[must_use]
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into().into());
        self
    }

    /// Sets the number of messages remembered for each sender to detect replays. The default is 262,144.
    ///
    /// Beyond that number, the sender's messages are rejected until older ones have expired.
    #[must_use]
    pub fn remembered(mut self, messages: usize) -> Self {
        self.remembered = messages;
        self
    }

    pub(super) fn wants_signature(&self) -> bool {
        !(self.roots.is_empty() && self.pinned.is_empty())
    }

    /// Verifies an envelope and returns its sender.
    ///
    /// # Errors
    ///
    /// If the envelope does not meet the requirements or was received before.
    pub fn verify(&self, envelope: &str) -> Result<Authenticated, SecurityError> {
        self.verify_at(envelope, SystemTime::now())
    }

    /// Verifies an envelope as of the time `now`.
    ///
    /// # Errors
    ///
    /// If the envelope does not meet the requirements or was received before.
    pub fn verify_at(
        &self,
        envelope: &str,
        now: SystemTime,
    ) -> Result<Authenticated, SecurityError> {
        self.check(envelope, now, &ReadOptions::default())
    }

    pub(super) fn check(
        &self,
        envelope: &str,
        now: SystemTime,
        options: &ReadOptions,
    ) -> Result<Authenticated, SecurityError> {
        let tree = AnyElement::parse(envelope, options).map_err(|error| {
            SecurityError::invalid(format!("the envelope cannot be read: {error}"))
        })?;
        // Canonical form repeats namespace declarations and may be much longer than the message. The tree takes
        // the other half of the memory.
        let longest = (LONGER * envelope.len()).min(options.limits.memory_bytes / 2);
        let message = Message::of(&tree, longest)?;
        let security = message.security(self.actor.as_deref())?;
        let security =
            security.ok_or_else(|| SecurityError::invalid("the security header is missing"))?;
        let mut authenticated = Authenticated::default();
        let mut once = Vec::new();
        let covered = self.signature(&message, security, now, &mut authenticated, &mut once)?;
        self.timestamps(security, covered.as_deref(), now)?;
        self.user(security, covered.as_deref(), now, &mut authenticated, &mut once)?;
        let sender = authenticated.sender();
        self.replays.admit(sender, &once, now, self.freshness.remembered(), self.remembered)?;
        Ok(authenticated)
    }

    /// Verifies the signature and returns the elements that it covers, which include the body.
    ///
    /// Returns `None` if no signature is required.
    fn signature<'t>(
        &self,
        message: &Message<'t>,
        security: &'t AnyElement,
        now: SystemTime,
        authenticated: &mut Authenticated,
        once: &mut Vec<Once>,
    ) -> Result<Option<Vec<&'t AnyElement>>, SecurityError> {
        if !self.wants_signature() {
            return Ok(None);
        }
        let signature = only(security, DS, "Signature")?
            .ok_or_else(|| SecurityError::invalid("the signature is missing"))?;
        let signature = Signature::read(signature, message, self.sha1)?;
        let named = token::named(signature.key_info, message, security)?;
        let certificate = match named {
            Some(certificate) => {
                self.trust(&certificate, &token::certificates(security)?, now)?;
                Some(certificate).filter(|certificate| holds(&signature, certificate))
            }
            None => self.pinned.iter().find(|pinned| holds(&signature, pinned)).cloned(),
        };
        let certificate = certificate.ok_or_else(|| failed("the signature is not valid"))?;
        let covered = signature.covered(message, self.sha1)?;
        cover(&covered, message.body, "the body is not signed")?;
        message.keeps_ids_apart()?;
        authenticated.certificate = Some(certificate);
        once.extend(as_once(&digest(&SHA256, &signature.value)));
        Ok(Some(covered))
    }

    /// Checks that a certificate is pinned or chains to a trusted root.
    fn trust(
        &self,
        certificate: &Certificate,
        others: &[Certificate],
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        if self.pinned.contains(certificate) {
            return Ok(());
        }
        let code = SecurityCode::FailedAuthentication;
        let unknown = |_| SecurityError::new(code, "the certificate is not trusted");
        let roots: Vec<_> =
            self.roots.iter().map(|root| CertificateDer::from(root.der())).collect();
        let anchors: Vec<_> =
            roots.iter().filter_map(|root| anchor_from_trusted_cert(root).ok()).collect();
        let others: Vec<_> = others.iter().map(|other| CertificateDer::from(other.der())).collect();
        let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let der = CertificateDer::from(certificate.der());
        let read = EndEntityCert::try_from(&der).map_err(unknown)?;
        let time = UnixTime::since_unix_epoch(since);
        let chain = read.verify_for_usage(CHAIN, &anchors, &others, time, AnyUsage, None, None);
        chain.map(|_| ()).map_err(unknown)
    }

    fn timestamps(
        &self,
        security: &AnyElement,
        covered: Option<&[&AnyElement]>,
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        match only(security, WSU, "Timestamp")? {
            Some(timestamp) => {
                if let Some(covered) = covered {
                    cover(covered, timestamp, "the timestamp is not signed")?;
                }
                self.freshness.check(timestamp, now)
            }
            None if self.timestamp => Err(SecurityError::invalid("the timestamp is missing")),
            None if covered.is_some() && !self.without_timestamp => {
                Err(SecurityError::invalid("a signed message requires a timestamp"))
            }
            None => Ok(()),
        }
    }

    fn user(
        &self,
        security: &AnyElement,
        covered: Option<&[&AnyElement]>,
        now: SystemTime,
        authenticated: &mut Authenticated,
        once: &mut Vec<Once>,
    ) -> Result<(), SecurityError> {
        let Some(lookup) = &self.lookup else { return Ok(()) };
        let element = only(security, WSSE, "UsernameToken")?
            .ok_or_else(|| SecurityError::invalid("the `UsernameToken` is missing"))?;
        if let Some(covered) = covered {
            cover(covered, element, "the `UsernameToken` is not signed")?;
        }
        let token = UsernameToken::read(element)?;
        if self.digests_only && !token.is_digest() {
            let code = SecurityCode::UnsupportedSecurityToken;
            return Err(SecurityError::new(code, "expected a password digest, found plain text"));
        }
        token.check(lookup(&token.name).as_ref(), self.freshness, now)?;
        once.extend(token.once().as_ref().and_then(as_once));
        authenticated.username = Some(token.name);
        Ok(())
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Verifier")
            .field("username", &self.lookup.is_some())
            .field("timestamp", &self.timestamp)
            .field("freshness", &self.freshness)
            .field("roots", &self.roots.len())
            .field("pinned", &self.pinned.len())
            .finish_non_exhaustive()
    }
}

/// The accepted signature algorithms of certificates.
static CHAIN: &[&dyn pki_types::SignatureVerificationAlgorithm] = &[
    algorithms::RSA_PKCS1_2048_8192_SHA256,
    algorithms::RSA_PKCS1_2048_8192_SHA384,
    algorithms::RSA_PKCS1_2048_8192_SHA512,
    algorithms::ECDSA_P256_SHA256,
    algorithms::ECDSA_P384_SHA384,
];

/// A validator that accepts every extended key usage, because none is defined for signing messages.
struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, _usages: KeyPurposeIdIter<'_, '_>) -> Result<(), ChainError> {
        Ok(())
    }
}

fn holds(signature: &Signature<'_>, certificate: &Certificate) -> bool {
    certificate.verifies(signature.algorithm, signature.signed(), &signature.value)
}

fn cover(
    covered: &[&AnyElement],
    element: &AnyElement,
    reason: &'static str,
) -> Result<(), SecurityError> {
    let is_covered = covered.iter().any(|covered| std::ptr::eq(*covered, element));
    if is_covered { Ok(()) } else { Err(failed(reason)) }
}

fn failed(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::FailedCheck, reason)
}

fn as_once(digest: &Digest) -> Option<Once> {
    digest.as_ref().try_into().ok()
}
