//! Hostile messages, for use as replies to the client and as requests to the server.
//!
//! They try to use excessive resources or to be mistaken for something else.

use std::fmt::Write;

use wsdlgen_runtime::xml::ReadErrorKind;

use super::replies::SOAP12;

const MANY: usize = 1_000_000;
const INFALLIBLE: &str = "writing to a string cannot fail";

/// A hostile message and the expected error.
pub(crate) struct Hostile {
    pub(crate) name: &'static str,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) verdict: ReadErrorKind,
}

/// Returns all hostile messages. Those with an envelope are derived from `proper`, a valid message.
pub(crate) fn hostile(proper: &str) -> Vec<Hostile> {
    let mut messages = structures(proper);
    messages.extend(entities(proper));
    messages.extend(encodings(proper));
    messages.extend(parts(proper));
    messages
}

fn hostile_xml(name: &'static str, body: impl Into<Vec<u8>>, verdict: ReadErrorKind) -> Hostile {
    Hostile { name, content_type: SOAP12, body: body.into(), verdict }
}

fn malformed(what: &'static str) -> ReadErrorKind {
    ReadErrorKind::Malformed(what.into())
}

/// Inserts content into the message's header, where any element is allowed and ignored.
fn with(proper: &str, inside: &str) -> String {
    proper.replacen("<s:Body>", &format!("<s:Header>{inside}</s:Header><s:Body>"), 1)
}

fn structures(proper: &str) -> Vec<Hostile> {
    let limit = |what, setting, limit| ReadErrorKind::Limit { what, setting, limit };
    let too_deep = limit("nested elements", "depth", 128);
    let mut attributes = "<a".to_owned();
    (0..MANY).for_each(|at| write!(attributes, " a{at}=''").expect(INFALLIBLE));
    let mut declarations = "<a".to_owned();
    (0..MANY).for_each(|at| write!(declarations, " xmlns:a{at}='u'").expect(INFALLIBLE));
    let deep = "<a>".repeat(MANY);
    let closed = format!("{deep}{}", "</a>".repeat(MANY));
    let long = "n".repeat(10 * MANY);
    vec![
        hostile_xml("depth", with(proper, &deep), too_deep.clone()),
        hostile_xml("closed", with(proper, &closed), too_deep),
        hostile_xml(
            "attributes",
            with(proper, &(attributes + "/>")),
            limit("attributes", "attributes", 256),
        ),
        hostile_xml(
            "declarations",
            with(proper, &(declarations + "/>")),
            limit("namespace declarations in scope", "namespaces", 256),
        ),
        hostile_xml(
            "name",
            with(proper, &format!("<{long}></a>")),
            // Errors are truncated to 400 characters.
            ReadErrorKind::Malformed(format!("expected end tag `</{}…", "n".repeat(380)).into()),
        ),
    ]
}

fn entities(proper: &str) -> Vec<Hostile> {
    let mut laughs = "<!DOCTYPE s [<!ENTITY l0 'ha'>".to_owned();
    (1..30).for_each(|at| {
        let before = format!("&l{};", at - 1).repeat(10);
        write!(laughs, "<!ENTITY l{at} '{before}'>").expect(INFALLIBLE);
    });
    let laughs = format!("{laughs}]>{}", with(proper, "&l29;"));
    let file = format!("<!DOCTYPE s [<!ENTITY f SYSTEM 'file:///etc/hostname'>]>{proper}");
    let outside = format!("<!DOCTYPE s SYSTEM 'http://127.0.0.1:1/a.dtd'>{proper}");
    let unknown = malformed("invalid reference `&l;`");
    vec![
        hostile_xml("laughs", laughs, ReadErrorKind::Doctype),
        hostile_xml("file", file, ReadErrorKind::Doctype),
        hostile_xml("outside", outside, ReadErrorKind::Doctype),
        hostile_xml("unknown entity", with(proper, "<a>&l;</a>"), unknown),
    ]
}

fn encodings(proper: &str) -> Vec<Hostile> {
    let utf16: Vec<u8> = proper.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let surrogate = [&utf16[..], &[0x00, 0xd8, 0x00, 0xd8]].concat();
    let bytes = |inside: &[u8]| {
        let whole = with(proper, "<a>@</a>");
        let (before, after) = whole.split_once('@').expect("the marker was just inserted");
        [before.as_bytes(), inside, after.as_bytes()].concat()
    };
    let without_declaration = proper.split_once("?>").map_or(proper, |(_, rest)| rest);
    let zero = malformed("forbidden character '\\0'");
    let utf8 = || malformed("invalid UTF-8");
    let with_type =
        |name, content_type, body, verdict| Hostile { name, content_type, body, verdict };
    vec![
        hostile_xml("continuation", bytes(b"\x80"), utf8()),
        hostile_xml("overlong", bytes(b"\xc0\xbc"), utf8()),
        hostile_xml("surrogate in UTF-8", bytes(b"\xed\xa0\x80"), utf8()),
        hostile_xml("truncated character", bytes(b"\xe2\x82"), utf8()),
        hostile_xml("zero", bytes(b"\0"), zero),
        hostile_xml("zeros", vec![0; 1 << 20], malformed("text before the root element")),
        hostile_xml(
            "UTF-16 said to be UTF-8",
            utf16,
            malformed("invalid element or attribute name"),
        ),
        with_type("half a pair", "application/soap+xml", surrogate, malformed("invalid UTF-16LE")),
        with_type(
            "unknown encoding",
            "application/soap+xml; charset=klingon",
            ["<?xml version='1.0' encoding='klingon'?>", without_declaration].concat().into_bytes(),
            malformed("unknown encoding \"klingon\""),
        ),
        // A compressed body without a `Content-Encoding` header.
        hostile_xml("gzip", GZIP.to_vec(), utf8()),
    ]
}

/// The start of a gzip stream.
const GZIP: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0xed, 0xc1, 0x01, 0x0d, 0x00, 0x00,
];

const RELATED: &str = "multipart/related; boundary=b; type=\"application/soap+xml\"";

fn parts(proper: &str) -> Vec<Hostile> {
    let root = format!("--b\r\nContent-Type: {SOAP12}\r\n\r\n{proper}\r\n");
    let hostile = |name, content_type, body: String, what| Hostile {
        name,
        content_type,
        body: body.into_bytes(),
        verdict: malformed(what),
    };
    vec![
        hostile(
            "no boundary",
            "multipart/related; type=\"application/soap+xml\"",
            format!("{root}--b--"),
            "the multipart message has no boundary",
        ),
        hostile(
            "no end",
            RELATED,
            root.clone(),
            "the last part of the multipart message is not terminated",
        ),
        hostile("no parts", RELATED, "--b--".into(), "the multipart message has no parts"),
        hostile(
            "parts without end",
            RELATED,
            root.clone() + &"--b\r\n\r\nx\r\n".repeat(MANY),
            "the multipart message has too many parts",
        ),
        hostile(
            "head of a part",
            RELATED,
            format!("--b\r\n{}\r\n\r\n{proper}\r\n--b--", "X: y\r\n".repeat(MANY)),
            "the headers of a message part are too long",
        ),
        hostile(
            "base64",
            RELATED,
            format!("{root}--b\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--"),
            "a message part is not valid base64",
        ),
    ]
}
