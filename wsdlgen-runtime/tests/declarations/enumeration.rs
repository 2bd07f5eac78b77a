//! `enumeration!`.

use wsdlgen_runtime::{codegen::v1 as rt, xsd::Lexical};

rt::enumeration! {
    /// A fixed set of values.
    pub enum Size = "Size" collapse {
        Small = "S",
        Large = "L",
    }
}

rt::enumeration! {
    /// Numbers with several forms. Unlisted values are preserved.
    pub enum Level = "Level" collapse same_as(rt::Integer) {
        One = "1",
        Ten = "10",
        ..Other
    }
}

#[test]
fn rejects_unlisted_values() {
    let cases = [("S", Some(Size::Small)), ("L", Some(Size::Large)), ("s", None), ("", None)];
    for (text, expected) in cases {
        assert_eq!(Size::parse_lexical(text).ok(), expected, "{text:?}");
    }
    assert_eq!((Size::Large.as_str(), Size::Small.to_string()), ("L", "S".to_owned()));
}

#[test]
fn preserves_unlisted_values() {
    let cases = [("1", Level::One), ("+010", Level::Ten), ("7", Level::Other("7".into()))];
    for (text, expected) in cases {
        assert_eq!(Level::parse_lexical(text), Ok(expected), "{text}");
    }
}
