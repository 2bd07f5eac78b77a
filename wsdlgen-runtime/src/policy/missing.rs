//! Comparison of policies with credentials.

use std::{error::Error, fmt};

use super::{
    Binding, IssuedKey, KeyTransport, Requirements, SamlVersion, SecurityPolicy, Token, TokenKind,
    TokenTemplate, TransportAuthentication,
};

const USERNAME: &str = "a user name and a password (`Credentials::username`)";
const IDENTITY: &str = "a certificate with its private key (`Credentials::identity`)";
const SAML11: &str = "a SAML 1.1 assertion (`Credentials::assertion`)";
const SAML20: &str = "a SAML 2.0 assertion (`Credentials::assertion`)";
const ISSUED: &str = "a token of the security token service (`Credentials::issued_token`, `Credentials::token_source`)";
const RSA15: &str = "the acceptance of RSA 1.5, which is broken (`Credentials::rsa15_encryption`)";
const TLS: &str = "an address that begins with `https:` (`Port::at`)";
const SERVICE: &str = "the certificate of the service (`Credentials::service`)";

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
    fn encrypts(&self) -> bool {
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
    pub(crate) fn missing(&self, supplied: Supplied) -> Vec<&'static str> {
        let mut missing = Vec::new();
        let mut require = |is_met: bool, what: &'static str| {
            if !is_met && !missing.contains(&what) {
                missing.push(what);
            }
        };
        if self.has_header() {
            require(cfg!(feature = "ws-security"), "the feature `ws-security` of wsdlgen-runtime");
        }
        if self.encrypts() {
            let feature = "the feature `ws-encryption` of wsdlgen-runtime";
            require(cfg!(feature = "ws-encryption"), feature);
        }
        require(supplied.rsa15 || !self.uses_rsa15(), RSA15);
        for supporting in self.all_tokens() {
            match supporting.token.kind {
                TokenKind::Username(_) => require(supplied.username, USERNAME),
                TokenKind::X509 => require(supplied.identity, IDENTITY),
                TokenKind::Saml(version) => {
                    require(supplied.assertion == Some(version), assertion(version));
                    require(supplied.identity || !supporting.is_endorsing, IDENTITY);
                }
                TokenKind::Issued(_) => missing_issued(&supporting.token, supplied, &mut require),
                TokenKind::KeyValue => {}
            }
        }
        match &self.binding {
            Binding::Transport(authentication) => {
                require(supplied.has_tls, TLS);
                let has_user = [TransportAuthentication::Basic, TransportAuthentication::Digest];
                require(supplied.username || !has_user.contains(authentication), USERNAME);
            }
            Binding::Symmetric(token) if token.issued_key().is_some() => {
                missing_issued(token, supplied, &mut require);
            }
            Binding::Symmetric(_) => require(supplied.service, SERVICE),
            Binding::Asymmetric { initiator, .. } => {
                if let TokenKind::Saml(version) = initiator.kind {
                    require(supplied.assertion == Some(version), assertion(version));
                }
                missing_issued(initiator, supplied, &mut require);
                require(supplied.identity, IDENTITY);
                let trusts = !self.encrypts() && supplied.authority;
                require(supplied.service || trusts, SERVICE);
            }
            Binding::None => {}
        }
        missing
    }
}

/// Reports what a caller lacks for a token if a security token service issues it.
fn missing_issued(token: &Token, supplied: Supplied, require: &mut impl FnMut(bool, &'static str)) {
    if let Some(key) = token.issued_key() {
        require(supplied.issued, ISSUED);
        require(supplied.identity || key != IssuedKey::Public, IDENTITY);
    }
}

fn assertion(version: SamlVersion) -> &'static str {
    match version {
        SamlVersion::V11 => SAML11,
        SamlVersion::V20 => SAML20,
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
            missing.extend(first.missing(supplied).into_iter().map(str::to_owned));
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
