//! Properties that hold for every document, tested with generated documents.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::sync::Arc;

use bytes::Bytes;
use common::{Echo, Session};
use http::Response;
use proptest::prelude::*;
use wsdlgen_runtime::{
    Port, SoapVersion,
    message::{decode, encode},
    xml::{
        AnyAttribute, AnyElement, AnyNode, Cursor, Limits, Name, Namespaces, QName, ReadOptions,
        Reading, Writer, decode_text, redact,
    },
};

const SECRETS: &[Name] = &[Name::unqualified("text")];

/// Generates text that XML can represent, with many special characters.
fn text() -> impl Strategy<Value = String> {
    let delicate = prop::sample::select(vec![
        "<",
        ">",
        "&",
        "\"",
        "'",
        "\r",
        "\n",
        "\t",
        "\r\n",
        " ",
        "]]>",
        "]",
        "&amp;",
        "<!--",
        "-->",
        "<![CDATA[",
        "p:x",
        ":",
        "\u{fffd}",
        "\u{feff}",
        "\u{85}",
        "\u{2028}",
        "\u{10ffff}",
        "é",
    ]);
    let piece = prop_oneof![delicate.prop_map(str::to_owned), "[ -~]{1,8}", "\\PC{1,4}"];
    let carried = |text: &String| !text.contains(['\u{fffe}', '\u{ffff}']);
    prop::collection::vec(piece.prop_filter("not a character", carried), 0..6)
        .prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = QName> {
    let namespace = prop::sample::select(vec!["", "urn:1", "urn:2", "http://x/?a=1&b='<\">"]);
    let prefix = prop::sample::select(vec!["", "p", "q", "any0", "any1"]);
    (namespace, "[a-zé_][a-z0-9._-]{0,3}", prefix)
        .prop_map(|(namespace, local, prefix)| QName::new(namespace, local).with_prefix(prefix))
}

/// Generates attributes with distinct names.
fn attributes() -> impl Strategy<Value = Vec<AnyAttribute>> {
    prop::collection::vec((name(), text()), 0..4).prop_map(|named| {
        let mut attributes: Vec<AnyAttribute> = Vec::new();
        for (name, value) in named {
            let local = if name.local() == "xmlns" { "x" } else { name.local() };
            let name = QName::new(name.namespace(), local).with_prefix(name.prefix());
            if attributes.iter().all(|known| known.name != name) {
                attributes.push(AnyAttribute::new(name, value));
            }
        }
        attributes
    })
}

fn declarations() -> impl Strategy<Value = Vec<(String, Arc<str>)>> {
    let prefix = prop::sample::select(vec!["", "p", "q", "any0"]);
    let uri = prop::sample::select(vec!["", "urn:1", "urn:2", "urn:3"]);
    prop::collection::vec((prefix, uri), 0..3).prop_map(|declared| {
        declared.into_iter().map(|(prefix, uri)| (prefix.to_owned(), uri.into())).collect()
    })
}

fn tree() -> impl Strategy<Value = AnyElement> {
    let leaf =
        (name(), declarations(), attributes()).prop_map(|(name, declarations, attributes)| {
            AnyElement { declarations, attributes, ..AnyElement::new(name) }
        });
    leaf.prop_recursive(4, 32, 4, |inner| {
        let node =
            prop_oneof![inner.clone().prop_map(AnyNode::Element), text().prop_map(AnyNode::Text)];
        (inner, prop::collection::vec(node, 0..5))
            .prop_map(|(outer, children)| AnyElement { children, ..outer })
    })
}

/// Returns the tree as a reader returns it, without declarations: adjacent texts are joined.
fn merged(mut element: AnyElement) -> AnyElement {
    element.declarations.clear();
    let mut children: Vec<AnyNode> = Vec::new();
    for child in element.children {
        match (children.last_mut(), child) {
            (_, AnyNode::Text(text)) if text.is_empty() => {}
            (Some(AnyNode::Text(before)), AnyNode::Text(text)) => before.push_str(&text),
            (_, AnyNode::Element(inner)) => children.push(AnyNode::Element(merged(inner))),
            (_, text) => children.push(text),
        }
    }
    AnyElement { children, ..element }
}

fn parse(document: &str) -> AnyElement {
    AnyElement::parse(document, &ReadOptions::default())
        .unwrap_or_else(|error| panic!("{error} in {document}"))
}

proptest! {
    #[test]
    fn reads_a_tree_as_written(tree in tree()) {
        let written = tree.to_xml().unwrap();
        let read = parse(&written);
        prop_assert_eq!(merged(read.clone()), merged(tree), "{}", written);
        // After the first reading, the tree is preserved exactly, including declarations.
        prop_assert_eq!(parse(&read.to_xml().unwrap()), read, "{}", written);
    }

    #[test]
    fn captures_a_tree_with_the_same_meaning_in_any_context(outer in tree(), inner in tree()) {
        let expected = merged(inner.clone());
        let mut root = AnyElement { children: Vec::new(), ..outer };
        root.children.push(AnyNode::Element(inner));
        let document = root.to_xml().unwrap();
        let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).unwrap();
        cursor.skip().unwrap();
        prop_assert_eq!(cursor.finish().unwrap(), []);
        let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).unwrap();
        cursor.enter().unwrap();
        let captured = cursor.capture().unwrap();
        prop_assert_eq!(merged(captured.clone()), expected.clone(), "{}", document);
        let alone = captured.to_xml().unwrap();
        prop_assert_eq!(merged(parse(&alone)), expected, "{} from {}", alone, document);
    }

    #[test]
    fn round_trips_text_and_attributes(text in text()) {
        let mut writer = Writer::default();
        writer.raw("<a");
        writer.attribute("b", &text);
        writer.raw(">");
        writer.text(&text);
        writer.value(&text);
        writer.raw("</a>");
        let document = String::from_utf8(writer.finish().unwrap()).unwrap();
        let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).unwrap();
        cursor.expect(&Name::unqualified("a")).unwrap();
        prop_assert_eq!(cursor.take_attribute(&Name::unqualified("b")).unwrap(), &*text);
        prop_assert_eq!(cursor.text().unwrap(), text.repeat(2));
    }

    #[test]
    fn writes_or_rejects_any_string(text in any::<String>()) {
        let carried = text.chars().all(|character| {
            matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
        });
        let mut writer = Writer::default();
        writer.raw("<a>");
        writer.text(&text);
        writer.raw("</a>");
        let written = writer.finish();
        prop_assert_eq!(written.is_ok(), carried);
        if let Ok(written) = written {
            let document = String::from_utf8(written).unwrap();
            let read = parse(&document);
            prop_assert_eq!(read.text(), text);
        }
    }

    #[test]
    fn round_trips_a_message(text in text(), number in any::<Option<u32>>(), pin in prop::option::of(text())) {
        for version in [SoapVersion::Soap11, SoapVersion::Soap12] {
            let port = Port::new("p", "http://localhost/", version, &[]);
            let headers = Session { number, pin: pin.clone() };
            let request = encode::<Echo>(&port, &text, &headers).unwrap();
            let message = request.into_body().into_bytes();
            let message = String::from_utf8(message.to_vec()).unwrap().replace("t:Echo>", "t:EchoResponse>");
            let response = Response::builder().header("Content-Type", version.media_type());
            let reply = decode::<Echo>(response.body(message.into()).unwrap(), &ReadOptions::default());
            let reply = reply.unwrap();
            prop_assert_eq!((&reply.body, &reply.headers), (&text, &headers));
            prop_assert_eq!(reply.deviations, []);
        }
    }

    #[test]
    fn never_panics_while_reading(bytes in bytes(), strict in any::<bool>()) {
        let reading = if strict { Reading::Strict } else { Reading::Lenient };
        let limits = Limits { depth: 8, attributes: 4, namespaces: 6, message_bytes: 10_000, ..Limits::default() };
        let options = ReadOptions { reading, limits, secrets: SECRETS };
        for charset in [None, Some("utf-16"), Some("shift_jis")] {
            let Ok(text) = decode_text(&bytes, charset) else { continue };
            redact(&text, options.secrets);
            if let Ok(tree) = AnyElement::parse(&text, &options) {
                prop_assert_eq!(merged(parse(&tree.to_xml().unwrap())), merged(tree));
            }
        }
        for status in [200, 500] {
            let response = Response::builder().status(status).header("Content-Type", "text/xml");
            match decode::<Echo>(response.body(Bytes::from(bytes.clone())).unwrap(), &options) {
                Ok(reply) => prop_assert_ne!(format!("{reply:?}"), ""),
                Err(error) => prop_assert_ne!(format!("{error} {error:?}"), ""),
            }
        }
    }
}

