//! Security token services (WS-Trust 1.3 and 1.4).
//!
//! A [`TokenServiceClient`] asks a service for the tokens that policies require (`sp:IssuedToken`), and to renew and validate
//! them. As the [`TokenSource`] of credentials, it is called when a call needs a token:
//!
//! ```no_run
//! use wsdlgen_runtime::{
//!     Port, SoapVersion,
//!     policy::{Binding, Requirements, Token},
//!     security::Credentials,
//!     trust::{SecurityTokenService, TokenServiceClient},
//! };
//!
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! // Usually a port of the code generated from the contract of the service.
//! let port = Port::<SecurityTokenService>::new("Sts", "https://sts.example/", SoapVersion::Soap12, &[])
//!     .with_policy(|| Requirements::of(Binding::tls()).timestamp().token(Token::username().signed()).into());
//! let sts = TokenServiceClient::connect(&port, Credentials::new().username("ada", "secret"))?;
//! let credentials = Credentials::new().token_source(sts);
//! # let _ = credentials;
//! # Ok(()) }
//! ```

mod contract;

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

pub use self::contract::SecurityTokenService;
use self::contract::{Issue, Renew, Validate};
use crate::{
    client::{Client, ClientSettings, ConnectError, Transport},
    message::CallError,
    policy::{PolicyError, Requirements, TokenTemplate},
    security::{
        Certificate, Credentials, Entropy, IssuedToken, Purpose, SecurityError, TokenFuture,
        TokenRequest, TokenSource, is_valid, token_in,
    },
    soap::{Addressing, Operation, Port},
    xml::AnyElement,
};

/// The greatest number of tokens that are kept.
const KEPT: usize = 64;
/// The time before its expiry from which a token is no longer used.
const MARGIN: Duration = Duration::from_secs(60);

/// A client of a security token service. Clones share the tokens that are kept. See the [module](self).
#[derive(Clone)]
pub struct TokenServiceClient {
    client: Client<SecurityTokenService>,
    request: Arc<TokenRequest>,
    /// `true` if only the service can read the bodies of requests.
    hides_requests: bool,
    kept: Arc<Mutex<VecDeque<(TokenRequest, IssuedToken)>>>,
}

impl TokenServiceClient {
    /// Creates a client that calls a port through a transport, and meets the port's policy with its own credentials.
    ///
    /// # Errors
    ///
    /// If the port has no policy, which says how the credentials are sent, or the policy requires other credentials.
    pub fn new<C>(
        port: &Port<C>,
        transport: Transport,
        credentials: Credentials,
    ) -> Result<Self, PolicyError> {
        let policy = port.policy().unwrap_or_default();
        if policy.alternatives().is_empty() && policy.unsupported_assertions().next().is_none() {
            let missing = "a policy that says how the caller authenticates (`Port::with_policy`)";
            return Err(PolicyError::new(port.name(), &policy, vec![missing.to_owned()]));
        }
        let hides_requests = policy.alternatives().iter().all(Requirements::hides_bodies);
        let client = Client::new(contract::port_like(port), transport);
        let request = TokenRequest::new(credentials.own_certificate().cloned());
        let client = client.with_policy(Some(policy), credentials)?;
        let settings = ClientSettings::default().addressing(Addressing::On);
        let client = client.with_settings(settings);
        Ok(Self { client, request: Arc::new(request), hides_requests, kept: Arc::default() })
    }

    /// Creates a client that calls a port over HTTP.
    ///
    /// # Errors
    ///
    /// If the address is not a valid HTTP URL, the transport cannot be set up, or the policy requires other credentials.
    pub fn connect<C>(port: &Port<C>, credentials: Credentials) -> Result<Self, ConnectError> {
        let transport = Transport::http(port.address())?;
        Self::new(port, transport, credentials).map_err(ConnectError::Policy)
    }

    /// Replaces the settings of the client, except for WS-Addressing, which stays on. Forgets cached tokens.
    #[must_use]
    pub fn with_settings(mut self, settings: ClientSettings) -> Self {
        // A security header of the settings replaces the policy, which may have encrypted bodies.
        self.hides_requests &=
            settings.uses_policy() || crate::security::has_tls(self.client.port());
        self.client = self.client.with_settings(settings.addressing(Addressing::On));
        // The settings may have the credentials of another caller.
        self.kept = Arc::default();
        self
    }

    /// Sets the address of the service that the token is meant for (`wsp:AppliesTo`). The default is that of the port that
    /// needs the token.
    #[must_use]
    pub fn applies_to(self, address: impl Into<String>) -> Self {
        self.with_request(|request| request.receiver = Some(address.into()))
    }

    /// Sets the key, the type and other parameters of the token. The default is what the policy of the port requires.
    #[must_use]
    pub fn template(self, template: TokenTemplate) -> Self {
        self.with_request(|request| request.template = Some(template))
    }

    /// Sets the certificate whose key the token confirms, if it confirms a public key (`wst:UseKey`). The default is that of
    /// the identity in the credentials.
    #[must_use]
    pub fn use_key(self, certificate: Certificate) -> Self {
        self.with_request(|request| request.own = Some(certificate))
    }

