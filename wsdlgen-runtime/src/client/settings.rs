//! What a client does beyond the contract.

use std::{fmt, sync::Arc, time::Duration};

#[cfg(feature = "ws-security")]
use crate::security::{Security, Verifier};
use crate::{
    security::Guard,
    soap::{Addressing, Endpoints},
    validate::ValidationErrors,
    xml::{Deviation, ReadOptions},
};

/// Is called with everything that lenient reading passed over.
pub type OnDeviation = Arc<dyn Fn(&Deviation) + Send + Sync>;

/// Is shown every message.
pub type OnTrace = Arc<dyn Fn(&Trace<'_>) + Send + Sync>;

/// Is shown every message that holds what the contract forbids.
pub type OnInvalid = Arc<dyn Fn(&Invalid<'_>) + Send + Sync>;

/// What becomes of a message that holds what the contract's facets forbid: a text too long, a
/// number out of bounds, too many items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validation {
    /// The call fails; a request is not sent.
    Deny,
    /// [`Settings::on_invalid`] is told, and the call goes on.
    Warn,
    /// Nobody looks.
    #[default]
    Off,
}

/// A message that holds what the contract forbids.
#[derive(Debug)]
#[non_exhaustive]
pub struct Invalid<'a> {
    /// Which operation it belongs to.
    pub operation: &'a str,
    /// Which way it goes.
    pub direction: TraceDirection,
    /// What is wrong with it.
    pub errors: &'a ValidationErrors,
}

/// How a client behaves.
///
/// ```
/// use std::time::Duration;
/// use wsdlgen_runtime::client::Settings;
///
/// let settings = Settings { timeout: Duration::from_secs(5), ..Settings::default() };
/// ```
#[derive(Clone)]
pub struct Settings {
    /// How long a call may take, from sending to the whole reply: 60 seconds unless set.
    pub timeout: Duration,
    /// How strictly replies are read, and how much of them.
    pub reading: ReadOptions,
    /// Whether requests are checked before they are sent: [`Validation::Deny`] unless set.
    pub requests: Validation,
    /// Whether replies are checked: [`Validation::Off`] unless set.
    pub replies: Validation,
    /// Called for what [`Validation::Warn`] finds.
    pub on_invalid: Option<OnInvalid>,
    /// Called for everything that lenient reading passed over.
    pub on_deviation: Option<OnDeviation>,
    /// How long octets are at least that get a part of their own in requests (MTOM), so that they
    /// need no base64; none do unless set. Replies are read either way.
    pub mtom: Option<usize>,
    /// Whether requests have headers of WS-Addressing 1.0: where the binding asks for them, unless
    /// set.
    pub addressing: Addressing,
    /// What these headers name beside the service: nobody, unless set.
    pub endpoints: Endpoints,
    /// Shown every message, secrets left out.
    pub trace: Option<OnTrace>,
    /// The security header that requests get, if any.
    #[cfg(feature = "ws-security")]
    pub security: Option<Security>,
    /// What replies must have in theirs. A fault is given as one whatever it has.
    #[cfg(feature = "ws-security")]
    pub reply_security: Option<Verifier>,
}

impl Settings {
    /// Calls `report` for each deviation that lenient reading accepted in a reply.
    #[must_use]
    pub fn on_deviation(mut self, report: impl Fn(&Deviation) + Send + Sync + 'static) -> Self {
        self.on_deviation = Some(Arc::new(report));
        self
    }

    /// The same, calling `invalid` for what [`Validation::Warn`] finds.
    #[must_use]
    pub fn on_invalid(mut self, invalid: impl Fn(&Invalid<'_>) + Send + Sync + 'static) -> Self {
        self.on_invalid = Some(Arc::new(invalid));
        self
    }

    #[cfg_attr(
        not(feature = "ws-security"),
        expect(clippy::unused_self, reason = "without the feature there is no security to set")
    )]
    pub(super) fn guard(&self) -> Guard {
        Guard {
            #[cfg(feature = "ws-security")]
            outgoing: self.security.clone(),
            #[cfg(feature = "ws-security")]
            incoming: self.reply_security.clone(),
        }
    }

    /// What becomes of a message that `check` finds something wrong with.
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

    /// The same, showing every message to `trace`.
    #[must_use]
    pub fn trace(mut self, trace: impl Fn(&Trace<'_>) + Send + Sync + 'static) -> Self {
        self.trace = Some(Arc::new(trace));
        self
    }
}

impl Default for Settings {
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
            trace: None,
            #[cfg(feature = "ws-security")]
            security: None,
            #[cfg(feature = "ws-security")]
            reply_security: None,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("timeout", &self.timeout)
            .field("reading", &self.reading)
            .field("requests", &self.requests)
            .field("replies", &self.replies)
            .finish_non_exhaustive()
    }
}

/// A message on its way, secrets left out.
#[derive(Debug)]
#[non_exhaustive]
pub struct Trace<'a> {
    /// Which operation it belongs to.
    pub operation: &'a str,
    /// Which way it goes.
    pub direction: TraceDirection,
    /// The first line: `POST http://…`, or the status.
    pub start: String,
    /// The HTTP headers.
    pub headers: &'a http::HeaderMap,
    /// The envelope; empty where it is read record by record.
    pub body: String,
}

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceDirection {
    /// To the service.
    Request,
    /// From the service.
    Reply,
}
