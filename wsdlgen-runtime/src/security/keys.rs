//! Certificates and their private keys.

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
    /// Creates a certificate from DER.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Self {
        Self(der.into())
    }

    /// Parses the first certificate of a PEM file.
    ///
    /// # Errors
    ///
    /// If the file contains no certificate.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let der = CertificateDer::from_pem_slice(pem);
        let der = der.map_err(|error| KeyError(format!("cannot read the certificate: {error}")))?;
        Ok(Self::from_der(&*der))
    }

    /// Returns the certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// Returns whether a signature is valid for the certificate's key. Returns `false` if the certificate cannot
    /// be parsed.
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

/// A private RSA key of 2048 to 4096 bits and its certificate, for signing messages.
#[derive(Clone)]
pub struct SigningKey {
    pair: Arc<RsaKeyPair>,
    certificate: Certificate,
}

impl SigningKey {
    /// Parses a key and its certificate from PEM.
    ///
    /// The key is a `PRIVATE KEY` (PKCS #8) or an `RSA PRIVATE KEY` (PKCS #1). Both arguments may be the same
    /// file.
    ///
    /// # Errors
    ///
    /// If the key or the certificate is missing or invalid, or they do not belong together.
    ///
    /// ```no_run
    /// use wsdlgen_runtime::security::SigningKey;
    ///
    /// let key = SigningKey::from_pem(&std::fs::read("key.pem")?, &std::fs::read("certificate.pem")?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_pem(key: &[u8], certificate: &[u8]) -> Result<Self, KeyError> {
        let key = PrivateKeyDer::from_pem_slice(key);
        let key = key.map_err(|error| KeyError(format!("cannot read the private key: {error}")))?;
        Self::new(&key, Certificate::from_pem(certificate)?)
    }

    /// Creates a signing key from a private key in DER (PKCS #8) and its certificate.
    ///
    /// # Errors
    ///
    /// If the key or the certificate is invalid, or they do not belong together.
    pub fn from_pkcs8(key: &[u8], certificate: Certificate) -> Result<Self, KeyError> {
        Self::new(&PrivateKeyDer::Pkcs8(key.into()), certificate)
    }

    fn new(key: &PrivateKeyDer<'_>, certificate: Certificate) -> Result<Self, KeyError> {
        let pair = match key {
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            _ => return Err(KeyError("expected an RSA private key".to_owned())),
        };
        let pair =
            pair.map_err(|error| KeyError(format!("the private key is not accepted: {error}")))?;
        let key = Self { pair: Arc::new(pair), certificate };
        let probe = key.sign(b"").map_err(|()| KeyError("the key cannot sign".to_owned()))?;
        if !key.certificate.verifies(RSA_PKCS1_2048_8192_SHA256, b"", &probe) {
            return Err(KeyError("the certificate does not belong to the private key".to_owned()));
        }
        Ok(key)
    }

    /// Returns the certificate that is sent with signed messages.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Signs a message using RSA with SHA-256 (RFC 4051, §2.3.2).
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

/// The reason why a key or a certificate cannot be used.
#[derive(Debug)]
pub struct KeyError(String);

impl fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for KeyError {}