    /// Asks for a token about the subject of another one, which the caller has received (`wst:OnBehalfOf`).
    #[must_use]
    pub fn on_behalf_of(self, token: AnyElement) -> Self {
        self.with_request(|request| request.on_behalf_of = Some(token))
    }

    /// Asks for a token with which the caller acts as the subject of another one (`wst:ActAs`, WS-Trust 1.4).
    #[must_use]
    pub fn act_as(self, token: AnyElement) -> Self {
        self.with_request(|request| request.act_as = Some(token))
    }

    /// Asks for tokens that are valid for this time.
    #[must_use]
    pub fn lifetime(self, lifetime: Duration) -> Self {
        self.with_request(|request| request.lifetime = Some(lifetime))
    }

    fn with_request(mut self, change: impl FnOnce(&mut TokenRequest)) -> Self {
        change(Arc::make_mut(&mut self.request));
        self
    }

    /// Returns a token that was issued before, or a new one if it expires within a minute.
    ///
    /// Up to 64 tokens are kept, by what was requested. A token without a time of expiry is not kept.
    ///
    /// # Errors
    ///
    /// If the service issues no token.
    pub async fn cached_token(&self) -> Result<IssuedToken, TokenError> {
        self.kept_or_new((*self.request).clone()).await
    }

    async fn kept_or_new(&self, request: TokenRequest) -> Result<IssuedToken, TokenError> {
        let soon = SystemTime::now() + MARGIN;
        let is_fresh = |token: &IssuedToken| token.expires().is_some_and(|time| time > soon);
        let found = {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.retain(|(_, token)| is_fresh(token));
            kept.iter().find(|(known, _)| *known == request).map(|(_, token)| token.clone())
        };
        if let Some(found) = found {
            return Ok(found);
        }
        let token = self.issued(&request).await?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(KEPT - 1);
        kept.push_front((request, token.clone()));
        Ok(token)
    }

    /// Requests a new token.
    ///
    /// # Errors
    ///
    /// If the service issues no token.
    pub async fn issue(&self) -> Result<IssuedToken, TokenError> {
        self.issued(&self.request).await
    }

    async fn issued(&self, request: &TokenRequest) -> Result<IssuedToken, TokenError> {
        let entropy = request.wants_key().then(Entropy::new).transpose()?;
        if entropy.is_some() && !self.hides_requests {
            return Err(TokenError::Invalid(SecurityError::of_request(
                "a shared key must not be sent in the clear: the policy neither uses TLS nor encrypts bodies",
            )));
        }
        let written = request.write(&Purpose::Issue(entropy.as_ref()), SystemTime::now())?;
        let reply = self.exchange::<Issue>(written).await?;
        Ok(token_in(&reply, entropy.as_ref())?)
    }

    /// Requests a token in place of an earlier one, which is about to expire.
    ///
    /// # Errors
    ///
    /// If the service does not renew the token.
    pub async fn renew(&self, token: &IssuedToken) -> Result<IssuedToken, TokenError> {
        let request = self.request.write(&Purpose::Renew(token), SystemTime::now())?;
        let reply = self.exchange::<Renew>(request).await?;
        Ok(token_in(&reply, None)?.or_key_of(token))
    }

    /// Returns whether the service considers a token valid.
    ///
    /// # Errors
    ///
    /// If the service does not answer.
    pub async fn validate(&self, token: &IssuedToken) -> Result<bool, TokenError> {
        let request = self.request.write(&Purpose::Validate(token), SystemTime::now())?;
        Ok(is_valid(&self.exchange::<Validate>(request).await?)?)
    }

    async fn exchange<O>(&self, request: AnyElement) -> Result<AnyElement, TokenError>
    where
        O: Operation<
                Contract = SecurityTokenService,
                Input = AnyElement,
                Body = AnyElement,
                Fault = crate::soap::NoDetail,
            >,
    {
        let reply = self.client.call::<O>(request).await;
        reply.map(|reply| reply.body).map_err(|error| TokenError::Call(Box::new(error)))
    }
}

impl TokenSource for TokenServiceClient {
    fn token<'s>(&'s self, template: &'s TokenTemplate, receiver: &'s str) -> TokenFuture<'s> {
        let mut request = (*self.request).clone();
        request.template.get_or_insert_with(|| template.clone());
        request.receiver.get_or_insert_with(|| receiver.to_owned());
        Box::pin(async { Ok(self.kept_or_new(request).await?) })
    }
}

impl fmt::Debug for TokenServiceClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenServiceClient")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

/// The reason why there is no token.
#[derive(Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// The call of the service failed.
    Call(Box<CallError>),
    /// The request cannot be written, or the reply contains no token, or one of an unknown kind.
    Invalid(SecurityError),
}

impl From<SecurityError> for TokenError {
    fn from(error: SecurityError) -> Self {
        Self::Invalid(error)
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(_) => formatter.write_str("the call of the security token service failed"),
            Self::Invalid(_) => formatter.write_str("the security token service issued no token"),
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => Some(error),
            Self::Invalid(error) => Some(error),
        }
    }
}
