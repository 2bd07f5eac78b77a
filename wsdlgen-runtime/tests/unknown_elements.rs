//! Records with elements that the contract does not know between those that it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

use wsdlgen_runtime::xml::{
    Cursor, Name, NamespaceId, Namespaces, ReadOptions, Reading, Record, Slot,
};

static NAMESPACES: Namespaces = Namespaces::new(&["urn:x"]);
const X: NamespaceId = NamespaceId::generated(0);
static SLOTS: [Slot; 3] = [
    Slot::single(NamespaceId::NONE, "a"),
    Slot::single(X, "b"),
    Slot::repeated(NamespaceId::NONE, "c"),
];

/// What each slot got, and what was reported.
fn read(inside: &str) -> (Vec<(usize, String)>, Vec<String>) {
    let document = format!("<r xmlns:x='urn:x'>{inside}</r>");
    let options = ReadOptions { reading: Reading::Lenient, ..ReadOptions::default() };
    let mut cursor = Cursor::new(&document, &NAMESPACES, &options).unwrap();
    cursor.expect(&Name::unqualified("r")).unwrap();
    let mut found = Vec::new();
    let mut record = Record::new(&SLOTS);
    while let Some(slot) = cursor.next_slot(&mut record).unwrap() {
        found.push((slot, cursor.string().unwrap()));
    }
    let tolerated = cursor.finish().unwrap();
    (found, tolerated.iter().map(|one| one.what.to_string()).collect())
}

/// What is in the record, what each slot gets, and which names are reported.
type Case = (&'static str, &'static [(usize, &'static str)], &'static [&'static str]);

#[test]
fn what_is_known_is_read_and_what_is_not_is_reported() {
    let cases: [Case; 6] = [
        ("<n>1</n><a>2</a><n/><x:b>3</x:b>", &[(0, "2"), (1, "3")], &["n", "n"]),
        ("<x:a>1</x:a><a>2</a>", &[(0, "2")], &["{urn:x}a"]),
        // The next name could be taken for the unknown one's: a comment, a prefix, attributes.
        ("<n>1</n><!-- a --><a>2</a>", &[(0, "2")], &["n"]),
        ("<b>1</b><x:b>2</x:b><c>3</c>", &[(1, "2"), (2, "3")], &["b"]),
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
