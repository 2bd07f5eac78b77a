//! Verification of incoming messages.

mod assertion;
mod judging;
mod missing;

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use assertion::Acceptance;
pub(super) use assertion::VerifiedAssertion;
pub(super) use judging::Admitted;

use super::{
    Assertion, Certificate, Identity, KeyError, Secret, SecurityError,
    authenticated::Authenticated,
    check::{Unauthenticated, Wanted, WantedAssertion, WantedSigner, WantedToken, WantedUser},
    incoming::{Keys, Received},
    mime::MimePart,
    replay::{ReplayMemory, Replays},
    sealing::KeyOfRequest,
    timestamp::Freshness,
    trust::Trust,
};
use crate::{
    policy::Cipher,
    xml::{AnyElement, QName, ReadOptions},
};

/// The treatment of an algorithm that is broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Legacy {
    #[default]
    Refused,
    Accepted,
}

/// A function that returns the password of a user, or `None` for an unknown user.
type Lookup = dyn Fn(&str) -> Option<Secret> + Send + Sync;

/// A function that decides whether a token is accepted.
type Accepts = dyn Fn(&AnyElement) -> bool + Send + Sync;

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
    trust: Trust,
    sha1: Legacy,
    rsa15: Legacy,
    identity: Option<Identity>,
    unauthenticated: Unauthenticated,
    actor: Option<Arc<str>>,
    replays: Arc<Replays>,
    /// A memory that several servers share, in place of `replays`.
    shared_replays: Option<Arc<dyn ReplayMemory>>,
    remembered: usize,
    assertions: Acceptance,
    /// The names of required tokens of other kinds, each with the function that decides whether it is accepted.
    tokens: Vec<(QName, Arc<Accepts>)>,
}

