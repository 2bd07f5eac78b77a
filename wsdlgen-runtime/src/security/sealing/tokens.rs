//! The tokens of the security header, its timestamp and its confirmations of signatures.

use super::{
    Direction, Draft, Rank, SentToken,
    references::{self, Reference},
    written,
};
use crate::{
    policy::{Protection, SupportingToken, Token, TokenKind},
    security::{
        Assertion, Identity, SecurityError,
        keys::SHORTEST,
        provider, timestamp, token, tree,
        uris::{WSSE11, WSU},
    },
    xml::{AnyAttribute, AnyElement, QName},
};

impl<'s> Draft<'s> {
    /// Adds the timestamp. Signatures cover it.
    pub(super) fn timestamp(&mut self) -> Result<(), SecurityError> {
        if !self.sealing.requirements.timestamp {
            return Ok(());
        }
        let id = self.id("Timestamp");
        let (now, lifetime) = (self.sealing.now, self.sealing.lifetime);
        let xml = written(|writer| timestamp::write(&id, now, lifetime, writer))?;
        self.signed.push(id.clone());
        self.add(Rank::Timestamp, id, xml);
        Ok(())
    }

    /// Confirms the signatures of the request (SOAP Message Security 1.1, §8.5).
    pub(super) fn confirmations(&mut self) {
        let Direction::Reply(request) = self.sealing.direction else { return };
        if !self.sealing.requirements.confirm_signatures {
            return;
        }
        for (index, value) in request.signatures.iter().enumerate() {
            let id = self.id(&format!("Confirmation{index}"));
            let value = references::base64(value);
            let xml = format!(
                "<wsse11:SignatureConfirmation xmlns:wsse11=\"{WSSE11}\" Value=\"{value}\" wsu:Id=\"{id}\"/>"
            );
            self.signed.push(id.clone());
            self.add(Rank::Confirmation, id, xml);
        }
    }

    /// Adds the user name token.
    pub(super) fn username(&mut self) -> Result<(), SecurityError> {
        let is_user =
            |token: &&&SupportingToken| matches!(token.token.kind, TokenKind::Username(_));
        let Some(token) = self.sealing.tokens.iter().find(is_user) else { return Ok(()) };
        let missing = || SecurityError::invalid("the policy requires a user name");
        let username = self.sealing.username.ok_or_else(missing)?;
        let id = self.id("UsernameToken");
        let nonce: [u8; 16] = provider::random()?;
        let now = self.sealing.now;
        let xml = written(|writer| username.write(&id, now, &nonce, writer))?;
        if token.is_signed {
            self.signed.push(id.clone());
        }
        self.add_token(Rank::Token, id, xml, token.is_encrypted);
        Ok(())
    }

    /// Adds the certificate that a supporting token without a signature of its own requires.
    pub(super) fn supporting_certificate(&mut self) -> Result<(), SecurityError> {
        let is_bare =
            |token: &&&SupportingToken| token.token.kind == TokenKind::X509 && !token.is_endorsing;
        let Some(token) = self.sealing.tokens.iter().find(is_bare) else { return Ok(()) };
        let missing = || SecurityError::invalid("the policy requires a certificate");
        let identity = self.sealing.identity.ok_or_else(missing)?;
        let id = self.id("SupportingToken");
        let xml = written(|writer| token::write(&id, identity.certificate(), writer))?;
        if token.is_signed {
            self.signed.push(id.clone());
        }
        self.add_token(Rank::Token, id, xml, token.is_encrypted);
        Ok(())
    }

    /// Adds the tokens of other kinds. The signature of the binding covers them.
    pub(super) fn others(&mut self) -> Result<(), SecurityError> {
        for (index, token) in self.sealing.others.iter().enumerate() {
            let mut token = token.clone();
            let own = tree::ids(&token).next().map(str::to_owned);
            let id = own.unwrap_or_else(|| {
                let id = self.id(&format!("Token{index}"));
                token.declarations.push(("wsu".to_owned(), WSU.into()));
                let name = QName::new(WSU, "Id").with_prefix("wsu");
                token.attributes.push(AnyAttribute::new(name, id.clone()));
                id
            });
            let xml = written(|writer| token.write(writer))?;
            self.signed.push(id.clone());
            self.add(Rank::Token, id, xml);
        }
        Ok(())
    }

