//! HTTP headers of calls.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    convert::Infallible,
    future::IntoFuture,
    sync::{Arc, Mutex},
};

use common::{Echo, EchoContract};
use futures_util::FutureExt;
use http::{
    HeaderName, HeaderValue, Request, Response,
    header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, SET_COOKIE},
};
use tower::service_fn;
use wsdlgen_runtime::{Client, ClientSettings, Payload, Port, SoapVersion, Transport};

fn client(settings: ClientSettings) -> Client<EchoContract> {
    let port = Port::new("Echo", "http://a.example/", SoapVersion::Soap11, &[]);
    let unused = service_fn(|_: Request<Payload>| async {
        Ok::<_, Infallible>(
            Response::builder().header(SET_COOKIE, "id=4712").body(Payload::default()).unwrap(),
        )
    });
    Client::new(port, Transport::new(unused)).with_settings(settings)
}

const TENANT: HeaderName = HeaderName::from_static("x-tenant");

#[test]
fn adds_headers_of_clients_and_calls() {
    let tenant = HeaderValue::from_static;
    let settings = ClientSettings::default().http_header(TENANT, tenant("a"));
    let client = client(settings.basic_auth("Aladdin", "open sesame"));
    let sent = client.call::<Echo>("x".to_owned()).encode().unwrap();
    let values = |request: &Request<Payload>, name: &HeaderName| -> Vec<String> {
        let values = request.headers().get_all(name).iter();
        values.map(|value| value.to_str().unwrap().to_owned()).collect()
    };
    // The example of RFC 7617, §2.
    assert_eq!(values(&sent, &AUTHORIZATION), ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]);
    assert_eq!(values(&sent, &TENANT), ["a"]);
    assert!(!format!("{:?}", sent.headers()).contains("QWxh"));

    let call = client.call::<Echo>("x".to_owned()).http_header(TENANT, tenant("b"));
    let call = call.bearer_auth("t0k.en").unwrap();
    let sent = call.http_header(CONTENT_TYPE, tenant("text/xml")).encode().unwrap();
    assert_eq!(values(&sent, &AUTHORIZATION), ["Bearer t0k.en"]);
    assert_eq!(values(&sent, &TENANT), ["b"]);
    assert_eq!(values(&sent, &CONTENT_TYPE), ["text/xml"]);
}

#[test]
fn rejects_tokens_that_would_add_headers() {
    for token in ["a\r\nx-admin: 1", "a\n", "\0"] {
        assert!(ClientSettings::default().bearer_auth(token).is_err(), "{token:?}");
    }
}

#[test]
fn keeps_credentials_out_of_traces() {
    let lines: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&lines);
    let settings = ClientSettings::default();
    let settings = settings.http_header(COOKIE, HeaderValue::from_static("id=4711"));
    let settings = settings.basic_auth("ada", "4711").trace(move |trace| {
        let values = trace.headers.values().map(|value| value.to_str().unwrap());
        seen.lock().unwrap().push(values.collect::<Vec<_>>().join(" "));
    });
    let client = client(settings);
    let called = client.call::<Echo>("x".to_owned()).into_future().now_or_never().unwrap();
    assert!(called.is_err());
    let sent = lines.lock().unwrap()[0].clone();
    assert_eq!(sent.matches("[redacted]").count(), 2, "{sent}");
    assert!(!sent.contains("Basic") && !sent.contains("4711"), "{sent}");
    let received = lines.lock().unwrap()[1].clone();
    assert_eq!(received, "[redacted]");
}
