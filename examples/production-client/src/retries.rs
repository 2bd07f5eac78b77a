//! Retries of calls that are marked as safe to repeat.

use std::{sync::Arc, time::Duration};

use http::{HeaderMap, Request, Response, StatusCode, header::CONTENT_TYPE};
use tower::{
    ServiceBuilder,
    retry::{
        Policy,
        backoff::{
            Backoff, ExponentialBackoff, ExponentialBackoffMaker, InvalidBackoff, MakeBackoff,
        },
        budget::{Budget, TpsBudget},
    },
    util::rng::HasherRng,
};
use wsdlgen_runtime::{Payload, Transport};

/// A mark for calls that are safe to repeat, set with `.extension(Safe)`.
#[derive(Clone, Copy, Debug)]
pub struct Safe;

/// Retries calls up to `attempts` times, with increasing delays.
///
/// `budget` limits the number of retries across all calls, so that a failing service gets little additional load.
///
/// # Errors
///
/// Never, because the delays set here are valid.
pub fn retried(
    transport: Transport,
    attempts: usize,
    budget: Arc<TpsBudget>,
) -> Result<Transport, InvalidBackoff> {
    let (first, longest) = (Duration::from_millis(50), Duration::from_secs(2));
    let backoff = ExponentialBackoffMaker::new(first, longest, 0.5, HasherRng::new())?;
    let retries = Retries { left: attempts, backoff: backoff.clone().make_backoff(), budget };
    Ok(Transport::new(ServiceBuilder::new().retry(retries).service(transport)))
}

#[derive(Clone)]
struct Retries {
    left: usize,
    backoff: ExponentialBackoff,
    budget: Arc<TpsBudget>,
}

impl<B, E> Policy<Request<Payload>, Response<B>, E> for Retries {
    type Future = <ExponentialBackoff as Backoff>::Future;

    fn retry(
        &mut self,
        _request: &mut Request<Payload>,
        result: &mut Result<Response<B>, E>,
    ) -> Option<Self::Future> {
        if result.as_ref().is_ok_and(is_final) {
            self.budget.deposit();
            return None;
        }
        if self.left == 0 || !self.budget.withdraw() {
            return None;
        }
        self.left -= 1;
        Some(self.backoff.next_backoff())
    }

    fn clone_request(&mut self, request: &Request<Payload>) -> Option<Request<Payload>> {
        request.extensions().get::<Safe>().map(|_| request.clone())
    }
}

/// Returns whether a response should not be retried: it is a reply or a fault, or a retry would not help.
fn is_final<B>(response: &Response<B>) -> bool {
    let passes = matches!(
        response.status(),
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    );
    !passes || is_soap(response.headers())
}

fn is_soap(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let soap = ["text/xml", "application/soap+xml", "multipart/related"];
    soap.iter().any(|start| kind.starts_with(start))
}
