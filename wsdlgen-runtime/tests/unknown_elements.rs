//! Records with unknown elements between the known ones.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use wsdlgen_runtime::xml::{
    Cursor, Name, NamespaceId, Namespaces, ReadError, ReadErrorKind, ReadOptions, Reading, Record,
    Slot, Slots,
};

const RPC: &str = "http://www.w3.org/2003/05/soap-rpc";
static NAMESPACES: Namespaces = Namespaces::new(&["urn:x"]);
const X: NamespaceId = NamespaceId::generated(0);
static SLOTS: Slots = Slots::new(&[
    Slot::element(&[], "a"),
    Slot::element(&[X], "b"),
    Slot::element(&[], "c").several(),
]);

/// The text read into each slot, and the deviations.
type Found = (Vec<(usize, String)>, Vec<String>);

fn read(inside: &str) -> Found {
    try_read(inside, Reading::EitherForm).unwrap()
}

fn try_read(inside: &str, reading: Reading) -> Result<Found, ReadError> {
    let document = format!("<r xmlns:x='urn:x' xmlns:rpc='{RPC}'>{inside}</r>");
    let options = ReadOptions { reading, ..ReadOptions::default() };
    let mut cursor = Cursor::new(&document, &NAMESPACES, &options)?;
    cursor.expect(&Name::unqualified("r"))?;
    let mut found = Vec::new();
    let mut record = Record::new(&SLOTS);
    while let Some(slot) = cursor.next_slot(&mut record)? {
        found.push((slot, cursor.string()?));
    }
    let deviations = cursor.finish()?;
    Ok((found, deviations.iter().map(|deviation| deviation.kind.to_string()).collect()))
}

/// The content of the record, the text of each slot, and the names in deviations.
type Case = (&'static str, &'static [(usize, &'static str)], &'static [&'static str]);

#[test]
fn reads_known_elements_and_reports_unknown_ones() {
    let cases: [Case; 7] = [
        ("<n>1</n><a>2</a><n/><x:b>3</x:b>", &[(0, "2"), (1, "3")], &["n", "n"]),
        ("<y:a xmlns:y='urn:y'>1</y:a><a>2</a>", &[(0, "2")], &["{urn:y}a"]),
        ("<rpc:a>1</rpc:a>", &[], &["{http://www.w3.org/2003/05/soap-rpc}a"]),
        ("<a>1</a><x:a>2</x:a>", &[(0, "1")], &["{urn:x}a"]),
        // The next name could be mistaken for the unknown one: a comment, a prefix, attributes.
        ("<n>1</n><!-- a --><a>2</a>", &[(0, "2")], &["n"]),
        ("<c>1</c><n><a>no</a></n><c>2</c>", &[(2, "1"), (2, "2")], &["n"]),
        ("<n k='1'>1</n><a>2</a><y:b xmlns:y='urn:x'>3</y:b>", &[(0, "2"), (1, "3")], &["n"]),
    ];
    for (inside, expected, unknown) in cases {
        let (found, reported) = read(inside);
        let found: Vec<(usize, &str)> = found.iter().map(|(slot, text)| (*slot, &**text)).collect();
        assert_eq!(found, expected, "{inside}");
        let expected: Vec<String> =
            unknown.iter().map(|name| format!("unexpected element `{name}`")).collect();
        assert_eq!(reported, expected, "{inside}");
    }
}

#[test]
fn accepts_and_reports_elements_of_the_other_form() {
    let cases: [Case; 5] = [
        (
            "<x:a>1</x:a><b>2</b><x:c>3</x:c><x:c>4</x:c>",
            &[(0, "1"), (1, "2"), (2, "3"), (2, "4")],
            &["a", "b", "c", "c"],
        ),
        // The tag is compared in place, split into its parts, and out of order.
        ("<x:a k='1'>1</x:a>", &[(0, "1")], &["a"]),
        ("<c>1</c><x:a>2</x:a>", &[(2, "1"), (0, "2")], &["a"]),
        // The correct form follows: it is the second element and takes precedence.
        ("<x:a>1</x:a><a>2</a>", &[(0, "1"), (0, "2")], &["a"]),
        ("<b>1</b><x:b>2</x:b><c>3</c>", &[(1, "1"), (1, "2"), (2, "3")], &["b"]),
    ];
    for (inside, expected, names) in cases {
        let (found, reported) = read(inside);
        let found: Vec<(usize, &str)> = found.iter().map(|(slot, text)| (*slot, &**text)).collect();
        assert_eq!(found, expected, "{inside}");
        let forms = reported.iter().filter_map(|what| {
            what.strip_suffix("` is qualified but must be unqualified, or the other way round")
        });
        let forms: Vec<_> = forms.filter_map(|what| what.strip_prefix("element `")).collect();
        assert_eq!(forms, names, "{inside}");
    }
    let (found, reported) = try_read("<x:a>1</x:a>", Reading::Lenient).unwrap();
    assert_eq!((found, reported.len()), (Vec::new(), 1));
    let error = try_read("<x:a>1</x:a>", Reading::Strict).unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::UnexpectedElement("{urn:x}a".to_owned()));
}