/// Generates random bytes, and messages with random edits.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let message = prop::sample::select(vec![
        include_str!("common/reply.xml"),
        include_str!("common/fault11.xml"),
        include_str!("common/fault12.xml"),
    ]);
    let piece = prop::sample::select(vec![
        &b"<"[..],
        b">",
        b"</",
        b"/>",
        b"&",
        b";",
        b"&#x",
        b"'",
        b"\"",
        b"=",
        b":",
        b" ",
        b"]]>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"<?",
        b"?>",
        b"\xff",
        b"\0",
        b"\xef\xbf\xbe",
        b"\xc3",
        b"xmlns=",
        b"xmlns:s=''",
        b"<!DOCTYPE",
        b"<a>",
        b"</a>",
        b"<s:Fault>",
        b"<text>",
        b"<detail>",
        b"xsi:nil='1'",
    ]);
    let edit = (any::<prop::sample::Index>(), 0..20_usize, piece);
    let mutated = (message, prop::collection::vec(edit, 0..6)).prop_map(|(message, edits)| {
        let mut bytes = message.as_bytes().to_vec();
        for (index, cut, piece) in edits {
            let start = index.index(bytes.len());
            let end = bytes.len().min(start + cut);
            bytes.splice(start..end, piece.iter().copied());
        }
        bytes
    });
    prop_oneof![1 => prop::collection::vec(any::<u8>(), 0..200), 4 => mutated]
}
