//! Records with elements that the contract does not know between those that it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

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

/// What each slot got, and what was reported.
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
    Ok((found, deviations.iter().map(|one| one.kind.to_string()).collect()))
}

/// What is in the record, what each slot gets, and which names are reported.
type Case = (&'static str, &'static [(usize, &'static str)], &'static [&'static str]);

#[test]
fn what_is_known_is_read_and_what_is_not_is_reported() {
    let cases: [Case; 7] = [
        ("<n>1</n><a>2</a><n/><x:b>3</x:b>", &[(0, "2"), (1, "3")], &["n", "n"]),
        ("<y:a xmlns:y='urn:y'>1</y:a><a>2</a>", &[(0, "2")], &["{urn:y}a"]),
        ("<rpc:a>1</rpc:a>", &[], &["{http://www.w3.org/2003/05/soap-rpc}a"]),
        ("<a>1</a><x:a>2</x:a>", &[(0, "1")], &["{urn:x}a"]),
        // The next name could be taken for the unknown one's: a comment, a prefix, attributes.
        ("<n>1</n><!-- a --><a>2</a>", &[(0, "2")], &["n"]),
        ("<c>1</c><n><a>no</a></n><c>2</c>", &[(2, "1"), (2, "2")], &["n"]),
        ("<n k='1'>1</n><a>2</a><y:b xmlns:y='urn:x'>3</y:b>", &[(0, "2"), (1, "3")], &["n"]),
    ];
    for (inside, expected, unknown) in cases {
        let (found, reported) = read(inside);
        let found: Vec<(usize, &str)> = found.iter().map(|(slot, text)| (*slot, &**text)).collect();
        assert_eq!(found, expected, "{inside}");
        let expected: Vec<String> =
            unknown.iter().map(|name| format!("the element {name} has no place here")).collect();
        assert_eq!(reported, expected, "{inside}");
    }
}

#[test]
fn elements_of_the_other_form_are_taken_and_reported() {
    let cases: [Case; 5] = [
        (
            "<x:a>1</x:a><b>2</b><x:c>3</x:c><x:c>4</x:c>",
            &[(0, "1"), (1, "2"), (2, "3"), (2, "4")],
            &["a", "b", "c", "c"],
        ),
        // The tag is compared in place, taken apart, and out of order.
        ("<x:a k='1'>1</x:a>", &[(0, "1")], &["a"]),
        ("<c>1</c><x:a>2</x:a>", &[(2, "1"), (0, "2")], &["a"]),
        // The right one comes as well: it is the second, and counts.
        ("<x:a>1</x:a><a>2</a>", &[(0, "1"), (0, "2")], &["a"]),
        ("<b>1</b><x:b>2</x:b><c>3</c>", &[(1, "1"), (1, "2"), (2, "3")], &["b"]),
    ];
    for (inside, expected, names) in cases {
        let (found, reported) = read(inside);
        let found: Vec<(usize, &str)> = found.iter().map(|(slot, text)| (*slot, &**text)).collect();
        assert_eq!(found, expected, "{inside}");
        let forms = reported.iter().filter_map(|what| {
            what.strip_suffix(" has a namespace and should have none, or the other way round")
        });
        let forms: Vec<_> = forms.filter_map(|what| what.strip_prefix("the element ")).collect();
        assert_eq!(forms, names, "{inside}");
    }
    let (found, reported) = try_read("<x:a>1</x:a>", Reading::Lenient).unwrap();
    assert_eq!((found, reported.len()), (Vec::new(), 1));
    let error = try_read("<x:a>1</x:a>", Reading::Strict).unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::UnexpectedElement("{urn:x}a".to_owned()));
}
