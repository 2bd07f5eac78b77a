//! Authentication: Basic, Digest, bearer tokens, cookies.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::body::Body;
use example_production_client::{
    basic::with_password,
    bearer::{Token, with_token},
    digest::{Credentials, with_digest},
    sessions::with_cookies,
};
use http::HeaderValue;
use support::{answer, behind, call, header, plain, serve, service};

#[tokio::test]
async fn sends_basic_credentials_with_every_call() {
    let url = serve(service(|headers| header(headers, "authorization"))).await;
    let transport = with_password(plain(), "user", "pass:wörd").unwrap();
    for _ in 0..2 {
        assert_eq!(call(&url, &transport).await.unwrap(), "Basic dXNlcjpwYXNzOnfDtnJk");
    }
}

/// Returns a transport that sends the tokens `t0`, `t1` and so on, each valid for `lifetime`, and a counter of fetched
/// tokens.
fn numbered(lifetime: Duration) -> (wsdlgen_runtime::Transport, Arc<AtomicUsize>) {
    let fetched = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&fetched);
    let transport = with_token(plain(), move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        async move {
            let authorization = HeaderValue::try_from(format!("Bearer t{number}"))?;
            Ok(Token { authorization, expires: Instant::now() + lifetime })
        }
    });
    (transport, fetched)
}

#[tokio::test]
async fn keeps_tokens_until_they_expire() {
    let url = serve(service(|headers| header(headers, "authorization"))).await;
    let (kept, fetched) = numbered(Duration::from_secs(60));
    for _ in 0..3 {
        assert_eq!(call(&url, &kept).await.unwrap(), "Bearer t0");
    }
    assert_eq!(fetched.load(Ordering::Relaxed), 1);
    let (expired, _) = numbered(Duration::ZERO);
    for token in ["Bearer t0", "Bearer t1"] {
        assert_eq!(call(&url, &expired).await.unwrap(), token);
    }
}

#[tokio::test]
async fn replaces_rejected_tokens_once() {
    let url = serve(behind(|request| async move {
        let accepted = header(request.headers(), "authorization") == "Bearer t1";
        if accepted { Ok(request) } else { Err(answer(401).body(Body::empty()).unwrap()) }
    }))
    .await;
    let (transport, fetched) = numbered(Duration::from_secs(60));
    assert_eq!(call(&url, &transport).await.unwrap(), "UPDATED");
    assert_eq!(call(&url, &transport).await.unwrap(), "UPDATED");
    assert_eq!(fetched.load(Ordering::Relaxed), 2);
    let never = serve(behind(|_| async { Err(answer(401).body(Body::empty()).unwrap()) })).await;
    let error = call(&never, &transport).await.unwrap_err();
    assert_eq!(error.raw_reply().unwrap().status(), 401);
    assert_eq!(fetched.load(Ordering::Relaxed), 3);
}

/// A challenge like that in RFC 7616, §3.9.1.
const CHALLENGE: &str =
    r#"Digest realm="care", qop="auth", algorithm=SHA-256, nonce="7ypf", opaque="FQhe""#;

#[tokio::test]
async fn answers_digest_challenges_without_the_password() {
    let refused = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&refused);
    let url = serve(behind(move |request| {
        let sent = header(request.headers(), "authorization");
        let parts = [
            r#"username="Mufasa""#,
            r#"realm="care""#,
            r#"nonce="7ypf""#,
            r#"opaque="FQhe""#,
            r#"uri="/""#,
        ];
        let accepted = parts.iter().all(|part| sent.contains(part)) && !sent.contains("Circle");
        if !accepted {
            counted.fetch_add(1, Ordering::Relaxed);
        }
        let challenge = answer(401).header("www-authenticate", CHALLENGE).body(Body::empty());
        async move { if accepted { Ok(request) } else { Err(challenge.unwrap()) } }
    }))
    .await;
    let credentials = Credentials { user: "Mufasa".into(), password: "Circle of Life".into() };
    let transport = with_digest(plain(), credentials);
    assert_eq!(call(&url, &transport).await.unwrap(), "UPDATED");
    assert_eq!(call(&url, &transport).await.unwrap(), "UPDATED");
    assert_eq!(refused.load(Ordering::Relaxed), 1, "the second call answers the same challenge");
}

#[tokio::test]
async fn digest_rejects_challenges_for_the_password() {
    let url = serve(behind(|request| async move {
        assert_eq!(header(request.headers(), "authorization"), "none");
        let basic = answer(401).header("www-authenticate", r#"Basic realm="care""#);
        Err(basic.body(Body::empty()).unwrap())
    }))
    .await;
    let credentials = Credentials { user: "Mufasa".into(), password: "Circle of Life".into() };
    let error = call(&url, &with_digest(plain(), credentials)).await.unwrap_err();
    assert_eq!(error.to_string(), r#"the call failed: Unsupported scheme "Basic""#);
}

#[tokio::test]
async fn sends_cookies_back() {
    let url = serve(service(|headers| header(headers, "cookie")).layer(
        axum::middleware::map_response(|mut response: axum::response::Response| async {
            let cookie = HeaderValue::from_static("ASP.NET_SessionId=abc; path=/; HttpOnly");
            response.headers_mut().insert("set-cookie", cookie);
            response
        }),
    ))
    .await;
    let transport = with_cookies().unwrap();
    assert_eq!(call(&url, &transport).await.unwrap(), "none");
    assert_eq!(call(&url, &transport).await.unwrap(), "ASP.NET_SessionId=abc");
}
