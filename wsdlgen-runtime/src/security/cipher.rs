//! Encryption of data and of keys (XML Encryption 1.1, §5), with AWS-LC.

use aws_lc_rs::{
    aead::{AES_128_GCM, AES_192_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    cipher::{
        AES_128, AES_192, AES_256, DecryptingKey, DecryptionContext, EncryptingKey,
        EncryptionContext, UnboundCipherKey,
    },
    iv::FixedLength,
    rsa::{
        OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512,
        OaepAlgorithm, OaepPrivateDecryptingKey, OaepPublicEncryptingKey,
        Pkcs1PrivateDecryptingKey, Pkcs1PublicEncryptingKey, PublicEncryptingKey,
    },
};
use zeroize::Zeroizing;

use super::{Certificate, Identity, SecurityCode, SecurityError, provider};
use crate::policy::{Cipher, Digest, KeyTransport};

/// The length of a block of AES, and of the initialization vector of CBC.
const BLOCK: usize = 16;
/// The length of the initialization vector of GCM (§5.2.4).
const GCM_VECTOR: usize = 12;

/// Encrypts data. The result starts with the initialization vector.
pub(super) fn encrypt(cipher: Cipher, key: &[u8], data: &[u8]) -> Result<Vec<u8>, SecurityError> {
    let encrypted = if cipher.is_authenticated() {
        encrypt_gcm(cipher, key, data)
    } else {
        encrypt_cbc(cipher, key, data)
    };
    encrypted.ok_or_else(|| SecurityError::invalid("the message cannot be encrypted"))
}

fn encrypt_gcm(cipher: Cipher, key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let nonce: [u8; GCM_VECTOR] = provider::random().ok()?;
    let mut out = data.to_vec();
    let nonce_of = Nonce::assume_unique_for_key(nonce);
    gcm_key(cipher, key)?.seal_in_place_append_tag(nonce_of, Aad::empty(), &mut out).ok()?;
    Some([&nonce[..], &out].concat())
}

fn encrypt_cbc(cipher: Cipher, key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let vector: [u8; BLOCK] = provider::random().ok()?;
    // The last byte of the padding is its length (§5.2).
    let padding = BLOCK - data.len() % BLOCK;
    let mut out = [data, &vec![0; padding]].concat();
    *out.last_mut()? = u8::try_from(padding).ok()?;
    let context = EncryptionContext::Iv128(FixedLength::from(&vector));
    let key = EncryptingKey::cbc(cbc_key(cipher, key)?).ok()?;
    key.less_safe_encrypt(&mut out, context).ok()?;
    Some([&vector[..], &out].concat())
}

/// Decrypts data, or returns `None` if it cannot be decrypted.
pub(super) fn decrypt(cipher: Cipher, key: &[u8], data: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if key.len() != cipher.key_length() {
        return None;
    }
    let decrypted = if cipher.is_authenticated() {
        let (nonce, rest) = data.split_at_checked(GCM_VECTOR)?;
        let mut rest = Zeroizing::new(rest.to_vec());
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let length =
            gcm_key(cipher, key)?.open_in_place(nonce, Aad::empty(), &mut rest).ok()?.len();
        rest.truncate(length);
        rest
    } else {
        let (vector, rest) = data.split_first_chunk::<BLOCK>()?;
        let mut rest = Zeroizing::new(rest.to_vec());
        if rest.is_empty() || rest.len() % BLOCK != 0 {
            return None;
        }
        let context = DecryptionContext::Iv128(FixedLength::from(vector));
        let key = DecryptingKey::cbc(cbc_key(cipher, key)?).ok()?;
        key.decrypt(&mut rest, context).ok()?;
        let padding = usize::from(*rest.last()?);
        let length = rest.len().checked_sub(padding).filter(|_| (1..=BLOCK).contains(&padding))?;
        rest.truncate(length);
        rest
    };
    Some(decrypted)
}

fn gcm_key(cipher: Cipher, key: &[u8]) -> Option<LessSafeKey> {
    let algorithm = match cipher {
        Cipher::Aes128Gcm => &AES_128_GCM,
        Cipher::Aes192Gcm => &AES_192_GCM,
        Cipher::Aes256Gcm => &AES_256_GCM,
        _ => return None,
    };
    Some(LessSafeKey::new(UnboundKey::new(algorithm, key).ok()?))
}

fn cbc_key(cipher: Cipher, key: &[u8]) -> Option<UnboundCipherKey> {
    let algorithm = match cipher {
        Cipher::Aes128Cbc => &AES_128,
        Cipher::Aes192Cbc => &AES_192,
        Cipher::Aes256Cbc => &AES_256,
        _ => return None,
    };
    UnboundCipherKey::new(algorithm, key).ok()
}

/// Returns RSA-OAEP with a digest and the mask generation function MGF1 with the same digest.
fn oaep(digest: Digest) -> &'static OaepAlgorithm {
    match digest {
        Digest::Sha1 => &OAEP_SHA1_MGF1SHA1,
        Digest::Sha256 => &OAEP_SHA256_MGF1SHA256,
        Digest::Sha384 => &OAEP_SHA384_MGF1SHA384,
        Digest::Sha512 => &OAEP_SHA512_MGF1SHA512,
    }
}

