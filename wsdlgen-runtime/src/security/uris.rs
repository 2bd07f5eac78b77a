//! Namespaces and other URIs of the specifications.

use super::provider::digest;
use crate::policy::{Cipher, Digest};

/// SOAP Message Security 1.0 and 1.1: ids and timestamps.
pub(super) const WSU: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
/// SOAP Message Security 1.1.
pub(super) const WSSE11: &str =
    "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";
/// XML Signature.
pub(super) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// XML Encryption.
pub(super) const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
/// WS-SecureConversation 1.3 and its draft, in this order.
pub(super) const WSC: [&str; 2] = [
    "http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512",
    "http://schemas.xmlsoap.org/ws/2005/02/sc",
];
/// Exclusive Canonical XML without comments. Also the namespace of its parameter.
pub(super) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// Exclusive Canonical XML with comments.
pub(super) const EXCLUSIVE_WITH_COMMENTS: &str =
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
/// The STR dereference transform (SOAP Message Security 1.1, §8.3).
pub(super) const STR_TRANSFORM: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform";
/// The encoding of binary tokens (SOAP Message Security 1.1, §6.3).
pub(super) const BASE64: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
/// The token type of a single certificate (X.509 Certificate Token Profile 1.1, §3.1).
pub(super) const X509V3: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
/// A reference by subject key identifier (§3.2.1).
pub(super) const KEY_IDENTIFIER: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier";
/// A reference by the SHA-1 digest of the certificate (SOAP Message Security 1.1, §7.2).
pub(super) const THUMBPRINT: &str =
    "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1";
/// A reference to an encrypted key by the SHA-1 digest of its bytes (§7.7).
pub(super) const ENCRYPTED_KEY_SHA1: &str =
    "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKeySHA1";
/// The token type of an encrypted key (§7.7).
pub(super) const ENCRYPTED_KEY: &str =
    "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKey";
/// The token type of an assertion of SAML 1.1 (SAML Token Profile 1.1, §3.4).
pub(super) const SAML11: &str =
    "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV1.1";
/// The token type of an assertion of SAML 2.0.
pub(super) const SAML20: &str =
    "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0";
/// A reference to an assertion of SAML 1.1 by its id.
pub(super) const SAML_ASSERTION_ID: &str =
    "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.0#SAMLAssertionID";
/// A reference to an assertion of SAML 2.0 by its id.
pub(super) const SAML_ID: &str =
    "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID";
/// An encrypted element (XML Encryption 1.0, §3.1).
pub(super) const ELEMENT: &str = "http://www.w3.org/2001/04/xmlenc#Element";
/// The encrypted content of an element (§3.1).
pub(super) const CONTENT: &str = "http://www.w3.org/2001/04/xmlenc#Content";
/// RSA with the padding of PKCS #1 1.5 (§5.4.1).
pub(super) const RSA_15: &str = "http://www.w3.org/2001/04/xmlenc#rsa-1_5";
/// RSA-OAEP with MGF1 and SHA-1 (§5.4.2).
pub(super) const RSA_OAEP: &str = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
/// RSA-OAEP with any mask generation function (XML Encryption 1.1, §5.5.2).
pub(super) const RSA_OAEP_11: &str = "http://www.w3.org/2009/xmlenc11#rsa-oaep";

const DIGESTS: [(Digest, &str); 4] = [
    (Digest::Sha1, "http://www.w3.org/2000/09/xmldsig#sha1"),
    (Digest::Sha256, "http://www.w3.org/2001/04/xmlenc#sha256"),
    (Digest::Sha384, "http://www.w3.org/2001/04/xmldsig-more#sha384"),
    (Digest::Sha512, "http://www.w3.org/2001/04/xmlenc#sha512"),
];

const CIPHERS: [(Cipher, &str); 6] = [
    (Cipher::Aes128Cbc, "http://www.w3.org/2001/04/xmlenc#aes128-cbc"),
    (Cipher::Aes192Cbc, "http://www.w3.org/2001/04/xmlenc#aes192-cbc"),
    (Cipher::Aes256Cbc, "http://www.w3.org/2001/04/xmlenc#aes256-cbc"),
    (Cipher::Aes128Gcm, "http://www.w3.org/2009/xmlenc11#aes128-gcm"),
    (Cipher::Aes192Gcm, "http://www.w3.org/2009/xmlenc11#aes192-gcm"),
    (Cipher::Aes256Gcm, "http://www.w3.org/2009/xmlenc11#aes256-gcm"),
];

/// Returns the URI of a digest algorithm.
pub(super) fn of_digest(digest: Digest) -> &'static str {
    DIGESTS.into_iter().find(|(known, _)| *known == digest).map_or("", |(_, uri)| uri)
}

/// Returns the digest algorithm with this URI.
pub(super) fn digest_of(uri: &str) -> Option<Digest> {
    DIGESTS.into_iter().find(|(_, known)| *known == uri).map(|(digest, _)| digest)
}

/// Returns the URI of a cipher.
pub(super) fn of_cipher(cipher: Cipher) -> &'static str {
    CIPHERS.into_iter().find(|(known, _)| *known == cipher).map_or("", |(_, uri)| uri)
}

/// Returns the cipher with this URI.
pub(super) fn cipher_of(uri: &str) -> Option<Cipher> {
    CIPHERS.into_iter().find(|(_, known)| *known == uri).map(|(cipher, _)| cipher)
}

/// Computes a digest.
pub(super) fn compute(algorithm: Digest, data: &[u8]) -> Vec<u8> {
    let algorithm = match algorithm {
        Digest::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        Digest::Sha256 => &digest::SHA256,
        Digest::Sha384 => &digest::SHA384,
        Digest::Sha512 => &digest::SHA512,
    };
    digest::digest(algorithm, data).as_ref().to_vec()
}
