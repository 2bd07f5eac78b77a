//! Records with many slots, which are looked up in a table, behave like those with few.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::{prelude::*, sample::select};
use wsdlgen_runtime::xml::{
    Cursor, First, Limits, Name, NamespaceId, Namespaces, ReadError, ReadOptions, Reading, Record,
    Slot, Slots, Wildcard,
};

static NAMESPACES: Namespaces = Namespaces::new(&["urn:x"]);
const X: NamespaceId = NamespaceId::generated(0);
const PART: First = First::of(&[Name::unqualified("p"), Name::new(X, "a")]);

/// Declares the given slots, and again with 20 more that no document fills.
macro_rules! slots {
    ($few:ident $many:ident: $($slot:expr),* $(,)?) => {
        static $few: Slots = Slots::new(&[$($slot),*]);
        static $many: Slots = Slots::new(&[$($slot,)*
            Slot::element(&[], "z0"),
            Slot::element(&[], "z1"),
            Slot::element(&[], "z2"),
            Slot::element(&[], "z3"),
            Slot::element(&[], "z4"),
            Slot::element(&[], "z5"),
            Slot::element(&[], "z6"),
            Slot::element(&[], "z7"),
            Slot::element(&[], "z8"),
            Slot::element(&[], "z9"),
            Slot::element(&[], "z10"),
            Slot::element(&[], "z11"),
            Slot::element(&[], "z12"),
            Slot::element(&[], "z13"),
            Slot::element(&[], "z14"),
            Slot::element(&[], "z15"),
            Slot::element(&[], "z16"),
            Slot::element(&[], "z17"),
            Slot::element(&[], "z18"),
            Slot::element(&[], "z19"),
        ]);
    };
}

slots! { PLAIN PLAIN_WIDE:
    Slot::element(&[], "a"),
    Slot::element(&[X], "b"),
    Slot::element(&[], "c").several(),
    Slot::element(&[], "a"),
}

slots! { OPEN OPEN_WIDE:
    Slot::element(&[X], "a").nillable(),
    Slot::part("part", PART).several(),
    Slot::any("other", &[Wildcard::Other(X)]),
    Slot::element(&[], "c"),
    Slot::any("any", &[Wildcard::Any]).several(),
}

slots! { ENCODED ENCODED_WIDE:
    Slot::element(&[], "a").accessor(),
    Slot::element(&[], "b").accessor().several(),
    Slot::element(&[], "c").parameter(),
}

/// Returns the slots of the elements with their text and the deviations, or the error.
fn read(inside: &str, slots: &'static Slots, reading: Reading, any_order: bool) -> String {
    let read = || -> Result<_, ReadError> {
        let document = format!("<r xmlns:x='urn:x' xmlns:y='urn:y'>{inside}</r>");
        let options = ReadOptions { reading, ..ReadOptions::default() };
        let mut cursor = Cursor::new(&document, &NAMESPACES, &options)?;
        cursor.expect(&Name::unqualified("r"))?;
        let mut found = Vec::new();
        let mut record = if any_order { Record::in_any_order(slots) } else { Record::new(slots) };
        while let Some(slot) = cursor.next_slot(&mut record)? {
            // The cursor remains before a part.
            let text = if cursor.path() == "/r" {
                cursor.capture()?.text().into_owned()
            } else {
                cursor.string()?
            };
            found.push((slot, text));
        }
        Ok((found, cursor.finish()?))
    };
    format!("{:?}", read())
}

fn documents() -> impl Strategy<Value = String> {
    let prefixes = select(vec!["", "x:", "y:"]);
    let element = (prefixes, select(vec!["a", "b", "c", "n", "p"]), 0..6_u8);
    let element = element.prop_map(|(prefix, local, kind)| match kind {
        0 => format!("<{prefix}{local}/>"),
        1 => format!("<{prefix}{local} k='1'>1</{prefix}{local}>"),
        2 if prefix.is_empty() => format!("<{local} xmlns=\"\">2</{local}>"),
        _ => format!("<{prefix}{local}>3</{prefix}{local}>"),
    });
    prop::collection::vec(element, 0..8).prop_map(|elements| elements.concat())
}

proptest! {
    #[test]
    fn reads_wide_records_like_narrow_ones(inside in documents(), any_order: bool) {
        let kinds =
            [(&PLAIN, &PLAIN_WIDE), (&OPEN, &OPEN_WIDE), (&ENCODED, &ENCODED_WIDE)];
        for (few, many) in kinds {
            for reading in [Reading::Lenient, Reading::EitherForm, Reading::Strict] {
                let narrow = read(&inside, few, reading, any_order);
                prop_assert_eq!(&read(&inside, many, reading, any_order), &narrow, "{}", inside);
            }
        }
    }
}

/// An element accepted by a later part is not misplaced, regardless of earlier elements.
#[test]
fn reads_an_element_into_a_later_part() {
    let expected = r#"Ok(([(1, ""), (1, ""), (1, "3")], []))"#;
    for slots in [&OPEN, &OPEN_WIDE] {
        assert_eq!(read("<p/><x:a/><x:a>3</x:a>", slots, Reading::Lenient, false), expected);
    }
}

/// Comparing with each slot would take 10^10 comparisons of names.
#[test]
fn finds_unknown_elements_in_constant_time() {
    const COUNT: usize = 20_000;
    let names: Vec<&'static str> = (0..COUNT).map(|at| &*format!("e{at}").leak()).collect();
    let slots: Vec<_> = names.iter().map(|name| Slot::element(&[], name)).collect();
    let slots: &'static Slots = Box::leak(Box::new(Slots::new(slots.leak())));
    let document = format!("<r>{}</r>", "<x/><e7/>".repeat(500_000));
    let mut cursor = Cursor::new(&document, &NAMESPACES, &ReadOptions::default()).unwrap();
    cursor.expect(&Name::unqualified("r")).unwrap();
    let mut record = Record::new(slots);
    let mut found = 0;
    while cursor.next_slot(&mut record).unwrap().is_some() {
        cursor.leave().unwrap();
        found += 1;
    }
    assert_eq!(found, 500_000);
}

/// Comparing with each declaration would take 10^10 comparisons of prefixes.
#[test]
fn finds_prefixes_in_constant_time() {
    const COUNT: usize = 20_000;
    let declared: Vec<_> = (0..COUNT).map(|at| format!(" xmlns:p{at}='u{at}'")).collect();
    let names: Vec<_> = (0..COUNT).map(|at| format!("<p{at}:a/>")).collect();
    let document = format!("<r{}>{}</r>", declared.concat(), names.concat().repeat(25));
    let limits = Limits { attributes: COUNT, namespaces: COUNT, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let mut cursor = Cursor::new(&document, &NAMESPACES, &options).unwrap();
    cursor.skip().unwrap();
    cursor.finish().unwrap();
}
