//! Secrets do not appear in any output.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use bytes::Bytes;
use common::{Echo, EchoFault, NAMESPACES, Session};
use http::Response;
use wsdlgen_runtime::{
    CallError, Payload, Port, SoapVersion,
    message::{decode, encode},
    xml::{AnyElement, Cursor, Name, ReadOptions, Reading, Writer, redact},
};

const SECRET: &str = "4711";

fn decode_body(status: u16, body: &[u8]) -> CallError<EchoFault> {
    let response = Response::builder().status(status).header("Content-Type", "text/xml");
    let response = response.body(Bytes::copy_from_slice(body)).unwrap();
    decode::<Echo>(response, &ReadOptions::default()).unwrap_err()
}

#[test]
fn hides_secrets_in_errors_about_replies() {
    let envelope = |content: &str| {
        format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns='urn:echo'>\
             <s:Header>{content}"
        )
    };
    let cases = [
        "<session><pin>4711</pin></session>",
        "<pin>4711</session>",
        "<pin>4711",
        "<pin x='>'>4711</pin>",
        "<pin><![CDATA[</pin>4711]]></pin>",
        "<pin>x&4711;y</pin>",
        "<pin>x&x4711",
        "<pin>a<x4711>b</x4711></pin>",
        "<pin>a<x4711:b/></pin>",
        "<pin>a<b x4711/></pin>",
        "<x:pin xmlns:x='urn:echo'>4711</y:pin>",
    ];
    for content in cases {
        for status in [200, 500] {
            let message = envelope(content);
            let error = decode_body(status, message.as_bytes());
            assert!(error.raw_reply().is_some());
            let shown = format!("{error} {error:?} {:?}", error.raw_reply());
            assert!(!shown.contains(SECRET), "{content}: {shown}");
            let utf16: Vec<u8> = message.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let error = decode_body(status, &utf16);
            assert!(!format!("{error} {error:?}").replace('\0', "").contains(SECRET), "{content}");
        }
    }
}

#[test]
fn hides_secrets_in_fault_details() {
    let message = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>\
                   <faultcode>s:Client</faultcode><detail><e:echoed xmlns:e='urn:echo'><e:pin>4711\
                   </e:pin></e:echoed></detail></s:Fault></s:Body></s:Envelope>";
    let error = decode_body(500, message.as_bytes());
    let shown = format!("{error} {error:?} {:?}", error.fault());
    assert!(!shown.contains(SECRET), "{shown}");
    assert!(shown.contains("{urn:echo}echoed"), "{shown}");
    let pin = error.fault().unwrap().raw_entries().next().unwrap().elements().next().unwrap();
    assert_eq!(pin.text().trim(), SECRET);
}

#[test]
fn hides_secrets_in_deviations() {
    const SECRETS: &[Name] = &[Name::unqualified("pin")];
    for reading in [Reading::Lenient, Reading::Strict] {
        let options = ReadOptions { reading, secrets: SECRETS, ..ReadOptions::default() };
        let document = "<r><pin><x4711/></pin></r>";
        let mut cursor = Cursor::new(document, &NAMESPACES, &options).unwrap();
        cursor.enter().unwrap();
        cursor.enter().unwrap();
        let left = cursor.leave();
        let shown = format!("{left:?} {:?} {cursor:?}", cursor.deviations());
        assert!(shown.contains("[redacted]") && !shown.contains(SECRET), "{shown}");
        let value = "<pin>4711-13-13T00:00:00</pin>";
        let mut cursor = Cursor::new(value, &NAMESPACES, &options).unwrap();
        cursor.enter().unwrap();
        let error = cursor.value::<wsdlgen_runtime::DateTime>().unwrap_err();
        let expected = "/pin (line 1, column 25): the text is not a valid xs:dateTime: \
                        details are redacted";
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn hides_secrets_in_outgoing_messages() {
    let port = Port::new("p", "http://localhost/", SoapVersion::Soap11, &[]);
    let headers = Session { number: None, pin: Some(SECRET.to_owned()) };
    let request = encode::<Echo>(&port, &SECRET.to_owned(), &headers).unwrap();
    let shown = format!("{request:?} {headers:?}");
    assert!(!shown.contains(SECRET) && shown.contains("Payload("), "{shown}");
    let body = String::from_utf8(request.into_body().into_bytes().to_vec()).unwrap();
    assert_eq!(body.matches(SECRET).count(), 2);
    let mut writer = Writer::default();
    writer.text(SECRET);
    assert_eq!(
        format!("{writer:?} {:?}", Payload::new(SECRET)),
        "Writer(4 bytes) Payload(4 bytes)"
    );
}

#[test]
fn redacts_by_local_name_even_in_malformed_messages() {
    let secrets = [Name::unqualified("pin"), Name::unqualified("Key")];
    let cases = [
        ("<pin>1</pin><Key>2</Key>", "<pin>[redacted]</pin><Key>[redacted]</Key>"),
        ("<x:pin a='b'\n>1</x:pin >", "<x:pin a='b'\n>[redacted]</x:pin >"),
        ("<pin><a>1</a></pin>", "<pin>[redacted]</pin>"),
        ("<pin></pin><pin/><pin />", "<pin></pin><pin/><pin />"),
        ("<pins>1</pins><Pin>1</Pin>", "<pins>1</pins><Pin>1</Pin>"),
        ("<pin><!-- 1 --></pin>", "<pin>[redacted]</pin>"),
        ("<pin>1</pin", "<pin>[redacted]</pin"),
        ("<pin>1</pi", "<pin>[redacted]"),
        ("<pin>1<pin>2</pin>", "<pin>[redacted]"),
        ("<pin><![CDATA[1</pin>", "<pin>[redacted]"),
        ("a<b", "a<b"),
        ("", ""),
    ];
    for (message, expected) in cases {
        assert_eq!(redact(message, &secrets), expected, "{message}");
    }
}

#[test]
fn hides_the_password_of_a_token_in_errors() {
    for content in ["x&4711;y", "<4711/>", "a<b x4711/>"] {
        let message = format!("<a><w:UsernameToken xmlns:w='w'><w:Password>{content}</w:Password>");
        let error = AnyElement::parse(&message, &ReadOptions::default()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(SECRET), "{content}: {error:?}");
    }
}