impl Default for Verifier {
    fn default() -> Self {
        let five_minutes = Duration::from_secs(300);
        Self {
            lookup: None,
            digests_only: false,
            timestamp: false,
            without_timestamp: false,
            freshness: Freshness { skew: five_minutes, age: five_minutes },
            trust: Trust::default(),
            sha1: Legacy::Refused,
            rsa15: Legacy::Refused,
            identity: None,
            unauthenticated: Unauthenticated::Refused,
            actor: None,
            replays: Arc::default(),
            shared_replays: None,
            remembered: 1 << 18,
            assertions: Acceptance::default(),
            tokens: Vec::new(),
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

    /// Accepts signed messages without a timestamp, and policies that do not require one.
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
        self.trust.roots.push(root);
        self
    }

    /// Trusts this certificate and requires a signature by the key of a trusted certificate.
    #[must_use]
    pub fn pinned(mut self, certificate: Certificate) -> Self {
        self.trust.pinned.push(certificate);
        self
    }

    /// Rejects the certificates in a list that an authority has published (RFC 5280, §5), in DER or PEM.
    ///
    /// Once a list has expired, every certificate of its authority is rejected. Pinned certificates are not checked against
    /// lists.
    ///
    /// # Errors
    ///
    /// If the list cannot be parsed.
    pub fn revocations(mut self, list: &[u8]) -> Result<Self, KeyError> {
        self.trust.add_revocations(list)?;
        Ok(self)
    }

    /// Accepts SHA-1 in signatures. SHA-1 is broken: an attacker may find another message with the same digest.
    #[must_use]
    pub fn sha1_signatures(mut self) -> Self {
        self.sha1 = Legacy::Accepted;
        self
    }

    /// Accepts keys that are encrypted with RSA and the padding of PKCS #1 1.5, which policies with algorithms such as
    /// `Basic256Rsa15` require. The time that their decryption takes may tell senders something about the key.
    #[must_use]
    pub fn rsa15_encryption(mut self) -> Self {
        self.rsa15 = Legacy::Accepted;
        self
    }

    /// Accepts parts that are encrypted in CBC mode and not signed. The sender may have learned their content by trying
    /// out changes.
    #[must_use]
    pub fn unauthenticated_encryption(mut self) -> Self {
        self.unauthenticated = Unauthenticated::Accepted;
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

    /// Decrypts messages that are encrypted for this identity.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.identity = Some(identity);
        self
    }

    /// Detects replays with a memory that several servers share, in place of their own.
    #[must_use]
    pub fn replay_memory(mut self, memory: impl ReplayMemory + 'static) -> Self {
        self.shared_replays = Some(Arc::new(memory));
        self
    }

    /// Requires a SAML assertion, and trusts those of the issuer with this name that the key of this certificate has
    /// signed. A certificate that has expired is trusted as well.
    ///
    /// If the assertion names a key (holder-of-key), the message must be signed with this key. If the sender vouches for
    /// the assertion (sender-vouches), the message must have the signature of a trusted certificate, which covers the
    /// assertion.
    #[must_use]
    pub fn assertion_issuer(mut self, name: impl Into<String>, certificate: Certificate) -> Self {
        self.assertions.issuers.push((name.into().into(), certificate));
        self
    }

    /// Requires a SAML assertion, and accepts those without a signature of the issuer if a trusted sender has signed the
    /// message and vouches for the assertion. Such a sender can act as any user.
    #[must_use]
    pub fn vouched_assertions(mut self) -> Self {
        self.assertions.vouched = true;
        self
    }

    /// Adds a name of this receiver. Assertions whose audience is restricted must include it.
    #[must_use]
    pub fn audience(mut self, uri: impl Into<String>) -> Self {
        self.assertions.audiences.push(uri.into().into());
        self
    }

    /// Requires a token of another kind, which `accepts` accepts. The signature must cover it if one is required.
    ///
    /// `accepts` is called for every message and must not block.
    #[must_use]
    pub fn token(
        mut self,
        name: QName,
        accepts: impl Fn(&AnyElement) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.tokens.push((name, Arc::new(accepts)));
        self
    }

    pub(super) fn own_identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    pub(super) fn wants_signature(&self) -> bool {
        !self.trust.is_empty()
    }

    pub(super) fn wants_tokens(&self) -> bool {
        !self.tokens.is_empty()
    }

    pub(super) fn wants_assertion(&self) -> bool {
        self.assertions.vouched || !self.assertions.issuers.is_empty()
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
        let received = self.process(
            envelope,
            Vec::new(),
            None,
            (Vec::new(), self.wants_assertion(), true),
            &ReadOptions::default(),
        )?;
        self.judge(&received, &self.wanted(), now)
    }

    /// Decrypts a message and verifies its signatures, but not whether they are trusted.
    ///
    /// `of_request` is the shared key of the request that the message answers. `ciphers` are those that are accepted; an empty
    /// list accepts all. Assertions are only decrypted if they are wanted.
    pub(super) fn process(
        &self,
        envelope: &str,
        attachments: Vec<MimePart>,
        of_request: Option<&KeyOfRequest>,
        (ciphers, wants_assertion, uses_rsa15): (Vec<Cipher>, bool, bool),
        options: &ReadOptions,
    ) -> Result<Received, SecurityError> {
        let longest = options.limits.memory_bytes / 2;
        let issued = |element: &AnyElement| {
            let around = [element];
            Assertion::of(&around)
                .is_ok_and(|own| self.is_issued(&around, &own, longest).unwrap_or(false))
        };
        let keys = Keys {
            issued: wants_assertion.then_some(&issued),
            identity: self.identity.as_ref(),
            certificates: self.trust.pinned.iter().collect(),
            of_request,
            tokens: self.tokens.iter().map(|(name, _)| name).collect(),
            ciphers,
            accepts_sha1: self.sha1 == Legacy::Accepted,
            accepts_rsa15: uses_rsa15 && self.rsa15 == Legacy::Accepted,
        };
        Received::process((envelope, attachments), self.actor.as_deref(), &keys, options)
    }

    /// Returns the requirements of this verifier.
    pub(super) fn wanted(&self) -> Wanted<'static> {
        let is_signed = self.wants_signature();
        Wanted {
            // A message with attachments and a signature has been rejected.
            allows_attachments: true,
            signer: if is_signed { Some(WantedSigner::Certificate) } else { None },
            body: is_signed,
            timestamp: self.timestamp || is_signed && !self.without_timestamp,
            user: self.lookup.is_some().then_some(WantedUser {
                protection: WantedToken { is_signed, is_encrypted: false },
                form: None,
            }),
            assertion: self.wants_assertion().then_some(WantedAssertion {
                protection: WantedToken { is_signed, is_encrypted: false },
                version: None,
                holder_signs: !is_signed,
            }),
            ..Wanted::default()
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Verifier")
            .field("username", &self.lookup.is_some())
            .field("timestamp", &self.timestamp)
            .field("freshness", &self.freshness)
            .field("roots", &self.trust.roots.len())
            .field("pinned", &self.trust.pinned.len())
            .finish_non_exhaustive()
    }
}
