//! Attachments that are read as they arrive.

use std::{
    convert::Infallible,
    future::{ready, Ready},
    pin::Pin,
    task::{Context as Task, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame};
use tower_service::Service;
use wsdlgen_expectations::media::{ports, Book, Deposit, Film, MediaClient, MediaServer};
use wsdlgen_runtime::{
    client::{ClientSettings, Transport},
    xml::{Limits, ReadOptions},
    Attachment, Payload,
};

use super::{chunks, content, support::now, Library};

/// A client whose service replies to `Print` with three attachments, in frames of 20 bytes. Nothing arrives from the text
/// `end` on.
fn printed(end: &str) -> MediaClient {
    let body = "--b\r\nContent-Type: text/xml\r\n\r\n<s:Envelope \
        xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><Book xmlns='urn:example:media'>\
        <cover>cid:c@x</cover><page>cid:1%40x</page><page>cid:2@x</page></Book></s:Body></s:Envelope>\r\n\
        --b\r\nContent-ID: <c@x>\r\nContent-Type: image/png\r\n\r\nthe cover of the book\r\n\
        --b\r\nContent-ID: <1@x>\r\n\r\nthe first page\r\n\
        --b\r\nContent-ID: <2@x>\r\nContent-Transfer-Encoding: base64\r\n\r\ndGhlIHNlY29uZA==\r\n--b--";
    let mut body = Bytes::from_static(body.as_bytes());
    let is_whole = end == ALL;
    if !is_whole {
        body.truncate(body.windows(end.len()).position(|at| at == end.as_bytes()).unwrap());
    }
    let transport = Transport::new(Fixed(Arriving { rest: body, ends: is_whole }));
    let settings = ClientSettings::default().timeout(Duration::from_millis(50));
    MediaClient::new(ports::MEDIA_SOAP, transport).with_settings(settings)
}

/// A service that answers with a multipart body.
#[derive(Clone)]
struct Fixed(Arriving);

impl Service<Request<Payload>> for Fixed {
    type Response = Response<Arriving>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Payload>) -> Self::Future {
        let response = Response::builder().header("content-type", "multipart/related; boundary=b");
        ready(Ok(response.body(self.0.clone()).unwrap()))
    }
}

/// A body in frames of 20 bytes, after which it ends or waits forever.
#[derive(Clone)]
struct Arriving {
    rest: Bytes,
    ends: bool,
}

impl Body for Arriving {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Task<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let length = self.rest.len().min(20);
        match self.rest.split_to(length) {
            frame if !frame.is_empty() => Poll::Ready(Some(Ok(Frame::data(frame)))),
            _ if self.ends => Poll::Ready(None),
            _ => Poll::Pending,
        }
    }
}

const ALL: &str = "";

fn book() -> Book {
    Book::new("")
}

fn text(attachment: Attachment) -> Result<String, String> {
    let bytes = now(attachment.collect(100)).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(bytes.to_vec()).unwrap())
}

#[test]
fn reads_attachments_as_they_arrive() {
    let client = printed(ALL);
    let reply = now(client.print(book()).stream_attachments()).unwrap();
    assert!(reply.attachments.is_empty());
    let Book { cover, page, .. } = reply.body;
    assert_eq!((cover.bytes(), cover.content_type()), (None, ""));
    let known = cover.clone();
    assert_eq!(text(cover).unwrap(), "the cover of the book");
    assert_eq!(known.content_type(), "image/png");
    assert_eq!(text(known).unwrap_err(), "a stream cannot be read or sent twice");
    let pages: Vec<_> = page.into_iter().map(|page| text(page).unwrap()).collect();
    assert_eq!(pages, ["the first page", "the second"]);
}

#[test]
fn reads_attachments_in_another_order() {
    let reply = now(printed(ALL).print(book()).stream_attachments()).unwrap();
    let Book { cover, page, .. } = reply.body;
    let pages: Vec<_> = page.into_iter().rev().map(|page| text(page).unwrap()).collect();
    assert_eq!(
        (pages, text(cover).unwrap()),
        (
            vec!["the second".to_owned(), "the first page".to_owned()],
            "the cover of the book".to_owned()
        )
    );

    // A part that has been begun is not held in memory.
    let reply = now(printed(ALL).print(book()).stream_attachments()).unwrap();
    let Book { cover, page, .. } = reply.body;
    let mut begun = cover.into_stream();
    assert!(now(begun.next_chunk()).unwrap().is_ok());
    assert_eq!(text(page[0].clone()).unwrap(), "the first page");
    let error = now(begun.next_chunk()).unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the attachment was skipped because a later one was read before its end"
    );
}

#[test]
fn limits_attachments_that_are_read_later() {
    let limits = Limits { message_bytes: 200, ..Limits::default() };
    let reading = ReadOptions { limits, ..ReadOptions::default() };
    let settings = ClientSettings::default().reading(reading);
    let reply =
        now(printed(ALL).with_settings(settings.clone()).print(book()).stream_attachments());
    let Book { cover, page, .. } = reply.unwrap().body;
    let error = text(page[0].clone()).unwrap_err();
    assert!(error.contains("the buffered part of the message exceeds the limit"), "{error}");
    drop(cover);
    let reply =
        now(printed(ALL).with_settings(settings).print(book()).stream_attachments()).unwrap();
    assert_eq!(text(reply.body.cover).unwrap(), "the cover of the book");
}

