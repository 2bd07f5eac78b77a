//! The tokens of the security header, its timestamp and its confirmations of signatures.

use super::{
    Direction, Draft, Rank,
    references::{self, Reference},
    written,
};
use crate::{
    policy::{Protection, SupportingToken, Token, TokenKind},
    security::{
        Identity, SecurityError, provider, timestamp, token, tree,
        uris::{WSSE11, WSU},
    },
    xml::{AnyAttribute, QName},
};

impl Draft<'_> {
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

    /// Adds the assertion of the binding or of a supporting token.
    pub(super) fn assertion(&mut self) -> Result<(), SecurityError> {
        let own = self.own_token().filter(|token| token.saml_version().is_some());
        let mut tokens = self.sealing.tokens.iter();
        let supporting = tokens.find(|token| token.token.saml_version().is_some());
        if own.is_none() && supporting.is_none() {
            return Ok(());
        }
        let missing = || SecurityError::invalid("the policy requires an assertion");
        let assertion = self.sealing.assertion.ok_or_else(missing)?;
        let Protection { signed, encrypted, .. } = self.sealing.protection;
        let is_signed = supporting.is_some_and(|token| token.is_signed)
            || own.is_some() && self.sealing.requirements.protect_tokens
            || signed.assertions;
        let is_encrypted =
            supporting.is_some_and(|token| token.is_encrypted) || encrypted.assertions;
        let has_signature = self.sealing.requirements.binding.protects_messages()
            || self.sealing.tokens.iter().any(|token| token.is_endorsing);
        let id = self.id("AssertionReference");
        let xml = written(|writer| assertion.element().write(writer))?;
        if is_signed && has_signature {
            let reference = Reference::Assertion(assertion.version(), assertion.id().to_owned());
            self.signed.push(id.clone());
            self.add(Rank::Token, String::new(), reference.xml_with_id(Some(&id)));
        }
        self.add_token(Rank::Assertion, id.clone(), xml, is_encrypted);
        self.assertion = Some((assertion, id));
        Ok(())
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
