//! Comparison of received messages with requirements, and their senders.

use std::time::SystemTime;

use http::HeaderValue;

use super::{
    Verifier,
    assertion::{Sender, VerifiedAssertion},
};
use crate::policy::PasswordType;
use crate::security::{
    Authenticated, Certificate, SecurityCode, SecurityError, WSSE, basic,
    check::{Check, Wanted, WantedSigner, WantedToken},
    incoming::{KeyOrigin, Received, Signer, Verified},
    replay::{self, Once},
    token,
    tree::{self, Path},
    uris::WSU,
    username::UsernameToken,
};

/// A message that meets the requirements.
#[derive(Default)]
pub(in crate::security) struct Admitted<'r> {
    pub(in crate::security) authenticated: Authenticated,
    /// The signature that the requirements ask for, if any.
    pub(in crate::security) signature: Option<&'r Verified>,
    /// The digests by which the message is recognised when it is received again.
    once: Vec<Once>,
}

/// The position of the timestamp, and the assertion.
struct Located {
    timestamp: Option<Path>,
    assertion: Option<VerifiedAssertion>,
}

impl Located {
    fn check<'r, 'c>(&'c self, received: &'r Received, wanted: &'c Wanted<'c>) -> Check<'r, 'c> {
        let Self { timestamp, assertion } = self;
        let (timestamp, assertion) = (timestamp.as_ref(), assertion.as_ref());
        Check { received, wanted, timestamp, assertion }
    }
}

impl Verifier {
    /// Checks a message against requirements, remembers it, and returns its sender.
    pub(in crate::security) fn judge(
        &self,
        received: &Received,
        wanted: &Wanted<'_>,
        now: SystemTime,
    ) -> Result<Authenticated, SecurityError> {
        let admitted = self.examine(received, wanted, now)?;
        self.remember(&admitted, now)?;
        Ok(admitted.authenticated)
    }

