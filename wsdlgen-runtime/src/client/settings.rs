//! The settings of a client.

use std::{fmt, sync::Arc, time::Duration};

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{AUTHORIZATION, InvalidHeaderValue},
};

use super::{ReplyListener, http_headers};

#[cfg(feature = "ws-security")]
use crate::security::{Security, Verifier};
use crate::{
    policy::PolicyError,
    security::{Guard, PortSecurity},
    soap::{Addressing, Endpoints, EnvelopeStyle},
    validate::ValidationErrors,
    xml::{Deviation, Limits, QName, ReadOptions},
};

/// A callback for each deviation that lenient reading accepted.
pub type OnDeviation = Arc<dyn Fn(&Deviation) + Send + Sync>;

/// A callback for every message.
pub type OnTrace = Arc<dyn Fn(&Trace<'_>) + Send + Sync>;

/// A callback for every message that violates the contract.
pub type OnInvalid = Arc<dyn Fn(&Invalid<'_>) + Send + Sync>;

/// The treatment of messages that violate the contract's facets: a text is too long, a number is out
/// of range, there are too many items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validation {
    /// The call fails; a request is not sent.
    Deny,
    /// [`ClientSettings::on_invalid`] is called, and the call goes on.
    Warn,
    /// Messages are not validated.
    #[default]
    Off,
}

/// A message that violates the contract.
#[derive(Debug)]
#[non_exhaustive]
pub struct Invalid<'a> {
    /// The name of the operation.
    pub operation: &'a str,
    /// The direction of the message.
    pub direction: TraceDirection,
    /// The violations.
    pub errors: &'a ValidationErrors,
}

/// The settings of a client. Each method returns the settings with one of them changed.
///
/// ```
/// use std::time::Duration;
/// use wsdlgen_runtime::ClientSettings;
///
/// let settings = ClientSettings::default().timeout(Duration::from_secs(5));
/// ```
#[derive(Clone)]
pub struct ClientSettings {
    pub(crate) timeout: Duration,
    pub(crate) reading: ReadOptions,
    pub(crate) requests: Validation,
    pub(crate) replies: Validation,
    pub(crate) on_invalid: Option<OnInvalid>,
    pub(crate) on_deviation: Option<OnDeviation>,
    pub(crate) mtom: Option<usize>,
    pub(crate) addressing: Addressing,
    pub(crate) endpoints: Endpoints,
    pub(crate) reply_listener: Option<ReplyListener>,
    pub(crate) style: Option<EnvelopeStyle>,
    pub(crate) trace: Option<OnTrace>,
    pub(crate) understood: Vec<QName>,
    pub(crate) http_headers: HeaderMap,
    #[cfg(feature = "ws-security")]
    pub(crate) security: Option<Security>,
    #[cfg(feature = "ws-security")]
    pub(crate) reply_security: Option<Verifier>,
}

impl ClientSettings {
    /// Limits the time of a call, from sending to the end of the reply. The default is 60 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the strictness and the limits of reading replies.
    #[must_use]
    pub fn reading(mut self, reading: ReadOptions) -> Self {
        self.reading = reading;
        self
    }

