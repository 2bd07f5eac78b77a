//! Comparison of policies with credentials.

use std::{error::Error, fmt};

use super::{
    Binding, KeyTransport, Need, Requirements, SamlVersion, SecurityPolicy, Token, TokenTemplate,
};

/// The credentials that a caller has.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "there are no credentials"))]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of credentials")]
pub(crate) struct Supplied {
    pub(crate) username: bool,
    pub(crate) identity: bool,
    pub(crate) service: bool,
    /// The version of the assertion.
    pub(crate) assertion: Option<SamlVersion>,
    /// `true` if there is a token of a security token service, or such a service.
    pub(crate) issued: bool,
    /// `true` if RSA 1.5 is accepted.
    pub(crate) rsa15: bool,
    pub(crate) authority: bool,
    /// `true` if the transport has TLS.
    pub(crate) has_tls: bool,
}

impl Requirements {
    /// Returns whether messages have a security header.
    pub(crate) fn has_header(&self) -> bool {
        self.timestamp || self.all_tokens().next().is_some() || self.binding.protects_messages()
    }

    /// Returns whether something is encrypted.
    pub(super) fn encrypts(&self) -> bool {
        let mut protections = [&self.requests, &self.replies].into_iter().chain(
            self.exceptions.iter().flat_map(|exception| [&exception.request, &exception.reply]),
        );
        matches!(self.binding, Binding::Symmetric(_))
            || self.encrypt_signature
            || self.all_tokens().any(|token| token.is_encrypted)
            || protections.any(|protection| !protection.encrypted.is_empty())
    }

    /// Returns whether keys are encrypted with RSA and the padding of PKCS #1 1.5.
    pub(crate) fn uses_rsa15(&self) -> bool {
        self.binding.protects_messages()
            && self.encrypts()
            && self.suite.key_transport == KeyTransport::Rsa15
    }

    /// Returns the supporting tokens of all operations.
    pub fn all_tokens(&self) -> impl Iterator<Item = &super::SupportingToken> {
        let own = self.exceptions.iter().flat_map(|exception| &exception.tokens);
        self.tokens.iter().chain(own)
    }

    /// Returns whether only the receiver can read the bodies of requests.
    #[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "no messages are secured"))]
    pub(crate) fn hides_bodies(&self) -> bool {
        let mut requests = vec![&self.requests];
        requests.extend(self.exceptions.iter().map(|exception| &exception.request));
        matches!(self.binding, Binding::Transport(_))
            || requests.iter().all(|protection| protection.encrypted.body)
    }

    /// Returns what requests need from a security token service, if anything.
    #[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "no messages are secured"))]
    pub(crate) fn token_template(&self) -> Option<&TokenTemplate> {
        let of_binding = self.binding.protection_token().and_then(Token::template);
        of_binding.or_else(|| self.all_tokens().find_map(|token| token.token.template()))
    }

    /// Returns whether requests have an assertion.
    #[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "no messages are secured"))]
    pub(crate) fn has_assertion(&self) -> bool {
        let of_binding = self.binding.protection_token().is_some_and(Token::is_assertion);
        of_binding || self.all_tokens().any(|token| token.token.is_assertion())
    }

    /// Returns what a caller lacks to meet the requirements.
    pub(crate) fn missing(&self, supplied: Supplied) -> Vec<Need> {
        let mut needs = self.needs();
        needs.retain(|need| !supplied.meets(*need));
        needs
    }
}

impl Supplied {
    fn meets(self, need: Need) -> bool {
        match need {
            Need::WsSecurity => cfg!(feature = "ws-security"),
            Need::WsEncryption => cfg!(feature = "ws-encryption"),
            Need::Rsa15 => self.rsa15,
            Need::UserName => self.username,
            Need::Identity => self.identity,
            Need::ServiceCertificate => self.service,
            Need::ServiceOrAuthority => self.service || self.authority,
            Need::Assertion(version) => self.assertion == Some(version),
            Need::IssuedToken => self.issued,
            Need::Tls => self.has_tls,
        }
    }
}

impl SecurityPolicy {
    /// Returns the first alternative that a caller can meet, or what is missing for the first one.
    pub(crate) fn choose(
        &self,
        port: &'static str,
        supplied: Supplied,
    ) -> Result<&Requirements, PolicyError> {
        let mut met = self.alternatives().iter();
        if let Some(met) = met.find(|requirements| requirements.missing(supplied).is_empty()) {
            return Ok(met);
        }
        let unsupported = self.unsupported_assertions();
        let mut missing: Vec<String> =
            unsupported.map(|name| format!("support of `{name}` in wsdlgen")).collect();
        if let Some(first) = self.alternatives().first() {
            missing.extend(first.missing(supplied).iter().map(ToString::to_string));
        }
        Err(PolicyError { port, policy: self.to_string(), missing })
    }
}

/// The reason why a port with a security policy cannot be called or served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    port: &'static str,
    policy: String,
    missing: Vec<String>,
}

impl PolicyError {
    /// Creates the error for a policy that is not met.
    #[cfg(feature = "ws-security")]
    pub(crate) fn new(port: &'static str, policy: &SecurityPolicy, missing: Vec<String>) -> Self {
        Self { port, policy: policy.to_string(), missing }
    }

    /// Returns what is missing, in words.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.missing.iter().map(String::as_str)
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { port, policy, missing } = self;
        let missing = missing.join("; ");
        write!(formatter, "the policy of port `{port}` is not met ({policy}): it needs {missing}")
    }
}

impl Error for PolicyError {}
