//! Decryption of keys and elements (XML Encryption 1.1, as profiled by SOAP Message Security 1.1, §9).

use super::{ENCRYPTED_KEYS, Keys, Received};
use crate::{
    security::SecurityError,
    xml::{AnyElement, ReadOptions},
};

#[cfg(not(feature = "ws-encryption"))]
impl Received {
    #[expect(clippy::unused_self, reason = "the signature is that of the method with the feature")]
    pub(super) fn encrypted_key(
        &mut self,
        _: &AnyElement,
        _: &Keys<'_>,
        _: &ReadOptions,
    ) -> Result<(), SecurityError> {
        let _ = ENCRYPTED_KEYS;
        Err(without_feature())
    }

    #[expect(clippy::unused_self, reason = "the signature is that of the method with the feature")]
    pub(super) fn decrypt(
        &mut self,
        _: &AnyElement,
        _: Option<usize>,
        _: &Keys<'_>,
        _: &ReadOptions,
    ) -> Result<(), SecurityError> {
        Err(without_feature())
    }
}

#[cfg(not(feature = "ws-encryption"))]
pub(super) fn without_feature() -> SecurityError {
    let code = crate::security::SecurityCode::UnsupportedAlgorithm;
    SecurityError::new(
        code,
        "encrypted messages need the feature `ws-encryption` of wsdlgen-runtime",
    )
}

#[cfg(feature = "ws-encryption")]
pub(super) use with_feature::{UNDECIPHERABLE, start_around};

#[cfg(feature = "ws-encryption")]
mod with_feature {
    use bytes::Bytes;

    use super::{AnyElement, ENCRYPTED_KEYS, Keys, ReadOptions, Received, SecurityError};
    use crate::{
        policy::{Cipher, Digest},
        security::{
            SecurityCode,
            cipher::{self, Padding},
            incoming::{
                BroughtKey, Decrypted, DecryptedAttachment, KeyOrigin, failed, has_own_key,
                key_info::NamedKey, parse,
            },
            keys::{SHORTEST, SharedKey, id_of},
            message::{attribute, base64_bytes, is, only},
            mime::CONTENT_ONLY,
            provider,
            tree::{self, Path},
            uris::{self, CONTENT, DS, ELEMENT, RSA_15, RSA_OAEP, RSA_OAEP_11, WSSE11, XENC},
        },
        xml::Writer,
    };

    /// The text in place of an element that cannot be decrypted.
    pub(in crate::security::incoming) const UNDECIPHERABLE: &str = "<undecipherable/>";
    /// The greatest length of keys, in bytes.
    const KEY: usize = 32;
    /// The greatest number of encrypted parts in a list.
    const PARTS: usize = 32;
    /// The greatest number of such lists. The message is read again after each of them.
    const LISTS: usize = 4;

    impl Received {
        /// Decrypts a key, and the elements that it lists.
        ///
        /// A key that cannot be decrypted is replaced with a random one, so that the sender does not learn which of the two
        /// steps failed.
        pub(in crate::security::incoming) fn encrypted_key(
            &mut self,
            element: &AnyElement,
            keys: &Keys<'_>,
            options: &ReadOptions,
        ) -> Result<(), SecurityError> {
            let base = self.unwrap(element, KeyOrigin::Message, keys)?;
            self.shared[base].id = id_of(element).map(str::to_owned);
            match only(element, XENC, "ReferenceList")? {
                Some(list) => self.decrypt(list, Some(base), keys, options),
                None => Ok(()),
            }
        }

