//! Values of simple types, from text and back.

use std::fmt::Debug;

use wsdlgen_runtime::xsd::{
    Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth,
    HexBinary, Integer, Lexical, Time,
};

/// Whatever text is a value is written, and read again to the same value.
pub(crate) fn values(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    there_and_back::<bool>(text);
    there_and_back::<i8>(text);
    there_and_back::<i64>(text);
    there_and_back::<u64>(text);
    there_and_back::<Integer>(text);
    there_and_back::<Decimal>(text);
    there_and_back::<Date>(text);
    there_and_back::<DateTime>(text);
    there_and_back::<Time>(text);
    there_and_back::<Duration>(text);
    there_and_back::<GDay>(text);
    there_and_back::<GMonth>(text);
    there_and_back::<GMonthDay>(text);
    there_and_back::<GYear>(text);
    there_and_back::<GYearMonth>(text);
    there_and_back::<Base64Binary>(text);
    there_and_back::<HexBinary>(text);
    if let Ok(number) = f64::parse_lexical(text) {
        let again = f64::parse_lexical(&written(&number)).expect("what was written can be read");
        assert!(number.to_bits() == again.to_bits() || number.is_nan() && again.is_nan(), "{text}");
    }
}

fn there_and_back<T: Lexical + PartialEq + Debug>(text: &str) {
    let Ok(value) = T::parse_lexical(text) else { return };
    let written = written(&value);
    let again = T::parse_lexical(&written);
    assert!(again.as_ref().is_ok_and(|again| *again == value), "{text:?} {written:?} {again:?}");
}

fn written<T: Lexical>(value: &T) -> String {
    let mut out = Vec::new();
    value.append_lexical(&mut out);
    String::from_utf8(out).expect("lexical forms are text")
}
