//! Timeouts, retries, and limits on calls.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, body::Body, response::Response};
use example_production_client::{
    limits::{limited, paced},
    retries::{Safe, retried},
    timeouts::{answered_within, connecting_within},
};
use support::{answer, behind, call, client, code, plain, request, serve};
use tokio::sync::Notify;
use tower::retry::budget::TpsBudget;
use wsdlgen_runtime::CallError;

/// Finds an error of type `E` in a chain of sources.
fn find_cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut error = Some(error);
    while let Some(current) = error {
        if current.is::<E>() {
            return current.downcast_ref();
        }
        error = current.source();
    }
    None
}

#[tokio::test]
async fn calls_without_a_reply_time_out() {
    let url = serve(behind(|_| std::future::pending())).await;
    let limit = Duration::from_millis(100);
    let client = client(&url, plain()).with_settings(answered_within(limit));
    let error = client.update_customer_pin(request()).await.unwrap_err();
    assert!(matches!(error, CallError::Timeout(time) if time == limit), "{error}");
}

#[tokio::test]
async fn connections_without_a_handshake_time_out() {
    // The server accepts connections but never starts TLS.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", silent.local_addr().unwrap());
    let transport = connecting_within(Duration::from_millis(100)).unwrap();
    let error = call(&url, &transport).await.unwrap_err();
    let cause: &reqwest::Error = find_cause(&error).unwrap();
    assert!(cause.is_connect() && cause.is_timeout(), "{error}");
}

/// Returns a router that rejects the `first` requests with `refusal` and then accepts all, and a counter of requests.
fn refusing(first: usize, refusal: fn() -> Response) -> (Router, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let router = behind(move |request| {
        let refused = counted.fetch_add(1, Ordering::Relaxed) < first;
        async move { if refused { Err(refusal()) } else { Ok(request) } }
    });
    (router, count)
}

fn unavailable() -> Response {
    answer(503).body(Body::from("<h1>later</h1>")).unwrap()
}

fn plenty() -> Arc<TpsBudget> {
    Arc::new(TpsBudget::new(Duration::from_secs(10), 10, 0.2))
}

#[tokio::test]
async fn retries_only_calls_marked_as_safe() {
    let (router, count) = refusing(2, unavailable);
    let client = client(&serve(router).await, retried(plain(), 3, plenty()).unwrap());
    let error = client.update_customer_pin(request()).await.unwrap_err();
    assert_eq!(error.raw_reply().unwrap().status(), 503);
    assert_eq!(count.load(Ordering::Relaxed), 1);
    let reply = client.update_customer_pin(request()).extension(Safe).await.unwrap();
    assert_eq!((code(reply).as_str(), count.load(Ordering::Relaxed)), ("UPDATED", 3));
}

#[tokio::test]
async fn stops_after_the_last_attempt() {
    let (router, count) = refusing(100, unavailable);
    let client = client(&serve(router).await, retried(plain(), 2, plenty()).unwrap());
    let error = client.update_customer_pin(request()).extension(Safe).await.unwrap_err();
    assert_eq!(error.raw_reply().unwrap().status(), 503);
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn does_not_exceed_the_retry_budget() {
    let (router, count) = refusing(100, unavailable);
    let nothing = Arc::new(TpsBudget::new(Duration::from_secs(10), 0, 0.0));
    let client = client(&serve(router).await, retried(plain(), 3, nothing).unwrap());
    client.update_customer_pin(request()).extension(Safe).await.unwrap_err();
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn does_not_retry_faults() {
    let fault = || {
        let text = r#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault>
            <e:Code><e:Value>e:Receiver</e:Value></e:Code>
            <e:Reason><e:Text xml:lang="en">not today</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>"#;
        let response = Response::builder().status(503);
        let response = response.header("content-type", "application/soap+xml; charset=utf-8");
        response.body(Body::from(text)).unwrap()
    };
    let (router, count) = refusing(100, fault);
    let client = client(&serve(router).await, retried(plain(), 3, plenty()).unwrap());
    let error = client.update_customer_pin(request()).extension(Safe).await.unwrap_err();
    assert_eq!(error.fault().unwrap().reason(), "not today");
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn retries_refused_connections() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let transport = retried(plain(), 5, plenty()).unwrap();
    let client = client(&format!("http://{address}/"), transport);
    let calling = tokio::spawn(async move {
        client.update_customer_pin(request()).extension(Safe).await.map(code)
    });
    tokio::time::sleep(Duration::from_millis(30)).await;
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    let router = support::service(|_| "UPDATED".to_owned());
    tokio::spawn(async move { axum::serve(listener, router).await });
    assert_eq!(calling.await.unwrap().unwrap(), "UPDATED");
}

#[tokio::test]
async fn rejects_calls_above_the_limit_at_once() {
    let (arrived, open) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (entered, opened) = (Arc::clone(&arrived), Arc::clone(&open));
    let url = serve(behind(move |request| {
        let (entered, opened) = (Arc::clone(&entered), Arc::clone(&opened));
        async move {
            entered.notify_one();
            opened.notified().await;
            Ok(request)
        }
    }))
    .await;
    let transport = limited(plain(), 1);
    let (first_url, first_transport) = (url.clone(), transport.clone());
    let first = tokio::spawn(async move { call(&first_url, &first_transport).await });
    arrived.notified().await;
    let error = call(&url, &transport).await.unwrap_err();
    assert!(find_cause::<tower::load_shed::error::Overloaded>(&error).is_some(), "{error}");
    open.notify_one();
    assert_eq!(first.await.unwrap().unwrap(), "UPDATED");
    open.notify_one();
    assert_eq!(call(&url, &transport).await.unwrap(), "UPDATED");
}

#[tokio::test]
async fn calls_above_the_rate_wait() {
    let (router, count) = refusing(0, unavailable);
    let url = serve(router).await;
    let time = Duration::from_millis(300);
    let transport = paced(plain(), 2, time);
    let start = Instant::now();
    for _ in 0..3 {
        assert_eq!(call(&url, &transport).await.unwrap(), "UPDATED");
    }
    assert!(start.elapsed() >= time);
    assert_eq!(count.load(Ordering::Relaxed), 3);
}