        /// Decrypts a key and adds it. Returns its index.
        pub(in crate::security::incoming) fn unwrap(
            &mut self,
            element: &AnyElement,
            origin: KeyOrigin,
            keys: &Keys<'_>,
        ) -> Result<usize, SecurityError> {
            let known = self.shared.iter().filter(|key| key.is_base);
            if known.count() >= ENCRYPTED_KEYS {
                return Err(SecurityError::invalid("the message has too many encrypted keys"));
            }
            let (padding, wrapped) = wrapped(element, keys)?;
            if let Some(info) = only(element, DS, "KeyInfo")? {
                let is_ours = match (self.named(info, keys)?, keys.identity) {
                    (NamedKey::Certificate(named, _), Some(own)) => named == *own.certificate(),
                    (NamedKey::Unknown, Some(_)) => true,
                    _ => false,
                };
                if !is_ours {
                    let code = SecurityCode::SecurityTokenUnavailable;
                    return Err(SecurityError::new(
                        code,
                        "the key is encrypted for another certificate",
                    ));
                }
            }
            let unwrapped =
                keys.identity.and_then(|identity| cipher::unwrap(identity, padding, &wrapped));
            let length = keys.ciphers.first().map_or(KEY, |cipher| cipher.key_length());
            let unwrapped = unwrapped.filter(|key| key.len() >= SHORTEST);
            let key = match unwrapped {
                Some(key) => SharedKey::new(key.to_vec()),
                None => SharedKey::new(provider::random::<KEY>()?[..length.min(KEY)].to_vec()),
            };
            let (id, sha1) = (None, SharedKey::sha1_of(&wrapped));
            let base = self.shared.len();
            self.shared.push(BroughtKey { id, sha1, key, origin, base, is_base: true });
            Ok(base)
        }

        /// Decrypts the elements of a list with the keys that they refer to, or with the key at an index.
        pub(in crate::security::incoming) fn decrypt(
            &mut self,
            list: &AnyElement,
            key: Option<usize>,
            keys: &Keys<'_>,
            options: &ReadOptions,
        ) -> Result<(), SecurityError> {
            self.count_list()?;
            let references = list.elements().filter(|one| is(one, XENC, "DataReference"));
            let mut replacements: Vec<(Path, String)> = Vec::new();
            let mut parts = Vec::new();
            let mut count = 0;
            for reference in references {
                count += 1;
                if count > PARTS {
                    return Err(SecurityError::invalid("too many elements are encrypted"));
                }
                let id = attribute(reference, "", "URI").and_then(|uri| uri.strip_prefix('#'));
                let id =
                    id.ok_or_else(|| SecurityError::invalid("an encrypted element has no id"))?;
                let path = tree::by_id(&self.tree, id)?;
                if self.attached_data(&path, key, keys)? {
                    continue;
                }
                let part = self.part(&path, key, Some(keys), options)?;
                if replacements.iter().any(|(known, _)| {
                    known.starts_with(&part.replaced) || part.replaced.starts_with(known)
                }) {
                    return Err(SecurityError::invalid("encrypted elements contain each other"));
                }
                replacements.push((part.replaced, part.text));
                parts.push(part.decrypted);
            }
            self.replace(&replacements, parts, options)
        }

        /// Counts a list of encrypted elements, and returns an error if there are too many.
        pub(in crate::security::incoming) fn count_list(&mut self) -> Result<(), SecurityError> {
            self.lists += 1;
            if self.lists > LISTS {
                return Err(SecurityError::invalid("too many lists of encrypted elements"));
            }
            Ok(())
        }

        /// Replaces encrypted elements with their text.
        pub(in crate::security::incoming) fn replace(
            &mut self,
            replacements: &[(Path, String)],
            parts: Vec<Decrypted>,
            options: &ReadOptions,
        ) -> Result<(), SecurityError> {
            if replacements.is_empty() {
                return Ok(());
            }
            let text = tree::replaced(&self.text, replacements, options)
                .map_err(|_| failed("the message cannot be decrypted"))?;
            self.tree =
                parse(&text, options).map_err(|_| failed("the message cannot be decrypted"))?;
            self.text = text;
            self.encrypted.extend(parts);
            Ok(())
        }

