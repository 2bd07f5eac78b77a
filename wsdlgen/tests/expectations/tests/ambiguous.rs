//! Choices whose branches begin with the same element.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_expectations::ambiguous::Document;
use wsdlgen_runtime::xml::{Document as _, ReadError, ReadErrorKind, ReadOptions, Reading};
use wsdlgen_runtime::Validate as _;

fn parse(element: &str, content: &str) -> Result<Document, ReadError> {
    let text =
        format!("<tns:{element} xmlns:tns=\"urn:example:ambiguous\">{content}</tns:{element}>");
    let strictly = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let document = Document::parse(&text, &strictly)?;
    assert_eq!(document.to_xml().unwrap(), text);
    Ok(document)
}

#[test]
fn reads_the_longest_match_without_loss() {
    let (street, zip, number) =
        ("<tns:street>s</tns:street>", "<tns:zip>1</tns:zip>", "<tns:box>1</tns:box>");
    for rest in ["", zip, number] {
        parse("place", &[street, rest].concat()).unwrap();
    }
    let (stop, note) = ("<tns:stop>s</tns:stop>", "<tns:note>n</tns:note>");
    for content in
        [vec![stop], vec![note], vec![stop, note], vec![stop, stop, note, stop, note, note]]
    {
        parse("tour", &content.concat()).unwrap();
    }
}

#[test]
fn reads_neighbours_of_one_name_as_one_list() {
    let (stop, note) = ("<tns:stop>s</tns:stop>", "<tns:note>n</tns:note>");
    let mut found = Vec::new();
    for (stops, notes) in [(1, 1), (3, 2), (0, 1), (1, 3)] {
        let document = parse("line", &(stop.repeat(stops) + &note.repeat(notes))).unwrap();
        let Document::Line(line) = &document else { panic!("{document:?}") };
        assert_eq!((line.stop.len(), line.note.len()), (stops, notes));
        found.push(document.validate().is_ok());
    }
    assert_eq!(found, [true, true, false, false]);
}

#[test]
fn names_the_element_that_no_branch_allows() {
    let error = parse("place", "<tns:street>s</tns:street><tns:floor/>").unwrap_err();
    assert!(
        error.to_string().contains("unexpected element `{urn:example:ambiguous}floor`"),
        "{error}"
    );
    let error = parse("place", "<tns:street>s</tns:street><tns:box>x</tns:box>").unwrap_err();
    assert!(error.to_string().contains("box"), "{error}");
}

#[test]
fn bounds_the_attempts() {
    let nested = |depth: usize, last: &str| {
        let inner = format!("{}<tns:a/>", "<tns:leaf>".repeat(depth));
        inner + &"</tns:leaf><tns:b/>".repeat(depth - 1) + "</tns:leaf>" + last
    };
    parse("tree", &nested(3, "<tns:b/>")).map(drop).unwrap_err();
    let error = parse("tree", &nested(40, "<tns:b/>")).unwrap_err();
    assert_eq!(*error.kind(), ReadErrorKind::Ambiguous, "{error}");
}
