//! The verified sender of a message.

use pki_types::CertificateDer;
use ring::digest::{Context, SHA256};
use webpki::EndEntityCert;

use super::{Certificate, replay::Once};

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
        let key = self.certificate.as_ref().map(public_key);
        sender.update(key.as_deref().unwrap_or_default());
        sender.finish().as_ref().try_into().unwrap_or_default()
    }
}

/// Returns the public key of a certificate in DER, or the whole certificate if it cannot be parsed.
fn public_key(certificate: &Certificate) -> Vec<u8> {
    let der = CertificateDer::from(certificate.der());
    let read = EndEntityCert::try_from(&der);
    read.map_or_else(|_| certificate.der().to_vec(), |read| read.subject_public_key_info().to_vec())
}