    /// Sets the limits of reading replies.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.reading.limits = limits;
        self
    }

    /// Sets the validation of requests. The default is [`Validation::Deny`].
    #[must_use]
    pub fn requests(mut self, validation: Validation) -> Self {
        self.requests = validation;
        self
    }

    /// Sets the validation of replies. The default is [`Validation::Off`].
    #[must_use]
    pub fn replies(mut self, validation: Validation) -> Self {
        self.replies = validation;
        self
    }

    /// Calls `report` for each message that [`Validation::Warn`] finds invalid.
    #[must_use]
    pub fn on_invalid(mut self, report: impl Fn(&Invalid<'_>) + Send + Sync + 'static) -> Self {
        self.on_invalid = Some(Arc::new(report));
        self
    }

    /// Calls `report` for each deviation that lenient reading accepted in a reply.
    #[must_use]
    pub fn on_deviation(mut self, report: impl Fn(&Deviation) + Send + Sync + 'static) -> Self {
        self.on_deviation = Some(Arc::new(report));
        self
    }

    /// Sends binary values of at least `least_bytes` bytes as attachments (MTOM). By default they are inlined as
    /// base64. Replies are read either way.
    #[must_use]
    pub fn mtom(mut self, least_bytes: impl Into<Option<usize>>) -> Self {
        self.mtom = least_bytes.into();
        self
    }

    /// Sets whether requests have WS-Addressing headers, and in which version. By default, they have those that the binding
    /// requires.
    #[must_use]
    pub fn addressing(mut self, addressing: Addressing) -> Self {
        self.addressing = addressing;
        self
    }

    /// Sets the endpoints that WS-Addressing headers name.
    #[must_use]
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.endpoints = endpoints;
        self
    }

    /// Requests replies at a listener instead of the connection of the request. Requests then have WS-Addressing headers,
    /// unless [`Addressing::Off`] is set.
    ///
    /// Replies over the connection are still accepted. Replies whose records or attachments are streamed, and calls
    /// without a reply, do not use the listener.
    #[must_use]
    pub fn reply_listener(mut self, listener: ReplyListener) -> Self {
        self.reply_listener = Some(listener);
        self
    }

    /// Sets the prefixes of requests and the place of their declarations, for services that do not process namespaces. The
    /// envelope is written twice. Requests with streamed records cannot have a style.
    #[must_use]
    pub fn envelope_style(mut self, style: EnvelopeStyle) -> Self {
        self.style = Some(style);
        self
    }

    /// Sets an HTTP header of every call, in place of the header with the same name.
    #[must_use]
    pub fn http_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        let value = http_headers::hidden(&name, value);
        self.http_headers.insert(name, value);
        self
    }

    /// Authenticates every call with a user name and a password (RFC 7617). The user name must not contain a colon.
    ///
    /// Anyone who can read the request can read the password: use it over TLS only.
    #[must_use]
    pub fn basic_auth(self, user: &str, password: &str) -> Self {
        self.http_header(AUTHORIZATION, http_headers::basic(user, password))
    }

    /// Authenticates every call with a bearer token (RFC 6750).
    ///
    /// # Errors
    ///
    /// If the token has characters that an HTTP header cannot contain.
    pub fn bearer_auth(self, token: &str) -> Result<Self, InvalidHeaderValue> {
        Ok(self.http_header(AUTHORIZATION, http_headers::bearer(token)?))
    }

    /// Accepts replies with this header block although the contract does not declare it and the service requires it to be
    /// understood (`mustUnderstand`; SOAP 1.1, §4.2.3).
    ///
    /// The block is among the `undeclared_headers` of the reply. Its meaning is the caller's responsibility.
    ///
    /// ```
    /// use wsdlgen_runtime::{ClientSettings, QName};
    ///
    /// let settings = ClientSettings::default().understands(QName::new("urn:example", "Session"));
    /// # let _ = settings;
    /// ```
    #[must_use]
    pub fn understands(mut self, block: QName) -> Self {
        self.understood.push(block);
        self
    }

    /// Passes every message to `trace`, with secrets redacted.
    #[must_use]
    pub fn trace(mut self, trace: impl Fn(&Trace<'_>) + Send + Sync + 'static) -> Self {
        self.trace = Some(Arc::new(trace));
        self
    }

    /// Adds a security header to requests.
    #[cfg(feature = "ws-security")]
    #[must_use]
    pub fn security(mut self, security: Security) -> Self {
        self.security = Some(security);
        self
    }

    /// Requires replies to have a security header that `verifier` accepts. Faults are exempt.
    #[cfg(feature = "ws-security")]
    #[must_use]
    pub fn reply_security(mut self, verifier: Verifier) -> Self {
        self.reply_security = Some(verifier);
        self
    }

    /// Returns the security of messages: that of these settings, or else that of the port.
    pub(super) fn guard(&self, of_port: &Result<PortSecurity, Arc<PolicyError>>) -> Guard {
        #[cfg(feature = "ws-security")]
        let is_replaced = self.security.is_some();
        #[cfg(not(feature = "ws-security"))]
        let is_replaced = false;
        Guard {
            security: of_port.as_ref().ok().filter(|_| !is_replaced).cloned().unwrap_or_default(),
            unmet: of_port.as_ref().err().filter(|_| !is_replaced).cloned(),
            understood: self.understood.clone(),
            #[cfg(feature = "ws-security")]
            outgoing: self.security.clone(),
            #[cfg(feature = "ws-security")]
            incoming: self.reply_security.clone(),
            ..Guard::default()
        }
    }

    /// Returns whether the policy of the port decides on the security of requests.
    #[cfg(feature = "ws-security")]
    pub(crate) fn uses_policy(&self) -> bool {
        self.security.is_none()
    }

    /// Validates a message with `check`, and treats violations as `validation` specifies.
    pub(super) fn judge(
        &self,
        validation: Validation,
        operation: &str,
        direction: TraceDirection,
        check: impl FnOnce() -> Result<(), ValidationErrors>,
    ) -> Result<(), ValidationErrors> {
        if validation == Validation::Off {
            return Ok(());
        }
        let Err(errors) = check() else { return Ok(()) };
        if validation == Validation::Deny {
            return Err(errors);
        }
        if let Some(on_invalid) = &self.on_invalid {
            on_invalid(&Invalid { operation, direction, errors: &errors });
        }
        Ok(())
    }
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            reading: ReadOptions::default(),
            requests: Validation::Deny,
            replies: Validation::Off,
            on_invalid: None,
            on_deviation: None,
            mtom: None,
            addressing: Addressing::AsBound,
            endpoints: Endpoints::default(),
            reply_listener: None,
            style: None,
            trace: None,
            understood: Vec::new(),
            http_headers: HeaderMap::new(),
            #[cfg(feature = "ws-security")]
            security: None,
            #[cfg(feature = "ws-security")]
            reply_security: None,
        }
    }
}

impl fmt::Debug for ClientSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientSettings")
            .field("timeout", &self.timeout)
            .field("reading", &self.reading)
            .field("requests", &self.requests)
            .field("replies", &self.replies)
            .finish_non_exhaustive()
    }
}

/// A traced message, with secrets redacted.
#[derive(Debug)]
#[non_exhaustive]
pub struct Trace<'a> {
    /// The name of the operation.
    pub operation: &'a str,
    /// The direction of the message.
    pub direction: TraceDirection,
    /// The first line: `POST http://…`, or the status.
    pub start: String,
    /// The HTTP headers.
    pub headers: &'a http::HeaderMap,
    /// The body, or an empty string if records are streamed.
    pub body: String,
}

/// The direction of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceDirection {
    /// To the service.
    Request,
    /// From the service.
    Reply,
}
