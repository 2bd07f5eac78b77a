//! Limits on the load that a client puts on a service.

use std::time::Duration;

use tower::ServiceBuilder;
use wsdlgen_runtime::Transport;

/// Limits the number of calls that are waiting for the head of their replies.
///
/// Further calls fail with `tower::load_shed::error::Overloaded`. Without `load_shed`, they would wait for their
/// turn.
pub fn limited(transport: Transport, at_once: usize) -> Transport {
    let service = ServiceBuilder::new().load_shed().concurrency_limit(at_once).service(transport);
    Transport::new(service)
}

/// Limits the rate to `calls` per `time`. Up to 1024 further calls wait in order.
///
/// # Panics
///
/// Panics if called outside a tokio runtime.
pub fn paced(transport: Transport, calls: u64, time: Duration) -> Transport {
    let service = ServiceBuilder::new().buffer(1024).rate_limit(calls, time).service(transport);
    Transport::new(service)
}
