//! Certificates, and the keys that go with them.

use std::{error::Error, fmt, sync::Arc};

use pki_types::{CertificateDer, PrivateKeyDer, SignatureVerificationAlgorithm, pem::PemObject};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use webpki::{EndEntityCert, ring::RSA_PKCS1_2048_8192_SHA256};

/// An X.509 certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate(Arc<[u8]>);

impl Certificate {
    /// A certificate in DER.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Self {
        Self(der.into())
    }

    /// The first certificate of a text in PEM.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let der = CertificateDer::from_pem_slice(pem);
        let der = der.map_err(|error| KeyError(format!("no certificate in PEM: {error}")))?;
        Ok(Self::from_der(&*der))
    }

    /// The certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// Whether a signature holds by the certificate's key. A certificate that cannot be read has none.
    pub(super) fn verifies(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let der = CertificateDer::from(self.der());
        EndEntityCert::try_from(&der)
            .is_ok_and(|read| read.verify_signature(algorithm, message, signature).is_ok())
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Certificate({} bytes)", self.0.len())
    }
}

/// A private RSA key of 2048 to 4096 bits and its certificate: what messages are signed with.
#[derive(Clone)]
pub struct SigningKey {
    pair: Arc<RsaKeyPair>,
    certificate: Certificate,
}

impl SigningKey {
    /// A key and its certificate in PEM: `PRIVATE KEY` (PKCS #8) or `RSA PRIVATE KEY` (PKCS #1), and
    /// `CERTIFICATE`. The two may be one text.
    ///
    /// # Errors
    ///
    /// When either is missing or cannot be read, or the certificate is of another key.
    ///
    /// ```no_run
    /// use wsdlgen_runtime::security::SigningKey;
    ///
    /// let key = SigningKey::from_pem(&std::fs::read("key.pem")?, &std::fs::read("certificate.pem")?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_pem(key: &[u8], certificate: &[u8]) -> Result<Self, KeyError> {
        let key = PrivateKeyDer::from_pem_slice(key);
        let key = key.map_err(|error| KeyError(format!("no private key in PEM: {error}")))?;
        Self::new(&key, Certificate::from_pem(certificate)?)
    }

    /// A key in DER (PKCS #8) and its certificate.
    ///
    /// # Errors
    ///
    /// As [`from_pem`](Self::from_pem).
    pub fn from_pkcs8(key: &[u8], certificate: Certificate) -> Result<Self, KeyError> {
        Self::new(&PrivateKeyDer::Pkcs8(key.into()), certificate)
    }

    fn new(key: &PrivateKeyDer<'_>, certificate: Certificate) -> Result<Self, KeyError> {
        let pair = match key {
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            _ => return Err(KeyError("the private key is not of RSA".to_owned())),
        };
        let pair =
            pair.map_err(|error| KeyError(format!("the private key is refused: {error}")))?;
        let key = Self { pair: Arc::new(pair), certificate };
        let probe = key.sign(b"").map_err(|()| KeyError("the key cannot sign".to_owned()))?;
        if !key.certificate.verifies(RSA_PKCS1_2048_8192_SHA256, b"", &probe) {
            return Err(KeyError("the certificate is not one of this key".to_owned()));
        }
        Ok(key)
    }

    /// The certificate that goes with the messages.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// RSA with SHA-256 (RFC 4051, §2.3.2).
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ()> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        let random = SystemRandom::new();
        let signed = self.pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature);
        signed.map(|()| signature).map_err(|_| ())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SigningKey")
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

/// Why a key or a certificate cannot be used.
#[derive(Debug)]
pub struct KeyError(String);

impl fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for KeyError {}
