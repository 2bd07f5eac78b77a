//! What a client does beyond the contract.

use std::{fmt, sync::Arc, time::Duration};

use crate::xml::{ReadOptions, Tolerated};

/// Is called with everything that lenient reading passed over.
pub type OnTolerated = Arc<dyn Fn(&Tolerated) + Send + Sync>;

/// Is shown every message.
pub type OnTrace = Arc<dyn Fn(&Trace<'_>) + Send + Sync>;

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
    /// Called for everything that lenient reading passed over.
    pub on_tolerated: Option<OnTolerated>,
    /// Shown every message, secrets left out.
    pub trace: Option<OnTrace>,
}

impl Settings {
    /// The same, calling `tolerated` for everything that lenient reading passed over.
    #[must_use]
    pub fn on_tolerated(mut self, tolerated: impl Fn(&Tolerated) + Send + Sync + 'static) -> Self {
        self.on_tolerated = Some(Arc::new(tolerated));
        self
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
            on_tolerated: None,
            trace: None,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("timeout", &self.timeout)
            .field("reading", &self.reading)
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
    /// The envelope.
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
