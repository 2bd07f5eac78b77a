//! Memory use of attachments: they are not copied when sent, and assembled only once when received.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

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
/// Memory limit for everything except the attachment, in bytes.
const BESIDE: u64 = 64 << 10;

/// A body that arrives in pieces, as from a socket, with a known length.
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

fn request(data: &Bytes, packaging: &Packaging) -> Request<Payload> {
    let store = Store { title: "t".to_owned(), content: data.clone().into() };
    encode_packed::<operations::Store>(&ports::ARCHIVE_SOAP, &store, &<_>::default(), packaging)
        .unwrap()
}

/// Returns the response of a server that echoes a request.
fn response<B>(request: Request<Payload>, body: impl FnOnce(Bytes) -> B) -> Response<B> {
    let (head, payload) = request.into_parts();
    let whole = payload.into_bytes().to_vec();
    let whole = String::from_utf8(whole).unwrap().replace("tns:Store", "tns:Stored");
    let whole = whole.replace("<tns:title>t</tns:title>", "").replace("tns:content", "tns:copy");
    let content_type = &head.headers["content-type"];
    Response::builder().header("content-type", content_type).body(body(whole.into())).unwrap()
}

#[test]
fn sends_attachments_without_copying() {
    let data = Bytes::from(vec![b'x'; ATTACHED]);
    let mtom = Packaging { mtom: Some(1), ..Packaging::default() };
    let attached = Packaging {
        attachments: vec![Attachment::new("text/plain", data.clone())],
        ..Packaging::default()
    };
    for (content, packaging) in [(&data, mtom), (&Bytes::new(), attached)] {
        let mut length = 0;
        let most = most_memory(|| length = request(content, &packaging).into_body().len());
        assert!(length > ATTACHED && most < BESIDE, "{most} bytes for {length}");
    }
}

#[test]
fn decodes_attachments_without_copying() {
    let data = Bytes::from(vec![b'x'; ATTACHED]);
    let mtom = Packaging { mtom: Some(1), ..Packaging::default() };
    let response = response(request(&data, &mtom), |body| body);
    let mut received = 0;
    let most = most_memory(|| {
        let reply = decode::<operations::Store>(response, &ReadOptions::default()).unwrap();
        received = reply.body[0].len();
    });
    assert!(received == ATTACHED && most < BESIDE, "{most} bytes for {received}");
}

#[test]
fn assembles_received_attachments_once() {
    let data = Bytes::from(vec![b'x'; ATTACHED]);
    let mtom = Packaging { mtom: Some(1), ..Packaging::default() };
    let response = response(request(&data, &mtom), Arriving);
    let mut received = 0;
    let most = most_memory(|| {
        let options = ReadOptions::default();
        let reply = now(decode_body::<operations::Store, _>(response, &options)).unwrap();
        received = reply.body[0].len();
    });
    // The buffer grows as bytes arrive. At the last growth, about a third of the length is still in the old one.
    let expected = ATTACHED as u64 * 4 / 3;
    assert!(received == ATTACHED && most < expected, "{most} bytes for {received}");
}
