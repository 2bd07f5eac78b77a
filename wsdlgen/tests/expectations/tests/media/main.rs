//! Attachments as members of requests and replies.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod arriving;
#[path = "../support/mod.rs"]
mod support;

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context as Task, Poll},
};

use futures_core::Stream;
use support::now;
use wsdlgen_expectations::media::{
    operations, ports, Book, Deposit, DepositResponse, Film, LatestOut, Media, MediaClient,
    MediaServer,
};
use wsdlgen_runtime::{
    client::{ClientSettings, Transport},
    message::{decode, AttachmentError},
    server::Context,
    xml::{ReadOptions, Reading},
    Attachment, CallError, Fault, NoDetail,
};

/// A stream of chunks that are there at once.
struct Chunks(std::vec::IntoIter<io::Result<&'static str>>);

impl Stream for Chunks {
    type Item = io::Result<&'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

fn chunks(chunks: impl IntoIterator<Item = io::Result<&'static str>>) -> Chunks {
    Chunks(chunks.into_iter().collect::<Vec<_>>().into_iter())
}

/// Returns what it receives.
struct Library;

type Answer<T> = Result<T, Fault<NoDetail>>;

impl Media for Library {
    async fn print(&self, _: &mut Context<operations::Print>, request: Book) -> Answer<Book> {
        Ok(request)
    }

    async fn screen(&self, _: &mut Context<operations::Screen>, request: Film) -> Answer<Film> {
        Ok(request)
    }

    async fn deposit(
        &self,
        _: &mut Context<operations::Deposit>,
        request: Deposit,
    ) -> Answer<DepositResponse> {
        assert_eq!(request.shelf, 7);
        Ok(DepositResponse { receipt: request.file })
    }

    async fn latest(&self, _: &mut Context<operations::Latest>) -> Answer<LatestOut> {
        Ok(LatestOut { file: Some("the file".into()) })
    }
}

/// Returns a client, and the bodies of the messages that it exchanges.
fn client() -> (MediaClient, Arc<Mutex<Vec<String>>>) {
    let transport = Transport::new(MediaServer::new(Library).into_service());
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let trace = Arc::clone(&seen);
    let settings = ClientSettings::default().trace(move |traced| {
        trace.lock().unwrap().push(traced.body.clone());
    });
    (MediaClient::new(ports::MEDIA_SOAP, transport).with_settings(settings), seen)
}

fn content(attachment: &Attachment) -> (&str, &[u8]) {
    (attachment.content_type(), attachment.bytes().unwrap())
}

#[test]
fn sends_parts_of_rpc_messages_and_of_empty_bodies() {
    let (client, seen) = client();
    let file = Attachment::from(b"%PDF".to_vec());
    let reply = now(client.deposit(Deposit { file: Some(file), ..Deposit::new(7) })).unwrap();
    // An absent media type is replaced by that of the contract.
    assert_eq!(content(&reply.body.receipt.unwrap()), ("application/pdf", &b"%PDF"[..]));
    let request = seen.lock().unwrap()[0].clone();
    assert!(request.contains("<tns:Deposit><shelf>7</shelf></tns:Deposit>"), "{request}");
    assert!(request.contains("Content-ID: <file="), "{request}");

    let reply = now(client.deposit(Deposit::new(7))).unwrap();
    assert_eq!(reply.body, DepositResponse::default());
    let reply = now(client.latest()).unwrap();
    assert_eq!(content(&reply.body.file.unwrap()), ("application/pdf", &b"the file"[..]));
}

#[test]
fn sends_references_to_attachments() {
    let (client, seen) = client();
    let cover = Attachment::new("image/png", vec![1]).with_id("<50%> cover@x");
    let book = Book {
        page: vec![Attachment::new("text/plain", "one"), cover.clone(), "two".into()],
        sleeve: Attachment::new("image/gif", vec![2]).into(),
        ..Book::new(cover)
    };
    let reply = now(client.print(book)).unwrap();
    // The cover is sent once, although it is also a page.
    assert_eq!(reply.attachments.len(), 4);
    let Book { cover, page, sleeve } = reply.body;
    assert_eq!((cover.id(), content(&cover)), ("<50%> cover@x", ("image/png", &[1][..])));
    let pages: Vec<_> = page.iter().map(content).collect();
    let two = ("application/octet-stream", &b"two"[..]);
    assert_eq!(pages, [("text/plain", &b"one"[..]), ("image/png", &[1]), two]);
    assert_eq!(content(sleeve.as_option().unwrap()), ("image/gif", &[2][..]));
    let request = seen.lock().unwrap()[0].clone();
    assert!(request.contains("<tns:cover>cid:%3C50%25%3E%20cover@x</tns:cover>"), "{request}");
}

#[test]
fn reports_references_to_missing_attachments() {
    let envelope = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>\
                    <Book xmlns='urn:example:media'><cover>cid:lost</cover></Book></s:Body></s:Envelope>";
    let decoded = |reading| {
        let response = http::Response::builder().header("content-type", "text/xml");
        let response = response.body(bytes::Bytes::from(envelope)).unwrap();
        let options = ReadOptions { reading, ..ReadOptions::default() };
        decode::<operations::Print>(response, &options)
    };
    let reply = decoded(Reading::Lenient).unwrap();
    let cover = reply.body.cover;
    let unknown = ("application/octet-stream", &b""[..]);
    assert_eq!((cover.id(), content(&cover)), ("lost", unknown));
    let deviations: Vec<_> = reply.deviations.iter().map(ToString::to_string).collect();
    assert!(deviations[0].contains("cannot find attachment `cid:lost`"), "{deviations:?}");
    let error = decoded(Reading::Strict).unwrap_err();
    assert!(error.to_string().contains("cannot find attachment `cid:lost`"), "{error}");
}

#[test]
fn includes_only_long_and_streamed_binary_data() {
    let film = Film {
        poster: Some(Attachment::new("image/png", b"poster".to_vec())),
        subtitles: Some(b"hello".to_vec().into()),
        ..Film::new("Stalker", Attachment::new("video/mp4", b"frames".to_vec()))
    };
    let (client, seen) = client();
    let reply = now(client.screen(film.clone())).unwrap();
    assert_eq!(reply.attachments.len(), 0);
    // The media type of inlined data is not sent.
    assert_eq!(content(&reply.body.frames), ("", &b"frames"[..]));

    let frames = || Attachment::from_stream("video/mp4", chunks(["fra", "", "mes"].map(Ok)));
    let encoded = client.screen(Film { frames: frames(), ..film.clone() }).encode().unwrap();
    let encoded = encoded.into_body().into_bytes();
    let encoded = String::from_utf8_lossy(&encoded);
    assert!(encoded.contains("Content-Type: video/mp4\r\n"), "{encoded}");
    assert!(encoded.contains("\r\n\r\nframes\r\n--"), "{encoded}");
    assert!(encoded.contains("<tns:poster>cG9zdGVy</tns:poster>"), "{encoded}");
    let reply = now(client.screen(Film { frames: frames(), ..film.clone() })).unwrap();
    assert_eq!(content(&reply.body.frames), ("", &b"frames"[..]));
    assert_eq!(reply.body.subtitles, film.subtitles);
    // The body of a streamed message is not traced, since it can be sent only once.
    assert_eq!(seen.lock().unwrap()[2], "");
}

#[test]
fn declares_the_length_of_streams_that_have_one() {
    let (client, _) = client();
    let film = |frames| client.screen(Film::new("Solaris", frames)).encode().unwrap();
    let stream = || Attachment::from_stream("video/mp4", chunks(["abc"].map(Ok)));
    let unknown = film(stream());
    assert_eq!(unknown.headers().get("content-length"), None);
    let known = film(stream().with_length(3));
    let length: usize = known.headers()["content-length"].to_str().unwrap().parse().unwrap();
    assert_eq!(known.into_body().into_bytes().len(), length);
}

#[test]
fn fails_if_a_stream_fails_or_is_sent_twice() {
    let (client, _) = client();
    let broken = [Ok("abc"), Err(io::Error::other("the disk is gone"))];
    let frames = Attachment::from_stream("video/mp4", chunks(broken));
    let error = now(client.screen(Film::new("Solaris", frames.clone()))).unwrap_err();
    // This server sees an incomplete request.
    assert!(matches!(error, CallError::Fault(_)), "{error}");
    let error = now(frames.collect(100)).unwrap_err();
    assert!(error.to_string().contains("cannot be read or sent twice"), "{error}");
}

#[test]
fn fails_again_if_a_stream_has_failed() {
    let broken = || Attachment::from_stream("", chunks([Err(io::Error::other("no disk"))]));
    let attachment = broken();
    for _ in 0..2 {
        let error = now(attachment.clone().collect(10)).unwrap_err();
        assert_eq!(error.to_string(), "no disk");
    }
    let (client, _) = client();
    let request = client.screen(Film::new("Solaris", broken())).encode().unwrap().into_body();
    for _ in 0..2 {
        let sent = request.clone().into_bytes();
        assert!(!sent.ends_with(b"--\r\n"), "{sent:?}");
    }
}

#[test]
fn fails_if_a_stream_has_another_length() {
    let (client, _) = client();
    for length in [2, 4] {
        let stream = Attachment::from_stream("video/mp4", chunks(["abc"].map(Ok)));
        let request = client.screen(Film::new("Solaris", stream.with_length(length)));
        let sent = request.encode().unwrap().into_body().into_bytes();
        assert!(!sent.ends_with(b"--\r\n"), "{length}: {sent:?}");
    }
}

#[test]
fn keeps_attachments_of_other_messages_apart() {
    let (client, _) = client();
    let forwarded = |text: &'static str| Attachment::new("text/plain", text).with_id("0@wsdlgen");
    let book = Book { page: vec![forwarded("one"), forwarded("two")], ..Book::new("new") };
    let reply = now(client.print(book)).unwrap().body;
    let texts = [&reply.cover, &reply.page[0], &reply.page[1]].map(|one| content(one).1);
    assert_eq!(texts, [&b"new"[..], b"one", b"two"]);
}

#[test]
fn collects_streams_up_to_a_limit() {
    let collected = |limit| {
        let stream = Attachment::from_stream("text/plain", chunks(["ab", "cd"].map(Ok)));
        now(stream.collect(limit)).map_err(|error: AttachmentError| error.to_string())
    };
    assert_eq!(collected(4).unwrap(), "abcd");
    assert_eq!(collected(3).unwrap_err(), "the attachment is longer than 3 bytes");
    assert_eq!(now(Attachment::from("abc").collect(3)).unwrap(), "abc");
}
