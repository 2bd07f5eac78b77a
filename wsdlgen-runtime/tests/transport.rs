//! Nested transports: middleware wraps any transport.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use http_body::Body;
use tower::{Service, ServiceExt, service_fn};
use wsdlgen_runtime::{Payload, Transport, message::TransportError};

/// Returns the result of a future that is immediately ready.
fn completed<T>(future: impl Future<Output = T>) -> T {
    let Poll::Ready(result) = pin!(future).poll(&mut Context::from_waker(Waker::noop())) else {
        unreachable!("no future here waits")
    };
    result
}

fn whole(mut body: impl Body<Data = Bytes, Error = TransportError> + Unpin) -> Bytes {
    assert_eq!(body.size_hint().exact(), Some(5));
    let frame = Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(Some(Ok(frame))) = frame else { unreachable!("the body is complete") };
    assert!(body.is_end_stream());
    frame.into_data().unwrap()
}

#[test]
fn passes_request_and_reply_through_middleware() {
    let echo = service_fn(|request: Request<Payload>| async move {
        let mut response = Response::new(request.body().clone());
        *response.headers_mut() = request.headers().clone();
        Ok::<_, TransportError>(response)
    });
    let inner = Transport::new(echo);
    let mut outer = Transport::new(
        inner
            .map_request(|mut request: Request<Payload>| {
                request.headers_mut().insert("x-way", HeaderValue::from_static("there"));
                request
            })
            .map_response(|mut response| {
                response.headers_mut().insert("x-back", HeaderValue::from_static("here"));
                response
            }),
    );
    let response = completed(outer.call(Request::new(Payload::new("a < b")))).unwrap();
    assert_eq!(response.headers()["x-way"], "there");
    assert_eq!(response.headers()["x-back"], "here");
    assert_eq!(whole(response.into_body()), "a < b");
}

#[test]
fn reports_an_error_only_once() {
    let broken =
        service_fn(|_: Request<Payload>| async { Err::<Response<Payload>, _>("no such host") });
    let mut twice = Transport::new(Transport::new(broken));
    let error = completed(twice.call(Request::new(Payload::default()))).unwrap_err();
    assert_eq!(error.to_string(), "the call failed: no such host");
}
