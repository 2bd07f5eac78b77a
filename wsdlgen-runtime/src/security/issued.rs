//! Tokens that a security token service has issued (WS-Trust 1.4).

use std::{error::Error, fmt, future::Future, pin::Pin, time::SystemTime};

use super::{Assertion, SecurityError, keys::SharedKey, message::text_of};
use crate::{policy::TokenTemplate, xml::AnyElement};

/// A token that a security token service has issued, with the key that it confirms (WS-Trust 1.4, §4.4.2).
///
/// A [`TokenServiceClient`](crate::trust::TokenServiceClient) returns it. The token is often an assertion, but may also be one that only the
/// receiver can read.
#[derive(Clone)]
pub struct IssuedToken {
    pub(super) token: AnyElement,
    pub(super) key: Option<SharedKey>,
    /// The reference to the token in a message that contains it (`wsse:SecurityTokenReference`).
    pub(super) attached: Option<AnyElement>,
    /// The reference to the token in other messages.
    pub(super) unattached: Option<AnyElement>,
    expires: Option<SystemTime>,
}

impl IssuedToken {
    /// Creates an issued token that no shared key belongs to.
    pub fn new(token: AnyElement) -> Self {
        Self { token, key: None, attached: None, unattached: None, expires: None }
    }

    /// Sets the key that the service shares with the caller and the receiver.
    #[must_use]
    pub fn with_key(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.key = Some(SharedKey::new(key.into()));
        self
    }

    /// Sets the references to the token, for messages with and without it.
    #[must_use]
    pub fn with_references(
        mut self,
        attached: Option<AnyElement>,
        unattached: Option<AnyElement>,
    ) -> Self {
        (self.attached, self.unattached) = (attached, unattached);
        self
    }

    /// Sets the time after which the token is no longer valid.
    #[must_use]
    pub fn with_expiry(mut self, time: SystemTime) -> Self {
        self.expires = Some(time);
        self
    }

    /// Returns the token.
    pub fn element(&self) -> &AnyElement {
        &self.token
    }

    /// Returns the token as an assertion.
    ///
    /// # Errors
    ///
    /// If it is of another kind, or only the receiver can read it.
    pub fn assertion(&self) -> Result<Assertion, SecurityError> {
        Assertion::try_from(&self.token)
    }

    /// Returns the time after which the token is no longer valid, if the service has said so.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    /// Returns the token with the key of another one, if it has none itself.
    pub(crate) fn or_key_of(mut self, other: &Self) -> Self {
        self.key = self.key.or_else(|| other.key.clone());
        self
    }

    /// Returns the id by which messages refer to the token: that of the assertion, or the one in the references.
    pub(super) fn id(&self) -> Option<String> {
        let own = super::saml::id(&self.token).map(str::to_owned);
        own.or_else(|| {
            let references = [&self.unattached, &self.attached].into_iter().flatten();
            let mut identifiers = references.flat_map(AnyElement::elements);
            identifiers.find(|child| child.name.local() == "KeyIdentifier").map(text_of)
        })
    }
}

/// A future that returns an issued token.
pub type TokenFuture<'s> =
    Pin<Box<dyn Future<Output = Result<IssuedToken, Box<dyn Error + Send + Sync>>> + Send + 's>>;

/// A source of issued tokens.
pub trait TokenSource: fmt::Debug + Send + Sync {
    /// Returns a token that is valid now, as the policy of a port requires it. `receiver` is the address of the port.
    ///
    /// # Errors
    ///
    /// If there is none. The call that needs it fails.
    fn token<'s>(&'s self, template: &'s TokenTemplate, receiver: &'s str) -> TokenFuture<'s>;
}

/// Shows neither the token nor its key: anyone who has them may use them.
impl fmt::Debug for IssuedToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("IssuedToken")
            .field("token", &self.token.name)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}
