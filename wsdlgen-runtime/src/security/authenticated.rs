//! The verified sender of a message.

use super::{
    Certificate,
    provider::digest::{Context, SHA256},
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
    /// The certificate whose key signed the message.
    pub certificate: Option<Certificate>,
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
        sender.update(key.as_deref().unwrap_or_default());
        sender.finish().as_ref().try_into().unwrap_or_default()
    }
}
