//! Splitting records from documents that arrive in chunks of various sizes.

use super::Splitter;
use crate::xml::{Limits, Name, NamespaceId, Namespaces, ReadErrorKind, ReadOptions};

static NAMESPACES: Namespaces = Namespaces::new(&["urn:r"]);
const R: NamespaceId = NamespaceId::generated(0);
static PATH: [Name; 3] = [Name::new(R, "List"), Name::unqualified("items"), Name::new(R, "i")];

fn options() -> ReadOptions {
    let limits = Limits { record_bytes: 64, message_bytes: 512, ..Limits::default() };
    ReadOptions { limits, ..ReadOptions::default() }
}

/// Returns the records of a document that arrives in chunks of `at_a_time` bytes, and the rest of the document.
fn split(document: &str, at_a_time: usize) -> Result<(Vec<String>, String), ReadErrorKind> {
    let mut splitter = Splitter::new(&PATH, &NAMESPACES, &options());
    let mut records = Vec::new();
    let kind = |error: crate::xml::ReadError| error.kind().clone();
    for chunk in document.as_bytes().chunks(at_a_time) {
        splitter.push(chunk);
        while splitter.next().map_err(kind)? {
            let path = splitter.path();
            assert_eq!(path, "/Envelope/Body/List/items");
            let mut cursor = splitter.record(&path).map_err(kind)?;
            assert!(cursor.next_if(&Name::new(R, "i")).map_err(kind)?);
            records.push(cursor.text().map_err(kind)?.into_owned());
            cursor.finish().map_err(kind)?;
        }
    }
    let rest = splitter.finish().map_err(kind)?;
    Ok((records, String::from_utf8(rest).unwrap()))
}

fn in_envelope(body: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:r='urn:r'>\n<s:Body>{body}</s:Body></s:Envelope>"
    )
}

#[test]
fn splits_records_from_the_document() {
    // The body, its records, and the rest of the body.
    let cases: [(&str, &[&str], &str); 6] = [
        (
            "<r:List><items><r:i>a</r:i>\n <!-- x --><r:i b='>'>b</r:i><?p?><r:i/></items></r:List>",
            &["a", "b", ""],
            "<r:List><items></items></r:List>",
        ),
        (
            "<List xmlns='urn:r'><n>1</n><items xmlns=''><i xmlns='urn:r'><![CDATA[</i>]]></i><i>no</i></items><n>2</n></List>",
            &["</i>"],
            "<List xmlns='urn:r'><n>1</n><items xmlns=''><i>no</i></items><n>2</n></List>",
        ),
        // An element with the record's name elsewhere.
        (
            "<r:List><r:i>x</r:i><other><items><r:i>x</r:i></items></other><items/></r:List>",
            &[],
            "<r:List><r:i>x</r:i><other><items><r:i>x</r:i></items></other><items/></r:List>",
        ),
        // A prefix that is declared on the parent of the records.
        (
            "<r:List><items xmlns:q='urn:r'><q:i>q</q:i></items></r:List>",
            &["q"],
            "<r:List><items xmlns:q='urn:r'></items></r:List>",
        ),
        (
            "<s:Fault><faultcode>s:Client</faultcode></s:Fault>",
            &[],
            "<s:Fault><faultcode>s:Client</faultcode></s:Fault>",
        ),
        ("", &[], ""),
    ];
    for (body, records, left) in cases {
        let document = in_envelope(body);
        for at_a_time in [1, 2, 3, 5, 7, 100, 10_000] {
            let (found, rest) = split(&document, at_a_time).unwrap();
            assert_eq!(found, records, "{body}, {at_a_time} at a time");
            assert_eq!(rest, in_envelope(left), "{at_a_time} at a time");
        }
    }
}

#[test]
fn rejects_documents_that_cannot_be_split() {
    let long = "x".repeat(100);
    let inside = |inside: &str| in_envelope(&format!("<r:List><items>{inside}</items></r:List>"));
    let limit = |what, setting, limit| ReadErrorKind::Limit { what, setting, limit };
    let cases = [
        (inside(&format!("<r:i>{long}</r:i>")), limit("bytes in a record", "record_bytes", 64)),
        (inside(&format!("<r:i>{long}")), limit("bytes in a record", "record_bytes", 64)),
        (in_envelope(&format!("<a>{}</a>", long.repeat(5))), limit("bytes in a document", "message_bytes", 512)),
        (format!("<!DOCTYPE a>{}", inside("")), ReadErrorKind::Doctype),
        (
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:r='urn:r'><s:Body><r:List><items><r:i>a".to_owned(),
            ReadErrorKind::Truncated,
        ),
        (
            "</a>".to_owned(),
            ReadErrorKind::Malformed("end tag without a start tag".into()),
        ),
        (inside("<!-- a -- b -->"), ReadErrorKind::Malformed("`--` inside a comment".into())),
    ];
    for (document, expected) in cases {
        for at_a_time in [1, 10, 10_000] {
            assert_eq!(split(&document, at_a_time).unwrap_err(), expected, "{document}");
        }
    }
}

#[test]
fn drops_white_space_between_records() {
    let body = format!("<r:List><items>{}</items></r:List>", "\n    <r:i>a</r:i>".repeat(1000));
    let (records, rest) = split(&in_envelope(&body), 50).unwrap();
    assert_eq!(records.len(), 1000);
    assert_eq!(rest, in_envelope("<r:List><items></items></r:List>"));
}
