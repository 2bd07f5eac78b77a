//! WS-Addressing headers in envelopes.

use roxmltree::{Document, Node};
use wsdlgen_runtime::soap::AddressingVersion;

use super::call::soap_child;

const VERSIONS: [AddressingVersion; 2] = [AddressingVersion::V1, AddressingVersion::August2004];

/// Returns whether an envelope has WS-Addressing headers.
pub(crate) fn is_in(envelope: &str) -> bool {
    let is_addressing = |block: Node<'_, '_>| {
        VERSIONS.iter().any(|version| block.tag_name().namespace() == Some(version.namespace()))
    };
    Document::parse(envelope).is_ok_and(|document| {
        let header = soap_child(document.root_element(), "Header");
        header.is_some_and(|header| header.children().any(is_addressing))
    })
}

/// Adds header blocks to an envelope.
pub(crate) fn with_blocks(envelope: &str, blocks: &str) -> String {
    let Ok(document) = Document::parse(envelope) else { return envelope.to_owned() };
    let root = document.root_element();
    let uri = root.tag_name().namespace().unwrap_or_default();
    let header = format!("<soap:Header xmlns:soap=\"{uri}\">{blocks}</soap:Header>");
    let before = |node: Node<'_, '_>| node.range().start..node.range().start;
    let (range, added) = match soap_child(root, "Header") {
        Some(header) => match header.first_child() {
            Some(first) => (before(first), blocks.to_owned()),
            None => (header.range(), filled(&envelope[header.range()], blocks)),
        },
        None => match soap_child(root, "Body") {
            Some(body) => (before(body), header),
            None => return envelope.to_owned(),
        },
    };
    let mut addressed = envelope.to_owned();
    addressed.replace_range(range, &added);
    addressed
}

/// Returns an empty element with content. Its start tag may have attributes to which a signature refers.
fn filled(element: &str, content: &str) -> String {
    if let Some(start) = element.strip_suffix("/>") {
        let name = start[1..].split(char::is_whitespace).next().unwrap_or_default();
        return format!("{start}>{content}</{name}>");
    }
    let (start, end) = element.split_at(element.rfind("</").unwrap_or(element.len()));
    [start, content, end].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_blocks_to_every_kind_of_envelope() {
        let blocks = "<a:To xmlns:a='http://www.w3.org/2005/08/addressing'>x</a:To>";
        let header = format!("<soap:Header xmlns:soap=\"urn:s\">{blocks}</soap:Header>");
        let cases = [
            ("<s:Body/>", format!("{header}<s:Body/>")),
            ("<s:Header/>\n<s:Body/>", format!("<s:Header>{blocks}</s:Header>\n<s:Body/>")),
            (
                "<s:Header ></s:Header ><s:Body/>",
                format!("<s:Header >{blocks}</s:Header ><s:Body/>"),
            ),
            (
                "<s:Header id='/>'/><s:Body/>",
                format!("<s:Header id='/>'>{blocks}</s:Header><s:Body/>"),
            ),
            (
                "<s:Header><b/></s:Header><s:Body/>",
                format!("<s:Header>{blocks}<b/></s:Header><s:Body/>"),
            ),
        ];
        for (inside, expected) in cases {
            let envelope = |inside: &str| {
                format!(
                    "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>{inside}</s:Envelope>"
                )
            };
            let expected = expected.replace("urn:s", "http://schemas.xmlsoap.org/soap/envelope/");
            assert!(!is_in(&envelope(inside)), "{inside}");
            let added = with_blocks(&envelope(inside), blocks);
            assert_eq!(added, envelope(&expected));
            assert!(is_in(&added), "{added}");
        }
    }
}
