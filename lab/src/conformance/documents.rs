//! Reading of documents, and access to the element in the body of a message.

use std::fs;
use std::io;
use std::path::Path;

use roxmltree::{Document, Node, ParsingOptions};

/// Reads the text of a document. UTF-16 is recognized by its byte order mark. Text that is not valid UTF-8 is read as
/// Latin-1.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    let bytes = fs::read(path)?;
    let units = |read: fn([u8; 2]) -> u16| -> String {
        let pairs = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(pairs).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    Ok(match *bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8(bytes)
            .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
            .trim_start_matches('\u{feff}')
            .to_owned(),
    })
}

/// Parses a document for comparison. DTDs are allowed, unlike in the runtime's reader.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| error.to_string())
}

/// Returns the first element in the body of a message.
pub(super) fn body_element<'a, 'input>(
    message: &'a Document<'input>,
) -> Result<Node<'a, 'input>, String> {
    let body = message.root_element().children().find(|node| node.tag_name().name() == "Body");
    let element = body.and_then(|body| body.first_element_child());
    element.ok_or_else(|| "expected an element in the body of the message".to_owned())
}

/// Returns an element as a separate document, with the namespace declarations in scope.
pub(crate) fn standalone(element: Node<'_, '_>) -> String {
    let text = &element.document().input_text()[element.range()];
    let tag = start_tag(text);
    let mut declarations = String::new();
    for namespace in element.namespaces() {
        let attribute = match namespace.name() {
            // The prefix `xml` is always bound.
            Some("xml") => continue,
            Some(prefix) => format!("xmlns:{prefix}"),
            None => "xmlns".to_owned(),
        };
        if !has_attribute(tag, &attribute) {
            declarations.extend([" ", &attribute, "=\"", &escaped(namespace.uri()), "\""]);
        }
    }
    insert(text, &declarations)
}

/// Replaces an element of a message with `written`.
pub(super) fn replaced(message: &str, element: Node<'_, '_>, written: &str) -> String {
    let range = element.range();
    // An XML declaration is allowed only at the start of a document.
    let written = match written.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or(rest, |(_, rest)| rest).trim_start(),
        None => written,
    };
    let outer = element.parent().and_then(|parent| parent.default_namespace());
    let is_bare = !has_attribute(start_tag(written), "xmlns");
    let declaration = if outer.is_some() && is_bare { " xmlns=\"\"" } else { "" };
    [&message[..range.start], &insert(written, declaration), &message[range.end..]].concat()
}

/// Inserts attributes after the name in the first tag.
fn insert(element: &str, attributes: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
    let (name, rest) = element.split_at(element.find(is_end).unwrap_or(element.len()));
    [name, attributes, rest].concat()
}

/// Returns the first tag, up to and including its `>`.
fn start_tag(element: &str) -> &str {
    let mut quote = None;
    for (index, c) in element.char_indices() {
        match (quote, c) {
            (None, '>') => return &element[..=index],
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    element
}

/// Returns whether a tag has an attribute with this name, including the prefix.
fn has_attribute(tag: &str, name: &str) -> bool {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        if before.split_whitespace().next_back() == Some(name) {
            return true;
        }
        let value = after.trim_start();
        let quote = value.chars().next().unwrap_or('"');
        rest = value.get(1..).and_then(|it| it.split_once(quote)).map_or("", |(_, rest)| rest);
    }
    false
}

pub(crate) fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "<e:E xmlns:e='urn:e' xmlns:a='urn:a?x=1&amp;y' xmlns='urn:d'><e:Header/>\
                           <e:Body>\n<a:x  xmlns:b = 'urn:b' v='>=\"'/></e:Body></e:E>";

    #[test]
    fn extracts_body_as_document() {
        let document = parse(MESSAGE).unwrap();
        let element = body_element(&document).unwrap();
        let text = standalone(element);
        assert_eq!(
            text,
            "<a:x xmlns:e=\"urn:e\" xmlns:a=\"urn:a?x=1&amp;y\" xmlns=\"urn:d\"  xmlns:b = 'urn:b' v='>=\"'/>"
        );
        assert_eq!(parse(&text).unwrap().root_element().tag_name(), element.tag_name());
    }

    #[test]
    fn replaces_body() {
        let document = parse(MESSAGE).unwrap();
        let element = body_element(&document).unwrap();
        let cases = [
            ("<x/>", "<x xmlns=\"\"/>"),
            ("<?xml version='1.0'?>\n<x xmlns='urn:x'>1</x>", "<x xmlns='urn:x'>1</x>"),
        ];
        for (written, expected) in cases {
            let message = replaced(MESSAGE, element, written);
            let start = MESSAGE.find("<a:x").unwrap();
            assert_eq!(message, format!("{}{expected}</e:Body></e:E>", &MESSAGE[..start]));
        }
    }

    #[test]
    fn detects_encodings() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("a.xml");
        let cases: [(&[u8], &str); 4] = [
            (b"\xef\xbb\xbf<\xc3\xa9/>", "<é/>"),
            (b"<\xe9/>", "<é/>"),
            (b"\xff\xfe<\0\xe9\0", "<é"),
            (b"\xfe\xff\0<\0\xe9", "<é"),
        ];
        for (bytes, text) in cases {
            fs::write(&path, bytes).unwrap();
            assert_eq!(read(&path).unwrap(), text);
        }
    }
}
