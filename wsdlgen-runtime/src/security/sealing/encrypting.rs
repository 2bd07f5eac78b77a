//! Encryption of elements and keys (XML Encryption 1.1, as profiled by SOAP Message Security 1.1, §9).

use super::{Draft, Rank, Shared};
use crate::security::{SecurityCode, SecurityError};

#[cfg(not(feature = "ws-encryption"))]
impl Draft<'_> {
    /// Reports that nothing can be encrypted.
    pub(super) fn encrypt(&mut self, _: Rank) -> Result<(), SecurityError> {
        let is_encrypted = !self.sealing.protection.encrypted.is_empty()
            || self.sealing.requirements.encrypt_signature
            || self.sealing.tokens.iter().any(|token| token.is_encrypted);
        if is_encrypted { Err(without_feature()) } else { Ok(()) }
    }

    #[expect(clippy::unused_self, reason = "the signature is that of the method with the feature")]
    pub(super) fn new_key(&mut self) -> Result<Shared, SecurityError> {
        Err(without_feature())
    }
}

#[cfg(not(feature = "ws-encryption"))]
fn without_feature() -> SecurityError {
    let reason = "encryption needs the feature `ws-encryption` of wsdlgen-runtime";
    SecurityError::new(SecurityCode::UnsupportedAlgorithm, reason)
}

#[cfg(feature = "ws-encryption")]
pub(in crate::security) use with_feature::{encrypted_key, encrypted_token};

#[cfg(feature = "ws-encryption")]
mod with_feature {
    use super::{Draft, Rank, SecurityCode, SecurityError, Shared};
    use crate::{
        policy::{Binding, Cipher, Digest, ProtectionOrder},
        security::{
            Certificate, WSSE,
            cipher::{self, Padding},
            keys::SharedKey,
            mime::{CIPHER_TEXT, CONTENT_ONLY},
            provider,
            sealing::{
                KeyName, KeyOfRequest, Sealing,
                references::{Reference, base64},
                signing::cid,
                trusting, written,
            },
            tree::{self, Path},
            uris::{self, CONTENT, DS, ELEMENT, RSA_15, RSA_OAEP, WSSE11, XENC},
        },
        xml::{AnyElement, AnyNode},
    };

    /// The key that encrypts the parts of a message.
    struct PartKey {
        key: SharedKey,
        cipher: Cipher,
        reference: Reference,
    }

    impl Draft<'_> {
        /// Creates a key for the receiver and adds it, encrypted for the receiver's certificate.
        pub(in crate::security::sealing) fn new_key(&mut self) -> Result<Shared, SecurityError> {
            let code = SecurityCode::InvalidSecurityToken;
            let missing = || SecurityError::new(code, "the certificate of the receiver is unknown");
            let receiver = self.sealing.receiver.ok_or_else(missing)?;
            let token = self.receivers_token().ok_or_else(missing)?;
            let mut key = vec![0; self.sealing.requirements.suite.cipher.key_length()];
            provider::fill(&mut key)?;
            let padding = Padding::from(self.sealing.requirements.suite.key_transport);
            let wrapped = cipher::wrap(receiver, &key, padding)?;
            let algorithm = if padding == Padding::Pkcs1 { RSA_15 } else { RSA_OAEP };
            let key = SharedKey::new(key);
            let id = self.id("EncryptedKey");
            let reference = Reference::to_certificate(receiver, token.reference)?;
            let xml = format!(
                "<xenc:EncryptedKey xmlns:xenc=\"{XENC}\" Id=\"{id}\">\
                 <xenc:EncryptionMethod Algorithm=\"{algorithm}\"/>\
                 <ds:KeyInfo xmlns:ds=\"{DS}\">{}</ds:KeyInfo><xenc:CipherData><xenc:CipherValue>{}\
                 </xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>",
                reference.xml(),
                base64(&wrapped)
            );
            let sha1 = SharedKey::sha1_of(&wrapped);
            let name = KeyName::Sha1(sha1);
            self.keys.shared = Some(KeyOfRequest { key: key.clone(), name });
            self.add(Rank::EncryptedKey, id.clone(), xml);
            Ok(Shared { key, reference: Reference::EncryptedKey(id) })
        }