        /// Decrypts an attachment, if an `xenc:EncryptedData` refers to one (SOAP Messages with Attachments Profile 1.1).
        fn attached_data(
            &mut self,
            path: &Path,
            key: Option<usize>,
            keys: &Keys<'_>,
        ) -> Result<bool, SecurityError> {
            let Some(data) = tree::at(&self.tree, path) else { return Ok(false) };
            let reference = only(data, XENC, "CipherData")?;
            let reference =
                reference.map(|data| only(data, XENC, "CipherReference")).transpose()?.flatten();
            let Some(reference) = reference else { return Ok(false) };
            if attribute(data, "", "Type") != Some(CONTENT_ONLY) {
                return Err(SecurityError::invalid("the encrypted attachment is not supported"));
            }
            let index = self.attachment(attribute(reference, "", "URI").unwrap_or_default())?;
            if self.decrypted_attachments.iter().any(|known| known.index == index) {
                return Err(SecurityError::invalid("an attachment is encrypted twice"));
            }
            let cipher = cipher_of(data)?;
            let key = self.key_of(data, key)?;
            let is_accepted = keys.ciphers.is_empty() || keys.ciphers.contains(&cipher);
            let content = &self.attachments[index].content;
            let plain = is_accepted.then(|| cipher::decrypt(cipher, key.key.bytes(), content));
            let plain = plain.flatten();
            let (base, is_broken) = (key.base, plain.is_none());
            let content_type = attribute(data, "", "MimeType").unwrap_or_default().to_owned();
            let part = &mut self.attachments[index];
            part.content = plain.map_or_else(Bytes::new, |plain| plain.to_vec().into());
            part.content_type = content_type;
            let signatures = self.count;
            let decrypted = DecryptedAttachment { index, cipher, signatures, base, is_broken };
            self.decrypted_attachments.push(decrypted);
            Ok(true)
        }

        /// Decrypts an `xenc:EncryptedData`.
        ///
        /// Without `keys`, it is a token that someone else has encrypted.
        ///
        /// Data that cannot be decrypted becomes an empty content, and is rejected later. The sender does not learn at which
        /// step.
        pub(in crate::security::incoming) fn part(
            &self,
            path: &Path,
            key: Option<usize>,
            keys: Option<&Keys<'_>>,
            options: &ReadOptions,
        ) -> Result<Part, SecurityError> {
            let around = tree::along(&self.tree, path).unwrap_or_default();
            let [.., parent, data] = &*around else {
                return Err(SecurityError::invalid("an encrypted element is not in the message"));
            };
            if !is(data, XENC, "EncryptedData") {
                return Err(SecurityError::invalid("expected `EncryptedData`"));
            }
            let cipher = cipher_of(data)?;
            let key = self.key_of(data, key)?;
            let bytes = cipher_value(data)?;
            // Data in another mode would be a way to guess its content.
            let is_foreign = keys.is_none();
            let is_accepted =
                keys.is_none_or(|keys| keys.ciphers.is_empty() || keys.ciphers.contains(&cipher));
            let plain = is_accepted.then(|| cipher::decrypt(cipher, key.key.bytes(), &bytes));
            let plain = plain.flatten();
            let is_content = attribute(data, "", "Type") == Some(CONTENT);
            let is_header = !is_content && is(parent, WSSE11, "EncryptedHeader");
            if !is_content && attribute(data, "", "Type") != Some(ELEMENT) {
                return Err(SecurityError::invalid("the encrypted data is not XML"));
            }
            if is_content && parent.elements().count() != 1 {
                return Err(SecurityError::invalid("a part of a content is encrypted"));
            }
            let outer = || path[..path.len().saturating_sub(1)].to_vec();
            let replaced = if is_header { outer() } else { path.clone() };
            let part = if is_content { outer() } else { replaced.clone() };
            let around = &around[..around.len() - 1];
            let text = plain.and_then(|plain| fragment(&plain, around, is_content, options));
            let is_broken = text.is_none();
            let instead = if is_content { "" } else { UNDECIPHERABLE };
            let text = text.unwrap_or_else(|| instead.to_owned());
            let (base, signatures) = (key.base, self.count);
            let decrypted =
                Decrypted { part, is_content, cipher, base, signatures, is_foreign, is_broken };
            Ok(Part { replaced, text, decrypted })
        }

        /// Returns the key to which an encrypted element refers, or else the one of its list.
        fn key_of(
            &self,
            data: &AnyElement,
            of_list: Option<usize>,
        ) -> Result<&BroughtKey, SecurityError> {
            let of_list = of_list.and_then(|index| self.shared.get(index));
            match (only(data, DS, "KeyInfo")?, of_list) {
                (Some(info), None) => self.shared_key(super::super::reference_in(info)?),
                // The key of a token is in its `KeyInfo`.
                (Some(_), Some(of_list)) if has_own_key(data) => Ok(of_list),
                (Some(info), Some(of_list)) => {
                    let own = self.shared_key(super::super::reference_in(info)?);
                    Ok(own.unwrap_or(of_list))
                }
                (None, Some(of_list)) => Ok(of_list),
                (None, None) => Err(SecurityError::invalid("an element has no key")),
            }
        }
    }

