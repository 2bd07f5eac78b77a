//! Hostile replies to a client with the default transport.

mod support;

use support::{
    documents::hostile,
    peer::Peer,
    replies::{Outcome, SOAP12, call, ok, reply, response},
};
use wsdlgen_runtime::xml::ReadErrorKind;

#[tokio::test]
async fn rejects_hostile_replies_with_the_right_error() {
    let messages = hostile(&reply("LOCKED"));
    assert_eq!(messages.len(), 25);
    for message in messages {
        let peer = Peer::sending(response("200 OK", message.content_type, &message.body));
        let expected = Outcome::Decode(message.verdict);
        assert_eq!(call(&peer.client()).await, expected, "{}", message.name);
    }
}

#[tokio::test]
async fn works_after_a_hostile_reply() {
    let bodies = [format!("<!DOCTYPE a>{}", reply("LOCKED")), reply("LOCKED")];
    let peer = Peer::start(move |connection| {
        for body in &bodies {
            connection.read_request()?;
            connection.send(&ok(body))?;
        }
        Ok(())
    });
    let client = peer.client();
    assert_eq!(call(&client).await, Outcome::Decode(ReadErrorKind::Doctype));
    assert_eq!(call(&client).await, Outcome::Answered("LOCKED".into()));
    assert_eq!(peer.connections(), 1);
}

#[tokio::test]
async fn reads_utf_16_without_a_byte_order_mark() {
    let text = reply("LOCKED");
    let encoded =
        |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(bytes).collect() };
    for body in [encoded(u16::to_le_bytes), encoded(u16::to_be_bytes)] {
        let peer = Peer::sending(response("200 OK", "application/soap+xml", body));
        assert_eq!(call(&peer.client()).await, Outcome::Answered("LOCKED".into()));
    }
}

#[tokio::test]
async fn ignores_nested_multipart_messages() {
    let inner = "multipart/related; boundary=c";
    let body = format!(
        "--b\r\nContent-Type: {inner}\r\n\r\n--c\r\nContent-Type: {SOAP12}\r\n\r\n{}\r\n--c--\r\n--b--",
        "<a/>"
    );
    let peer = Peer::sending(response("200 OK", "multipart/related; boundary=b", body));
    assert_eq!(call(&peer.client()).await, Outcome::Http(200));
}
