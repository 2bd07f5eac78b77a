//! Comparison of received messages with requirements, and their senders.

use std::time::SystemTime;

use http::HeaderValue;

use super::{Verifier, assertion::Sender};
use crate::security::{
    Authenticated, Certificate, SecurityCode, SecurityError, WSSE, basic,
    check::{Check, Wanted, WantedSigner, WantedToken},
    incoming::{Received, Signer, Verified},
    replay::{self, Once},
    token, tree,
    uris::WSU,
    username::UsernameToken,
};

impl Verifier {
    /// Checks a message against requirements, remembers it, and returns its sender.
    pub(in crate::security) fn judge(
        &self,
        received: &Received,
        wanted: &Wanted<'_>,
        now: SystemTime,
    ) -> Result<Authenticated, SecurityError> {
        let (authenticated, once) = self.examine(received, wanted, now)?;
        self.remember(&authenticated, &once, now)?;
        Ok(authenticated)
    }

    /// Checks a message against requirements. Returns its sender, and what to remember of it.
    pub(in crate::security) fn examine(
        &self,
        received: &Received,
        wanted: &Wanted<'_>,
        now: SystemTime,
    ) -> Result<(Authenticated, Vec<Once>), SecurityError> {
        received.header()?;
        let mut authenticated = Authenticated::default();
        let mut once = Vec::new();
        let timestamp = received.token(WSU, "Timestamp")?;
        let assertion = wanted.assertion.as_ref();
        let assertion = assertion.map(|one| self.assertion(received, one.version, now)).transpose();
        let assertion = assertion.map_err(|error| received.masked(error))?;
        let check = Check {
            received,
            wanted,
            timestamp: timestamp.as_ref(),
            assertion: assertion.as_ref(),
        };
        let others = token::certificates(received.header()?)?;
        let trust = |certificate: &Certificate| self.trust.check(certificate, &others, now);
        let covered = check.signature(trust)?;
        let endorsement = check.endorsement(covered, trust)?;
        let mut sender = Sender { signatures: Vec::new(), tls: wanted.tls };
        for (signature, owner) in [(covered, wanted.signer), (endorsement, wanted.endorser)] {
            let Some(signature) = signature else { continue };
            // The certificate of a holder has only the key in common with the assertion.
            let is_trusted = owner == Some(WantedSigner::Certificate);
            if let (Signer::Certificate(certificate, _), true) = (&signature.signer, is_trusted) {
                authenticated.certificate = Some(certificate.clone());
            }
            once.push(signature.once);
            sender.signatures.push((signature, is_trusted));
        }
        check.encryption(covered, self.unauthenticated)?;
        match timestamp.as_ref().and_then(|path| tree::at(&received.tree, path)) {
            Some(timestamp) => self.freshness.check(timestamp, now)?,
            None if wanted.timestamp && covered.is_some() && !self.timestamp => {
                return Err(SecurityError::invalid("a signed message requires a timestamp"));
            }
            None if wanted.timestamp => {
                return Err(SecurityError::invalid("the timestamp is missing"));
            }
            None => {}
        }
        self.user(&check, covered, now, &mut authenticated, &mut once)?;
        self.others(&check, covered)?;
        if let (Some(verified), Some(wanted)) = (&assertion, wanted.assertion) {
            let reason = "the assertion is not signed";
            check.token(&verified.path, wanted.protection, covered, reason)?;
            self.confirm(verified, &sender, now).map_err(|error| received.masked(error))?;
            once.extend(verified.once);
            authenticated.assertion = Some(verified.assertion.clone());
        }
        Ok((authenticated, once))
    }

    /// Remembers a message. It is an error if it was received before.
    pub(in crate::security) fn remember(
        &self,
        authenticated: &Authenticated,
        once: &[Once],
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        let (sender, remembered) = (authenticated.sender(), self.freshness.remembered());
        match &self.shared_replays {
            Some(memory) => replay::admit(&**memory, sender, once, now, remembered),
            None => self.replays.admit(sender, once, now, remembered, self.remembered),
        }
    }

    /// Checks HTTP Basic authentication.
    pub(in crate::security) fn basic(
        &self,
        authorization: Option<&HeaderValue>,
    ) -> Result<Authenticated, SecurityError> {
        let lookup = self.lookup.as_ref();
        let lookup = lookup.ok_or_else(|| SecurityError::invalid("users cannot be verified"))?;
        let username = Some(basic::user(authorization, &**lookup)?);
        Ok(Authenticated { username, ..Authenticated::default() })
    }

    /// Checks the tokens of other kinds.
    fn others(&self, check: &Check<'_>, covered: Option<&Verified>) -> Result<(), SecurityError> {
        for (name, accepts) in &self.tokens {
            let path = check.received.token(name.namespace(), name.local())?;
            let path = path.ok_or_else(|| check.missing("a required token is missing"))?;
            let protection = WantedToken { is_signed: true, is_encrypted: false };
            check.token(&path, protection, covered, "a required token is not signed")?;
            let token = tree::at(&check.received.tree, &path);
            if !token.is_some_and(|token| accepts(token)) {
                let code = SecurityCode::FailedAuthentication;
                let refused = SecurityError::new(code, "a required token was not accepted");
                return Err(check.received.masked(refused));
            }
        }
        Ok(())
    }

    /// Checks the user name token.
    fn user(
        &self,
        check: &Check<'_>,
        covered: Option<&Verified>,
        now: SystemTime,
        authenticated: &mut Authenticated,
        once: &mut Vec<Once>,
    ) -> Result<(), SecurityError> {
        let Some(wanted) = check.wanted.user else { return Ok(()) };
        let Some(lookup) = &self.lookup else {
            return Err(SecurityError::invalid("users cannot be verified"));
        };
        let path = check.received.token(WSSE, "UsernameToken")?;
        let path = path.ok_or_else(|| check.missing("the `UsernameToken` is missing"))?;
        check.token(&path, wanted.protection, covered, "the `UsernameToken` is not signed")?;
        let element = tree::at(&check.received.tree, &path);
        let element =
            element.ok_or_else(|| SecurityError::invalid("the `UsernameToken` is missing"))?;
        let token = UsernameToken::read(element)?;
        if (self.digests_only || wanted.is_digest) && !token.is_digest() {
            let code = SecurityCode::UnsupportedSecurityToken;
            return Err(SecurityError::new(code, "expected a password digest, found plain text"));
        }
        token.check(lookup(&token.name).as_ref(), self.freshness, now)?;
        let digest = token.once();
        once.extend(digest.as_ref().and_then(|digest| Once::try_from(digest.as_ref()).ok()));
        authenticated.username = Some(token.name);
        Ok(())
    }
}
