//! The memory used by hostile messages.
//!
//! The allocator counts the current thread's memory, so client and server run on this thread. Peers that send
//! messages run on threads of their own.

mod support;

use std::future::Future;

use bytes::Bytes;
use generated_client::customer_care::{CustomerCareServiceServer, operations};
use support::{
    documents::hostile,
    peer::Peer,
    replies::{Outcome, SOAP12, call, envelope, ok, reply},
    served::Counting,
};
use tower_service::Service;
use wsdlgen_runtime::{
    ClientSettings, Payload,
    message::decode,
    xml::Limits,
    xml::{ReadErrorKind, ReadOptions},
};

/// The allowed overhead per message, in bytes: buffers, an error, a trace.
const OVERHEAD: u64 = 256 << 10;
/// The greatest memory use for rejecting a message, as a multiple of its length.
///
/// A long name is copied into the error and its path before they are shortened.
const AGAIN: u64 = 4;
/// The greatest size of a tree node, in bytes, including its text and its share of the message.
const NODE: u64 = 300;

/// Runs a future on the current thread. Returns its peak memory use and its output.
fn most_memory<T>(work: impl Future<Output = T>) -> (u64, T) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let mut output = None;
    let most = allocation_counter::measure(|| output = Some(runtime.block_on(work))).bytes_max;
    (most, output.expect("the future ran to completion"))
}

#[test]
fn limits_the_memory_for_hostile_replies() {
    for message in hostile(&reply("LOCKED")) {
        let length = message.body.len() as u64;
        let response = http::Response::builder().header("content-type", message.content_type);
        let response = response.body(Bytes::from(message.body)).expect("a response");
        let (most, came) = most_memory(async {
            Outcome::of(decode::<operations::UpdateCustomerPin>(response, &ReadOptions::default()))
        });
        assert_eq!(came, Outcome::Decode(message.verdict), "{}", message.name);
        assert!(most < AGAIN * length + OVERHEAD, "{}: {most} bytes for {length}", message.name);
    }
}

#[test]
fn limits_the_memory_for_hostile_requests() {
    for message in hostile(&envelope("<a/>")) {
        let length = message.body.len() as u64;
        let request = http::Request::post("/").header("content-type", message.content_type);
        let request = request.body(Payload::new(message.body)).expect("a request");
        let mut server = CustomerCareServiceServer::new(Counting::default()).into_service();
        let (most, response) = most_memory(async move { server.call(request).await });
        let status = response.expect("the service is infallible").status();
        assert!(matches!(status.as_u16(), 400 | 500), "{}: {status}", message.name);
        assert!(most < AGAIN * length + OVERHEAD, "{}: {most} bytes for {length}", message.name);
    }
}

#[test]
fn limits_the_memory_for_endless_replies() {
    const LIMIT: usize = 8 << 20;
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {SOAP12}\r\nTransfer-Encoding: chunked\r\n\r\n");
    let piece = format!("fff0\r\n{}\r\n", "x".repeat(0xfff0));
    let peer = Peer::start(move |connection| {
        connection.read_request()?;
        connection.send(head.as_bytes())?;
        connection.send_for_ever(piece.as_bytes())
    });
    let limits = Limits { message_bytes: LIMIT, ..Limits::default() };
    let client = peer.client().with_settings(ClientSettings::default().limits(limits));
    let (most, came) = most_memory(async move { call(&client).await });
    assert_eq!(came, Outcome::TooLong(LIMIT));
    assert!(most < 2 * LIMIT as u64 + OVERHEAD, "{most} bytes");
}

#[test]
fn does_not_allocate_the_announced_length() {
    const ANNOUNCED: usize = 60 << 20;
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {SOAP12}\r\nContent-Length: {ANNOUNCED}\r\n\r\n");
    let peer = Peer::sending([head.as_bytes(), b"<a>".repeat(1000).as_slice()].concat());
    let client = peer.client();
    let (most, came) = most_memory(async move { call(&client).await });
    assert_eq!(came, Outcome::Transport);
    assert!(most < 4 * OVERHEAD, "{most} bytes");
}

#[test]
fn limits_the_memory_for_unknown_fault_details() {
    // A fault detail unknown to the contract is kept as a tree.
    for (kind, nodes) in
        [("<a/>", 1), ("<a>x</a>", 2), ("<a b=''>x</a>", 3), ("<a xmlns:p='p'/>", 2)]
    {
        let detail = kind.repeat(100_000);
        let fault = format!(
            "<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text>x</s:Text>\
             </s:Reason><s:Detail>{detail}</s:Detail></s:Fault>"
        );
        let peer = Peer::sending(ok(envelope(&fault)));
        let client = peer.client();
        let (most, came) = most_memory(async move { call(&client).await });
        assert_eq!(came, Outcome::Fault("x".into()));
        assert!(most < NODE * nodes * 100_000 + OVERHEAD, "{kind}: {most} bytes");
    }
}

#[test]
fn does_not_decompress_compressed_replies() {
    // Decompression is left to the transport.
    let bomb = vec![b'x'; 64 << 10];
    let response = http::Response::builder()
        .header("content-type", SOAP12)
        .header("content-encoding", "gzip")
        .body(Bytes::from(bomb))
        .expect("a response");
    let (most, came) = most_memory(async {
        Outcome::of(decode::<operations::UpdateCustomerPin>(response, &ReadOptions::default()))
    });
    let reason = "the body is compressed (`gzip`): the transport has to decode it";
    assert_eq!(came, Outcome::Decode(ReadErrorKind::Malformed(reason.into())));
    assert!(most < OVERHEAD, "{most} bytes");
}
