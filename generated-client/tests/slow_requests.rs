//! Slow and incomplete requests to the generated server in axum.
//!
//! The web server and middleware are responsible for timeouts.

mod support;

use std::{
    io::{BufReader, ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use axum::{Router, http::StatusCode};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use support::{
    peer::{connect, exchange, read_answer},
    replies::SOAP12,
    served::{Counting, router, serve, serve_with},
};
use tower_http::timeout::TimeoutLayer;

const LIMIT: Duration = Duration::from_millis(300);
const MESSAGE: usize = 64 << 10;

/// Returns the head of a request whose body has the greatest allowed length.
fn head() -> String {
    format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: {SOAP12}\r\nContent-Length: {MESSAGE}\r\n\r\n"
    )
}

/// Starts a server with timeouts for heads (from hyper) and for whole requests (from middleware).
fn serve_in_time(router: Router) -> SocketAddr {
    let router = router.layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LIMIT));
    serve_with(|listener| async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = TowerToHyperService::new(router.clone());
            tokio::spawn(async move {
                // Detecting HTTP/2 would wait for the first bytes without a timeout.
                let mut server = Builder::new(TokioExecutor::new()).http1_only();
                server.http1().timer(TokioTimer::new()).header_read_timeout(LIMIT);
                // The test observes the end of the connection from the client's side.
                let _ = server.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    })
}

fn assert_serves(server: SocketAddr, service: &Counting) {
    let before = service.calls();
    let body = support::replies::envelope(
        "<r:UpdateCustomerPIN xmlns:r=\"http://ws.southernco.com/CustSvc-iHub\"/>",
    );
    let head = head().replace(&MESSAGE.to_string(), &body.len().to_string());
    let answer = exchange(server, (head + &body).as_bytes());
    assert_eq!((answer.status, service.calls()), (200, before + 1), "{}", answer.body);
}

/// Sends `at_once`, then starts sending `rest` byte by byte in the background. Returns the connection.
fn trickle(server: SocketAddr, at_once: &str, rest: &str) -> TcpStream {
    let mut stream = connect(server);
    stream.write_all(at_once.as_bytes()).expect("the first part is sent");
    let mut sending = stream.try_clone().expect("a second handle");
    let rest = rest.to_owned();
    thread::spawn(move || {
        rest.bytes().try_for_each(|byte| {
            thread::sleep(Duration::from_millis(20));
            sending.write_all(&[byte])
        })
    });
    stream
}

#[test]
fn axum_waits_for_slow_requests_and_serves_others() {
    let service = Counting::default();
    let server = serve(router(&service, MESSAGE));
    let (head, half) = (head(), "POST / HTTP/1.1\r\nHost: loc");
    let slow: Vec<_> = (0..200)
        .map(|at| {
            let mut stream = connect(server);
            let part = if at % 2 == 0 { half } else { &head };
            stream.write_all(part.as_bytes()).expect("the part is sent");
            stream
        })
        .collect();
    thread::sleep(2 * LIMIT);
    assert_serves(server, &service);
    for mut stream in slow {
        stream.set_read_timeout(Some(Duration::from_millis(1))).expect("a valid timeout");
        let still_open = stream.read(&mut [0]).expect_err("the connection is open and silent");
        assert!(matches!(still_open.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
    }
    assert_serves(server, &service);
}

#[test]
fn timeouts_of_hyper_and_middleware_end_slow_requests() {
    let service = Counting::default();
    let server = serve_in_time(router(&service, MESSAGE));
    let start = Instant::now();
    let mut slow_head = trickle(server, "", &head());
    let slow_body = trickle(server, &head(), &"x".repeat(MESSAGE));
    let mut silent = connect(server);
    // A slow body gets a response. A slow head only ends the connection.
    let answer = read_answer(&mut BufReader::new(slow_body)).expect("a response");
    assert_eq!(answer.status, 408);
    for stream in [&mut slow_head, &mut silent] {
        let mut answer = Vec::new();
        // The connection may also end with a reset, because a byte may have been in transit.
        let _ = stream.read_to_end(&mut answer);
        assert_eq!(String::from_utf8_lossy(&answer), "");
    }
    let took = start.elapsed();
    assert!(took >= LIMIT && took < Duration::from_secs(10), "{took:?}");
    assert_eq!(service.calls(), 0);
    assert_serves(server, &service);
}
