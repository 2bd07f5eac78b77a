//! Creation of signatures (XML Signature 1.1, as profiled by SOAP Message Security 1.1, §8).

use super::{
    Direction, Draft, KeyName, KeyOfRequest, Rank, RequestKeys, Shared, cannot_sign,
    references::{Reference, base64},
    trusting,
};
use crate::{
    policy::{AttachmentCoverage, Binding, Digest, SupportingToken, Token, TokenKind},
    security::{
        Identity, IssuedToken, SecurityError, WSSE,
        algorithms::SignatureMethod,
        canonical,
        keys::SharedKey,
        mime::{self, MimePart},
        provider, tree,
        uris::{self, DS, EXCLUSIVE, STR_TRANSFORM, WSC},
    },
    xml::{AnyElement, Limits},
};

/// The key of a signature.
pub(super) enum Key<'k> {
    Private(&'k Identity),
    Shared(SharedKey),
}

impl Draft<'_> {
    /// Adds the signature of the binding, if the binding has one.
    pub(super) fn sign(&mut self) -> Result<(), SecurityError> {
        let requirements = self.sealing.requirements;
        let (key, reference) = if let Some(token) = self.own_token() {
            let missing = || SecurityError::invalid("the policy requires a key to sign with");
            let identity = self.sealing.identity.ok_or_else(missing)?;
            let reference = self.key_reference("Token", identity, token)?;
            if let Reference::Certificate(id) = &reference
                && requirements.protect_tokens
            {
                self.signed.push(id.clone());
            }
            (Key::Private(identity), reference)
        } else if let (Binding::Symmetric(token), Some(shared)) =
            (&requirements.binding, &self.shared)
        {
            let Shared { key, reference } = shared;
            let (key, reference) = (key.clone(), reference.clone());
            if token.derived_keys {
                let length = self.signing_key_length();
                self.derived("SigningKey", &key, &reference, length)
                    .map(|(key, reference)| (Key::Shared(key), reference))?
            } else {
                (Key::Shared(key), reference)
            }
        } else {
            return Ok(());
        };
        let signs_attachments =
            self.sealing.protection.signed.attachments.is_some() && !self.attachments.is_empty();
        if self.signed.is_empty() && !signs_attachments {
            return Ok(());
        }
        let ids = self.signed.clone();
        self.signature("Signature", Rank::Signature, &ids, &key, &reference)
    }

    /// Adds the certificate of the endorsement, if the policy requires one.
    pub(super) fn endorser(&mut self) -> Result<(), SecurityError> {
        let endorses = |token: &&&SupportingToken| {
            token.is_endorsing && !matches!(token.token.kind, TokenKind::Username(_))
        };
        let Some(token) = self.sealing.tokens.iter().find(endorses).copied() else {
            return Ok(());
        };
        let sent = self.sent.as_ref().filter(|_| token.token.is_assertion());
        let shared = sent.and_then(|sent| Some((sent.key.clone()?, sent.reference.clone())));
        if let Some((key, reference)) = shared {
            let (key, reference) = if token.token.derived_keys {
                let length = self.signing_key_length();
                self.derived("EndorsingKey", &key, &reference, length)?
            } else {
                (key, reference)
            };
            self.endorser = Some((Key::Shared(key), reference));
            return Ok(());
        }
        let missing = || SecurityError::invalid("the policy requires a key to sign with");
        let identity = self.sealing.identity.ok_or_else(missing)?;
        let reference = self.key_reference("EndorsingToken", identity, &token.token)?;
        if let Reference::Certificate(id) = &reference
            && token.is_signed
        {
            self.signed.push(id.clone());
        }
        self.endorser = Some((Key::Private(identity), reference));
        Ok(())
    }

    /// Returns the length of derived keys for signatures, in bytes: up to 192 bits (§6.1).
    fn signing_key_length(&self) -> usize {
        self.sealing.requirements.suite.cipher.key_length().min(24)
    }

    /// Adds the endorsement: a signature over that of the binding, or over the timestamp if there is none.
    pub(super) fn endorse(&mut self) -> Result<(), SecurityError> {
        let Some((key, reference)) = self.endorser.take() else { return Ok(()) };
        let is_endorsed = |part: &&super::Part| part.rank == Rank::Signature;
        let signature = self.parts.iter().find(is_endorsed).map(|part| part.id.clone());
        let mut ids: Vec<String> = match signature {
            Some(signature) => vec![signature],
            None => self.signed.clone(),
        };
        if let Reference::Certificate(id) = &reference
            && self.sealing.requirements.protect_tokens
        {
            ids.push(id.clone());
        }
        self.signature("Endorsement", Rank::Endorsement, &ids, &key, &reference)
    }

    /// Returns the reference to the key of a token: the assertion, or the certificate of the sender.
    fn key_reference(
        &mut self,
        name: &str,
        identity: &Identity,
        token: &Token,
    ) -> Result<Reference, SecurityError> {
        match &self.sent {
            Some(sent) if token.is_assertion() => Ok(sent.reference.clone()),
            _ => self.certificate(name, identity, token),
        }
    }

    /// Returns the `ds:Reference` to the element with an id, or to the assertion that it refers to.
    fn signed_part(
        &self,
        id: &str,
        digest: Digest,
        tree: &AnyElement,
    ) -> Result<String, SecurityError> {
        let signed = self.sent.as_ref().map(|sent| &sent.signed);
        let assertion = signed.filter(|(own, _)| own == id).and_then(|(_, target)| target.as_ref());
        let target = assertion.map_or(id, String::as_str);
        let path = tree::by_id(tree, target)?;
        let around = tree::along(tree, &path).unwrap_or_default();
        let canonical = canonical::exclusive(&around, &[], usize::MAX)?;
        if assertion.is_none() {
            let transform = format!("<ds:Transform Algorithm=\"{EXCLUSIVE}\"></ds:Transform>");
            let value = base64(&uris::compute(digest, canonical.as_bytes()));
            return Ok(reference(&format!("#{id}"), digest, &value, &transform));
        }
        let transform = format!(
            "<ds:Transform Algorithm=\"{STR_TRANSFORM}\">\
             <wsse:TransformationParameters xmlns:wsse=\"{WSSE}\">\
             <ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
             </wsse:TransformationParameters></ds:Transform>"
        );
        let canonical = canonical::with_default_namespace(&canonical);
        let value = base64(&uris::compute(digest, canonical.as_bytes()));
        Ok(reference(&format!("#{id}"), digest, &value, &transform))
    }

    /// Adds a signature over the elements with these ids.
    fn signature(
        &mut self,
        name: &str,
        rank: Rank,
        ids: &[String],
        key: &Key<'_>,
        reference: &Reference,
    ) -> Result<(), SecurityError> {
        let tree = AnyElement::parse(&self.text()?, &trusting()).map_err(|error| {
            SecurityError::invalid(format!("the envelope cannot be signed: {error}"))
        })?;
        let suite = self.sealing.requirements.suite.digest;
        let (method, digest) = match key {
            Key::Private(identity) => (identity.signature_method(), suite),
            Key::Shared(_) => (SignatureMethod::symmetric(suite), suite),
        };
        // Written directly in canonical form: with the namespace declaration, attributes in order, no empty-element tags.
        let mut info = format!(
            "<ds:SignedInfo xmlns:ds=\"{DS}\">\
             <ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
             <ds:SignatureMethod Algorithm=\"{}\"></ds:SignatureMethod>",
            method.uri()
        );
        for id in ids {
            info.push_str(&self.signed_part(id, digest, &tree)?);
        }
        if rank == Rank::Signature {
            info.push_str(&self.signed_attachments(digest)?);
        }
        info.push_str("</ds:SignedInfo>");
        let value = match key {
            Key::Private(identity) => identity.sign(info.as_bytes()).ok(),
            Key::Shared(key) => method.sign(key.bytes(), info.as_bytes()),
        };
        let value = value.ok_or_else(cannot_sign)?;
        let id = self.id(name);
        let xml = format!(
            "<ds:Signature xmlns:ds=\"{DS}\" Id=\"{id}\">{info}<ds:SignatureValue>{}</ds:SignatureValue>\
             <ds:KeyInfo>{}</ds:KeyInfo></ds:Signature>",
            base64(&value),
            reference.xml()
        );
        self.keys.signatures.push(value);
        self.add(rank, id, xml);
        Ok(())
    }

    /// Returns the `ds:Reference` of each attachment that the policy signs.
    fn signed_attachments(&self, digest: Digest) -> Result<String, SecurityError> {
        let Some(coverage) = self.sealing.protection.signed.attachments else {
            return Ok(String::new());
        };
        let transform = match coverage {
            AttachmentCoverage::Content => mime::CONTENT,
            AttachmentCoverage::Complete => mime::COMPLETE,
        };
        let mut out = String::new();
        for part in &self.attachments {
            let value = base64(&uris::compute(
                digest,
                &part.signed(coverage, Limits::CLIENT.memory_bytes)?,
            ));
            let transform = format!("<ds:Transform Algorithm=\"{transform}\"></ds:Transform>");
            out.push_str(&reference(&cid(part)?, digest, &value, &transform));
        }
        Ok(out)
    }

    /// Adds a key that is derived from another (WS-SecureConversation 1.3, §7). Returns the key and the reference to it.
    pub(super) fn derived(
        &mut self,
        name: &str,
        base: &SharedKey,
        reference: &Reference,
        length: usize,
    ) -> Result<(SharedKey, Reference), SecurityError> {
        let nonce: [u8; 16] = provider::random()?;
        let seed = [crate::security::keys::LABEL.as_bytes(), &nonce].concat();
        let id = self.id(name);
        let xml = format!(
            "<wsc:DerivedKeyToken xmlns:wsc=\"{}\" wsu:Id=\"{id}\">{}<wsc:Offset>0</wsc:Offset>\
             <wsc:Length>{length}</wsc:Length><wsc:Nonce>{}</wsc:Nonce></wsc:DerivedKeyToken>",
            WSC[1],
            reference.xml(),
            base64(&nonce)
        );
        self.add(Rank::DerivedKey, id.clone(), xml);
        Ok((base.derived(&seed, 0, length), Reference::DerivedKey(id)))
    }

    /// Returns the key of the issued token if it protects messages.
    fn sent_key(&mut self) -> Option<Result<Shared, SecurityError>> {
        let Binding::Symmetric(token) = &self.sealing.requirements.binding else { return None };
        let sent = self.sent.as_ref().filter(|_| token.issued_key().is_some())?;
        let missing = || SecurityError::invalid("the issued token has no key");
        let Some(key) = sent.key.clone() else { return Some(Err(missing())) };
        let id = self.sealing.issued.and_then(IssuedToken::id).unwrap_or_default();
        let reference = sent.reference.clone();
        let name = KeyName::Token(id, reference.clone());
        self.keys.shared = Some(KeyOfRequest { key: key.clone(), name });
        Some(Ok(Shared { key, reference }))
    }

    /// Adds the shared key of a symmetric binding. A reply uses that of its request.
    pub(super) fn shared_key(&mut self) -> Result<(), SecurityError> {
        if !matches!(self.sealing.requirements.binding, Binding::Symmetric(_)) {
            return Ok(());
        }
        let shared = match self.sealing.direction {
            Direction::Reply(RequestKeys { shared, .. }) => {
                let missing = || SecurityError::invalid("the request brought no key for the reply");
                let KeyOfRequest { key, name } = shared.clone().ok_or_else(missing)?;
                let reference = match name {
                    KeyName::Sha1(sha1) => Reference::OfRequest(sha1),
                    KeyName::Token(_, reference) => reference,
                };
                Shared { key, reference }
            }
            Direction::Request => match self.sent_key() {
                Some(shared) => shared?,
                None => self.new_key()?,
            },
        };
        self.shared = Some(shared);
        Ok(())
    }
}

/// Returns the reference to an attachment.
pub(super) fn cid(part: &MimePart) -> Result<String, SecurityError> {
    // Other characters would have to be escaped, in which the profile and its implementations differ.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@=+!$*".contains(&byte);
    if part.id.is_empty() || !part.id.bytes().all(is_plain) {
        return Err(SecurityError::invalid("the id of an attachment cannot be signed"));
    }
    Ok(format!("cid:{}", part.id))
}

/// Returns a `ds:Reference` with a transform, in canonical form.
fn reference(uri: &str, digest: Digest, value: &str, transform: &str) -> String {
    format!(
        "<ds:Reference URI=\"{uri}\"><ds:Transforms>{transform}</ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{}\"></ds:DigestMethod>\
         <ds:DigestValue>{value}</ds:DigestValue></ds:Reference>",
        uris::of_digest(digest)
    )
}
