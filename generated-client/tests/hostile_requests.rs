//! The generated server in axum, and clients that send what no proper one would.

mod support;

use std::{
    io::{BufReader, Read, Write},
    net::{Shutdown, SocketAddr},
    thread,
    time::Duration,
};

use bytes::Bytes;
use generated_client::customer_care::operations;
use support::{
    documents::hostile,
    peer::{Answer, connect, exchange, read_answer},
    replies::{Outcome, SOAP12, envelope},
    served::{Counting, router, serve},
};
use wsdlgen_runtime::{
    message::decode,
    xml::{ReadErrorKind, ReadOptions},
};

/// How long a request may be here.
const LIMIT: usize = 64 << 20;
/// Far beyond what is on its way when the server has had enough.
const BUFFERS: usize = 16 << 20;

fn proper() -> String {
    envelope(
        "<r:UpdateCustomerPIN xmlns:r=\"http://ws.southernco.com/CustSvc-iHub\">\
         <r:updateCustomerPINRequest><OperationType>LOCK</OperationType>\
         </r:updateCustomerPINRequest></r:UpdateCustomerPIN>",
    )
}

fn head(content_type: &str, more: &str) -> String {
    format!("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: {content_type}\r\n{more}\r\n\r\n")
}

fn post(content_type: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = head(content_type, &format!("Content-Length: {}", body.len()));
    [head.as_bytes(), body].concat()
}

/// What a client makes of an answer.
fn outcome(answer: Answer) -> Outcome {
    let response = http::Response::builder()
        .status(answer.status)
        .header("content-type", SOAP12)
        .body(Bytes::from(answer.body))
        .expect("a response");
    Outcome::of(decode::<operations::UpdateCustomerPin>(response, &ReadOptions::default()))
}

/// Whether the server answers what a proper client asks.
fn assert_serves(server: SocketAddr) {
    let answer = exchange(server, &post(SOAP12, proper()));
    assert_eq!((answer.status, outcome(answer)), (200, Outcome::Answered("HEARD".into())));
}

#[test]
fn hostile_requests_are_refused_for_what_is_wrong_with_them() {
    let service = Counting::default();
    let server = serve(router(&service, LIMIT));
    for message in hostile(&proper()) {
        let answer = exchange(server, &post(message.content_type, &message.body));
        assert_eq!(answer.status, 400, "{}: {}", message.name, answer.body);
        let reason = match &message.verdict {
            ReadErrorKind::Malformed(what) => what.to_string(),
            other => other.to_string(),
        };
        let Outcome::Fault(said) = outcome(answer) else { panic!("{}", message.name) };
        assert!(said.starts_with("the request cannot be read: "), "{said}");
        assert!(said.ends_with(&reason), "{}: {said}", message.name);
    }
    assert_eq!(service.calls(), 0);
    assert_serves(server);
}

#[test]
fn a_request_that_is_too_long_is_refused_before_it_has_come() {
    const LIMIT: usize = 1 << 20;
    let service = Counting::default();
    let server = serve(router(&service, LIMIT));
    // Announced: nothing of it is waited for.
    let answer = exchange(server, head(SOAP12, "Content-Length: 10737418240").as_bytes());
    let reason = "the request is longer than this service accepts";
    assert_eq!((answer.status, outcome(answer)), (413, Outcome::Fault(reason.into())));
    // Without an end: it is read up to the limit.
    let stream = connect(server);
    let mut sending = stream.try_clone().expect("a second handle");
    let sender = thread::spawn(move || {
        let chunk = format!("fff0\r\n{}\r\n", "x".repeat(0xfff0));
        let mut sent = 0;
        sending.write_all(head(SOAP12, "Transfer-Encoding: chunked").as_bytes())?;
        while sending.write_all(chunk.as_bytes()).is_ok() {
            sent += chunk.len();
        }
        Ok::<_, std::io::Error>(sent)
    });
    let answer = read_answer(&mut BufReader::new(stream)).expect("an answer");
    assert_eq!((answer.status, outcome(answer)), (413, Outcome::Fault(reason.into())));
    let sent = sender.join().expect("no panic").expect("a head is sent");
    assert!((LIMIT..LIMIT + BUFFERS).contains(&sent), "{sent} bytes");
    assert_eq!(service.calls(), 0);
    assert_serves(server);
}