    /// Adds the assertion or the issued token, which belongs to the binding or supports it.
    pub(super) fn assertion(&mut self) -> Result<(), SecurityError> {
        let Direction::Request = self.sealing.direction else { return Ok(()) };
        let own = self.sealing.requirements.binding.protection_token();
        let own = own.filter(|token| token.is_assertion());
        let mut tokens = self.sealing.tokens.iter();
        let supporting = tokens.find(|token| token.token.is_assertion());
        let Some(token) = own.or(supporting.map(|token| &token.token)) else { return Ok(()) };
        let Protection { signed, encrypted, .. } = self.sealing.protection;
        let is_signed = supporting.is_some_and(|token| token.is_signed)
            || own.is_some() && self.sealing.requirements.protect_tokens
            || signed.assertions;
        let is_encrypted =
            supporting.is_some_and(|token| token.is_encrypted) || encrypted.assertions;
        let has_signature = self.sealing.requirements.binding.protects_messages()
            || self.sealing.tokens.iter().any(|token| token.is_endorsing);
        let (element, sent) = self.sent_token(token)?;
        let id = sent.signed.0.clone();
        let xml = written(|writer| element.write(writer))?;
        if is_signed && has_signature {
            self.signed.push(id.clone());
            if sent.signed.1.is_some() {
                self.add(Rank::Token, String::new(), sent.reference.xml_with_id(Some(&id)));
            }
        }
        // A key must come before what it encrypts, and an encrypted token after its key.
        let rank = if is_encrypted { Rank::Assertion } else { Rank::Certificate };
        self.add_token(rank, id, xml, is_encrypted);
        self.sent = Some(sent);
        Ok(())
    }

    /// Returns the assertion or the issued token that a policy requires.
    fn sent_token(&self, token: &Token) -> Result<(&'s AnyElement, SentToken), SecurityError> {
        let missing = || SecurityError::invalid("the policy requires an assertion");
        let of_assertion = |assertion: &Assertion| {
            let id = assertion.id().to_owned();
            let signed = (self.id("AssertionReference"), Some(id.clone()));
            SentToken {
                reference: Reference::Assertion(assertion.version(), id),
                signed,
                key: None,
            }
        };
        if token.issued_key().is_none() {
            let assertion = self.sealing.assertion.ok_or_else(missing)?;
            return Ok((assertion.element(), of_assertion(assertion)));
        }
        let missing = || SecurityError::invalid("the policy requires an issued token");
        let issued = self.sealing.issued.ok_or_else(missing)?;
        let mut sent = if let Ok(assertion) = issued.assertion() {
            of_assertion(&assertion)
        } else {
            let missing = || SecurityError::invalid("the issued token has no reference to it");
            let attached = issued.attached.as_ref().ok_or_else(missing)?;
            let id = tree::ids(&issued.token).next().unwrap_or_default().to_owned();
            let reference = Reference::Attached(written(|writer| attached.write(writer))?);
            SentToken { reference, signed: (id, None), key: None }
        };
        if issued.key.as_ref().is_some_and(|key| key.bytes().len() < SHORTEST) {
            return Err(SecurityError::invalid("the key of the issued token is too short"));
        }
        sent.key.clone_from(&issued.key);
        Ok((&issued.token, sent))
    }

    /// Adds the certificate of the sender if messages of this direction contain it. Returns the reference to it.
    pub(super) fn certificate(
        &mut self,
        name: &str,
        identity: &Identity,
        token: &Token,
    ) -> Result<Reference, SecurityError> {
        let is_included = match self.sealing.direction {
            Direction::Request => token.inclusion.is_in_requests(),
            Direction::Reply(_) => token.inclusion.is_in_replies(),
        };
        if !is_included {
            return Reference::to_certificate(identity.certificate(), token.reference);
        }
        let id = self.id(name);
        let xml = written(|writer| token::write(&id, identity.certificate(), writer))?;
        self.add(Rank::Certificate, id.clone(), xml);
        Ok(Reference::Certificate(id))
    }
}
