//! Securing and verifying messages. Without the `ws-security` feature, this module does nothing.

use std::sync::Arc;
#[cfg(feature = "ws-security")]
use std::time::SystemTime;

use http::{Extensions, HeaderValue};

use super::{MimePart, SecurityError};
#[cfg(feature = "ws-security")]
use super::{
    Security, Verifier, WSSE,
    incoming::Received,
    plan::{Plan, TlsCaller, TransportEvidence},
    sealing::SealedMessage,
    timestamp::{check_expiry, timestamp_alone},
};
use crate::{
    policy::PolicyError,
    soap::Targets,
    xml::{AnyElement, QName, ReadOptions},
};

#[cfg(feature = "ws-security")]
pub(crate) use super::plan::Exchange;
/// The keys and signatures of a request, for its reply: none without the feature.
#[cfg(not(feature = "ws-security"))]
#[derive(Clone, Debug, Default)]
pub(crate) struct Exchange(());

/// The security that the policy of a port requires, if it has one.
#[cfg(feature = "ws-security")]
pub(crate) type PortSecurity = Option<Arc<Plan>>;
#[cfg(not(feature = "ws-security"))]
pub(crate) type PortSecurity = Option<Arc<std::convert::Infallible>>;

/// The security settings of one side, for outgoing and incoming messages.
#[derive(Clone, Debug, Default)]
#[cfg_attr(
    not(feature = "ws-security"),
    allow(dead_code, reason = "messages have no security header")
)]
pub(crate) struct Guard {
    /// Header blocks that the caller understands.
    pub(crate) understood: Vec<QName>,
    #[cfg(feature = "ws-security")]
    pub(crate) outgoing: Option<Security>,
    #[cfg(feature = "ws-security")]
    pub(crate) incoming: Option<Verifier>,
    /// The policy of the port. `outgoing` replaces it for outgoing messages, and `incoming` for incoming ones.
    pub(crate) security: PortSecurity,
    /// The reason why the policy is not met, so that no message can be sent.
    pub(crate) unmet: Option<Arc<PolicyError>>,
    /// The keys and signatures of the request, for the reply.
    pub(crate) exchange: Exchange,
}

/// An outgoing message with its security header.
pub(crate) struct Sealed {
    pub(crate) envelope: Vec<u8>,
    pub(crate) attachments: Vec<MimePart>,
    /// The keys and signatures for the reply.
    pub(crate) exchange: Exchange,
}

/// An incoming message whose security header has been processed.
#[derive(Default)]
pub(crate) struct Opened {
    #[cfg(feature = "ws-security")]
    received: Option<Received>,
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
    /// Returns whether a policy signs or encrypts the attachments of an operation.
    pub(crate) fn protects_attachments(&self, operation: usize) -> bool {
        let plan = self.outgoing_policy();
        plan.is_some_and(|plan| plan.protects_attachments(operation, &self.exchange))
    }

    /// Adds the security header to an envelope of an operation, and secures its attachments.
    pub(crate) fn seal(
        &self,
        envelope: Vec<u8>,
        attachments: Vec<MimePart>,
        operation: usize,
    ) -> Result<Sealed, SecurityError> {
        let protects = self.protects_attachments(operation);
        if !attachments.is_empty() && self.signs() && !protects {
            let reason = "the signature does not cover attachments";
            return Err(SecurityError::invalid(reason));
        }
        if !self.seals() {
            return Ok(Sealed { envelope, attachments, exchange: Exchange::default() });
        }
        let text = String::from_utf8(envelope)
            .map_err(|_| SecurityError::invalid("the envelope is not valid UTF-8"))?;
        let now = SystemTime::now();
        match (&self.outgoing, &self.security) {
            (Some(security), _) => {
                let envelope = security.apply_at(&text, now)?.into_bytes();
                Ok(Sealed { envelope, attachments, exchange: Exchange::default() })
            }
            (None, Some(plan)) => {
                // The other headers of attachments that are forwarded are not sent.
                let attachments =
                    attachments.into_iter().map(|part| MimePart { headers: Vec::new(), ..part });
                let attachments = attachments.collect();
                let sealed = plan.seal(&text, attachments, operation, &self.exchange, now)?;
                let (SealedMessage { text, attachments }, exchange) = sealed;
                Ok(Sealed { envelope: text.into_bytes(), attachments, exchange })
            }
            (None, None) => Ok(Sealed {
                envelope: text.into_bytes(),
                attachments,
                exchange: Exchange::default(),
            }),
        }
    }

    /// Decrypts an incoming envelope with its attachments, and verifies its signatures.
    pub(crate) fn open(
        &self,
        envelope: &str,
        attachments: Vec<MimePart>,
        options: &ReadOptions,
        exchange: &Exchange,
    ) -> Result<Opened, SecurityError> {
        let has_parts = !attachments.is_empty();
        let received = match (&self.incoming, self.policy()) {
            (Some(verifier), _) => {
                let accepted = (Vec::new(), verifier.wants_assertion(), true);
                verifier.process(envelope, attachments, None, accepted, options)?
            }
            (None, Some(plan)) => plan.open(envelope, attachments, exchange, options)?,
            (None, None) => return Ok(Opened::default()),
        };
        let is_signed = self.incoming.as_ref().is_some_and(|verifier| {
            // Even an invalid one: its validity may depend on what was decrypted.
            verifier.wants_signature() || verifier.wants_assertion() && received.has_signatures()
        });
        let is_signed = is_signed
            || self.policy().is_some_and(|plan| plan.signs() && !plan.may_have_attachments());
        if has_parts && is_signed {
            let reason = "attachments are not covered by the signature in the envelope";
            return Err(received.masked(SecurityError::invalid(reason)));
        }
        Ok(Opened { received: Some(received) })
    }