    /// Returns decrypted data if it is a well-formed content, or a single element.
    ///
    /// `around` are the elements that contain it.
    fn fragment(
        plain: &[u8],
        around: &[&AnyElement],
        is_content: bool,
        options: &ReadOptions,
    ) -> Option<String> {
        let text = std::str::from_utf8(plain).ok()?;
        let document = [&*start_around(around)?, text, "</around>"].concat();
        let tree = AnyElement::parse(&document, options).ok()?;
        let is_whole = is_content || tree.elements().count() == 1;
        is_whole.then(|| text.to_owned())
    }

    /// Returns a start tag with all declarations in scope.
    pub(in crate::security::incoming) fn start_around(around: &[&AnyElement]) -> Option<String> {
        let mut writer = Writer::default();
        writer.raw("<around");
        let mut known: Vec<&str> = Vec::new();
        let declarations = around.iter().rev().flat_map(|outer| outer.declarations.iter().rev());
        for (prefix, uri) in declarations {
            if !known.contains(&prefix.as_str()) {
                known.push(prefix);
                let colon = if prefix.is_empty() { "" } else { ":" };
                writer.attribute(&["xmlns", colon, prefix].concat(), uri);
            }
        }
        writer.raw(">");
        writer.finish_text().ok()
    }

    /// Returns the cipher of an `xenc:EncryptedData`.
    fn cipher_of(data: &AnyElement) -> Result<Cipher, SecurityError> {
        let method = only(data, XENC, "EncryptionMethod")?;
        let uri = method.and_then(|method| attribute(method, "", "Algorithm"));
        let unsupported = SecurityCode::UnsupportedAlgorithm;
        let refused = || SecurityError::new(unsupported, "the cipher is not accepted");
        uri.and_then(uris::cipher_of).ok_or_else(refused)
    }

    /// A decrypted element.
    pub(in crate::security::incoming) struct Part {
        /// The element to replace.
        pub(in crate::security::incoming) replaced: Path,
        pub(in crate::security::incoming) text: String,
        pub(in crate::security::incoming) decrypted: Decrypted,
    }

    /// Returns the padding and the bytes of an encrypted key.
    fn wrapped(element: &AnyElement, keys: &Keys<'_>) -> Result<(Padding, Vec<u8>), SecurityError> {
        let refused = || {
            let code = SecurityCode::UnsupportedAlgorithm;
            SecurityError::new(code, "the encryption of the key is not accepted")
        };
        let method = only(element, XENC, "EncryptionMethod")?.ok_or_else(refused)?;
        let uri = attribute(method, "", "Algorithm").unwrap_or_default();
        let digest = only(method, DS, "DigestMethod")?;
        let digest = digest.and_then(|digest| attribute(digest, "", "Algorithm"));
        let digest = digest.map_or(Some(Digest::Sha1), uris::digest_of).ok_or_else(refused)?;
        let mask = method.elements().find(|one| one.name.local() == "MGF");
        let mask = mask.and_then(|mask| attribute(mask, "", "Algorithm")).unwrap_or("mgf1sha1");
        let has_same_mask = mask.ends_with(match digest {
            Digest::Sha1 => "mgf1sha1",
            Digest::Sha256 => "mgf1sha256",
            Digest::Sha384 => "mgf1sha384",
            Digest::Sha512 => "mgf1sha512",
        });
        let padding = match uri {
            RSA_OAEP | RSA_OAEP_11 if has_same_mask => Padding::Oaep(digest),
            RSA_15 if keys.accepts_rsa15 => Padding::Pkcs1,
            _ => return Err(refused()),
        };
        Ok((padding, cipher_value(element)?))
    }

    fn cipher_value(element: &AnyElement) -> Result<Vec<u8>, SecurityError> {
        let data = only(element, XENC, "CipherData")?;
        let value = data.map(|data| only(data, XENC, "CipherValue")).transpose()?.flatten();
        value
            .and_then(base64_bytes)
            .ok_or_else(|| SecurityError::invalid("there is no `CipherValue`"))
    }
}
