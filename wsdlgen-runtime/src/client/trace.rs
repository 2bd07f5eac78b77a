//! Traces of messages.

use std::borrow::Cow;

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Request, Response,
    header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE},
};

use super::{Client, Trace, TraceDirection};
use crate::{
    message::{Payload, public_address},
    observe::CallSpan,
    soap::{Contract, Operation},
    xml::{REDACTED, redact},
};

/// Traces a request.
pub(super) fn trace_request<O: Operation>(
    client: &Client<O::Contract>,
    request: &Request<Payload>,
) {
    // The fields of a request without SOAP cannot be redacted.
    let has_fields = client.port.http_method().is_some();
    let start = || {
        let uri = request.uri().to_string();
        format!("{} {}", request.method(), if has_fields { public_address(&uri) } else { uri })
    };
    // A streamed body can only be consumed once, so it is not traced.
    let is_traced = request.body().is_complete() && !has_fields;
    let body = || if is_traced { request.body().clone().into_bytes() } else { Bytes::new() };
    trace::<O>(client, TraceDirection::Request, request.headers(), start, body);
}

/// Records a reply in the call's span, and traces it.
pub(super) fn note_reply<O: Operation>(
    client: &Client<O::Contract>,
    response: &Response<Bytes>,
    observed: &CallSpan,
) {
    observed.answered(response.status().as_u16(), Some(response.body().len()));
    trace_reply::<O, _>(client, response, || response.body().clone());
}

/// Traces a reply.
pub(super) fn trace_reply<O: Operation, B>(
    client: &Client<O::Contract>,
    response: &Response<B>,
    body: impl FnOnce() -> Bytes,
) {
    let start = || format!("HTTP {}", response.status());
    trace::<O>(client, TraceDirection::Reply, response.headers(), start, body);
}

/// Passes a message to the client's trace callback, if there is one.
fn trace<O: Operation>(
    client: &Client<O::Contract>,
    direction: TraceDirection,
    headers: &HeaderMap,
    start: impl FnOnce() -> String,
    body: impl FnOnce() -> Bytes,
) {
    if let Some(trace) = &client.settings.trace {
        let body = redact(&String::from_utf8_lossy(&body()), O::Contract::SECRETS);
        let headers = &redacted(headers);
        trace(&Trace { operation: O::NAME, direction, start: start(), headers, body });
    }
}

/// The headers whose values authenticate the caller, in either direction.
const CREDENTIALS: [HeaderName; 4] = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE];

/// Returns headers without the values of credentials.
fn redacted(headers: &HeaderMap) -> Cow<'_, HeaderMap> {
    let is_secret =
        |name: &HeaderName, value: &HeaderValue| value.is_sensitive() || CREDENTIALS.contains(name);
    if !headers.iter().any(|(name, value)| is_secret(name, value)) {
        return Cow::Borrowed(headers);
    }
    let mut headers = headers.clone();
    for (name, value) in &mut headers {
        if is_secret(name, value) {
            *value = HeaderValue::from_static(REDACTED);
        }
    }
    Cow::Owned(headers)
}
