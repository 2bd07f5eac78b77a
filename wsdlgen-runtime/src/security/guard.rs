//! Securing and verifying messages. Without the `ws-security` feature, this module does nothing.

#[cfg(feature = "ws-security")]
use std::time::SystemTime;

use http::Extensions;

use super::SecurityError;
#[cfg(feature = "ws-security")]
use super::{
    Security, Verifier, WSSE,
    timestamp::{check_expiry, timestamp_alone},
};
use crate::{
    soap::Targets,
    xml::{AnyElement, QName, ReadOptions},
};

/// The security settings of one side, for outgoing and incoming messages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guard {
    /// Header blocks that the caller understands.
    pub(crate) understood: Vec<QName>,
    #[cfg(feature = "ws-security")]
    pub(crate) outgoing: Option<Security>,
    #[cfg(feature = "ws-security")]
    pub(crate) incoming: Option<Verifier>,
}

impl Guard {
    /// Returns the first of the header blocks that must be understood and are not.
    pub(crate) fn first_unknown(
        &self,
        names: Vec<QName>,
        blocks: &[AnyElement],
    ) -> Result<Option<QName>, SecurityError> {
        for name in names {
            if !self.understands(&name, blocks)? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }
}

#[cfg(feature = "ws-security")]
impl Guard {
    /// Adds the security header to an envelope.
    ///
    /// `has_parts` is whether the message has attachments, which a signature in the envelope cannot cover.
    pub(crate) fn seal(
        &self,
        envelope: Vec<u8>,
        has_parts: bool,
    ) -> Result<Vec<u8>, SecurityError> {
        let Some(security) = &self.outgoing else { return Ok(envelope) };
        if has_parts && security.signs() {
            let reason = "attachments cannot be signed, because they are outside the envelope";
            return Err(SecurityError::invalid(reason));
        }
        let text = String::from_utf8(envelope)
            .map_err(|_| SecurityError::invalid("the envelope is not valid UTF-8"))?;
        security.apply_at(&text, SystemTime::now()).map(String::into_bytes)
    }

    /// Verifies an incoming envelope and stores its sender in `extensions`.
    pub(crate) fn admit(
        &self,
        envelope: &str,
        has_parts: bool,
        options: &ReadOptions,
        extensions: &mut Extensions,
    ) -> Result<(), SecurityError> {
        let Some(verifier) = &self.incoming else { return Ok(()) };
        if has_parts && verifier.wants_signature() {
            let reason = "attachments are not covered by the signature in the envelope";
            return Err(SecurityError::invalid(reason));
        }
        let authenticated = verifier.check(envelope, SystemTime::now(), options)?;
        extensions.insert(authenticated);
        Ok(())
    }

    /// Returns the elements that references in incoming messages may refer to.
    pub(crate) fn targets(&self) -> Targets {
        match &self.incoming {
            Some(verifier) if verifier.wants_signature() => Targets::Body,
            _ => Targets::Anywhere,
        }
    }

    /// Returns whether outgoing messages are signed. Signed messages cannot be streamed.
    pub(crate) fn signs(&self) -> bool {
        self.outgoing.as_ref().is_some_and(Security::signs)
    }

    /// Returns whether outgoing messages get a security header.
    pub(crate) fn seals(&self) -> bool {
        self.outgoing.is_some()
    }

    /// Returns whether a block that must be understood is. A security header with nothing but a timestamp is understood by
    /// a client that sends one itself, as WCF does.
    ///
    /// # Errors
    ///
    /// Returns an error if the message has expired.
    fn understands(&self, name: &QName, blocks: &[AnyElement]) -> Result<bool, SecurityError> {
        if self.understood.contains(name) {
            return Ok(true);
        }
        if self.outgoing.is_none() || (name.namespace(), name.local()) != (WSSE, "Security") {
            return Ok(false);
        }
        let timestamps = blocks.iter().filter(|block| block.name == *name).map(timestamp_alone);
        let Some(timestamps) = timestamps.collect::<Option<Vec<_>>>() else { return Ok(false) };
        timestamps
            .into_iter()
            .try_for_each(|timestamp| check_expiry(timestamp, SystemTime::now()))?;
        Ok(true)
    }

    /// Returns whether incoming messages are verified, so that security headers count as understood.
    pub(crate) fn verifies(&self) -> bool {
        self.incoming.is_some()
    }
}

#[cfg(all(test, feature = "ws-security"))]
mod tests {
    use super::{AnyElement, Guard, QName, Security, WSSE};

    #[test]
    fn understands_timestamps_that_have_not_expired() {
        let guard = Guard { outgoing: Some(Security::new()), ..Guard::default() };
        let name = QName::new(WSSE, "Security");
        let security = |content: &str| -> AnyElement {
            let text = format!(
                "<o:Security xmlns:o='{WSSE}' xmlns:u='{}'>{content}</o:Security>",
                super::super::placing::WSU
            );
            text.parse().unwrap_or_else(|error| panic!("{error}"))
        };
        let expires =
            |time: &str| format!("<u:Timestamp><u:Expires>{time}</u:Expires></u:Timestamp>");
        let cases = [
            (expires("2099-01-01T00:00:00Z"), Ok(true)),
            (expires("2001-01-01T00:00:00Z"), Err(())),
            (expires("soon"), Err(())),
            ("<u:Timestamp/>".to_owned(), Ok(true)),
            ("<u:Timestamp/><o:UsernameToken/>".to_owned(), Ok(false)),
            (String::new(), Ok(false)),
        ];
        for (content, expected) in cases {
            let understood = guard.understands(&name, &[security(&content)]).map_err(|_| ());
            assert_eq!(understood, expected, "{content}");
        }
        let other = QName::new("urn:example", "Security");
        assert_eq!(guard.understands(&other, &[]).ok(), Some(false));
        assert_eq!(Guard::default().understands(&name, &[security("")]).ok(), Some(false));
    }
}

#[cfg(not(feature = "ws-security"))]
#[expect(
    clippy::unused_self,
    clippy::unnecessary_wraps,
    reason = "the signatures match those of the methods with the feature"
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

    fn understands(&self, name: &QName, _: &[AnyElement]) -> Result<bool, SecurityError> {
        Ok(self.understood.contains(name))
    }

    pub(crate) fn verifies(&self) -> bool {
        false
    }
}
