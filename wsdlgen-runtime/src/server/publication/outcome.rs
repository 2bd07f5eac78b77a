//! The response to a form, for people to read.

use std::fmt::Write as _;

use super::{html::Escaped, page::listing};
use crate::{
    message::read_optional_fault,
    soap::{
        AddressingHeaders, EnvelopeKind, Fault, NoDetail, NoHeaders, open_envelope, read_headers,
    },
    xml::{Cursor, Limits, Namespaces, QName, ReadError, ReadOptions},
};

/// Returns the parts of a fault as a list of terms, or an empty string for any other response.
pub(super) fn fault(body: &str) -> String {
    let Ok(Some(fault)) = read(body) else { return String::new() };
    let mut list = String::from("<h3>Fault</h3>\n<dl>\n");
    let codes = std::iter::once(fault.code.name()).chain(&fault.subcodes);
    let codes: Vec<&str> = codes.map(QName::local).collect();
    let mut term = |name: &str, text: &str| {
        let _ = writeln!(list, "<dt>{name}</dt>\n<dd>{}</dd>", Escaped(text));
    };
    term("Code", &codes.join(" / "));
    term("Reason", fault.reason());
    if let Some(role) = &fault.role {
        term("Role", role);
    }
    list.push_str("</dl>\n");
    for entry in fault.raw_entries() {
        let text = entry.to_xml().unwrap_or_default();
        list.push_str(&listing("Detail", &indented(&text)));
    }
    list
}

fn read(body: &str) -> Result<Option<Fault<NoDetail>>, ReadError> {
    let options = ReadOptions { limits: Limits::SERVER, ..ReadOptions::default() };
    let mut cursor = Cursor::new(body, Namespaces::NONE, &options)?;
    let EnvelopeKind::Envelope(version) = open_envelope(&mut cursor)? else { return Ok(None) };
    let mut addressed = AddressingHeaders::default();
    read_headers(&mut cursor, version, &mut NoHeaders, &mut addressed, None)?;
    read_optional_fault(&mut cursor)
}

/// Returns a well-formed document with a line for each element. Text that is not a document is returned unchanged.
pub(super) fn indented(document: &str) -> String {
    if !document.trim_start().starts_with('<') {
        return document.to_owned();
    }
    let tokens: Vec<&str> = Tokens(document).filter(|token| !token.trim().is_empty()).collect();
    let mut lines = String::new();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(token) = tokens.get(at) {
        if is_end(token) {
            depth = depth.saturating_sub(1);
        }
        lines.extend(std::iter::repeat_n("  ", depth.min(MAX_DEPTH)));
        lines.push_str(token.trim());
        if is_start(token) {
            // An element with text alone takes one line.
            match tokens.get(at + 1..at + 3) {
                Some([text, end]) if !text.starts_with('<') && is_end(end) => {
                    lines.push_str(text);
                    lines.push_str(end);
                    at += 2;
                }
                _ => match tokens.get(at + 1) {
                    Some(end) if is_end(end) => {
                        lines.push_str(end);
                        at += 1;
                    }
                    _ => depth += 1,
                },
            }
        }
        lines.push('\n');
        at += 1;
    }
    lines
}

/// Maximum indentation. Otherwise, the page could be as long as the square of the depth.
const MAX_DEPTH: usize = 32;

fn is_start(token: &str) -> bool {
    let is_tag = token.strip_prefix('<').is_some_and(|rest| !rest.starts_with(['/', '!', '?']));
    is_tag && !token.ends_with("/>")
}

fn is_end(token: &str) -> bool {
    token.starts_with("</")
}

/// The tags, comments, sections and texts of a document.
struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.0;
        if text.is_empty() {
            return None;
        }
        let close = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        let close = close.into_iter().find(|(open, _)| text.starts_with(open));
        let length = match close {
            Some((_, close)) => text.find(close).map(|at| at + close.len()),
            None if text.starts_with('<') => tag_length(text),
            None => text.find('<'),
        };
        let (token, rest) = text.split_at(length.unwrap_or(text.len()));
        self.0 = rest;
        Some(token)
    }
}

/// Returns the length of a tag, whose attribute values may contain `>`.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{fault, indented};

    #[test]
    fn indents_elements() {
        let cases = [
            ("", ""),
            ("no document", "no document"),
            ("<a/>", "<a/>\n"),
            ("<a></a>", "<a></a>\n"),
            ("<a> x </a>", "<a> x </a>\n"),
            (
                "<?xml version='1.0'?><a><b>1</b><c/></a>",
                "<?xml version='1.0'?>\n<a>\n  <b>1</b>\n  <c/>\n</a>\n",
            ),
            (
                "<a b='>'>\n <c><!-- > --></c></a>",
                "<a b='>'>\n  <c>\n    <!-- > -->\n  </c>\n</a>\n",
            ),
            ("<a><![CDATA[</a>]]></a>", "<a>\n  <![CDATA[</a>]]>\n</a>\n"),
            ("<a", "<a\n"),
        ];
        for (document, expected) in cases {
            assert_eq!(indented(document), expected, "{document}");
        }
    }

    #[test]
    fn limits_indentation() {
        let deep = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
        assert!(indented(&deep).len() < 80 * deep.len() / 3);
    }

    #[test]
    fn lays_faults_out() {
        let envelope = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>\
            <faultcode>s:Client</faultcode><faultstring>a &lt; b</faultstring>\
            <detail><e><f>1</f></e></detail></s:Fault></s:Body></s:Envelope>";
        let expected = "<h3>Fault</h3>\n<dl>\n<dt>Code</dt>\n<dd>Client</dd>\n<dt>Reason</dt>\n\
            <dd>a &lt; b</dd>\n</dl>\n<h3>Detail</h3>\n<pre tabindex=\"0\" aria-label=\"Detail\"><code>\
            &lt;e&gt;\n  &lt;f&gt;1&lt;/f&gt;\n&lt;/e&gt;\n</code></pre>\n";
        assert_eq!(fault(envelope), expected);
        for other in ["", "<a/>", "x", &envelope.replace("Fault", "Other")] {
            assert_eq!(fault(other), "", "{other}");
        }
    }
}
