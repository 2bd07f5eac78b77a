//! Logging of calls with a correlation id, and tracing of messages without secrets.

use std::{sync::Arc, time::Instant};

use http::{HeaderValue, Request, header::CONTENT_LENGTH};
use tower::{Service, service_fn};
use wsdlgen_runtime::{ClientSettings, Payload, Transport};

use crate::BoxError;

/// The id of the work that a call belongs to, set with `.extension(CorrelationId(…))`.
#[derive(Clone, Debug)]
pub struct CorrelationId(pub HeaderValue);

/// Sends the correlation id in an HTTP header and logs the lengths, status and duration of each call.
///
/// Bodies are neither read nor changed.
pub fn logged(transport: Transport, log: impl Fn(&str) + Send + Sync + 'static) -> Transport {
    let log = Arc::new(log);
    Transport::new(service_fn(move |mut request: Request<Payload>| {
        let (mut transport, log) = (transport.clone(), Arc::clone(&log));
        async move {
            let id = request.extensions().get().map(|CorrelationId(id)| id.clone());
            let id = id.unwrap_or_else(|| HeaderValue::from_static("none"));
            request.headers_mut().insert("x-correlation-id", id.clone());
            let (sent, start) = (request.body().len(), Instant::now());
            let mut response = transport.call(request).await?;
            let length = response.headers().get(CONTENT_LENGTH);
            let length = length.and_then(|value| value.to_str().ok());
            let (status, taken) = (response.status().as_u16(), start.elapsed());
            log(&format!("{id:?}: sent {sent}, got {status} {}, {taken:?}", length.unwrap_or("?")));
            response.headers_mut().insert("x-correlation-id", id);
            Ok::<_, BoxError>(response)
        }
    }))
}

/// Passes messages to `show`, without the values that the build script declares secret.
pub fn traced(show: impl Fn(String) + Send + Sync + 'static) -> ClientSettings {
    ClientSettings::default().trace(move |trace| {
        show(format!("{:?} {}: {}", trace.direction, trace.operation, trace.body));
    })
}