    /// Checks an incoming message of an operation, and stores its sender in `extensions`. Returns what it leaves for the
    /// reply.
    pub(crate) fn admit(
        &self,
        opened: &Opened,
        operation: usize,
        exchange: &Exchange,
        authorization: Option<&HeaderValue>,
        extensions: &mut Extensions,
    ) -> Result<Exchange, SecurityError> {
        let Some(received) = &opened.received else { return Ok(Exchange::default()) };
        let now = SystemTime::now();
        let (authenticated, exchange) = match (&self.incoming, self.policy()) {
            (Some(verifier), _) => {
                (verifier.judge(received, &verifier.wanted(), now)?, Exchange::default())
            }
            (None, Some(plan)) => {
                let tls = extensions.get::<TlsCaller>();
                let transport = TransportEvidence { authorization, tls };
                plan.admit(received, operation, exchange, transport, now)?
            }
            (None, None) => return Ok(Exchange::default()),
        };
        extensions.insert(authenticated);
        Ok(exchange)
    }

    /// Returns the value of `Authorization` that requests have.
    pub(crate) fn authorization(&self) -> Option<HeaderValue> {
        self.outgoing_policy().and_then(Plan::authorization)
    }

    /// Returns the policy for incoming messages.
    fn policy(&self) -> Option<&Plan> {
        self.security.as_deref().filter(|_| self.incoming.is_none())
    }

    /// Returns the policy for outgoing messages.
    fn outgoing_policy(&self) -> Option<&Plan> {
        self.security.as_deref().filter(|_| self.outgoing.is_none())
    }

    /// Returns the elements that references in incoming messages may refer to.
    pub(crate) fn targets(&self) -> Targets {
        match &self.incoming {
            Some(verifier) if verifier.wants_signature() || verifier.wants_assertion() => {
                Targets::Body
            }
            None if self.policy().is_some_and(Plan::signs) => Targets::Body,
            _ => Targets::Anywhere,
        }
    }

    /// Returns whether outgoing messages are signed. Signed messages cannot be streamed.
    pub(crate) fn signs(&self) -> bool {
        self.outgoing.as_ref().is_some_and(Security::signs)
            || self.outgoing_policy().is_some_and(Plan::signs)
    }

    /// Returns whether outgoing messages get a security header.
    pub(crate) fn seals(&self) -> bool {
        self.outgoing.is_some() || self.outgoing_policy().is_some_and(Plan::seals)
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
        if !self.seals() || (name.namespace(), name.local()) != (WSSE, "Security") {
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
        self.incoming.is_some() || self.policy().is_some_and(Plan::verifies)
    }
}

#[cfg(feature = "ws-security")]
impl Opened {
    /// Returns the message with decrypted elements, or `None` if nothing was encrypted.
    pub(crate) fn text(&self) -> Option<&str> {
        let received = self.received.as_ref()?;
        (!received.encrypted.is_empty()).then_some(&received.text)
    }

    /// Returns the attachments, or `None` if none was encrypted.
    pub(crate) fn attachments(&self) -> Option<&[MimePart]> {
        let received = self.received.as_ref()?;
        (!received.decrypted_attachments.is_empty()).then_some(&received.attachments)
    }
}

#[cfg(not(feature = "ws-security"))]
impl Opened {
    #[expect(clippy::unused_self, reason = "the signature is that of the method with the feature")]
    pub(crate) fn text(&self) -> Option<&str> {
        None
    }

    #[expect(clippy::unused_self, reason = "the signature is that of the method with the feature")]
    pub(crate) fn attachments(&self) -> Option<&[MimePart]> {
        None
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
                super::super::uris::WSU
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
    pub(crate) fn seal(
        &self,
        envelope: Vec<u8>,
        attachments: Vec<MimePart>,
        _: usize,
    ) -> Result<Sealed, SecurityError> {
        Ok(Sealed { envelope, attachments, exchange: Exchange::default() })
    }

    pub(crate) fn protects_attachments(&self, _: usize) -> bool {
        false
    }

    pub(crate) fn open(
        &self,
        _: &str,
        _: Vec<MimePart>,
        _: &ReadOptions,
        _: &Exchange,
    ) -> Result<Opened, SecurityError> {
        Ok(Opened::default())
    }

    pub(crate) fn admit(
        &self,
        _: &Opened,
        _: usize,
        _: &Exchange,
        _: Option<&HeaderValue>,
        _: &mut Extensions,
    ) -> Result<Exchange, SecurityError> {
        Ok(Exchange::default())
    }

    pub(crate) fn authorization(&self) -> Option<HeaderValue> {
        None
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
