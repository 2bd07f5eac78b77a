//! OpenTelemetry: traces across client and server, and a histogram of durations.
//!
//! With the feature `tracing`, the runtime has a span for each call and for each request. `tracing-opentelemetry` exports
//! them. These wrappers connect the two sides with the header `traceparent` (W3C Trace Context, §3.2).

use std::{error::Error, time::Instant};

use http::{Request, Response, StatusCode};
use opentelemetry::{
    KeyValue,
    metrics::{Histogram, Meter},
    propagation::TextMapPropagator as _,
};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tower::{Service, ServiceExt as _, service_fn};
use tracing::{Instrument as _, Span, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use wsdlgen_runtime::{Payload, Transport};

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);

/// Any error of a transport.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Sends the current span to the service in `traceparent`, and measures the time until the head of each reply.
pub fn traced(transport: Transport, meter: &Meter) -> Transport {
    let durations = meter.f64_histogram("rpc.client.call.duration").with_unit("s").build();
    Transport::new(service_fn(move |mut request: Request<Payload>| {
        let context = Span::current().context();
        let mut headers = HeaderInjector(request.headers_mut());
        TraceContextPropagator::new().inject_context(&context, &mut headers);
        let (mut transport, durations) = (transport.clone(), durations.clone());
        async move {
            let start = Instant::now();
            let response = transport.call(request).await;
            record(&durations, start, response.as_ref().ok().map(Response::status));
            response
        }
    }))
}

/// Continues the traces of callers, and measures the time until each reply. `service` is a generated server.
pub fn continued<S, B, R>(
    service: S,
    meter: &Meter,
) -> impl Service<Request<B>, Response = S::Response, Error = S::Error, Future: Send>
+ Clone
+ Send
+ Sync
+ 'static
where
    S: Service<Request<B>, Response = Response<R>, Future: Send> + Clone + Send + Sync + 'static,
    B: Send + 'static,
{
    let durations = meter.f64_histogram("rpc.server.call.duration").with_unit("s").build();
    service_fn(move |request: Request<B>| {
        let headers = HeaderExtractor(request.headers());
        let parent = TraceContextPropagator::new().extract(&headers);
        let span = info_span!("http request");
        // A span that is not exported has no parent either.
        let _ = span.set_parent(parent);
        let (service, durations) = (service.clone(), durations.clone());
        let handled = async move {
            let start = Instant::now();
            let response = service.oneshot(request).await;
            record(&durations, start, response.as_ref().ok().map(Response::status));
            response
        };
        handled.instrument(span)
    })
}

/// Records a duration with the status of the response, or with an error if there is none.
fn record(durations: &Histogram<f64>, start: Instant, status: Option<StatusCode>) {
    let outcome = match status {
        Some(status) => KeyValue::new("http.response.status_code", i64::from(status.as_u16())),
        None => KeyValue::new("error.type", "no_response"),
    };
    durations.record(start.elapsed().as_secs_f64(), &[outcome]);
}
