//! What settings make of a contract's types.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

use wsdlgen_expectations::{
    configuration::{Colour, Price, Shade},
    lexical_forms::Document,
    money::Money,
};
use wsdlgen_runtime::{
    xml::{Document as _, ReadOptions},
    xsd::Lexical,
};

#[test]
fn an_open_enumeration_takes_what_no_other_member_of_a_union_does() {
    let cases = [
        ("7", Shade::Int(7)),
        ("red", Shade::Colour(Colour::Crimson)),
        ("sea green", Shade::Colour(Colour::Unknown("sea green".to_owned()))),
    ];
    for (text, expected) in cases {
        assert_eq!(Shade::parse_lexical(text).unwrap(), expected, "{text}");
    }
}

#[test]
fn a_restriction_of_an_external_type_is_that_type() {
    let price: Price = Money { currency: "EUR".to_owned(), amount: 123_456_789 };
    assert_eq!(Price::parse_lexical("EUR 123456789").unwrap(), price);
}

#[test]
fn what_was_written_is_written_back() {
    let text = concat!(
        r#"<tns:reading xmlns:tns="urn:example:forms" number="007"><tns:level>+4</tns:level>"#,
        "<tns:valid>1</tns:valid><tns:checksum>ab0F</tns:checksum>",
        "<tns:taken>2026-11-24T00:00:00Z</tns:taken><tns:marks>+1.50 -0</tns:marks></tns:reading>",
    );
    let Document::Reading(reading) = Document::parse(text, &ReadOptions::default()).unwrap();
    assert_eq!((*reading.level, *reading.valid, reading.number.as_deref()), (4, true, Some(&7)));
    assert_eq!(Document::Reading(reading).to_xml().unwrap(), text);
}