/// The padding of a key that is encrypted with RSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Padding {
    /// OAEP, with this digest (§5.5.2).
    Oaep(Digest),
    /// PKCS #1 1.5 (§5.5.1).
    Pkcs1,
}

impl From<KeyTransport> for Padding {
    fn from(transport: KeyTransport) -> Self {
        match transport {
            KeyTransport::RsaOaep => Self::Oaep(Digest::Sha1),
            KeyTransport::Rsa15 => Self::Pkcs1,
        }
    }
}

/// Encrypts a key for the owner of a certificate.
pub(super) fn wrap(
    certificate: &Certificate,
    key: &[u8],
    padding: Padding,
) -> Result<Vec<u8>, SecurityError> {
    let wrapped = || {
        let public = PublicEncryptingKey::from_der(certificate.public_key().der()).ok()?;
        let mut out = vec![0; public.key_size_bytes()];
        let length = match padding {
            Padding::Oaep(digest) => {
                let public = OaepPublicEncryptingKey::new(public).ok()?;
                public.encrypt(oaep(digest), key, &mut out, None).ok()?.len()
            }
            Padding::Pkcs1 => {
                Pkcs1PublicEncryptingKey::new(public).ok()?.encrypt(key, &mut out).ok()?.len()
            }
        };
        out.truncate(length);
        Some(out)
    };
    let code = SecurityCode::InvalidSecurityToken;
    let reason = "the certificate of the receiver does not have an RSA key";
    wrapped().ok_or_else(|| SecurityError::new(code, reason))
}

/// Decrypts a key, or returns `None` if it cannot be decrypted.
pub(super) fn unwrap(
    identity: &Identity,
    padding: Padding,
    wrapped: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let private = identity.decrypting()?.clone();
    let mut out = Zeroizing::new(vec![0; private.key_size_bytes()]);
    let length = match padding {
        Padding::Oaep(digest) => {
            let private = OaepPrivateDecryptingKey::new(private).ok()?;
            private.decrypt(oaep(digest), wrapped, &mut out, None).ok()?.len()
        }
        Padding::Pkcs1 => {
            Pkcs1PrivateDecryptingKey::new(private).ok()?.decrypt(wrapped, &mut out).ok()?.len()
        }
    };
    out.truncate(length);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{decrypt, encrypt};
    use crate::policy::Cipher;

    #[test]
    fn decrypts_what_it_encrypts() {
        let ciphers = [
            Cipher::Aes128Cbc,
            Cipher::Aes192Cbc,
            Cipher::Aes256Cbc,
            Cipher::Aes128Gcm,
            Cipher::Aes192Gcm,
            Cipher::Aes256Gcm,
        ];
        for cipher in ciphers {
            let key = vec![7; cipher.key_length()];
            for length in [0, 1, 15, 16, 17] {
                let data = vec![1; length];
                let encrypted = encrypt(cipher, &key, &data).unwrap();
                assert_eq!(decrypt(cipher, &key, &encrypted).as_deref(), Some(&data), "{cipher:?}");
                if cipher.is_authenticated() {
                    let mut changed = encrypted.clone();
                    *changed.last_mut().unwrap() ^= 1;
                    assert_eq!(decrypt(cipher, &key, &changed), None);
                }
                assert_eq!(decrypt(cipher, &key, &encrypted[..encrypted.len() - 1]), None);
            }
            assert_eq!(decrypt(cipher, &key[1..], &[0; 48]), None);
            assert_eq!(decrypt(cipher, &key, &[]), None);
        }
    }
}
