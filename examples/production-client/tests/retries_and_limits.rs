//! Time limits, further attempts, and limits on calls.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

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

/// Finds an error of this type in what lies behind a call's.
fn behind_it<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
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
async fn a_call_that_is_not_answered_ends() {
    let url = serve(behind(|_| std::future::pending())).await;
    let limit = Duration::from_millis(100);
    let client = client(&url, plain()).with_settings(answered_within(limit));
    let error = client.update_customer_pin(request()).await.unwrap_err();
    assert!(matches!(error, CallError::Timeout(time) if time == limit), "{error}");
}

#[tokio::test]
async fn a_connection_that_is_not_made_ends() {
    // It takes connections, and never says a word of TLS.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", silent.local_addr().unwrap());
    let transport = connecting_within(Duration::from_millis(100)).unwrap();
    let error = call(&url, &transport).await.unwrap_err();
    let cause: &reqwest::Error = behind_it(&error).unwrap();
    assert!(cause.is_connect() && cause.is_timeout(), "{error}");
}

/// Refuses so many requests with this answer, then lets them pass; counts all.
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
async fn only_calls_marked_as_safe_are_made_again() {
    let (router, count) = refusing(2, unavailable);
    let client = client(&serve(router).await, retried(plain(), 3, plenty()).unwrap());
    let error = client.update_customer_pin(request()).await.unwrap_err();
    assert_eq!(error.raw_reply().unwrap().status(), 503);
    assert_eq!(count.load(Ordering::Relaxed), 1);
    let reply = client.update_customer_pin(request()).extension(Safe).await.unwrap();
    assert_eq!((code(reply).as_str(), count.load(Ordering::Relaxed)), ("UPDATED", 3));
}

#[tokio::test]
async fn attempts_end() {
    let (router, count) = refusing(100, unavailable);
    let client = client(&serve(router).await, retried(plain(), 2, plenty()).unwrap());
    let error = client.update_customer_pin(request()).extension(Safe).await.unwrap_err();
    assert_eq!(error.raw_reply().unwrap().status(), 503);
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_service_that_is_down_gets_no_more_than_the_budget() {
    let (router, count) = refusing(100, unavailable);
    let nothing = Arc::new(TpsBudget::new(Duration::from_secs(10), 0, 0.0));
    let client = client(&serve(router).await, retried(plain(), 3, nothing).unwrap());
    client.update_customer_pin(request()).extension(Safe).await.unwrap_err();
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_fault_is_an_answer() {
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
async fn a_connection_that_is_refused_is_tried_again() {
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
async fn a_call_beyond_the_limit_is_refused_at_once() {
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
    assert!(behind_it::<tower::load_shed::error::Overloaded>(&error).is_some(), "{error}");
    open.notify_one();
    assert_eq!(first.await.unwrap().unwrap(), "UPDATED");
    open.notify_one();
    assert_eq!(call(&url, &transport).await.unwrap(), "UPDATED");
}

#[tokio::test]
async fn calls_beyond_the_rate_wait() {
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
