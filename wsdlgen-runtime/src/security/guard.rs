//! Where messages are given their security and held to it. Without the feature, nothing happens here.

#[cfg(feature = "ws-security")]
use std::time::SystemTime;

use http::Extensions;

use super::SecurityError;
#[cfg(feature = "ws-security")]
use super::{Security, Verifier};
use crate::{soap::Targets, xml::ReadOptions};

/// What one side does with the messages that it sends and gets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guard {
    #[cfg(feature = "ws-security")]
    pub(crate) outgoing: Option<Security>,
    #[cfg(feature = "ws-security")]
    pub(crate) incoming: Option<Verifier>,
}

#[cfg(feature = "ws-security")]
impl Guard {
    /// The envelope with its security header. `has_parts` says whether the message has other parts,
    /// which no signature in the envelope covers.
    pub(crate) fn seal(
        &self,
        envelope: Vec<u8>,
        has_parts: bool,
    ) -> Result<Vec<u8>, SecurityError> {
        let Some(security) = &self.outgoing else { return Ok(envelope) };
        if has_parts && security.signs() {
            let what = "attachments are outside of the envelope, where no signature covers them";
            return Err(SecurityError::invalid(what));
        }
        let text = String::from_utf8(envelope)
            .map_err(|_| SecurityError::invalid("the envelope is not in UTF-8"))?;
        security.apply_at(&text, SystemTime::now()).map(String::into_bytes)
    }

    /// Holds an incoming envelope to what it must have, and notes who sent it.
    pub(crate) fn admit(
        &self,
        envelope: &str,
        has_parts: bool,
        options: &ReadOptions,
        extensions: &mut Extensions,
    ) -> Result<(), SecurityError> {
        let Some(verifier) = &self.incoming else { return Ok(()) };
        if has_parts && verifier.wants_signature() {
            let what = "attachments are outside of the envelope, where no signature covers them";
            return Err(SecurityError::invalid(what));
        }
        let authenticated = verifier.check(envelope, SystemTime::now(), options)?;
        extensions.insert(authenticated);
        Ok(())
    }

    /// The elements that references in incoming messages may refer to.
    pub(crate) fn targets(&self) -> Targets {
        match &self.incoming {
            Some(verifier) if verifier.wants_signature() => Targets::Body,
            _ => Targets::Anywhere,
        }
    }

    /// Whether outgoing messages are signed: then they have to be whole.
    pub(crate) fn signs(&self) -> bool {
        self.outgoing.as_ref().is_some_and(Security::signs)
    }

    /// Whether outgoing messages get a header.
    pub(crate) fn seals(&self) -> bool {
        self.outgoing.is_some()
    }

    /// Whether incoming messages are held to something, and security headers so understood.
    pub(crate) fn verifies(&self) -> bool {
        self.incoming.is_some()
    }
}

#[cfg(not(feature = "ws-security"))]
#[expect(
    clippy::unused_self,
    clippy::unnecessary_wraps,
    reason = "the same calls do something where the feature is on"
)]
impl Guard {
    pub(crate) fn seal(&self, envelope: Vec<u8>, _: bool) -> Result<Vec<u8>, SecurityError> {
        Ok(envelope)
    }

    pub(crate) fn admit(
        &self,
        _: &str,
        _: bool,
        _: &ReadOptions,
        _: &mut Extensions,
    ) -> Result<(), SecurityError> {
        Ok(())
    }

    pub(crate) fn targets(&self) -> Targets {
        Targets::Anywhere
    }

    pub(crate) fn signs(&self) -> bool {
        false
    }

    pub(crate) fn seals(&self) -> bool {
        false
    }

    pub(crate) fn verifies(&self) -> bool {
        false
    }
}
