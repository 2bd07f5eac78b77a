//! The verified sender of a message.

use super::{
    Assertion, Certificate,
    provider::digest::{Context, SHA256},
    public_key::PublicKey,
    replay::Once,
};

/// The verified sender of a message.
///
/// Only the tokens required by the [`Verifier`](super::Verifier) are included. Servers find this value in the
/// extensions of [`Context::http`](crate::Context::http), clients in those of [`Reply::http`](crate::Reply::http).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authenticated {
    /// The user whose password was verified.
    pub username: Option<String>,
    /// The trusted certificate whose key signed the message.
    pub certificate: Option<Certificate>,
    /// The assertion of a trusted issuer, or of a trusted sender, about the user.
    pub assertion: Option<Assertion>,
    /// `true` if the assertion has no signature of an issuer: a trusted sender vouches for it, its issuer included.
    pub is_assertion_vouched: bool,
}

impl Authenticated {
    /// Returns the key under which the sender's messages are remembered.
    pub(super) fn sender(&self) -> Once {
        let mut sender = Context::new(&SHA256);
        sender.update(self.username.as_deref().unwrap_or_default().as_bytes());
        sender.update(&[0]);
        // Use the public key rather than the certificate. A key may have several certificates, and anyone can
        // re-encode a certificate's own signature.
        let key = self.certificate.as_ref().map(Certificate::public_key);
        sender.update(key.as_ref().map(PublicKey::der).unwrap_or_default());
        let assertion = self.assertion.as_ref();
        for part in [assertion.map(Assertion::issuer), assertion.and_then(Assertion::subject)] {
            sender.update(&[0]);
            sender.update(part.unwrap_or_default().as_bytes());
        }
        sender.finish().as_ref().try_into().unwrap_or_default()
    }
}
