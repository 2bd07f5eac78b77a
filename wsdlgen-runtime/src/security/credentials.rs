//! Credentials of a caller.

use std::{sync::Arc, time::Duration};

use super::{Assertion, Certificate, Identity, IssuedToken, Secret, TokenSource, Verifier};
use crate::{policy::Supplied, xml::AnyElement};

/// The credentials of a caller for a port with a security policy: see [`Client::with_credentials`](crate::Client::with_credentials).
///
/// ```
/// use wsdlgen_runtime::security::Credentials;
///
/// let credentials = Credentials::new().username("ada", "secret");
/// # let _ = credentials;
/// ```
#[derive(Clone, Debug)]
pub struct Credentials {
    pub(super) username: Option<(String, Secret)>,
    pub(super) identity: Option<Identity>,
    pub(super) service: Option<Certificate>,
    pub(super) assertion: Option<Assertion>,
    pub(super) issued: Option<IssuedToken>,
    pub(super) source: Option<Arc<dyn TokenSource>>,
    pub(super) tokens: Vec<AnyElement>,
    authorities: Vec<Certificate>,
    clock_skew: Option<Duration>,
    rsa15: bool,
    pub(super) lifetime: Duration,
}

impl Default for Credentials {
    fn default() -> Self {
        Self {
            username: None,
            identity: None,
            service: None,
            assertion: None,
            issued: None,
            source: None,
            tokens: Vec::new(),
            authorities: Vec::new(),
            clock_skew: None,
            rsa15: false,
            lifetime: Duration::from_secs(300),
        }
    }
}

impl Credentials {
    /// Creates empty credentials.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name and the password of the user.
    ///
    /// The policy decides how the password is sent.
    #[must_use]
    pub fn username(mut self, name: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.username = Some((name.into(), password.into()));
        self
    }

    /// Sets the caller's key with its certificate, with which requests are signed and replies are decrypted.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.identity = Some(identity);
        self
    }

    /// Sets the certificate of the service, for which requests are encrypted and whose key signs replies.
    #[must_use]
    pub fn service(mut self, certificate: Certificate) -> Self {
        self.service = Some(certificate);
        self
    }

    /// Sets the SAML assertion about the user.
    ///
    /// If the assertion names a key (holder-of-key), it must be that of the [identity](Self::identity).
    #[must_use]
    pub fn assertion(mut self, assertion: Assertion) -> Self {
        self.assertion = Some(assertion);
        self
    }

    /// Sets the token that a security token service has issued.
    #[must_use]
    pub fn issued_token(mut self, token: IssuedToken) -> Self {
        self.issued = Some(token);
        self
    }

    /// Sets the source of issued tokens, usually a [`TokenServiceClient`](crate::trust::TokenServiceClient). It is asked before each request
    /// that needs a token.
    #[must_use]
    pub fn token_source(mut self, source: impl TokenSource + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Adds a token of another kind. It is sent as it is, and covered by the signature of the binding if there is one.
    #[must_use]
    pub fn token(mut self, token: AnyElement) -> Self {
        self.tokens.push(token);
        self
    }

    /// Accepts replies signed with certificates that this authority has issued, directly or indirectly.
    #[must_use]
    pub fn authority(mut self, certificate: Certificate) -> Self {
        self.authorities.push(certificate);
        self
    }

    /// Sets the time after which requests expire. The default is 5 minutes.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Sets the allowed difference between the clocks of client and server. The default is 5 minutes.
    #[must_use]
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.clock_skew = Some(skew);
        self
    }

    /// Accepts policies whose algorithms encrypt keys with RSA and the padding of PKCS #1 1.5, which is broken.
    #[must_use]
    pub fn rsa15_encryption(mut self) -> Self {
        self.rsa15 = true;
        self
    }

    /// Returns which credentials there are.
    pub(crate) fn supplied(&self) -> Supplied {
        Supplied {
            username: self.username.is_some(),
            identity: self.identity.is_some(),
            service: self.service.is_some(),
            assertion: self.assertion.as_ref().map(Assertion::version),
            rsa15: self.rsa15,
            issued: self.issued.is_some() || self.source.is_some(),
            authority: !self.authorities.is_empty(),
            has_tls: true,
        }
    }

    /// Returns the certificate of the caller.
    pub(crate) fn own_certificate(&self) -> Option<&Certificate> {
        self.identity.as_ref().map(Identity::certificate)
    }

    /// Returns the credentials of a server: its own identity.
    pub(super) fn of_server(verifier: &Verifier) -> Self {
        Self { identity: verifier.own_identity().cloned(), ..Self::default() }
    }

    /// Returns the verifier of replies.
    pub(super) fn verifier(&self, accepts_sha1: bool) -> Verifier {
        // The policy decides whether replies have a timestamp.
        let mut verifier = Verifier::new().signature_without_timestamp();
        if accepts_sha1 {
            verifier = verifier.sha1_signatures();
        }
        if self.rsa15 {
            verifier = verifier.rsa15_encryption();
        }
        if let Some(identity) = &self.identity {
            verifier = verifier.identity(identity.clone());
        }
        if let Some(skew) = self.clock_skew {
            verifier = verifier.clock_skew(skew);
        }
        let authorities = self.authorities.iter().cloned();
        let verifier = authorities.fold(verifier, Verifier::root);
        self.service.iter().cloned().fold(verifier, Verifier::pinned)
    }
}
