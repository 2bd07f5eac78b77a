//! Private keys with their certificates.

use std::{error::Error, fmt, sync::Arc};

use pki_types::{PrivateKeyDer, pem::PemObject};
use provider::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        EcdsaSigningAlgorithm, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};

use super::{Certificate, algorithms::SignatureMethod, provider};

/// A private key and its certificate: to sign outgoing messages and to decrypt incoming ones.
///
/// Keys are RSA with 2048 to 4096 bits, or ECDSA with the curves P-256 and P-384. Only RSA keys decrypt.
#[derive(Clone)]
pub struct Identity {
    key: Arc<PrivateKey>,
    certificate: Certificate,
}

enum PrivateKey {
    Rsa(RsaKey),
    Ecdsa(EcdsaKeyPair, SignatureMethod),
}

struct RsaKey {
    pair: RsaKeyPair,
    #[cfg(feature = "ws-encryption")]
    decrypting: aws_lc_rs::rsa::PrivateDecryptingKey,
}

impl Identity {
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
    /// use wsdlgen_runtime::security::Identity;
    ///
    /// let identity = Identity::from_pem(&std::fs::read("key.pem")?, &std::fs::read("certificate.pem")?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_pem(key: &[u8], certificate: &[u8]) -> Result<Self, KeyError> {
        let key = PrivateKeyDer::from_pem_slice(key);
        let key =
            key.map_err(|error| KeyError::new(format!("cannot read the private key: {error}")))?;
        Self::new(&key, Certificate::from_pem(certificate)?)
    }

    /// Creates an identity from a private key in DER (PKCS #8) and its certificate.
    ///
    /// # Errors
    ///
    /// If the key or the certificate is invalid, or they do not belong together.
    pub fn from_pkcs8(key: &[u8], certificate: Certificate) -> Result<Self, KeyError> {
        Self::new(&PrivateKeyDer::Pkcs8(key.into()), certificate)
    }

    fn new(key: &PrivateKeyDer<'_>, certificate: Certificate) -> Result<Self, KeyError> {
        let key = match key {
            PrivateKeyDer::Pkcs8(key) => {
                let der = key.secret_pkcs8_der();
                let curves = [
                    (&ECDSA_P256_SHA256_FIXED_SIGNING, SignatureMethod::EcdsaSha256),
                    (&ECDSA_P384_SHA384_FIXED_SIGNING, SignatureMethod::EcdsaSha384),
                ];
                let mut curves = curves.into_iter();
                match curves.find_map(|(curve, method)| Some((ecdsa(curve, der)?, method))) {
                    Some((pair, method)) => PrivateKey::Ecdsa(pair, method),
                    None => PrivateKey::Rsa(RsaKey::from_pkcs8(der)?),
                }
            }
            PrivateKeyDer::Pkcs1(key) => {
                PrivateKey::Rsa(RsaKey::from_pkcs1(key.secret_pkcs1_der())?)
            }
            _ => return Err(KeyError::new("expected a private key in PKCS #8, or an RSA key")),
        };
        let identity = Self { key: Arc::new(key), certificate };
        let probe = identity.sign(b"").map_err(|()| KeyError::new("the key cannot sign"))?;
        let method = identity.signature_method();
        let holds = |algorithm| identity.certificate.verifies(algorithm, b"", &probe);
        if !method.algorithm().is_some_and(holds) {
            return Err(KeyError::new("the certificate does not belong to the private key"));
        }
        Ok(identity)
    }

    /// Returns the certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Returns the method with which the key signs.
    pub(super) fn signature_method(&self) -> SignatureMethod {
        match &*self.key {
            PrivateKey::Rsa(_) => SignatureMethod::RsaSha256,
            PrivateKey::Ecdsa(_, method) => *method,
        }
    }

    /// Signs a message with the [method](Self::signature_method) of the key.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ()> {
        let random = SystemRandom::new();
        match &*self.key {
            PrivateKey::Rsa(key) => {
                let mut signature = vec![0; key.modulus_length()];
                let signed = key.pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature);
                signed.map(|()| signature).map_err(|_| ())
            }
            PrivateKey::Ecdsa(pair, _) => pair
                .sign(&random, message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| ()),
        }
    }

    /// Returns the key that decrypts other keys, or `None` if it is not an RSA key.
    #[cfg(feature = "ws-encryption")]
    pub(super) fn decrypting(&self) -> Option<&aws_lc_rs::rsa::PrivateDecryptingKey> {
        match &*self.key {
            PrivateKey::Rsa(key) => Some(&key.decrypting),
            PrivateKey::Ecdsa(..) => None,
        }
    }
}

/// Parses an ECDSA key, or returns `None` for another key.
fn ecdsa(curve: &'static EcdsaSigningAlgorithm, der: &[u8]) -> Option<EcdsaKeyPair> {
    #[cfg(feature = "aws-lc")]
    return EcdsaKeyPair::from_pkcs8(curve, der).ok();
    #[cfg(not(feature = "aws-lc"))]
    EcdsaKeyPair::from_pkcs8(curve, der, &SystemRandom::new()).ok()
}

impl RsaKey {
    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        Ok(Self {
            pair: RsaKeyPair::from_pkcs8(der).map_err(not_accepted)?,
            #[cfg(feature = "ws-encryption")]
            decrypting: aws_lc_rs::rsa::PrivateDecryptingKey::from_pkcs8(der)
                .map_err(not_accepted)?,
        })
    }

    fn from_pkcs1(der: &[u8]) -> Result<Self, KeyError> {
        let pair = RsaKeyPair::from_der(der).map_err(not_accepted)?;
        #[cfg(feature = "ws-encryption")]
        {
            use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
            let pkcs8: Pkcs8V1Der<'_> =
                pair.as_der().map_err(|_| KeyError::new("the private key is not accepted"))?;
            Self::from_pkcs8(pkcs8.as_ref())
        }
        #[cfg(not(feature = "ws-encryption"))]
        Ok(Self { pair })
    }

    #[cfg(feature = "aws-lc")]
    fn modulus_length(&self) -> usize {
        self.pair.public_modulus_len()
    }

    #[cfg(not(feature = "aws-lc"))]
    fn modulus_length(&self) -> usize {
        self.pair.public().modulus_len()
    }
}

fn not_accepted(error: impl fmt::Display) -> KeyError {
    KeyError::new(format!("the private key is not accepted: {error}"))
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Identity")
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

/// The reason why a key or a certificate cannot be used.
#[derive(Debug)]
pub struct KeyError(String);

impl KeyError {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for KeyError {}
