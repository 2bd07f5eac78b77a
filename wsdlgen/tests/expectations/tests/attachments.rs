//! Attachments between a client and a server in the same process.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::sync::{Arc, Mutex};

use support::now;
use wsdlgen_expectations::attachments::{
    operations, ports, AlbumIn, Archive, ArchiveClient, ArchiveServer, Store, Stored,
};
use wsdlgen_runtime::{
    client::{ClientSettings, Transport},
    message::{decode, encode_packed, Packaging},
    server::Context,
    xml::ReadOptions,
    Attachment, Fault, NoDetail,
};

struct Shelf;

impl Archive for Shelf {
    async fn store(
        &self,
        context: &mut Context<operations::Store>,
        request: Store,
    ) -> Result<Vec<wsdlgen_runtime::Base64Binary>, Fault<NoDetail>> {
        assert_eq!(context.attachments.len(), usize::from(request.content.len() > 4));
        Ok(vec![request.content.clone(), request.content])
    }

    async fn bind(
        &self,
        context: &mut Context<operations::Bind>,
        request: AlbumIn,
    ) -> Result<Attachment, Fault<NoDetail>> {
        assert_eq!((&*request.body, context.attachments.len()), ("Blue", 2));
        let logo = request.logo.unwrap();
        assert_eq!((logo.content_type(), content(&logo)), ("image/png", &[1, 2, 3][..]));
        let notes = request.notes.unwrap();
        assert_eq!((notes.content_type(), content(&notes)), ("text/plain", &b"--\r\nx"[..]));
        // The reference is percent-encoded.
        Ok(logo.with_id("the cover@shelf"))
    }
}

fn content(attachment: &Attachment) -> &[u8] {
    attachment.bytes().unwrap()
}

fn client() -> ArchiveClient {
    ArchiveClient::new(
        ports::ARCHIVE_SOAP,
        Transport::new(ArchiveServer::new(Shelf).into_service()),
    )
}

#[test]
fn sends_long_binary_data_as_attachments() {
    let types = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&types);
    let settings = ClientSettings::default().mtom(5).trace(move |trace| {
        let content_type = trace.headers["content-type"].to_str().unwrap().to_owned();
        seen.lock().unwrap().push(content_type);
    });
    let client = client().with_settings(settings);
    // The server replies to multipart requests with attachments for data over a kilobyte.
    for content in [vec![7; 4], vec![7; 5], vec![7; 100_000]] {
        let request = Store { title: "t".to_owned(), content: content.clone().into() };
        let reply = now(client.store(request)).unwrap();
        let copies = if content.len() > 1024 { 2 } else { 0 };
        assert_eq!(reply.attachments.len(), copies);
        assert_eq!(reply.body, vec![content.clone().into(), content.into()]);
    }
    for content_type in types.lock().unwrap().iter() {
        assert!(content_type.starts_with("multipart/related; boundary="), "{content_type}");
        assert!(content_type.ends_with("start-info=\"text/xml\""), "{content_type}");
    }
}

#[test]
fn writes_references_to_attachments() {
    let store = Store { title: "t".to_owned(), content: vec![0xff; 9].into() };
    let packaging = Packaging { mtom: Some(1), ..Packaging::default() };
    let request = encode_packed::<operations::Store>(
        &ports::ARCHIVE_SOAP,
        &store,
        &<_>::default(),
        &packaging,
    )
    .unwrap();
    let body = request.into_body().into_bytes();
    let text = String::from_utf8_lossy(&body);
    let include = "<tns:content><xop:Include \
                   xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:0@wsdlgen\"/>\
                   </tns:content>";
    assert!(text.contains(include), "{text}");
    assert!(text.contains("Content-ID: <0@wsdlgen>\r\n\r\n"), "{text}");
    assert!(body.windows(9).any(|window| window == [0xff; 9]));
}

#[test]
fn exchanges_parts_of_a_mime_binding() {
    let client = client();
    let logo = Attachment::new("image/png", vec![1, 2, 3]);
    let album = AlbumIn::new("Blue");
    let request =
        AlbumIn { logo: Some(logo.clone()), notes: Some("--\r\nx".into()), ..album.clone() };
    let reply = now(client.bind(request)).unwrap();
    assert_eq!((reply.body.id(), content(&reply.body)), ("the cover@shelf", &[1, 2, 3][..]));
    // Attachments of the call follow those of the request. This one names no part, so its position decides.
    let call = client.bind(AlbumIn { logo: Some(logo), ..album });
    let call = call.attachment(Attachment::new("text/plain", "--\r\nx"));
    assert_eq!(content(&now(call).unwrap().body), &[1, 2, 3][..]);
}

/// The message is in the style of another stack: the envelope comes last, and the boundary is quoted.
#[test]
fn reads_parts_in_any_order() {
    let body = concat!(
        "--uuid:1+id=2\r\nContent-ID: <a/b@c>\r\nContent-Type: application/octet-stream\r\n\r\n",
        "octets\r\n--uuid:1+id=2\r\nContent-ID: <http://tempuri.org/0>\r\n",
        "Content-Type: application/xop+xml; charset=utf-8; type=\"text/xml\"\r\n\r\n",
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>",
        "<Stored xmlns='urn:example:attachments'><copy>\n",
        "<x:Include href='cid:a%2Fb@c' xmlns:x='http://www.w3.org/2004/08/xop/include'/>\n</copy>",
        "<copy>AQI=</copy></Stored></s:Body></s:Envelope>\r\n--uuid:1+id=2--\r\n",
    );
    let response = |body: &str| {
        http::Response::builder()
            .header(
                "content-type",
                "multipart/related; type=\"application/xop+xml\"; \
                 start=\"<http://tempuri.org/0>\"; boundary=\"uuid:1+id=2\"",
            )
            .body(bytes::Bytes::from(body.to_owned()))
            .unwrap()
    };
    let options = ReadOptions::default();
    let reply = decode::<operations::Store>(response(body), &options).unwrap();
    assert_eq!(Stored { copy: reply.body }.copy, [b"octets".to_vec().into(), vec![1, 2].into()]);

    let lost = body.replace("cid:a%2Fb@c", "cid:lost");
    let error = decode::<operations::Store>(response(&lost), &options).unwrap_err();
    assert!(error.to_string().contains("cannot find attachment `cid:lost`"), "{error}");
    let long = body.replace("cid:a%2Fb@c", &"l".repeat(10_000));
    let error = decode::<operations::Store>(response(&long), &options).unwrap_err();
    assert!(error.to_string().len() < 500, "{error}");
    // Included content is not parsed, and the envelope is not an attachment, so inclusion cannot loop.
    let include = "<x:Include href='cid:a%2Fb@c'/>";
    let again = body.replace("\r\noctets\r\n", &format!("\r\n{include}\r\n"));
    let reply = decode::<operations::Store>(response(&again), &options).unwrap();
    assert_eq!(reply.body[0], include.as_bytes().to_vec().into());
    let itself = body.replace("cid:a%2Fb@c", "cid:http://tempuri.org/0");
    let error = decode::<operations::Store>(response(&itself), &options).unwrap_err();
    let lost = "cannot find attachment `cid:http://tempuri.org/0`";
    assert!(error.to_string().contains(lost), "{error}");
    let cut = body.replace("--\r\n", "");
    let error = decode::<operations::Store>(response(&cut), &options).unwrap_err();
    assert!(error.to_string().contains("not terminated"), "{error}");
}
