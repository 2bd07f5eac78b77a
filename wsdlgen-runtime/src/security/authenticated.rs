//! Who sent a message.

use pki_types::CertificateDer;
use ring::digest::{Context, SHA256};
use webpki::EndEntityCert;

use super::{Certificate, replay::Once};

/// Who sent a message, as far as its [`Verifier`](super::Verifier) asked. A server's methods find it in the extensions of
/// [`Context::http`](crate::Context::http), a client in those of [`Reply::http`](crate::Reply::http).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authenticated {
    /// The user whose password came with the message.
    pub username: Option<String>,
    /// The certificate whose key has signed the message.
    pub certificate: Option<Certificate>,
}

impl Authenticated {
    /// The key under which the messages of a sender are remembered.
    pub(super) fn sender(&self) -> Once {
        let mut sender = Context::new(&SHA256);
        sender.update(self.username.as_deref().unwrap_or_default().as_bytes());
        sender.update(&[0]);
        // One key may have several certificates, and anyone can make another form of the signature on one.
        let key = self.certificate.as_ref().map(public_key);
        sender.update(key.as_deref().unwrap_or_default());
        sender.finish().as_ref().try_into().unwrap_or_default()
    }
}

/// The public key of a certificate, in DER; the whole certificate if it cannot be read.
fn public_key(certificate: &Certificate) -> Vec<u8> {
    let der = CertificateDer::from(certificate.der());
    let read = EndEntityCert::try_from(&der);
    read.map_or_else(|_| certificate.der().to_vec(), |it| it.subject_public_key_info().to_vec())
}
