//! Security tokens.

use super::{IssuedKey, TokenTemplate};

/// A security token (§5).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// The kind of the token.
    pub kind: TokenKind,
    /// The messages that contain the token.
    pub inclusion: Inclusion,
    /// The way in which messages without the token refer to it.
    pub reference: KeyReference,
    /// `true` if keys are derived from the token's key (§5.3, `RequireDerivedKeys`).
    pub derived_keys: bool,
}

/// The kind of a token (§5.4).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenKind {
    /// `UsernameToken` (§5.4.1).
    Username(PasswordType),
    /// `X509Token` (§5.4.3).
    X509,
    /// `SamlToken` (§5.4.8).
    Saml(SamlVersion),
    /// `IssuedToken` (§5.4.2): a token that a security token service issues.
    Issued(TokenTemplate),
    /// `KeyValueToken` (§5.4.11): a bare public key.
    KeyValue,
}

/// The form of the password in a user name token (§5.4.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PasswordType {
    /// Plain text.
    #[default]
    Text,
    /// `HashPassword`: a digest, with a nonce and the time of creation.
    Digest,
    /// `NoPassword`.
    None,
}

/// The version of a SAML assertion (§5.4.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamlVersion {
    /// SAML 1.1.
    V11,
    /// SAML 2.0.
    V20,
}

/// The messages that contain a token (§5.1.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inclusion {
    /// No message: the other side knows the token.
    Never,
    /// One request. Treated as [`AlwaysToRecipient`](Self::AlwaysToRecipient), since servers need not remember a token.
    Once,
    /// Requests.
    AlwaysToRecipient,
    /// Replies.
    AlwaysToInitiator,
    /// All messages.
    #[default]
    Always,
}

impl Inclusion {
    /// Returns whether requests contain the token.
    pub fn is_in_requests(self) -> bool {
        matches!(self, Self::Once | Self::AlwaysToRecipient | Self::Always)
    }

    /// Returns whether replies contain the token.
    pub fn is_in_replies(self) -> bool {
        matches!(self, Self::AlwaysToInitiator | Self::Always)
    }
}

/// The way in which a message refers to a token that it does not contain (§5.4.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyReference {
    /// The issuer and the serial number of the certificate.
    #[default]
    IssuerSerial,
    /// The subject key identifier of the certificate.
    KeyIdentifier,
    /// The SHA-1 thumbprint of the certificate.
    Thumbprint,
}

impl Token {
    /// Creates a token that every message contains.
    pub fn new(kind: TokenKind) -> Self {
        Self {
            kind,
            inclusion: Inclusion::default(),
            reference: KeyReference::default(),
            derived_keys: false,
        }
    }

    /// Creates a user name token with a password in plain text, in requests alone.
    pub fn username() -> Self {
        let token = Self::new(TokenKind::Username(PasswordType::Text));
        token.included(Inclusion::AlwaysToRecipient)
    }

    /// Creates a SAML token in requests alone.
    pub fn saml(version: SamlVersion) -> Self {
        Self::new(TokenKind::Saml(version)).included(Inclusion::AlwaysToRecipient)
    }

    /// Creates a token that a security token service issues, in requests alone.
    pub fn issued(template: TokenTemplate) -> Self {
        Self::new(TokenKind::Issued(template)).included(Inclusion::AlwaysToRecipient)
    }

    /// Creates an X.509 token that every message contains.
    pub fn x509() -> Self {
        Self::new(TokenKind::X509)
    }

    /// Returns the version of the assertion, or `None` for another kind of token.
    #[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "no messages are secured"))]
    pub(crate) fn saml_version(&self) -> Option<SamlVersion> {
        match self.kind {
            TokenKind::Saml(version) => Some(version),
            _ => None,
        }
    }

    /// Returns the version of the assertion in requests, if the policy requires one.
    #[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "no messages are secured"))]
    pub(crate) fn required_version(&self) -> Option<SamlVersion> {
        let issued = self.template().and_then(|template| template.token_type.as_deref());
        let versions = [
            ("SAMLV1.1", SamlVersion::V11),
            ("SAML:1.0:assertion", SamlVersion::V11),
            ("SAMLV2.0", SamlVersion::V20),
            ("SAML:2.0:assertion", SamlVersion::V20),
        ];
        let issued =
            issued.and_then(|uri| versions.into_iter().find(|(end, _)| uri.ends_with(end)));
        self.saml_version().or(issued.map(|(_, version)| version))
    }

    /// Returns what a security token service issues, if it issues the token.
    #[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "no messages are secured"))]
    pub(crate) fn template(&self) -> Option<&TokenTemplate> {
        match &self.kind {
            TokenKind::Issued(template) => Some(template),
            _ => None,
        }
    }

    /// Returns the key of the token, if a security token service issues it.
    pub(crate) fn issued_key(&self) -> Option<IssuedKey> {
        match &self.kind {
            TokenKind::Issued(template) => Some(template.key),
            _ => None,
        }
    }

    /// Returns whether requests contain the token as an assertion, or as something that only the receiver can read.
    #[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "no messages are secured"))]
    pub(crate) fn is_assertion(&self) -> bool {
        matches!(self.kind, TokenKind::Saml(_) | TokenKind::Issued(_))
    }

    /// Sets the messages that contain the token.
    #[must_use]
    pub fn included(mut self, inclusion: Inclusion) -> Self {
        self.inclusion = inclusion;
        self
    }

    /// Sets the way in which messages without the token refer to it.
    #[must_use]
    pub fn referred_by(mut self, reference: KeyReference) -> Self {
        self.reference = reference;
        self
    }

    /// Requires that keys are derived from the token's key.
    #[must_use]
    pub fn with_derived_keys(mut self) -> Self {
        self.derived_keys = true;
        self
    }
}

/// Conversions to supporting tokens.
impl Token {
    /// Creates a supporting token that the message's signature covers.
    pub fn signed(self) -> SupportingToken {
        SupportingToken::from(self).signed()
    }

    /// Creates a supporting token whose key signs the message's signature.
    pub fn endorsing(self) -> SupportingToken {
        SupportingToken::from(self).endorsing()
    }

    /// Creates a supporting token that is encrypted.
    pub fn encrypted(self) -> SupportingToken {
        SupportingToken::from(self).encrypted()
    }
}

/// Creates a supporting token that is neither signed, nor encrypted, nor endorsing.
impl From<Token> for SupportingToken {
    fn from(token: Token) -> Self {
        Self { token, is_signed: false, is_endorsing: false, is_encrypted: false }
    }
}

/// A token that accompanies requests, in addition to those of the binding (§8).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SupportingToken {
    /// The token.
    pub token: Token,
    /// `true` if the message's signature covers the token (§8.2).
    pub is_signed: bool,
    /// `true` if the key of the token signs the message's signature, or the timestamp if TLS protects messages (§8.3).
    pub is_endorsing: bool,
    /// `true` if the token is encrypted (§8.5).
    pub is_encrypted: bool,
}

impl SupportingToken {
    /// Requires that the message's signature covers the token.
    #[must_use]
    pub fn signed(mut self) -> Self {
        self.is_signed = true;
        self
    }

    /// Requires that the token's key signs the message's signature.
    #[must_use]
    pub fn endorsing(mut self) -> Self {
        self.is_endorsing = true;
        self
    }

    /// Requires that the token is encrypted.
    #[must_use]
    pub fn encrypted(mut self) -> Self {
        self.is_encrypted = true;
        self
    }
}
