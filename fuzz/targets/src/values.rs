//! The target for values of simple types.

use std::fmt::Debug;

use wsdlgen_runtime::xsd::{
    Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth,
    HexBinary, Integer, Lexical, Time,
};

/// Checks that any text that is a valid value survives a round trip.
pub(crate) fn values(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    round_trip::<bool>(text);
    round_trip::<i8>(text);
    round_trip::<i64>(text);
    round_trip::<u64>(text);
    round_trip::<Integer>(text);
    round_trip::<Decimal>(text);
    round_trip::<Date>(text);
    round_trip::<DateTime>(text);
    round_trip::<Time>(text);
    round_trip::<Duration>(text);
    round_trip::<GDay>(text);
    round_trip::<GMonth>(text);
    round_trip::<GMonthDay>(text);
    round_trip::<GYear>(text);
    round_trip::<GYearMonth>(text);
    round_trip::<Base64Binary>(text);
    round_trip::<HexBinary>(text);
    if let Ok(number) = f64::parse_lexical(text) {
        let again = f64::parse_lexical(&written(&number)).expect("a written value should parse");
        assert!(number.to_bits() == again.to_bits() || number.is_nan() && again.is_nan(), "{text}");
    }
}

fn round_trip<T: Lexical + PartialEq + Debug>(text: &str) {
    let Ok(value) = T::parse_lexical(text) else { return };
    let written = written(&value);
    let again = T::parse_lexical(&written);
    assert!(again.as_ref().is_ok_and(|again| *again == value), "{text:?} {written:?} {again:?}");
}

fn written<T: Lexical>(value: &T) -> String {
    let mut out = Vec::new();
    value.append_lexical(&mut out);
    String::from_utf8(out).expect("lexical forms should be UTF-8")
}
