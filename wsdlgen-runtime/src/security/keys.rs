//! Shared keys: those that a message brings, and those derived from others.

use std::{fmt, sync::Arc};

use zeroize::Zeroizing;

use super::{
    SecurityError, WSSE,
    message::{attribute, base64_bytes, is, only, text_of},
    provider::hmac,
    uris::{self, WSC, WSU},
};
use crate::{policy::Digest, xml::AnyElement};

/// The bytes of a shared key.
#[derive(Clone)]
pub(super) struct SharedKey(Arc<Zeroizing<Vec<u8>>>);

impl SharedKey {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Zeroizing::new(bytes)))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Derives a key with the function `P_SHA-1` (WS-SecureConversation 1.3, §7).
    pub(super) fn derived(&self, seed: &[u8], offset: usize, length: usize) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, self.bytes());
        let mut chained = hmac::sign(&key, seed);
        let mut out = Zeroizing::new(Vec::with_capacity(offset + length + 20));
        while out.len() < offset + length {
            out.extend_from_slice(hmac::sign(&key, &[chained.as_ref(), seed].concat()).as_ref());
            chained = hmac::sign(&key, chained.as_ref());
        }
        Self::new(out[offset..offset + length].to_vec())
    }

    /// Returns the digest by which messages refer to an encrypted key that they do not contain.
    pub(super) fn sha1_of(wrapped: &[u8]) -> Vec<u8> {
        uris::compute(Digest::Sha1, wrapped)
    }
}

impl fmt::Debug for SharedKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SharedKey({} bytes)", self.0.len())
    }
}

/// The default label of derived keys (WS-SecureConversation 1.3, §7).
pub(super) const LABEL: &str = "WS-SecureConversationWS-SecureConversation";
/// The greatest offset and length of a derived key, in bytes.
const LONGEST: usize = 256;
/// The least length of a key, in bytes. A shorter one could be guessed.
pub(super) const SHORTEST: usize = 16;

/// The parameters of a `wsc:DerivedKeyToken`.
pub(super) struct Derivation<'t> {
    /// The reference to the key from which it is derived.
    pub(super) base: &'t AnyElement,
    seed: Vec<u8>,
    offset: usize,
    length: usize,
}

impl<'t> Derivation<'t> {
    pub(super) fn is_token(element: &AnyElement) -> bool {
        WSC.iter().any(|namespace| is(element, namespace, "DerivedKeyToken"))
    }

    pub(super) fn read(token: &'t AnyElement) -> Result<Self, SecurityError> {
        let namespace = token.name.namespace();
        let child = |local| only(token, namespace, local);
        let number = |element: Option<&AnyElement>, default: usize| {
            let Some(element) = element else { return Ok(default) };
            let number = text_of(element).parse().ok().filter(|number| *number <= LONGEST);
            number.ok_or_else(|| SecurityError::invalid("the derived key is too long"))
        };
        let length = number(child("Length")?, 32)?;
        let generation = child("Generation")?;
        let offset = match generation {
            Some(_) => number(generation, 0)? * length,
            None => number(child("Offset")?, 0)?,
        };
        let label = child("Label")?.map(text_of).filter(|label| !label.is_empty());
        let nonce = child("Nonce")?.and_then(base64_bytes).filter(|nonce| nonce.len() <= LONGEST);
        let missing = || SecurityError::invalid("the derived key lacks `Nonce` or its base");
        let nonce = nonce.ok_or_else(missing)?;
        let base = only(token, WSSE, "SecurityTokenReference")?.ok_or_else(missing)?;
        let label = label.as_deref().unwrap_or(LABEL);
        let seed = [label.as_bytes(), &nonce].concat();
        if offset > LONGEST || length < SHORTEST {
            return Err(SecurityError::invalid("the derived key is too short, or too far away"));
        }
        Ok(Self { base, seed, offset, length })
    }

    pub(super) fn derive(&self, base: &SharedKey) -> SharedKey {
        base.derived(&self.seed, self.offset, self.length)
    }
}

/// Returns the id of a token (`wsu:Id`, or `Id` of XML Encryption).
pub(super) fn id_of(element: &AnyElement) -> Option<&str> {
    attribute(element, WSU, "Id").or_else(|| attribute(element, "", "Id"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_the_length_of_derived_keys() {
        for (length, is_accepted) in
            [(1, false), (15, false), (16, true), (256, true), (257, false)]
        {
            let token = format!(
                "<d:DerivedKeyToken xmlns:d='{}' xmlns:w='{WSSE}'><w:SecurityTokenReference/>\
                 <d:Length>{length}</d:Length><d:Nonce>AAAA</d:Nonce></d:DerivedKeyToken>",
                WSC[0]
            );
            let token = token.parse().unwrap();
            assert_eq!(Derivation::read(&token).is_ok(), is_accepted, "{length}");
        }
    }
}
