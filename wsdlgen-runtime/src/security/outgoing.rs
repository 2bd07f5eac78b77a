//! Security headers for outgoing messages.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    Assertion, Identity, Password, SecurityError, saml,
    sealing::{Direction, Sealing, seal},
    username::Username,
};
use crate::{
    policy::{Binding, PasswordType, Protection, Requirements, Token, TokenKind},
    xml::AnyElement,
};

/// The namespace of WS-Addressing 1.0.
const ADDRESSING: &str = "http://www.w3.org/2005/08/addressing";

/// The security header added to outgoing messages. See the [module](super).
///
/// Cloning is cheap.
///
/// ```
/// use std::time::Duration;
/// use wsdlgen_runtime::security::{Password, Security, Verifier};
///
/// let envelope = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>";
/// let security = Security::new()
///     .username_token("ada", Password::Digest("secret".into()))
///     .timestamp(Duration::from_secs(60));
/// let secured = security.apply(envelope)?;
///
/// let verifier = Verifier::new()
///     .username(|user| (user == "ada").then(|| "secret".into()))
///     .timestamp();
/// assert_eq!(verifier.verify(&secured)?.username.as_deref(), Some("ada"));
/// // Verifying the message a second time reports a replay.
/// assert!(verifier.verify(&secured).is_err());
/// # Ok::<(), wsdlgen_runtime::security::SecurityError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Security {
    username: Option<Arc<Username>>,
    lifetime: Option<Duration>,
    key: Option<Identity>,
    assertion: Option<Assertion>,
    tokens: Vec<AnyElement>,
    actor: Option<Arc<str>>,
}

impl Security {
    /// Creates an empty security header.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a user name and password (`UsernameToken` Profile 1.0).
    #[must_use]
    pub fn username_token(mut self, user: impl Into<String>, password: Password) -> Self {
        self.username = Some(Arc::new(Username { name: user.into(), password: Some(password) }));
        self
    }

    /// Adds a timestamp with the creation time and the time when the message expires (SOAP Message
    /// Security 1.1, §10).
    #[must_use]
    pub fn timestamp(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Signs the body, the timestamp, the user name token and the WS-Addressing headers. The certificate is
    /// sent with the message (X.509 Certificate Token Profile 1.1, §3.3.1).
    ///
    /// Binary data is then inlined in the envelope. Signed messages cannot have attachments or streamed records.
    #[must_use]
    pub fn sign(mut self, key: Identity) -> Self {
        self.key = Some(key);
        self
    }

    /// Adds a SAML assertion (SAML Token Profile 1.1).
    ///
    /// If the message is [signed](Self::sign), the signature covers the assertion. If the assertion names the signing key
    /// (holder-of-key), the signature refers to it in place of a certificate.
    #[must_use]
    pub fn assertion(mut self, assertion: Assertion) -> Self {
        self.assertion = Some(assertion);
        self
    }

    /// Adds a token of another kind. If the message is signed, the signature covers the token.
    ///
    /// ```
    /// use wsdlgen_runtime::{AnyElement, QName, security::{Security, Verifier}};
    ///
    /// let ticket: AnyElement = "<t:Ticket xmlns:t='urn:example'>4711</t:Ticket>".parse()?;
    /// let envelope = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>";
    /// let secured = Security::new().token(ticket).apply(envelope)?;
    ///
    /// let name = QName::new("urn:example", "Ticket");
    /// let verifier = Verifier::new().token(name, |ticket: &AnyElement| ticket.text() == "4711");
    /// assert!(verifier.verify(&secured).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn token(mut self, token: AnyElement) -> Self {
        self.tokens.push(token);
        self
    }

    /// Addresses the header to the node in this role instead of the ultimate receiver. The attribute is `actor`
    /// in SOAP 1.1 and `role` in SOAP 1.2.
    #[must_use]
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into().into());
        self
    }

    pub(super) fn signs(&self) -> bool {
        self.key.is_some()
    }

    /// Adds the security header to an envelope.
    ///
    /// # Errors
    ///
    /// If `envelope` is not a SOAP envelope or already has a security header.
    pub fn apply(&self, envelope: &str) -> Result<String, SecurityError> {
        self.apply_at(envelope, SystemTime::now())
    }

    /// Adds the security header to an envelope as of the time `now`.
    ///
    /// # Errors
    ///
    /// If `envelope` is not a SOAP envelope or already has a security header.
    pub fn apply_at(&self, envelope: &str, now: SystemTime) -> Result<String, SecurityError> {
        let requirements = self.requirements();
        let protection = if self.signs() {
            Protection::default().sign_body().sign_headers(ADDRESSING, &[])
        } else {
            Protection::default()
        };
        let sealing = Sealing {
            requirements: &requirements,
            protection: &protection,
            tokens: requirements.tokens.iter().collect(),
            direction: Direction::Request,
            username: self.username.as_deref(),
            assertion: self.assertion.as_ref(),
            issued: None,
            attachments: Vec::new(),
            others: &self.tokens,
            identity: self.key.as_ref(),
            receiver: None,
            lifetime: self.lifetime.unwrap_or_default(),
            actor: self.actor.as_deref(),
            now,
        };
        Ok(seal(envelope, &sealing)?.0.text)
    }

    /// Returns the policy that the header meets.
    fn requirements(&self) -> Requirements {
        let assertion = self.assertion.as_ref();
        let own = assertion.filter(|assertion| self.is_held(assertion));
        let saml = |assertion: &Assertion| Token::saml(assertion.version());
        let binding = if self.signs() {
            Binding::asymmetric(own.map_or_else(Token::x509, saml), Token::x509())
        } else {
            Binding::None
        };
        let mut requirements = Requirements::of(binding);
        requirements.timestamp = self.lifetime.is_some();
        // Otherwise someone could replace the assertion by another one for the same key.
        requirements.protect_tokens = own.is_some();
        if let Some(username) = &self.username {
            let form = match username.password {
                Some(Password::Text(_)) => PasswordType::Text,
                Some(Password::Digest(_)) => PasswordType::Digest,
                None => PasswordType::None,
            };
            let token = Token::new(TokenKind::Username(form)).signed();
            requirements = requirements.token(token);
        }
        if let Some(assertion) = assertion.filter(|_| own.is_none()) {
            requirements = requirements.token(saml(assertion).signed());
        }
        requirements
    }

    /// Returns whether an assertion names the key that signs messages.
    fn is_held(&self, assertion: &Assertion) -> bool {
        let own = self.key.as_ref().map(|identity| identity.certificate().public_key());
        let holders = saml::holders(assertion.element()).unwrap_or_default();
        holders.iter().any(|holder| Some(holder.key()) == own)
    }
}
