//! Hostile requests to the generated server in axum.

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

/// The greatest length of a request, in bytes.
const LIMIT: usize = 64 << 20;
/// An upper bound on the bytes in transit when the server stops reading.
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

/// Decodes a response as a client does.
fn outcome(answer: Answer) -> Outcome {
    let response = http::Response::builder()
        .status(answer.status)
        .header("content-type", SOAP12)
        .body(Bytes::from(answer.body))
        .expect("a response");
    Outcome::of(decode::<operations::UpdateCustomerPin>(response, &ReadOptions::default()))
}

/// Asserts that the server still answers proper requests.
fn assert_serves(server: SocketAddr) {
    let answer = exchange(server, &post(SOAP12, proper()));
    assert_eq!((answer.status, outcome(answer)), (200, Outcome::Answered("HEARD".into())));
}

#[test]
fn rejects_hostile_requests_with_the_right_reason() {
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
fn rejects_long_requests_before_they_have_arrived() {
    const LIMIT: usize = 1 << 20;
    let service = Counting::default();
    let server = serve(router(&service, LIMIT));
    // With an announced length, the server does not wait for the body.
    let answer = exchange(server, head(SOAP12, "Content-Length: 10737418240").as_bytes());
    let reason = "the request is longer than this service accepts";
    assert_eq!((answer.status, outcome(answer)), (413, Outcome::Fault(reason.into())));
    // Without an announced length, the server reads up to the limit.
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
    let answer = read_answer(&mut BufReader::new(stream)).expect("a response");
    assert_eq!((answer.status, outcome(answer)), (413, Outcome::Fault(reason.into())));
    let sent = sender.join().expect("no panic").expect("the head is sent");
    assert!((LIMIT..LIMIT + BUFFERS).contains(&sent), "{sent} bytes");
    assert_eq!(service.calls(), 0);
    assert_serves(server);
}

#[test]
fn incomplete_requests_reach_no_method() {
    let service = Counting::default();
    let server = serve(router(&service, LIMIT));
    let whole = post(SOAP12, proper());
    let head_end = whole.len() - proper().len();
    for sent in [1, head_end - 1, head_end, head_end + 1, whole.len() - 1] {
        for end in [Shutdown::Write, Shutdown::Both] {
            let mut stream = connect(server);
            stream.write_all(&whole[..sent]).expect("the part is sent");
            stream.shutdown(end).expect("the stream is connected");
            let mut answer = Vec::new();
            // hyper may either send a response or just close the connection.
            let _ = stream.read_to_end(&mut answer);
            let answer = String::from_utf8_lossy(&answer).into_owned();
            assert!(!answer.starts_with("HTTP/1.1 200"), "after {sent} bytes: {answer}");
        }
        let stream = connect(server);
        (&stream).write_all(&whole[..sent]).expect("the part is sent");
        let linger = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
        linger.expect("the connection ends with a reset");
    }
    assert_serves(server);
    assert_eq!(service.calls(), 1);
}

#[test]
fn rejects_malformed_http_requests() {
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
fn rejects_request_smuggling() {
    let service = Counting::default();
    let server = serve(router(&service, LIMIT));
    // Both headers give a length. The chunks take precedence, and the rest is not valid HTTP.
    let both = format!("Content-Length: {}\r\nTransfer-Encoding: chunked", proper().len());
    let mut stream = BufReader::new(connect(server));
    let request = head(SOAP12, &both) + "0\r\n\r\n" + &proper();
    stream.get_mut().write_all(request.as_bytes()).expect("the request is sent");
    let answer = read_answer(&mut stream).expect("a response");
    assert_eq!(answer.status, 400, "{}", answer.body);
    let next = read_answer(&mut stream).map(|answer| answer.status);
    assert!(next.is_err() || matches!(next, Ok(400)), "{next:?}");
    assert_eq!(service.calls(), 0);
    assert_serves(server);
}