        /// Encrypts the parts that the policy names, and adds the list of them.
        pub(in crate::security::sealing) fn encrypt(
            &mut self,
            list: Rank,
        ) -> Result<(), SecurityError> {
            let parts: Vec<usize> = self
                .parts
                .iter()
                .enumerate()
                .filter(|(_, part)| part.is_encrypted)
                .map(|(index, _)| index)
                .collect();
            let encrypts_attachments = self.sealing.protection.encrypted.attachments.is_some()
                && !self.attachments.is_empty();
            let has_elements = self.elements.iter().any(|element| element.is_encrypted);
            if parts.is_empty() && !has_elements && !encrypts_attachments {
                return Ok(());
            }
            let key = self.part_key()?;
            let mut ids = Vec::new();
            if encrypts_attachments {
                self.encrypt_attachments(&key, &mut ids)?;
            }
            self.encrypt_elements(&key, &mut ids)?;
            for index in parts {
                let id = self.id(&format!("EncryptedPart{index}"));
                let part = &mut self.parts[index];
                part.xml = key.encrypted(&id, ELEMENT, &part.xml)?;
                let signed = self.signed.iter_mut().filter(|signed| **signed == part.id);
                signed.for_each(|signed| signed.clone_from(&id));
                ids.push(id);
            }
            let references =
                ids.iter().map(|id| ["<xenc:DataReference URI=\"#", id, "\"/>"].concat());
            let references: String = references.collect();
            let xml = format!(
                "<xenc:ReferenceList xmlns:xenc=\"{XENC}\">{references}</xenc:ReferenceList>"
            );
            let id = self.id("References");
            self.add(list, id, xml);
            Ok(())
        }

        /// Encrypts the content of the attachments, and adds an `xenc:EncryptedData` for each.
        fn encrypt_attachments(
            &mut self,
            key: &PartKey,
            ids: &mut Vec<String>,
        ) -> Result<(), SecurityError> {
            let Sealing { protection, requirements, .. } = self.sealing;
            let signs_cipher_text = protection.signed.attachments.is_some()
                && requirements.order == ProtectionOrder::EncryptBeforeSigning;
            if signs_cipher_text {
                let reason = "attachments cannot be encrypted before they are signed";
                return Err(SecurityError::invalid(reason));
            }
            for index in 0..self.attachments.len() {
                let id = self.id(&format!("EncryptedAttachment{index}"));
                let part = &mut self.attachments[index];
                let reference = format!(
                    "<xenc:CipherReference URI=\"{}\"><xenc:Transforms>\
                     <ds:Transform xmlns:ds=\"{DS}\" Algorithm=\"{CIPHER_TEXT}\"/>\
                     </xenc:Transforms></xenc:CipherReference>",
                    cid(part)?
                );
                let attributes = written(|writer| {
                    writer.attribute("MimeType", &part.content_type);
                    writer.attribute("Type", CONTENT_ONLY);
                })?;
                part.content = cipher::encrypt(key.cipher, key.key.bytes(), &part.content)?.into();
                "application/octet-stream".clone_into(&mut part.content_type);
                let xml = key.data(&id, &attributes, &reference);
                self.add(Rank::Token, id.clone(), xml);
                ids.push(id);
            }
            Ok(())
        }

        /// Encrypts the content of the body, and header blocks.
        fn encrypt_elements(
            &mut self,
            key: &PartKey,
            ids: &mut Vec<String>,
        ) -> Result<(), SecurityError> {
            let text = [&*self.before, &*self.after].concat();
            let elements: Vec<_> =
                self.elements.iter().filter(|element| element.is_encrypted).collect();
            let paths: Vec<&Path> = elements.iter().map(|element| &element.path).collect();
            let unreadable = |_| SecurityError::invalid("the envelope cannot be encrypted");
            let ranges = tree::ranges(&text, &paths, &trusting()).map_err(unreadable)?;
            let mut out = String::with_capacity(2 * text.len());
            let mut done = self.before.len();
            for (range, index) in ranges {
                let element = &text[range.clone()];
                let id = self.id(&format!("Encrypted{index}"));
                out.push_str(&text[done..range.start]);
                if elements[index].is_body {
                    let Some((start, content, end)) = split_content(element) else {
                        // An empty body has nothing to encrypt.
                        out.push_str(element);
                        done = range.end;
                        continue;
                    };
                    let encrypted = key.encrypted(&id, CONTENT, content)?;
                    out.extend([start, &encrypted, end]);
                } else {
                    let own = &elements[index].id;
                    let encrypted = key.encrypted(&id, ELEMENT, element)?;
                    let wsu = uris::WSU;
                    let start = format!(
                        "<wsse11:EncryptedHeader xmlns:wsse11=\"{WSSE11}\" xmlns:wsu=\"{wsu}\" \
                         wsu:Id=\"{own}\">"
                    );
                    out.extend([&*start, &encrypted, "</wsse11:EncryptedHeader>"]);
                }
                ids.push(id);
                done = range.end;
            }
            out.push_str(&text[done..]);
            self.after = out;
            Ok(())
        }

