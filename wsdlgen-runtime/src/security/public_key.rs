//! Public keys, of certificates and alone.

use pki_types::{SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer, alg_id};
use webpki::RawPublicKeyEntity;

use super::{
    message::{attribute, base64_bytes, only},
    uris::DS,
};
use crate::xml::AnyElement;

/// XML Signature 1.1: keys of elliptic curves.
const DS11: &str = "http://www.w3.org/2009/xmldsig11#";

/// A public key in DER (`SubjectPublicKeyInfo`; RFC 5280, §4.1.2.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublicKey(Vec<u8>);

impl PublicKey {
    pub(super) fn from_der(der: Vec<u8>) -> Self {
        Self(der)
    }

    /// Reads a `ds:KeyValue` (XML Signature 1.1, §4.5.2). Returns `None` for an unknown kind of key.
    pub(super) fn read(value: &AnyElement) -> Option<Self> {
        let child = |parent, namespace, local| only(parent, namespace, local).ok().flatten();
        if let Some(rsa) = child(value, DS, "RSAKeyValue") {
            let number = |local| child(rsa, DS, local).and_then(base64_bytes);
            let key = [integer(&number("Modulus")?), integer(&number("Exponent")?)].concat();
            return Some(Self::encoded(&alg_id::RSA_ENCRYPTION, &sequence(&key)));
        }
        let curve = child(value, DS11, "ECKeyValue")?;
        let name = attribute(child(curve, DS11, "NamedCurve")?, "", "URI")?;
        let point = child(curve, DS11, "PublicKey").and_then(base64_bytes)?;
        match name {
            "urn:oid:1.2.840.10045.3.1.7" => Some(Self::encoded(&alg_id::ECDSA_P256, &point)),
            "urn:oid:1.3.132.0.34" => Some(Self::encoded(&alg_id::ECDSA_P384, &point)),
            _ => None,
        }
    }

    /// Returns the key with this algorithm and these bytes.
    fn encoded(algorithm: &[u8], key: &[u8]) -> Self {
        let bits = tagged(0x03, &[&[0], key].concat());
        Self(sequence(&[sequence(algorithm), bits].concat()))
    }

    /// Returns the key in DER.
    pub(super) fn der(&self) -> &[u8] {
        &self.0
    }

    /// Returns whether a signature is valid for the key. Returns `false` if the key cannot be parsed.
    pub(super) fn verifies(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let der = SubjectPublicKeyInfoDer::from(self.der());
        RawPublicKeyEntity::try_from(&der)
            .is_ok_and(|key| key.verify_signature(algorithm, message, signature).is_ok())
    }
}

/// Returns a value with its tag and its length (X.690, §8.1).
fn tagged(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len().to_be_bytes();
    let length = &length[length.iter().take_while(|byte| **byte == 0).count()..];
    let mut out = vec![tag];
    match length {
        [] => out.push(0),
        [short @ 0..0x80] => out.push(*short),
        long => {
            out.push(0x80 | u8::try_from(long.len()).unwrap_or_default());
            out.extend_from_slice(long);
        }
    }
    out.extend_from_slice(value);
    out
}

fn sequence(content: &[u8]) -> Vec<u8> {
    tagged(0x30, content)
}

/// Returns a positive integer. The bytes of a `ds:CryptoBinary` have no sign.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let start = bytes.iter().take_while(|byte| **byte == 0).count();
    let bytes = &bytes[start..];
    let sign: &[u8] = if bytes.first().is_none_or(|first| *first >= 0x80) { &[0] } else { &[] };
    tagged(0x02, &[sign, bytes].concat())
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use rcgen::{KeyPair, PublicKeyData as _};

    use super::{DS, DS11, PublicKey};

    #[test]
    fn reads_keys_of_elliptic_curves() {
        let key = KeyPair::generate().unwrap();
        let point = STANDARD.encode(key.der_bytes());
        let value = format!(
            "<d:KeyValue xmlns:d='{DS}'><e:ECKeyValue xmlns:e='{DS11}'>\
             <e:NamedCurve URI='urn:oid:1.2.840.10045.3.1.7'/><e:PublicKey>{point}</e:PublicKey>\
             </e:ECKeyValue></d:KeyValue>"
        );
        let read = PublicKey::read(&value.parse().unwrap());
        assert_eq!(read, Some(PublicKey::from_der(key.subject_public_key_info())));
        let other = value.replace("1.2.840.10045.3.1.7", "1.2.3");
        assert_eq!(PublicKey::read(&other.parse().unwrap()), None);
    }

    #[test]
    fn reads_rsa_keys() {
        let key =
            KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).unwrap();
        // SEQUENCE { INTEGER of 257 bytes, the first of which is 0; INTEGER of 3 bytes }
        let der = key.der_bytes();
        let (modulus, exponent) = (&der[9..9 + 256], &der[der.len() - 3..]);
        let (modulus, exponent) = (STANDARD.encode(modulus), STANDARD.encode(exponent));
        let value = format!(
            "<d:KeyValue xmlns:d='{DS}'><d:RSAKeyValue><d:Modulus>{modulus}</d:Modulus>\
             <d:Exponent>{exponent}</d:Exponent></d:RSAKeyValue></d:KeyValue>"
        );
        let read = PublicKey::read(&value.parse().unwrap());
        assert_eq!(read, Some(PublicKey::from_der(key.subject_public_key_info())));
    }
}
