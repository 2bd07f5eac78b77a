//! Signature algorithms (XML Signature 1.1, §6.4; RFC 9231).

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use provider::{
    hmac,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED,
        RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, UnparsedPublicKey, VerificationAlgorithm,
    },
};

use super::provider::{self, chains};
use crate::policy::Digest;

/// The algorithm of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignatureMethod {
    RsaSha1,
    RsaSha256,
    RsaSha384,
    RsaSha512,
    EcdsaSha256,
    EcdsaSha384,
    HmacSha1,
    HmacSha256,
    HmacSha384,
    HmacSha512,
}

use SignatureMethod::{
    EcdsaSha256, EcdsaSha384, HmacSha1, HmacSha256, HmacSha384, HmacSha512, RsaSha1, RsaSha256,
    RsaSha384, RsaSha512,
};

const METHODS: [(SignatureMethod, &str); 10] = [
    (RsaSha1, "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
    (RsaSha256, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
    (RsaSha384, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"),
    (RsaSha512, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"),
    (EcdsaSha256, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
    (EcdsaSha384, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"),
    (HmacSha1, "http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
    (HmacSha256, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
    (HmacSha384, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384"),
    (HmacSha512, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512"),
];

impl SignatureMethod {
    pub(super) fn of_uri(uri: &str) -> Option<Self> {
        METHODS.into_iter().find(|(_, known)| *known == uri).map(|(method, _)| method)
    }

    pub(super) fn uri(self) -> &'static str {
        METHODS.into_iter().find(|(known, _)| *known == self).map_or("", |(_, uri)| uri)
    }

    /// Returns the method of symmetric signatures with this digest.
    pub(super) fn symmetric(digest: Digest) -> Self {
        match digest {
            Digest::Sha1 => HmacSha1,
            Digest::Sha256 => HmacSha256,
            Digest::Sha384 => HmacSha384,
            Digest::Sha512 => HmacSha512,
        }
    }

    /// Returns the algorithm that verifies signatures with public keys, or `None` if the method needs a shared key.
    pub(super) fn algorithm(self) -> Option<&'static dyn SignatureVerificationAlgorithm> {
        match self {
            RsaSha1 => Some(&RSA_SHA1),
            RsaSha256 => Some(chains::RSA_PKCS1_2048_8192_SHA256),
            RsaSha384 => Some(chains::RSA_PKCS1_2048_8192_SHA384),
            RsaSha512 => Some(chains::RSA_PKCS1_2048_8192_SHA512),
            EcdsaSha256 => Some(&ECDSA_P256),
            EcdsaSha384 => Some(&ECDSA_P384),
            HmacSha1 | HmacSha256 | HmacSha384 | HmacSha512 => None,
        }
    }

    fn hmac(self) -> Option<hmac::Algorithm> {
        match self {
            HmacSha1 => Some(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
            HmacSha256 => Some(hmac::HMAC_SHA256),
            HmacSha384 => Some(hmac::HMAC_SHA384),
            HmacSha512 => Some(hmac::HMAC_SHA512),
            _ => None,
        }
    }

    /// Signs a message with a shared key, or returns `None` if the method needs a key pair.
    pub(super) fn sign(self, key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
        let key = hmac::Key::new(self.hmac()?, key);
        Some(hmac::sign(&key, message).as_ref().to_vec())
    }

    /// Verifies the signature of a shared key, in constant time. Returns `false` if the method needs a key pair.
    pub(super) fn verifies(self, key: &[u8], message: &[u8], signature: &[u8]) -> bool {
        self.hmac().is_some_and(|algorithm| {
            hmac::verify(&hmac::Key::new(algorithm, key), message, signature).is_ok()
        })
    }
}

/// An algorithm that X.509 does not use: SHA-1, or signatures that consist of two numbers of fixed length.
#[derive(Debug)]
struct Other<A: VerificationAlgorithm + 'static> {
    key: AlgorithmIdentifier,
    algorithm: &'static A,
}

static RSA_SHA1: Other<provider::signature::RsaParameters> =
    Other { key: alg_id::RSA_ENCRYPTION, algorithm: &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY };
static ECDSA_P256: Other<provider::signature::EcdsaVerificationAlgorithm> =
    Other { key: alg_id::ECDSA_P256, algorithm: &ECDSA_P256_SHA256_FIXED };
static ECDSA_P384: Other<provider::signature::EcdsaVerificationAlgorithm> =
    Other { key: alg_id::ECDSA_P384, algorithm: &ECDSA_P384_SHA384_FIXED };

impl<A: VerificationAlgorithm + std::fmt::Debug> SignatureVerificationAlgorithm for Other<A> {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = UnparsedPublicKey::new(self.algorithm, public_key);
        key.verify(message, signature).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }
}
