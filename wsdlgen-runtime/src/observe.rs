//! Spans and events for the `tracing` crate.
//!
//! Each call has a span with its deviations and its outcome. Spans never contain messages; use
//! `ClientSettings::trace` to see those.

#[cfg(not(feature = "tracing"))]
pub(crate) use nothing::CallSpan;
#[cfg(feature = "tracing")]
pub(crate) use spans::CallSpan;

/// Wraps `work` so that it runs in the current span on another thread.
#[cfg(feature = "tokio")]
pub(crate) fn in_span<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    #[cfg(feature = "tracing")]
    let span = tracing::Span::current();
    #[cfg(feature = "tracing")]
    let work = move || span.in_scope(work);
    work
}

/// Runs a future inside the current span.
#[cfg(feature = "tokio")]
pub(crate) fn instrumented<F: std::future::Future>(
    future: F,
) -> impl std::future::Future<Output = F::Output> {
    #[cfg(feature = "tracing")]
    let future = tracing::Instrument::in_current_span(future);
    future
}

/// Logs a reply that was delivered to another address than its connection, with the status that it would have had there.
pub(crate) fn log_delivered(address: &str, status: http::StatusCode) {
    #[cfg(feature = "tracing")]
    tracing::debug!(
        address = crate::message::public_address(address),
        status = status.as_u16(),
        "delivered reply"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = (address, status);
}

/// Logs a reply that could not be delivered to another address than its connection.
pub(crate) fn log_undelivered(address: &str, error: &crate::message::TransportError) {
    #[cfg(feature = "tracing")]
    tracing::warn!(address = crate::message::public_address(address), %error, "undelivered reply");
    #[cfg(not(feature = "tracing"))]
    let _ = (address, error);
}

/// A zero-cost stub for builds without `tracing`.
#[cfg(not(feature = "tracing"))]
mod nothing {
    use std::future::Future;

    use http::Uri;

    use crate::xml::Deviation;

    #[derive(Clone, Debug)]
    pub(crate) struct CallSpan;

    #[expect(clippy::unused_self, reason = "the signatures match those of the real implementation")]
    impl CallSpan {
        pub(crate) fn call(_service: &'static str, _operation: &'static str, _url: &str) -> Self {
            Self
        }

        pub(crate) fn request(_service: &'static str, _uri: &Uri) -> Self {
            Self
        }

        pub(crate) fn operation(_operation: &'static str) {}

        pub(crate) fn asked(&self, _bytes: usize) {}

        pub(crate) fn answered(&self, _status: u16, _bytes: Option<usize>) {}

        pub(crate) fn deviations(_deviations: &[Deviation]) {}

        pub(crate) fn panicked() {}

        pub(crate) fn ended(&self, _outcome: &'static str) {}

        pub(crate) fn within<F: Future>(&self, future: F) -> F {
            future
        }
    }
}

#[cfg(feature = "tracing")]
mod spans {
    use std::{future::Future, time::Instant};

    use http::Uri;
    use tracing::{Instrument, Span, debug, error, field::Empty, info_span, warn};

    use crate::{message::public_address, xml::Deviation};

    /// The span of one call, in a client or a server. Its fields are named after OpenTelemetry's
    /// semantic conventions for RPC and HTTP.
    #[derive(Clone, Debug)]
    pub(crate) struct CallSpan {
        span: Span,
        start: Instant,
    }

    impl CallSpan {
        /// Creates the span of a call made by a client.
        pub(crate) fn call(service: &'static str, operation: &'static str, url: &str) -> Self {
            let span = info_span!(
                "soap.call",
                otel.kind = "client",
                rpc.system = "soap",
                rpc.service = service,
                rpc.method = operation,
                url.full = public_address(url),
                http.request.body.size = Empty,
                http.response.status_code = Empty,
                http.response.body.size = Empty,
            );
            Self { span, start: Instant::now() }
        }

        /// Creates the span of a request answered by a server.
        pub(crate) fn request(service: &'static str, uri: &Uri) -> Self {
            let span = info_span!(
                "soap.request",
                otel.kind = "server",
                rpc.system = "soap",
                rpc.service = service,
                rpc.method = Empty,
                url.path = uri.path(),
                http.request.body.size = Empty,
                http.response.status_code = Empty,
                http.response.body.size = Empty,
            );
            Self { span, start: Instant::now() }
        }

        /// Records the name of the called operation in the current span.
        pub(crate) fn operation(operation: &'static str) {
            Span::current().record("rpc.method", operation);
        }

        /// Records the length of the request.
        pub(crate) fn asked(&self, bytes: usize) {
            self.span.record("http.request.body.size", bytes);
        }

        /// Records the status and length of the response. The length of a streamed body is unknown.
        pub(crate) fn answered(&self, status: u16, bytes: Option<usize>) {
            self.span.record("http.response.status_code", status);
            if let Some(bytes) = bytes {
                self.span.record("http.response.body.size", bytes);
            }
        }

        /// Logs the deviations that lenient reading accepted.
        pub(crate) fn deviations(deviations: &[Deviation]) {
            for deviation in deviations {
                warn!(%deviation, "deviation");
            }
        }

        pub(crate) fn panicked() {
            error!("the method panicked");
        }

        /// Logs the outcome and the duration of the call.
        pub(crate) fn ended(&self, outcome: &'static str) {
            let elapsed_us = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.span.in_scope(|| debug!(outcome, elapsed_us, "ended"));
        }

        /// Runs a future inside the span.
        pub(crate) fn within<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.span.clone())
        }
    }
}
