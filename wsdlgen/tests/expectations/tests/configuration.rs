//! What settings make of a contract's types.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

use wsdlgen_expectations::{
    configuration::{Colour, Price, Shade},
    money::Money,
};
use wsdlgen_runtime::xsd::Lexical;

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
