//! Targets for messages to clients and servers.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use generated_client::{
    accounts::Accounts,
    customer_care::{CustomerCareServiceServer, operations},
};
use http::{HeaderValue, Request, Response, StatusCode, header};
use tower_service::Service;
use wsdlgen_runtime::{
    AnyElement, CallError, Payload,
    message::decode,
    xml::{ReadOptions, Reading},
};

/// Content types of messages. The first byte of an input selects one.
const TYPES: [&str; 6] = [
    "text/xml; charset=utf-8",
    "application/soap+xml; charset=utf-8",
    "text/xml; charset=utf-16",
    "text/xml; charset=iso-8859-1",
    "text/html",
    "",
];

/// The content type of messages with attachments.
const MULTIPART: &str = "multipart/related; type=\"application/xop+xml\"; start=\"<root>\"; \
     start-info=\"text/xml\"; boundary=\"b\"";

/// Checks that any document that can be read survives a round trip.
pub(crate) fn reader(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let strict = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let Ok(element) = AnyElement::parse(text, &strict) else { return };
    let written = element.to_xml().expect("an element that was read should be writable");
    let again = AnyElement::parse(&written, &strict).expect("a written element should be readable");
    assert_eq!(element, again, "{written}");
}

/// Checks that a client decodes any response to a reply or an error that can be formatted.
pub(crate) fn reply(input: &[u8]) {
    let Some((content_type, body)) = typed(input) else { return };
    for status in [StatusCode::OK, StatusCode::INTERNAL_SERVER_ERROR] {
        decode_reply(status, content_type, body);
    }
}

/// Sends a multipart message to a client and a server.
pub(crate) fn multipart(input: &[u8]) {
    decode_reply(StatusCode::OK, MULTIPART, input);
    serve(MULTIPART, input);
}

/// Checks that a server responds to any request with a valid SOAP message.
pub(crate) fn request(input: &[u8]) {
    let Some((content_type, body)) = typed(input) else { return };
    serve(content_type, body);
}

fn typed(input: &[u8]) -> Option<(&'static str, &[u8])> {
    let (first, body) = input.split_first()?;
    Some((TYPES[usize::from(*first) % TYPES.len()], body))
}

fn decode_reply(status: StatusCode, content_type: &'static str, body: &[u8]) {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    match decode::<operations::UpdateCustomerPin>(response, &ReadOptions::default()) {
        Ok(reply) => drop(format!("{reply:?}")),
        Err(error) => drop(format!("{error} {error:?}")),
    }
}

fn serve(content_type: &'static str, body: &[u8]) {
    let request = Request::post("/service")
        .header(header::CONTENT_TYPE, content_type)
        .body(Payload::new(Bytes::copy_from_slice(body)))
        .expect("the request should be valid");
    let mut server = CustomerCareServiceServer::new(Accounts::default()).into_service();
    let Ok(response) = now(server.call(request));
    let response = response.map(Payload::into_bytes);
    let status = response.status();
    let strict = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    match decode::<operations::UpdateCustomerPin>(response, &strict) {
        Ok(_) => assert_eq!(status, StatusCode::OK),
        Err(CallError::Fault(_)) => assert!(!status.is_success(), "{status}"),
        Err(error) => unreachable!("cannot read the server's response: {error}"),
    }
}

/// Polls a future that is ready immediately.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("the future should be ready immediately"),
    }
}
