//! Replies that stop before their end.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{
    convert::Infallible,
    future::{ready, Ready},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame};
use support::now;
use wsdlgen_expectations::streams::{ports, MeterClient, Reading};
use wsdlgen_runtime::{client::Transport, message::Payload, CallError};

/// A service that starts a response but never finishes it.
#[derive(Clone)]
struct Stuck;

struct Never(Option<Bytes>);

impl Body for Never {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.take().map_or(Poll::Pending, |bytes| Poll::Ready(Some(Ok(Frame::data(bytes)))))
    }
}

impl tower_service::Service<Request<Payload>> for Stuck {
    type Response = Response<Never>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Never>, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _request: Request<Payload>) -> Self::Future {
        let begun = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' \
            xmlns='urn:example:streams'><s:Body><ListResponse>\
            <reading><name>n</name><value>1</value></reading><read";
        ready(Ok(Response::new(Never(Some(Bytes::from_static(begun.as_bytes()))))))
    }
}

#[test]
fn times_out_while_waiting_for_a_record() {
    let client = MeterClient::new(ports::METER_SOAP, Transport::new(Stuck));
    now(async {
        let call = client.list(0).timeout(Duration::from_millis(20));
        let mut records = call.stream::<Reading>().await.unwrap();
        assert_eq!(records.next().await.unwrap().unwrap().value, 1);
        let error = records.next().await.unwrap().unwrap_err();
        assert!(matches!(error, CallError::Timeout(_)), "{error:?}");
        assert!(records.next().await.is_none());
    });
}
