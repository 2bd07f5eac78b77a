//! How much memory hostile messages take. The allocator counts what this thread has, so that client and
//! server run on it; whoever sends has threads of its own.

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

/// Whatever a message takes beside its own length: buffers, an error, a trace.
const BESIDE: u64 = 256 << 10;
/// How many times its length a message takes at most to be refused: a name as long as that is in the error
/// and its path before they are shortened.
const AGAIN: u64 = 4;
/// How many bytes a node of a tree takes at most, its text and the message itself included.
const NODE: u64 = 300;

/// The most memory that a future took at a time, on a runtime of this thread alone.
fn most_memory<T>(work: impl Future<Output = T>) -> (u64, T) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let mut came = None;
    let most = allocation_counter::measure(|| came = Some(runtime.block_on(work))).bytes_max;
    (most, came.expect("the work was done"))
}

#[test]
fn a_hostile_reply_takes_a_few_times_its_length() {
    for message in hostile(&reply("LOCKED")) {
        let length = message.body.len() as u64;
        let response = http::Response::builder().header("content-type", message.content_type);
        let response = response.body(Bytes::from(message.body)).expect("a response");
        let (most, came) = most_memory(async {
            Outcome::of(decode::<operations::UpdateCustomerPin>(response, &ReadOptions::default()))
        });
        assert_eq!(came, Outcome::Decode(message.verdict), "{}", message.name);
        assert!(most < AGAIN * length + BESIDE, "{}: {most} bytes for {length}", message.name);
    }
}

#[test]
fn a_hostile_request_takes_a_few_times_its_length() {
    for message in hostile(&envelope("<a/>")) {
        let length = message.body.len() as u64;
        let request = http::Request::post("/").header("content-type", message.content_type);
        let request = request.body(Payload::new(message.body)).expect("a request");
        let mut server = CustomerCareServiceServer::new(Counting::default()).into_service();
        let (most, response) = most_memory(async move { server.call(request).await });
        let status = response.expect("never an error").status();
        assert!(matches!(status.as_u16(), 400 | 500), "{}: {status}", message.name);
        assert!(most < AGAIN * length + BESIDE, "{}: {most} bytes for {length}", message.name);
    }
}

#[test]
fn a_reply_without_end_takes_a_few_times_what_it_may_be_long() {
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
    assert!(most < 2 * LIMIT as u64 + BESIDE, "{most} bytes");
}

#[test]
fn a_length_that_is_only_announced_takes_no_memory() {
    const ANNOUNCED: usize = 60 << 20;
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {SOAP12}\r\nContent-Length: {ANNOUNCED}\r\n\r\n");
    let peer = Peer::sending([head.as_bytes(), b"<a>".repeat(1000).as_slice()].concat());
    let client = peer.client();
    let (most, came) = most_memory(async move { call(&client).await });
    assert_eq!(came, Outcome::Transport);
    assert!(most < 4 * BESIDE, "{most} bytes");
}

#[test]
fn a_detail_that_nobody_knows_takes_what_its_elements_do() {
    // Detail that the contract does not know is kept as a tree.
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
        assert!(most < NODE * nodes * 100_000 + BESIDE, "{kind}: {most} bytes");
    }
}

#[test]
fn a_bomb_that_nobody_decodes_takes_what_comes_over_the_wire() {
    // A client whose HTTP was not told to decode leaves it as it is.
    let bomb = vec![b'x'; 64 << 10];
    let response = http::Response::builder()
        .header("content-type", SOAP12)
        .header("content-encoding", "gzip")
        .body(Bytes::from(bomb))
        .expect("a response");
    let (most, came) = most_memory(async {
        Outcome::of(decode::<operations::UpdateCustomerPin>(response, &ReadOptions::default()))
    });
    let reason = "compressed (gzip), which the transport would have to decode";
    assert_eq!(came, Outcome::Decode(ReadErrorKind::Malformed(reason.into())));
    assert!(most < BESIDE, "{most} bytes");
}