        /// Returns the key for the parts: the shared one, one derived from it, or a new one.
        fn part_key(&mut self) -> Result<PartKey, SecurityError> {
            let requirements = self.sealing.requirements;
            let cipher = requirements.suite.cipher;
            let shared = match &self.shared {
                Some(Shared { key, reference }) => {
                    Shared { key: key.clone(), reference: reference.clone() }
                }
                None => self.new_key()?,
            };
            let Shared { key, reference } = shared;
            let is_derived =
                matches!(&requirements.binding, Binding::Symmetric(token) if token.derived_keys);
            if !is_derived {
                return Ok(PartKey { key, cipher, reference });
            }
            let length = cipher.key_length();
            let (key, reference) = self.derived("EncryptingKey", &key, &reference, length)?;
            Ok(PartKey { key, cipher, reference })
        }
    }

    impl PartKey {
        /// Returns an `xenc:EncryptedData` with an encrypted text.
        fn encrypted(&self, id: &str, kind: &str, text: &str) -> Result<String, SecurityError> {
            let bytes = cipher::encrypt(self.cipher, self.key.bytes(), text.as_bytes())?;
            let value = format!("<xenc:CipherValue>{}</xenc:CipherValue>", base64(&bytes));
            Ok(self.data(id, &format!(" Type=\"{kind}\""), &value))
        }

        /// Returns an `xenc:EncryptedData` with these attributes and this cipher data.
        fn data(&self, id: &str, attributes: &str, cipher_data: &str) -> String {
            let algorithm = uris::of_cipher(self.cipher);
            let reference = self.reference.standalone();
            format!(
                "<xenc:EncryptedData xmlns:xenc=\"{XENC}\" Id=\"{id}\"{attributes}>\
                 <xenc:EncryptionMethod Algorithm=\"{algorithm}\"/>\
                 <ds:KeyInfo xmlns:ds=\"{DS}\">{reference}</ds:KeyInfo>\
                 <xenc:CipherData>{cipher_data}</xenc:CipherData></xenc:EncryptedData>"
            )
        }
    }

    /// Returns a key that is encrypted for a receiver (`xenc:EncryptedKey`).
    pub(in crate::security) fn encrypted_key(
        receiver: &Certificate,
        key: &[u8],
    ) -> Result<AnyElement, SecurityError> {
        let wrapped = base64(&cipher::wrap(receiver, key, Padding::Oaep(Digest::Sha1))?);
        let reference = Reference::Thumbprint(receiver.thumbprint()).xml();
        element(&format!(
            "<xenc:EncryptedKey xmlns:xenc=\"{XENC}\" xmlns:wsse=\"{WSSE}\">\
             <xenc:EncryptionMethod Algorithm=\"{RSA_OAEP}\"/>\
             <ds:KeyInfo xmlns:ds=\"{DS}\">{reference}</ds:KeyInfo><xenc:CipherData>\
             <xenc:CipherValue>{wrapped}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>"
        ))
    }

    /// Returns a token that is encrypted for a receiver, with the key of its encryption.
    pub(in crate::security) fn encrypted_token(
        token: &AnyElement,
        receiver: &Certificate,
    ) -> Result<AnyElement, SecurityError> {
        let key: [u8; 32] = provider::random()?;
        let text = written(|writer| token.write(writer))?;
        let bytes = base64(&cipher::encrypt(Cipher::Aes256Gcm, &key, text.as_bytes())?);
        let algorithm = uris::of_cipher(Cipher::Aes256Gcm);
        let mut data = element(&format!(
            "<xenc:EncryptedData xmlns:xenc=\"{XENC}\" Type=\"{ELEMENT}\">\
             <xenc:EncryptionMethod Algorithm=\"{algorithm}\"/><ds:KeyInfo xmlns:ds=\"{DS}\"/>\
             <xenc:CipherData><xenc:CipherValue>{bytes}</xenc:CipherValue></xenc:CipherData>\
             </xenc:EncryptedData>"
        ))?;
        let wrapped = encrypted_key(receiver, &key)?;
        for child in &mut data.children {
            if let AnyNode::Element(info) = child
                && info.name.local() == "KeyInfo"
            {
                info.children.push(wrapped.clone().into());
            }
        }
        Ok(data)
    }

    fn element(xml: &str) -> Result<AnyElement, SecurityError> {
        AnyElement::parse(xml, &trusting())
            .map_err(|_| SecurityError::invalid("the token cannot be encrypted"))
    }

    /// Splits an element into its start tag, its content and its end tag, or returns `None` if it is empty.
    fn split_content(element: &str) -> Option<(&str, &str, &str)> {
        let mut quote = None;
        let start = element.char_indices().find(|(_, character)| {
            match (quote, character) {
                (None, '"' | '\'') => quote = Some(*character),
                (Some(open), close) if open == *close => quote = None,
                (None, '>') => return true,
                _ => {}
            }
            false
        });
        let start = start?.0 + 1;
        let end = element.rfind("</").filter(|end| *end > start)?;
        Some((&element[..start], &element[start..end], &element[end..]))
    }

    #[cfg(test)]
    mod tests {
        use super::split_content;

        #[test]
        fn splits_elements() {
            let cases = [
                ("<a>b</a>", Some(("<a>", "b", "</a>"))),
                ("<a b='>' c=\"'>\"><d/></a>", Some(("<a b='>' c=\"'>\">", "<d/>", "</a>"))),
                ("<a></a>", None),
                ("<a/>", None),
            ];
            for (element, expected) in cases {
                assert_eq!(split_content(element), expected, "{element}");
            }
        }
    }
}