#[test]
fn a_request_that_breaks_off_reaches_no_method() {
    let service = Counting::default();
    let server = serve(router(&service, LIMIT));
    let whole = post(SOAP12, proper());
    let head_end = whole.len() - proper().len();
    for sent in [1, head_end - 1, head_end, head_end + 1, whole.len() - 1] {
        for end in [Shutdown::Write, Shutdown::Both] {
            let mut stream = connect(server);
            stream.write_all(&whole[..sent]).expect("it is sent");
            stream.shutdown(end).expect("it is connected");
            let mut answer = Vec::new();
            // Whether anything is answered, or the connection just ends, is up to hyper.
            let _ = stream.read_to_end(&mut answer);
            let answer = String::from_utf8_lossy(&answer).into_owned();
            assert!(!answer.starts_with("HTTP/1.1 200"), "after {sent} bytes: {answer}");
        }
        let stream = connect(server);
        (&stream).write_all(&whole[..sent]).expect("it is sent");
        let linger = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
        linger.expect("the connection ends with a reset");
    }
    assert_serves(server);
    assert_eq!(service.calls(), 1);
}

#[test]
fn requests_that_no_http_is_made_of_are_refused() {
    let service = Counting::default();
    let server = serve(router(&service, LIMIT));
    let body = proper();
    let with = |more: &str, body: &str| head(SOAP12, more) + body;
    let chunk = format!("{:x}\r\n{body}\r\n", body.len());
    let chunked = "Transfer-Encoding: chunked";
    let length = format!("Content-Length: {}", body.len());
    let long = "x".repeat(1 << 20);
    let cases = [
        (with(chunked, &format!("{chunk}0\r\n\r\n")), 200),
        (with(chunked, &format!("x{chunk}0\r\n\r\n")), 400),
        (with(chunked, "ffffffffffffffffff\r\n"), 400),
        (with(&format!("{length}\r\nContent-Length: 1"), &body), 400),
        (with("Content-Length: -1", &body), 400),
        (with("Transfer-Encoding: gzip", &body), 400),
        (with("Content-Encoding: gzip\r\nContent-Length: 2", "\u{1f}x"), 415),
        (with(&format!("X-Long: {long}"), &body), 431),
        (with(&"X: y\r\n".repeat(1000), &body), 431),
        (format!("GET /{long} HTTP/1.1\r\n\r\n"), 431),
        ("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".to_owned(), 405),
        (with("Content-Length: 0", ""), 400),
    ];
    for (request, status) in cases {
        let answer = exchange(server, request.as_bytes());
        assert_eq!(answer.status, status, "{request:.300}");
    }
    assert_eq!(service.calls(), 1);
    assert_serves(server);
}

#[test]
fn what_is_behind_a_request_is_a_request_of_its_own() {
    let service = Counting::default();
    let server = serve(router(&service, LIMIT));
    // Both say how long the body is; the chunks count, and what is behind them is no HTTP.
    let both = format!("Content-Length: {}\r\nTransfer-Encoding: chunked", proper().len());
    let mut stream = BufReader::new(connect(server));
    let request = head(SOAP12, &both) + "0\r\n\r\n" + &proper();
    stream.get_mut().write_all(request.as_bytes()).expect("it is sent");
    let answer = read_answer(&mut stream).expect("an answer");
    assert_eq!(answer.status, 400, "{}", answer.body);
    let next = read_answer(&mut stream).map(|answer| answer.status);
    assert!(next.is_err() || matches!(next, Ok(400)), "{next:?}");
    assert_eq!(service.calls(), 0);
    assert_serves(server);
}
