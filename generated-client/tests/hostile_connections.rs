//! Failing connections of a client with the default transport: refused, reset, slow, cut off, endless, or with a
//! wrong length.

mod support;

use std::{
    io,
    net::TcpListener,
    time::{Duration, Instant},
};

use generated_client::customer_care::{CustomerCareServiceClient, ports};
use support::{
    peer::Peer,
    replies::{Outcome, SOAP12, call, ok, reply, request, response},
};
use wsdlgen_runtime::{
    CallError, ClientSettings,
    xml::{Limits, ReadErrorKind},
};

/// An upper bound on the bytes in transit when the client stops reading.
const BUFFERS: u64 = 16 << 20;
const ENDLESS: u64 = 10 << 30;

#[tokio::test]
async fn refused_connections_are_transport_errors() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let port = ports::CUSTOMER_CARE_SERVICE_SOAP12.at(format!("http://{address}/"));
    let client = CustomerCareServiceClient::connect(port).expect("a transport");
    let error = client.update_customer_pin(request()).await.expect_err("nothing is listening");
    assert!(matches!(error, CallError::Transport(_)), "{error}");
    let mut cause: &dyn std::error::Error = &error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    let refused = cause.downcast_ref::<io::Error>().map(io::Error::kind);
    assert_eq!(refused, Some(io::ErrorKind::ConnectionRefused), "{error}");
}

#[tokio::test]
async fn resets_during_the_response_are_transport_errors() {
    let whole = ok(reply("LOCKED"));
    let head = whole.windows(4).position(|at| at == b"\r\n\r\n").expect("a head") + 4;
    for sent in [0, 1, head - 1, head, head + 1, whole.len() - 1] {
        let part = whole[..sent].to_vec();
        let peer = Peer::start(move |connection| {
            connection.read_request()?;
            connection.send(&part)?;
            connection.reset()
        });
        assert_eq!(call(&peer.client()).await, Outcome::Transport, "after {sent} bytes");
        // The client does not resend a request that the server may have read.
        assert_eq!(peer.connections(), 1, "after {sent} bytes");
    }
}

#[tokio::test]
async fn resets_before_the_request_are_transport_errors() {
    let peer = Peer::start(support::peer::Connection::reset);
    assert_eq!(call(&peer.client()).await, Outcome::Transport);
}

#[tokio::test]
async fn slow_responses_time_out() {
    let whole = ok(reply("LOCKED"));
    let head = whole.windows(4).position(|at| at == b"\r\n\r\n").expect("a head") + 4;
    for quick in [0, head] {
        let (first, rest) = (whole[..quick].to_vec(), whole[quick..].to_vec());
        let peer = Peer::start(move |connection| {
            connection.read_request()?;
            connection.send(&first)?;
            connection.trickle(&rest, Duration::from_millis(20))
        });
        let (limit, start) = (Duration::from_millis(200), Instant::now());
        let came = peer.client().update_customer_pin(request()).timeout(limit).await;
        let took = start.elapsed();
        assert!(matches!(came, Err(CallError::Timeout(waited)) if waited == limit), "{came:?}");
        assert!(took >= limit && took < Duration::from_secs(10), "{took:?}");
    }
}

#[tokio::test]
async fn endless_interim_responses_time_out() {
    let peer = Peer::start(|connection| {
        connection.read_request()?;
        connection.send_for_ever(&b"HTTP/1.1 100 Continue\r\n\r\n".repeat(100))
    });
    let limit = Duration::from_millis(200);
    let came = peer.client().update_customer_pin(request()).timeout(limit).await;
    assert!(matches!(came, Err(CallError::Timeout(waited)) if waited == limit), "{came:?}");
    // A few interim responses are harmless.
    let interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(50);
    let peer = Peer::sending([interim, ok(reply("LOCKED"))].concat());
    assert_eq!(call(&peer.client()).await, Outcome::Answered("LOCKED".into()));
}

#[tokio::test]
async fn bodies_of_wrong_length_are_errors() {
    let body = reply("LOCKED");
    let length = body.len();
    let with_length = |length: &str| {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {SOAP12}\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    };
    let cases = [
        (with_length(&length.to_string()), Outcome::Answered("LOCKED".into())),
        (with_length(&(length + 1).to_string()), Outcome::Transport),
        (with_length(&(length - 1).to_string()), Outcome::Decode(ReadErrorKind::Truncated)),
        (with_length(&(length - 20).to_string()), Outcome::Decode(ReadErrorKind::Truncated)),
        (with_length("0"), Outcome::Http(200)),
        (with_length("-1"), Outcome::Transport),
        (with_length("many"), Outcome::Transport),
        (with_length("99999999999999999999999999"), Outcome::Transport),
        (with_length(&format!("{length}\r\nContent-Length: 1")), Outcome::Transport),
        // The announced length exceeds the limit, so the client does not wait for the body.
        (with_length(&ENDLESS.to_string()), Outcome::TooLong(64 << 20)),
    ];
    for (bytes, expected) in cases {
        let peer = Peer::sending(bytes.clone());
        assert_eq!(call(&peer.client()).await, expected, "{bytes}");
    }
}