    /// Checks a message against requirements.
    pub(in crate::security) fn examine<'r>(
        &self,
        received: &'r Received,
        wanted: &Wanted<'_>,
        now: SystemTime,
    ) -> Result<Admitted<'r>, SecurityError> {
        let mut admitted = Admitted::default();
        let located = self.locate(received, wanted, now).map_err(|error| received.masked(error))?;
        let check = located.check(received, wanted);
        let sender = self.signatures(&check, &mut admitted, now);
        let sender = sender.map_err(|error| received.masked(error))?;
        // From here on, the sender may learn why the message is rejected: it has not changed what was encrypted.
        check.encryption(admitted.signature, self.unauthenticated)?;
        self.check_timestamp(&check, &admitted, now)?;
        check.certificate(admitted.signature)?;
        self.user(&check, &sender, now, &mut admitted)?;
        self.others(&check, admitted.signature)?;
        if let (Some(verified), Some(wanted)) = (&located.assertion, wanted.assertion) {
            let reason = "the assertion is not signed";
            check.token(&verified.path, wanted.protection, admitted.signature, reason)?;
            self.confirm(verified, &sender, now)?;
            admitted.once.extend(verified.once);
            admitted.authenticated.is_assertion_vouched = !verified.is_issued;
            admitted.authenticated.assertion = Some(verified.assertion.clone());
        }
        Ok(admitted)
    }

    /// Finds the timestamp and the assertion, and verifies the latter.
    fn locate(
        &self,
        received: &Received,
        wanted: &Wanted<'_>,
        now: SystemTime,
    ) -> Result<Located, SecurityError> {
        received.header()?;
        let timestamp = received.token(WSU, "Timestamp")?;
        let assertion = wanted.assertion.as_ref();
        let assertion =
            assertion.map(|one| self.assertion(received, one.version, now)).transpose()?;
        Ok(Located { timestamp, assertion })
    }

    /// Checks the required signatures.
    fn signatures<'r>(
        &self,
        check: &Check<'r, '_>,
        admitted: &mut Admitted<'r>,
        now: SystemTime,
    ) -> Result<Sender<'r>, SecurityError> {
        let others = token::certificates(check.received.header()?)?;
        let trust = |certificate: &Certificate| self.trust.check(certificate, &others, now);
        admitted.signature = check.signature(trust)?;
        let endorsement = check.endorsement(admitted.signature, trust)?;
        let tls = check.wanted.tls.map(|tls| (tls.clone(), trust(tls).is_ok()));
        let mut sender = Sender { signatures: Vec::new(), keys: Vec::new(), tls };
        let owners =
            [(admitted.signature, check.wanted.signer), (endorsement, check.wanted.endorser)];
        for (signature, owner) in owners {
            let Some(signature) = signature else { continue };
            // The certificate of a holder has only the key in common with the assertion.
            let is_trusted = owner == Some(WantedSigner::Certificate);
            if let (Signer::Certificate(certificate, _), true) = (&signature.signer, is_trusted) {
                admitted.authenticated.certificate = Some(certificate.clone());
            }
            if let Signer::Shared { origin: KeyOrigin::Assertion, base } = &signature.signer {
                let key = check.received.shared.get(*base);
                sender.keys.extend(key.map(|brought| brought.sha1.clone()));
            }
            admitted.once.push(signature.once);
            sender.signatures.push((signature, is_trusted));
        }
        Ok(sender)
    }

    /// Checks the timestamp. A signed message must have one.
    fn check_timestamp(
        &self,
        check: &Check<'_, '_>,
        admitted: &Admitted<'_>,
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        let found = check.timestamp.and_then(|path| tree::at(&check.received.tree, path));
        let is_signed = admitted.signature.is_some() && !self.without_timestamp;
        match found {
            Some(timestamp) => self.freshness.check(timestamp, now),
            None if is_signed && !self.timestamp => {
                Err(SecurityError::invalid("a signed message requires a timestamp"))
            }
            None if is_signed || check.wanted.timestamp => {
                Err(SecurityError::invalid("the timestamp is missing"))
            }
            None => Ok(()),
        }
    }

    /// Remembers a message. It is an error if it was received before.
    pub(in crate::security) fn remember(
        &self,
        admitted: &Admitted<'_>,
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        let Admitted { authenticated, once, .. } = admitted;
        let remembered = self.freshness.remembered();
        if let Some(memory) = &self.shared_replays {
            return replay::admit(&**memory, once, now, remembered);
        }
        self.replays.admit(authenticated.sender(), once, now, remembered, self.remembered)
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
    fn others(
        &self,
        check: &Check<'_, '_>,
        covered: Option<&Verified>,
    ) -> Result<(), SecurityError> {
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
        check: &Check<'_, '_>,
        sender: &Sender<'_>,
        now: SystemTime,
        admitted: &mut Admitted<'_>,
    ) -> Result<(), SecurityError> {
        let Some(wanted) = check.wanted.user else { return Ok(()) };
        let Some(lookup) = &self.lookup else {
            return Err(SecurityError::invalid("users cannot be verified"));
        };
        let path = check.received.token(WSSE, "UsernameToken")?;
        let path = path.ok_or_else(|| check.missing("the `UsernameToken` is missing"))?;
        let signature = admitted.signature;
        check.token(&path, wanted.protection, signature, "the `UsernameToken` is not signed")?;
        let element = tree::at(&check.received.tree, &path);
        let element =
            element.ok_or_else(|| SecurityError::invalid("the `UsernameToken` is missing"))?;
        let token = UsernameToken::read(element)?;
        let form = token.form();
        let refused =
            |reason| Err(SecurityError::new(SecurityCode::UnsupportedSecurityToken, reason));
        if wanted.form == Some(PasswordType::None) {
            if form != PasswordType::None {
                return refused("expected no password");
            }
            if lookup(&token.name).is_none() || !sender.vouches(&path) {
                return Err(SecurityError::not_authenticated());
            }
        } else if (self.digests_only || wanted.form == Some(PasswordType::Digest))
            && form != PasswordType::Digest
        {
            return refused("expected a password digest, found plain text");
        } else {
            token.check(lookup(&token.name).as_ref(), self.freshness, now)?;
        }
        let digest = token.once();
        admitted
            .once
            .extend(digest.as_ref().and_then(|digest| Once::try_from(digest.as_ref()).ok()));
        admitted.authenticated.username = Some(token.name);
        Ok(())
    }
}
