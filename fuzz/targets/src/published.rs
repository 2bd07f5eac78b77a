//! The target for published contracts: pages, documents, and the form for calling an operation.

use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use generated_client::{accounts::Accounts, customer_care::CustomerCareServiceServer};
use http::{Method, Request, header};
use tower_service::Service;
use wsdlgen_runtime::{Payload, server::PeerAddress};

use crate::messages::now;

/// Markup from the input that must not appear in a page.
const MARKUP: &str = "<zz";

/// Requests a page. The first line of the input is the request target, the rest is form data.
pub(crate) fn publication(input: &[u8]) {
    let (target, form) = match input.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&input[..end], Some(&input[end + 1..])),
        None => (input, None),
    };
    let method = if form.is_some() { Method::POST } else { Method::GET };
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .extension(PeerAddress(SocketAddr::from((Ipv4Addr::LOCALHOST, 1))))
        .body(Payload::new(Bytes::copy_from_slice(form.unwrap_or_default())));
    let Ok(request) = request else { return };
    let mut server = CustomerCareServiceServer::new(Accounts::default()).into_service();
    let Ok(response) = now(server.call(request));
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let body = response.into_body().into_bytes();
    let page = String::from_utf8_lossy(&body);
    assert!(!is_page || !page.contains(MARKUP), "{page}");
}