#[tokio::test]
async fn excess_bytes_are_not_taken_as_the_next_reply() {
    // The bytes after the first response look like a response of their own.
    let smuggled = ok(reply("SMUGGLED"));
    let short = ok(reply("FIRST"));
    let peer = Peer::start(move |connection| {
        connection.read_request()?;
        connection.send(&[&short[..], &smuggled[..]].concat())?;
        connection.read_request()?;
        connection.send(&ok(reply("SECOND")))
    });
    let client = peer.client();
    assert_eq!(call(&client).await, Outcome::Answered("FIRST".into()));
    for _ in 0..3 {
        let next = call(&client).await;
        assert_ne!(next, Outcome::Answered("SMUGGLED".into()));
    }
}

#[tokio::test]
async fn broken_chunks_are_transport_errors() {
    let body = reply("LOCKED");
    let chunked = |chunks: &str| {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {SOAP12}\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"
        )
    };
    let chunk = format!("{:x}\r\n{body}\r\n", body.len());
    let cases = [
        (chunked(&format!("{chunk}0\r\n\r\n")), Outcome::Answered("LOCKED".into())),
        (chunked(&format!("{chunk}0\r\nX: y\r\n\r\n")), Outcome::Answered("LOCKED".into())),
        (chunked(""), Outcome::Transport),
        (chunked(&chunk), Outcome::Transport),
        (chunked(&format!("{chunk}0\r\n")), Outcome::Transport),
        (chunked(&chunk[..chunk.len() / 2]), Outcome::Transport),
        (chunked(&format!("x{chunk}0\r\n\r\n")), Outcome::Transport),
        (chunked("ffffffffffffffffff\r\n"), Outcome::Transport),
        (chunked(&format!("1{chunk}0\r\n\r\n")), Outcome::Transport),
    ];
    for (bytes, expected) in cases {
        let peer = Peer::sending(bytes.clone());
        assert_eq!(call(&peer.client()).await, expected, "{bytes}");
    }
}

#[tokio::test]
async fn endless_bodies_are_read_up_to_the_limit() {
    for limit in [1 << 20, Limits::default().message_bytes] {
        for framing in ["Connection: close", "Transfer-Encoding: chunked"] {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {SOAP12}\r\n{framing}\r\n\r\n");
            let text = "x".repeat(0xfff0);
            let piece = match framing {
                "Connection: close" => text,
                _ => format!("fff0\r\n{text}\r\n"),
            };
            let peer = Peer::start(move |connection| {
                connection.read_request()?;
                connection.send(head.as_bytes())?;
                connection.send_for_ever(piece.as_bytes())
            });
            let limits = Limits { message_bytes: limit, ..Limits::default() };
            let client = peer.client().with_settings(ClientSettings::default().limits(limits));
            assert_eq!(call(&client).await, Outcome::TooLong(limit), "{framing}");
            let sent = peer.sent();
            assert!(sent > limit as u64 && sent < limit as u64 + BUFFERS, "{sent} bytes");
        }
    }
}

#[tokio::test]
async fn endless_heads_are_transport_errors() {
    for line in ["X-Filler: 0123456789\r\n".to_owned(), "x".repeat(1 << 10)] {
        let peer = Peer::start(move |connection| {
            connection.read_request()?;
            connection.send(b"HTTP/1.1 200 OK\r\n")?;
            connection.send_for_ever(line.as_bytes())
        });
        assert_eq!(call(&peer.client()).await, Outcome::Transport);
        assert!(peer.sent() < BUFFERS, "{} bytes", peer.sent());
    }
}

#[tokio::test]
async fn reports_the_status_of_non_soap_responses() {
    let page = "<!DOCTYPE html><html><head><title>Oops</title></head><body><p>No</html>";
    let cases = [
        ("200 OK", "text/html", page, Outcome::Http(200)),
        ("500 Internal Server Error", "text/html; charset=utf-8", page, Outcome::Http(500)),
        ("503 Service Unavailable", "text/html", page, Outcome::Http(503)),
        // Not XML, despite the content type.
        ("503 Service Unavailable", SOAP12, page, Outcome::Http(503)),
        ("200 OK", SOAP12, page, Outcome::Decode(ReadErrorKind::Doctype)),
        ("200 OK", SOAP12, "<html/>", Outcome::Http(200)),
        ("404 Not Found", "", "", Outcome::Http(404)),
    ];
    for (status, content_type, body, expected) in cases {
        let peer = Peer::sending(response(status, content_type, body));
        assert_eq!(call(&peer.client()).await, expected, "{status} {content_type} {body}");
    }
}

#[tokio::test]
async fn reports_redirects_without_following_them() {
    let elsewhere = Peer::sending(ok(reply("ELSEWHERE")));
    let location = elsewhere.url();
    for status in [301, 302, 303, 307, 308] {
        let answer =
            format!("HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        let peer = Peer::sending(answer);
        let error = peer.client().update_customer_pin(request()).await.expect_err("no reply");
        let reply = error.raw_reply().expect("a response was received");
        assert_eq!(reply.status(), status);
        assert_eq!(reply.headers()["location"], *location);
        assert_eq!(Outcome::of(Err(error)), Outcome::Http(status));
    }
    assert_eq!(elsewhere.connections(), 0);
}
