//! Limits on what a client asks of a service.

use std::time::Duration;

use tower::ServiceBuilder;
use wsdlgen_runtime::Transport;

/// Refuses a call with `tower::load_shed::error::Overloaded` where this many are waiting for the head
/// of their replies. Without `load_shed`, calls wait for their turn.
pub fn limited(transport: Transport, at_once: usize) -> Transport {
    let service = ServiceBuilder::new().load_shed().concurrency_limit(at_once).service(transport);
    Transport::new(service)
}

/// Makes so many calls in this time at most; a further one waits. Up to 1024 wait in order.
///
/// # Panics
///
/// Outside of a tokio runtime.
pub fn paced(transport: Transport, calls: u64, time: Duration) -> Transport {
    let service = ServiceBuilder::new().buffer(1024).rate_limit(calls, time).service(transport);
    Transport::new(service)
}
