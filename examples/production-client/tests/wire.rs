//! Traffic on the wire: lengths, gzip, proxies, redirects, logs and traces.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{
    io::{Read, Write},
    sync::{Arc, Mutex},
};

use axum::{Router, body::Body, extract::Request, response::Response};
use example_production_client::{
    compression::{with_gzip, with_gzip_requests},
    observed::{CorrelationId, logged, traced},
    proxies::through_proxy,
    redirects::following_redirects,
};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use http::HeaderValue;
use support::{answer, behind, call, client, header, plain, request, serve, service};
use wsdlgen_runtime::{
    ClientSettings,
    xml::{Limits, ReadOptions},
};

#[tokio::test]
async fn requests_have_a_length_and_no_expect_header() {
    let seen = |headers: &http::HeaderMap| {
        ["content-length", "transfer-encoding", "expect"]
            .map(|name| header(headers, name))
            .join(" ")
    };
    let url = serve(service(seen)).await;
    for length in [0, 100, 5 << 20] {
        let mut long = request();
        long.customer_number = Some("x".repeat(length));
        let call = client(&url, plain());
        let sent = call.update_customer_pin(long.clone()).encode().unwrap().body().len();
        let reply = call.update_customer_pin(long).await.unwrap();
        assert_eq!(support::code(reply), format!("{sent} none none"));
    }
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Returns a compressed reply whose explanation code has this length.
fn reply_in_gzip(length: usize) -> Response {
    let text = format!(
        r#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><UpdateCustomerPINResponse
            xmlns="http://ws.southernco.com/CustSvc-iHub"><UpdateCustomerPINResult><ExplanationCode xmlns=""><Code>{}</Code>
            </ExplanationCode></UpdateCustomerPINResult></UpdateCustomerPINResponse></e:Body></e:Envelope>"#,
        "x".repeat(length)
    );
    let response = Response::builder().header("content-type", "application/soap+xml");
    response.header("content-encoding", "gzip").body(Body::from(gzipped(text.as_bytes()))).unwrap()
}

#[tokio::test]
async fn reads_compressed_replies() {
    let url = serve(behind(|request| async move {
        assert_eq!(header(request.headers(), "accept-encoding"), "gzip");
        Err(reply_in_gzip(1000))
    }))
    .await;
    assert_eq!(call(&url, &with_gzip().unwrap()).await.unwrap(), "x".repeat(1000));
}

#[tokio::test]
async fn limits_the_decompressed_length() {
    // 20 MiB compressed to about 20 KiB.
    let url = serve(behind(|_| async { Err(reply_in_gzip(20 << 20)) })).await;
    let limits = Limits { message_bytes: 1 << 20, ..Limits::default() };
    let reading = ReadOptions { limits, ..ReadOptions::default() };
    let client = client(&url, with_gzip().unwrap())
        .with_settings(ClientSettings::default().reading(reading));
    let error = client.update_customer_pin(request()).await.unwrap_err();
    let expected = "the call failed: the reply exceeds the limit of 1048576 bytes";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn compresses_requests() {
    let url = serve(behind(|request: Request| async move {
        let (mut head, body) = request.into_parts();
        assert_eq!(header(&head.headers, "content-encoding"), "gzip");
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        assert_eq!(header(&head.headers, "content-length"), body.len().to_string());
        let mut text = String::new();
        GzDecoder::new(&*body).read_to_string(&mut text).unwrap();
        assert!(text.contains(">4711</PIN>"), "{text}");
        head.headers.insert("content-length", HeaderValue::from(text.len()));
        Ok(Request::from_parts(head, Body::from(text)))
    }))
    .await;
    assert_eq!(call(&url, &with_gzip_requests(plain())).await.unwrap(), "UPDATED");
}

#[tokio::test]
async fn sends_calls_through_the_proxy() {
    let proxy = serve(behind(|request| async move {
        assert_eq!(request.uri(), "http://service.invalid/care");
        assert_eq!(header(request.headers(), "proxy-authorization"), "Basic dXNlcjpwYXNz");
        Ok(request)
    }))
    .await;
    let transport = through_proxy(&proxy, "user", "pass").unwrap();
    assert_eq!(call("http://service.invalid/care", &transport).await.unwrap(), "UPDATED");
}

/// Returns a router that redirects `/old` with this status and location, and serves all other paths.
fn moved(status: u16, place: &'static str) -> Router {
    behind(move |request| async move {
        if request.uri().path() != "/old" {
            return Ok(request);
        }
        Err(answer(status).header("location", place).body(Body::empty()).unwrap())
    })
}

#[tokio::test]
async fn follows_redirects_that_preserve_the_request() {
    for status in [307, 308] {
        let url = serve(moved(status, "/new")).await;
        let called = call(&format!("{url}old"), &following_redirects().unwrap()).await;
        assert_eq!(called.unwrap(), "UPDATED", "{status}");
    }
}

#[tokio::test]
async fn other_redirects_are_errors_with_the_new_address() {
    for (status, place) in [
        (301, "http://127.0.0.1:1/new"),
        (302, "http://127.0.0.1:1/new"),
        (303, "http://127.0.0.1:1/new"),
        // The body must not be sent to another server.
        (307, "http://127.0.0.1:1/new"),
    ] {
        let url = serve(moved(status, place)).await;
        let error = call(&format!("{url}old"), &following_redirects().unwrap()).await.unwrap_err();
        let text = error.to_string();
        assert!(
            text.ends_with("the service has moved to http://127.0.0.1:1/new"),
            "{status}: {text}"
        );
    }
    let circle = serve(moved(307, "/old")).await;
    let error = call(&format!("{circle}old"), &following_redirects().unwrap()).await.unwrap_err();
    assert!(error.to_string().ends_with("too many redirects"), "{error}");
}

#[tokio::test]
async fn logs_calls_with_their_sizes_and_id() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let transport = logged(plain(), move |line| log.lock().unwrap().push(line.to_owned()));
    let url = serve(service(|headers| header(headers, "x-correlation-id"))).await;
    let client = client(&url, transport);
    let id = CorrelationId(HeaderValue::from_static("order-7"));
    let length = client.update_customer_pin(request()).encode().unwrap().body().len();
    let reply = client.update_customer_pin(request()).extension(id).await.unwrap();
    assert_eq!(reply.http.headers["x-correlation-id"], "order-7");
    assert_eq!(support::code(reply), "order-7");
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 1);
    let expected = format!("\"order-7\": sent {length}, got 200 ");
    assert!(lines[0].starts_with(&expected) && !lines[0].contains('?'), "{}", lines[0]);
}

#[tokio::test]
async fn traces_contain_messages_without_secrets() {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let show = Arc::clone(&shown);
    let url = serve(service(|_| "UPDATED".to_owned())).await;
    let client =
        client(&url, plain()).with_settings(traced(move |line| show.lock().unwrap().push(line)));
    client.update_customer_pin(request()).await.unwrap();
    let shown = shown.lock().unwrap();
    assert_eq!(shown.len(), 2);
    assert!(shown[0].starts_with("Request UpdateCustomerPIN: <?xml"), "{}", shown[0]);
    assert!(shown[0].contains("OperationType") && !shown[0].contains("4711"), "{}", shown[0]);
    assert!(shown[1].starts_with("Reply UpdateCustomerPIN: <?xml"), "{}", shown[1]);
}
