//! Effects of settings on generated types.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

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
fn reads_unknown_union_values_as_open_enumeration() {
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
fn maps_restrictions_of_external_types_to_the_type() {
    let price: Price = Money { currency: "EUR".to_owned(), amount: 123_456_789 };
    assert_eq!(Price::parse_lexical("EUR 123456789").unwrap(), price);
}

#[test]
fn preserves_lexical_forms() {
    let text = concat!(
        r#"<tns:reading xmlns:tns="urn:example:forms" number="007"><tns:level>+4</tns:level>"#,
        "<tns:valid>1</tns:valid><tns:checksum>ab0F</tns:checksum>",
        "<tns:taken>2026-11-24T00:00:00Z</tns:taken><tns:marks>+1.50 -0</tns:marks></tns:reading>",
    );
    let Document::Reading(reading) = Document::parse(text, &ReadOptions::default()).unwrap();
    assert_eq!((*reading.level, *reading.valid, reading.number.as_deref()), (4, true, Some(&7)));
    assert_eq!(Document::Reading(reading).to_xml().unwrap(), text);
}

#[test]
fn keeps_the_actual_types_of_simple_values() {
    let text = concat!(
        r#"<tns:reading xmlns:tns="urn:example:forms"><tns:level xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#,
        r#" xmlns:t="urn:example:forms" xsi:type="t:Low">4</tns:level><tns:valid>true</tns:valid>"#,
        "<tns:checksum/></tns:reading>",
    );
    let Document::Reading(reading) = Document::parse(text, &ReadOptions::default()).unwrap();
    let actual = reading.level.actual_type().map(ToString::to_string);
    assert_eq!(actual.as_deref(), Some("{urn:example:forms}Low"));
    assert_eq!((*reading.level, reading.valid.actual_type()), (4, None));
    let written = Document::Reading(reading).to_xml().unwrap();
    let expected = text.replace("<tns:checksum/>", "<tns:checksum></tns:checksum>");
    assert_eq!(written, expected);
}
