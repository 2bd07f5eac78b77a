//! Middleware between a generated client and its transport.
//!
//! A transport is any `tower::Service` of HTTP requests, so any tower middleware (retries, limits, metrics,
//! tokens) can wrap it. The innermost service may be an HTTP client or, as in the test, a generated server in the
//! same process.

use std::{
    error::Error,
    sync::atomic::{AtomicUsize, Ordering},
};

use http::{HeaderValue, Request, Response};
use tower::{Service, ServiceExt};
use wsdlgen_runtime::{Payload, Transport};

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);

/// The tenant of a call. It is set with `.extension(…)` and sent as an HTTP header.
#[derive(Clone, Debug)]
pub struct Tenant(pub HeaderValue);

/// Creates a transport that numbers calls, sends the tenant, and logs the status of each response.
pub fn observed<S, L>(inner: S, log: L) -> Transport
where
    S: Service<Request<Payload>, Response = Response<Payload>> + Clone + Send + Sync + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: Send,
    L: Fn(&str) + Clone + Send + Sync + 'static,
{
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let service = inner
        .map_response(move |response: Response<Payload>| {
            log(&format!("HTTP {}", response.status()));
            response
        })
        .map_request(|mut request: Request<Payload>| {
            let number = HeaderValue::from(CALLS.fetch_add(1, Ordering::Relaxed));
            let tenant = request.extensions().get::<Tenant>().cloned();
            let headers = request.headers_mut();
            headers.insert("x-call-number", number);
            if let Some(Tenant(name)) = tenant {
                headers.insert("x-tenant", name);
            }
            request
        });
    Transport::new(service)
}