#[test]
fn limits_the_wait_for_attachments() {
    let reply = now(printed("of the book").print(book()).stream_attachments()).unwrap();
    let error = text(reply.body.cover).unwrap_err();
    assert_eq!(error, "no more of the reply arrived within 50ms");
    let error = now(printed("<cover>").print(book()).stream_attachments()).unwrap_err();
    assert!(error.to_string().contains("no more of the reply arrived within 50ms"), "{error}");
}

/// The stored beginning of an attachment must not pass for the whole.
#[test]
fn returns_no_part_of_an_attachment_after_an_error() {
    let late = "no more of the reply arrived within 50ms";
    let reply = now(printed("of the book").print(book()).stream_attachments()).unwrap();
    let Book { cover, page, .. } = reply.body;
    assert_eq!(text(page[0].clone()).unwrap_err(), late);
    assert_eq!(text(cover.clone()).unwrap_err(), late);
    assert_eq!(text(cover).unwrap_err(), late);
}

#[test]
fn reports_attachments_that_do_not_arrive() {
    let client = client_of(|request| request.replace("cid:", "cid:not-"));
    let cover = Attachment::new("text/plain", "x").with_id("c");
    let reply = now(client.print(Book::new(cover)).stream_attachments()).unwrap();
    assert_eq!(text(reply.body.cover).unwrap_err(), "cannot find attachment `not-c`");
}

/// A service that is a function.
#[derive(Clone)]
struct Echo(fn(String) -> String);

impl Service<Request<Payload>> for Echo {
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let (head, body) = request.into_parts();
        let body = String::from_utf8(body.into_bytes().to_vec()).unwrap();
        let response = Response::builder().header("content-type", &head.headers["content-type"]);
        ready(Ok(response.body(Payload::new((self.0)(body))).unwrap()))
    }
}

/// Returns a client whose server returns the changed request.
fn client_of(change: fn(String) -> String) -> MediaClient {
    MediaClient::new(ports::MEDIA_SOAP, Transport::new(Echo(change)))
}

#[test]
fn waits_for_binary_data_that_is_not_streamed() {
    // `subtitles` is an `rt::Base64Binary`.
    let client = client_of(|request| request);
    let settings = ClientSettings::default().mtom(1);
    let film =
        Film { subtitles: Some(b"hello".to_vec().into()), ..Film::new("Stalker", "frames".into()) };
    let reply = now(client.with_settings(settings).screen(film).stream_attachments()).unwrap();
    assert_eq!(reply.body.subtitles, Some(b"hello".to_vec().into()));
    assert_eq!(text(reply.body.frames).unwrap(), "frames");
}

#[test]
fn serves_requests_whose_attachments_are_arriving() {
    let server = MediaServer::new(Library).into_service().with_streamed_attachments();
    let client = MediaClient::new(ports::MEDIA_SOAP, Transport::new(server));
    // The server returns the attachments while they arrive.
    let sent = Attachment::from_stream("", chunks(["one", "two"].map(Ok)));
    let request = Deposit { file: Some(sent), ..Deposit::new(7) };
    let reply = now(client.deposit(request).stream_attachments()).unwrap();
    assert_eq!(text(reply.body.receipt.unwrap()).unwrap(), "onetwo");
    let film = Film {
        subtitles: Some(b"hello".to_vec().into()),
        ..Film::new("Solaris", Attachment::from_stream("video/mp4", chunks(["ab"].map(Ok))))
    };
    let settings = ClientSettings::default().mtom(1);
    let reply = now(client.with_settings(settings).screen(film)).unwrap();
    assert_eq!(content(&reply.body.frames), ("", &b"ab"[..]));
    assert_eq!(reply.body.subtitles, Some(b"hello".to_vec().into()));
}

#[tokio::test(flavor = "current_thread")]
async fn reads_and_writes_files() {
    let folder = tempfile::tempdir().unwrap();
    let [sent, received] = ["sent", "received"].map(|name| folder.path().join(name));
    let long: Vec<u8> = (0..=255).cycle().take(200_000).collect();
    std::fs::write(&sent, &long).unwrap();

    let server = MediaServer::new(Library).into_service().with_streamed_attachments();
    let client = MediaClient::new(ports::MEDIA_SOAP, Transport::new(server));
    let request = |file| Deposit { file: Some(file), ..Deposit::new(7) };
    let file = Attachment::open("application/pdf", &sent).await.unwrap();
    let encoded = client.deposit(request(file.clone())).encode().unwrap();
    assert!(encoded.headers().contains_key("content-length"));
    let reply = client.deposit(request(file)).stream_attachments().await.unwrap();
    assert_eq!(reply.body.receipt.unwrap().save(&received).await.unwrap(), 200_000);
    assert_eq!(std::fs::read(&received).unwrap(), long);

    // A stream is a reader, too.
    let file = Attachment::open("", &sent).await.unwrap();
    let again = Attachment::from_reader("", file.into_stream());
    assert_eq!(again.collect(usize::MAX).await.unwrap(), long);
    let missing = folder.path().join("missing");
    let error = Attachment::open("", missing).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
}
