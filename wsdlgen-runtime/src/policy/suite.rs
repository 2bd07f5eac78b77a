//! Algorithm suites.

/// A set of algorithms (§6.1).
///
/// Asymmetric signatures use RSA or ECDSA with SHA-256 or better in every suite. The suites of the specification ask
/// for RSA with SHA-1, which is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct AlgorithmSuite {
    /// The cipher of encryption.
    pub cipher: Cipher,
    /// The digest of references, and of symmetric signatures.
    pub digest: Digest,
    /// The algorithm that encrypts keys for certificates.
    pub key_transport: KeyTransport,
}

/// The cipher of a suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cipher {
    /// AES with a key of 128 bits, in CBC mode.
    Aes128Cbc,
    /// AES with a key of 192 bits, in CBC mode.
    Aes192Cbc,
    /// AES with a key of 256 bits, in CBC mode.
    Aes256Cbc,
    /// AES with a key of 128 bits, in GCM mode.
    Aes128Gcm,
    /// AES with a key of 192 bits, in GCM mode.
    Aes192Gcm,
    /// AES with a key of 256 bits, in GCM mode.
    Aes256Gcm,
}

/// The digest of a suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Digest {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// The key transport of a suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyTransport {
    /// RSA-OAEP.
    RsaOaep,
    /// RSA with the padding of PKCS #1 1.5, which padding oracles break.
    Rsa15,
}

impl AlgorithmSuite {
    /// Creates a suite of algorithms.
    pub const fn new(cipher: Cipher, digest: Digest, key_transport: KeyTransport) -> Self {
        Self { cipher, digest, key_transport }
    }

    /// Returns the suite with this name in WS-SecurityPolicy, or in Apache CXF's extension of it for GCM.
    pub fn named(name: &str) -> Option<Self> {
        let rest = name.strip_prefix("Basic")?;
        let (rest, key_transport) = match rest.strip_suffix("Rsa15") {
            Some(rest) => (rest, KeyTransport::Rsa15),
            None => (rest, KeyTransport::RsaOaep),
        };
        let (rest, digest) = match rest {
            "128GCM" | "192GCM" | "256GCM" => (rest, Digest::Sha256),
            _ => DIGESTS.into_iter().find_map(|(suffix, digest)| {
                rest.strip_suffix(suffix).map(|rest| (rest, digest))
            })?,
        };
        let (_, cipher) = CIPHERS.into_iter().find(|(name, _)| *name == rest)?;
        Some(Self { cipher, digest, key_transport })
    }

    /// Returns the name of the constant of a common suite.
    pub fn constant(&self) -> Option<&'static str> {
        COMMON.iter().find(|(suite, _)| suite == self).map(|(_, name)| *name)
    }

    /// Returns the name of the suite.
    pub fn name(&self) -> String {
        let cipher = CIPHERS.into_iter().find(|(_, cipher)| *cipher == self.cipher);
        let cipher = cipher.map_or("", |(name, _)| name);
        let digest = DIGESTS.into_iter().find(|(_, digest)| *digest == self.digest);
        let digest =
            digest.filter(|_| !self.cipher.is_authenticated()).map_or("", |(name, _)| name);
        let key = if self.key_transport == KeyTransport::Rsa15 { "Rsa15" } else { "" };
        ["Basic", cipher, digest, key].concat()
    }
}

impl Cipher {
    /// Returns the length of its keys, in bytes.
    pub fn key_length(self) -> usize {
        match self {
            Self::Aes128Cbc | Self::Aes128Gcm => 16,
            Self::Aes192Cbc | Self::Aes192Gcm => 24,
            Self::Aes256Cbc | Self::Aes256Gcm => 32,
        }
    }

    /// Returns whether decryption detects changes of the cipher text.
    pub fn is_authenticated(self) -> bool {
        matches!(self, Self::Aes128Gcm | Self::Aes192Gcm | Self::Aes256Gcm)
    }
}

/// Defines a constant for each common suite.
macro_rules! suites {
    ($(#[doc = $doc:literal] $name:ident = $cipher:ident, $digest:ident;)+) => {
        impl AlgorithmSuite {
            $(#[doc = $doc]
            pub const $name: Self = Self::new(Cipher::$cipher, Digest::$digest, KeyTransport::RsaOaep);)+
        }

        /// The common suites, with the names of their constants.
        const COMMON: &[(AlgorithmSuite, &str)] =
            &[$((AlgorithmSuite::$name, stringify!($name))),+];
    };
}

suites! {
    /// `Basic128`.
    BASIC_128 = Aes128Cbc, Sha1;
    /// `Basic192`.
    BASIC_192 = Aes192Cbc, Sha1;
    /// `Basic256`.
    BASIC_256 = Aes256Cbc, Sha1;
    /// `Basic128Sha256`.
    BASIC_128_SHA_256 = Aes128Cbc, Sha256;
    /// `Basic192Sha256`.
    BASIC_192_SHA_256 = Aes192Cbc, Sha256;
    /// `Basic256Sha256`.
    BASIC_256_SHA_256 = Aes256Cbc, Sha256;
    /// `Basic128GCM`, of Apache CXF.
    BASIC_128_GCM = Aes128Gcm, Sha256;
    /// `Basic192GCM`, of Apache CXF.
    BASIC_192_GCM = Aes192Gcm, Sha256;
    /// `Basic256GCM`, of Apache CXF.
    BASIC_256_GCM = Aes256Gcm, Sha256;
}

/// The names of ciphers in those of suites.
const CIPHERS: [(&str, Cipher); 6] = [
    ("128", Cipher::Aes128Cbc),
    ("192", Cipher::Aes192Cbc),
    ("256", Cipher::Aes256Cbc),
    ("128GCM", Cipher::Aes128Gcm),
    ("192GCM", Cipher::Aes192Gcm),
    ("256GCM", Cipher::Aes256Gcm),
];

/// The names of digests in those of suites.
const DIGESTS: [(&str, Digest); 4] = [
    ("Sha256", Digest::Sha256),
    ("Sha384", Digest::Sha384),
    ("Sha512", Digest::Sha512),
    ("", Digest::Sha1),
];

#[cfg(test)]
mod tests {
    use super::{AlgorithmSuite, Cipher, Digest, KeyTransport};

    #[test]
    fn names_suites() {
        let names = [
            ("Basic128", Cipher::Aes128Cbc, Digest::Sha1, KeyTransport::RsaOaep),
            ("Basic192Rsa15", Cipher::Aes192Cbc, Digest::Sha1, KeyTransport::Rsa15),
            ("Basic256Sha256", Cipher::Aes256Cbc, Digest::Sha256, KeyTransport::RsaOaep),
            ("Basic256Sha256Rsa15", Cipher::Aes256Cbc, Digest::Sha256, KeyTransport::Rsa15),
            ("Basic128GCM", Cipher::Aes128Gcm, Digest::Sha256, KeyTransport::RsaOaep),
        ];
        for (name, cipher, digest, key_transport) in names {
            let suite = AlgorithmSuite::new(cipher, digest, key_transport);
            assert_eq!(AlgorithmSuite::named(name), Some(suite));
            assert_eq!(suite.name(), name);
        }
        for unknown in ["TripleDes", "Basic", "Basic512", "Basic256Sha1"] {
            assert_eq!(AlgorithmSuite::named(unknown), None, "{unknown}");
        }
    }
}
