//! Attachments are held once: what is sent is not copied, and what arrives is put together once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

mod support;

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use support::now;
use wsdlgen_expectations::attachments::{operations, ports, Store};
use wsdlgen_runtime::{
    message::{decode, decode_body, encode_packed, Attachment, Packaging, Payload},
    xml::ReadOptions,
};

const ATTACHED: usize = 16 << 20;
/// Whatever else a message needs.
const BESIDE: u64 = 64 << 10;

/// A body that comes from a socket: in pieces, of a length that is known.
struct Arriving(Bytes);

impl Body for Arriving {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let length = self.0.len().min(16 << 10);
        let piece = self.0.split_to(length);
        Poll::Ready((length > 0).then(|| Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}

fn most_memory(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).bytes_max
}

fn request(octets: &Bytes, packaging: &Packaging) -> Request<Payload> {
    let store = Store { title: "t".to_owned(), content: octets.clone().into() };
    encode_packed::<operations::Store>(&ports::ARCHIVE_SOAP, &store, &<_>::default(), packaging)
        .unwrap()
}

/// The answer of a server that sends back what it was sent.
fn response<B>(request: Request<Payload>, body: impl FnOnce(Bytes) -> B) -> Response<B> {
    let (head, payload) = request.into_parts();
    let whole = payload.into_bytes().to_vec();
    let whole = String::from_utf8(whole).unwrap().replace("tns:Store", "tns:Stored");
    let whole = whole.replace("<tns:title>t</tns:title>", "").replace("tns:content", "tns:copy");
    let content_type = &head.headers["content-type"];
    Response::builder().header("content-type", content_type).body(body(whole.into())).unwrap()
}

#[test]
fn what_is_sent_is_not_copied() {
    let octets = Bytes::from(vec![b'x'; ATTACHED]);
    let mtom = Packaging { mtom: Some(1), ..Packaging::default() };
    let attached = Packaging {
        attachments: vec![Attachment::new("text/plain", octets.clone())],
        ..Packaging::default()
    };
    for (content, packaging) in [(&octets, mtom), (&Bytes::new(), attached)] {
        let mut length = 0;
        let most = most_memory(|| length = request(content, &packaging).into_body().len());
        assert!(length > ATTACHED && most < BESIDE, "{most} bytes for {length}");
    }
}

#[test]
fn what_has_arrived_is_not_copied() {
    let octets = Bytes::from(vec![b'x'; ATTACHED]);
    let mtom = Packaging { mtom: Some(1), ..Packaging::default() };
    let response = response(request(&octets, &mtom), |body| body);
    let mut received = 0;
    let most = most_memory(|| {
        let reply = decode::<operations::Store>(response, &ReadOptions::default()).unwrap();
        received = reply.body[0].len();
    });
    assert!(received == ATTACHED && most < BESIDE, "{most} bytes for {received}");
}

#[test]
fn what_arrives_is_put_together_once() {
    let octets = Bytes::from(vec![b'x'; ATTACHED]);
    let mtom = Packaging { mtom: Some(1), ..Packaging::default() };
    let response = response(request(&octets, &mtom), Arriving);
    let mut received = 0;
    let most = most_memory(|| {
        let options = ReadOptions::default();
        let reply = now(decode_body::<operations::Store, _>(response, &options)).unwrap();
        received = reply.body[0].len();
    });
    // Room is made as octets come: at last for all of them, while about a quarter is still there.
    let expected = ATTACHED as u64 * 4 / 3;
    assert!(received == ATTACHED && most < expected, "{most} bytes for {received}");
}
