//! Strategies for values of simple types and wildcards.

use std::{fmt::Debug, str::FromStr};

use proptest::{
    collection::vec,
    option,
    prelude::{any, Just},
    prop_oneof,
    strategy::Strategy,
};
use wsdlgen_expectations::builtins::{Document, Everything};
use wsdlgen_runtime::{
    xml::{AnyNode, ReadOptions},
    AnyAttribute, AnyElement, AnyValue, Base64Binary, Date, DateTime, Decimal, Duration, GDay,
    GMonth, GMonthDay, GYear, GYearMonth, HexBinary, Integer, QName, Time,
};

const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// Generates text that is allowed in XML, with many characters that are special in markup.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "[<>&'\"\\]\\t\\n\\r é€😀]{0,8}",
        Just("]]>".to_owned()),
        Just(String::new()),
    ]
}

/// Generates words separated by single spaces.
pub(crate) fn token() -> impl Strategy<Value = String> {
    "[!-~]{1,6}( [!-~]{1,6}){0,2}"
}

pub(crate) fn name() -> impl Strategy<Value = String> {
    "[A-Za-z_][A-Za-z0-9_.-]{0,8}"
}

/// Generates values by parsing texts that match a pattern.
fn parsed<T: FromStr<Err: Debug> + Debug>(pattern: &'static str) -> impl Strategy<Value = T> {
    pattern
        .prop_map(|text: String| text.parse().expect("the pattern should only match valid values"))
}

/// Generates decimals with at most 24 digits, the limit of libxml2.
pub(crate) fn decimal() -> impl Strategy<Value = Decimal> {
    parsed(r"-?[1-9][0-9]{0,11}(\.[0-9]{1,12})?")
}

/// Generates positive decimals with at most six digits, two of them after the point.
pub(crate) fn amount() -> impl Strategy<Value = Decimal> {
    (1_i64..=999_999).prop_map(|cents| Decimal::new(cents, 2))
}

pub(crate) fn integer() -> impl Strategy<Value = Integer> {
    parsed("-?[1-9][0-9]{0,23}")
}

pub(crate) fn date() -> impl Strategy<Value = Date> {
    parsed("[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])(Z|[+-](0[1-9]|1[0-3]):[0-5][0-9])?")
}

const TIME: &str =
    r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-](0[1-9]|1[0-3]):[0-5][0-9])?";

pub(crate) fn date_time() -> impl Strategy<Value = DateTime> {
    const DATE: &str = "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])";
    let both = (DATE, TIME).prop_map(|(date, time)| format!("{date}T{time}"));
    both.prop_map(|text| {
        text.parse().expect("the patterns should only match valid dates and times")
    })
}

fn time() -> impl Strategy<Value = Time> {
    parsed(TIME)
}

fn duration() -> impl Strategy<Value = Duration> {
    parsed(r"-?P[0-9]{1,3}Y([0-9]{1,2}M)?([0-9]{1,2}D)?(T[0-9]{1,2}H([0-9]{1,2}\.[0-9]{1,6}S)?)?")
}

pub(crate) fn g_year() -> impl Strategy<Value = GYear> {
    parsed("[12][0-9]{3}Z?")
}

fn g_year_month() -> impl Strategy<Value = GYearMonth> {
    parsed("[12][0-9]{3}-(0[1-9]|1[0-2])")
}

pub(crate) fn g_month() -> impl Strategy<Value = GMonth> {
    parsed("--(0[1-9]|1[0-2])")
}

fn g_month_day() -> impl Strategy<Value = GMonthDay> {
    parsed("--(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])")
}

fn g_day() -> impl Strategy<Value = GDay> {
    parsed("---(0[1-9]|[12][0-9]|3[01])")
}

/// Generates values of all built-in types. Infinities and NaN are excluded, since libxml2 treats them differently.
pub(crate) fn builtins() -> impl Strategy<Value = Document> {
    // References are not resolved, so IDREF and ENTITY stay absent.
    let nothing = Just(Everything::default());
    let all = with_binary(with_times(with_integers(with_numbers(with_texts(nothing)))));
    all.prop_map(|everything| Document::Everything(Box::new(everything)))
}

fn with_texts(rest: impl Strategy<Value = Everything>) -> impl Strategy<Value = Everything> {
    let texts = (
        option::of(text()),
        option::of("[ -~é]{0,12}"),
        option::of(token()),
        option::of("[a-z]{2}(-[A-Z]{2})?"),
        option::of("[A-Za-z_:][A-Za-z0-9_.:-]{0,8}"),
        option::of(name()),
        option::of("[A-Za-z0-9_.:-]{1,8}"),
        option::of(vec("[A-Za-z0-9_.:-]{1,8}", 1..4)),
        option::of(Just("http://example.org/a?b=c&d=%20".to_owned())),
        option::of(name().prop_map(|local| QName::new("urn:names", local).with_prefix("n"))),
    );
    (texts, rest).prop_map(|(texts, rest)| Everything {
        a_string: texts.0,
        a_normalized_string: texts.1,
        a_token: texts.2,
        a_language: texts.3,
        a_name: texts.4,
        a_nc_name: texts.5,
        a_nmtoken: texts.6,
        a_nmtokens: texts.7,
        a_any_uri: texts.8,
        a_q_name: texts.9,
        ..rest
    })
}

fn with_numbers(rest: impl Strategy<Value = Everything>) -> impl Strategy<Value = Everything> {
    let numbers = (
        option::of(any::<bool>()),
        option::of(decimal()),
        option::of(integer()),
        option::of("-[1-9][0-9]{0,23}".prop_map(|text| text.parse().expect("a valid integer"))),
        option::of("[1-9][0-9]{0,23}".prop_map(|text| text.parse().expect("a valid integer"))),
        option::of(-1e30_f32..1e30),
        option::of(-1e300..1e300),
    );
    (numbers, rest).prop_map(|(numbers, rest)| Everything {
        a_boolean: numbers.0,
        a_decimal: numbers.1,
        a_integer: numbers.2,
        a_non_positive_integer: numbers.3,
        a_positive_integer: numbers.4,
        a_float: numbers.5,
        a_double: numbers.6,
        ..rest
    })
}

fn with_integers(rest: impl Strategy<Value = Everything>) -> impl Strategy<Value = Everything> {
    let integers = (
        option::of(any::<i64>()),
        option::of(any::<i32>()),
        option::of(any::<i16>()),
        option::of(any::<i8>()),
        option::of(any::<u64>()),
        option::of(any::<u32>()),
        option::of(any::<u16>()),
        option::of(any::<u8>()),
    );
    (integers, rest).prop_map(|(integers, rest)| Everything {
        a_long: integers.0,
        a_int: integers.1,
        a_short: integers.2,
        a_byte: integers.3,
        a_unsigned_long: integers.4,
        a_unsigned_int: integers.5,
        a_unsigned_short: integers.6,
        a_unsigned_byte: integers.7,
        ..rest
    })
}

fn with_times(rest: impl Strategy<Value = Everything>) -> impl Strategy<Value = Everything> {
    let times = (
        option::of(duration()),
        option::of(date_time()),
        option::of(time()),
        option::of(date()),
        option::of(g_year_month()),
        option::of(g_year()),
        option::of(g_month_day()),
        option::of(g_day()),
        option::of(g_month()),
    );
    (times, rest).prop_map(|(times, rest)| Everything {
        a_duration: times.0,
        a_date_time: times.1,
        a_time: times.2,
        a_date: times.3,
        a_g_year_month: times.4,
        a_g_year: times.5,
        a_g_month_day: times.6,
        a_g_day: times.7,
        a_g_month: times.8,
        ..rest
    })
}

fn with_binary(rest: impl Strategy<Value = Everything>) -> impl Strategy<Value = Everything> {
    let binary = (
        option::of(vec(any::<u8>(), 0..9).prop_map(HexBinary::from)),
        option::of(vec(any::<u8>(), 0..9).prop_map(Base64Binary::from)),
    );
    (binary, rest).prop_map(|(binary, rest)| Everything {
        a_hex_binary: binary.0,
        a_base64_binary: binary.1,
        ..rest
    })
}

/// Generates an element of another namespace, in the form in which it is read.
pub(crate) fn any_element() -> impl Strategy<Value = AnyElement> {
    (text(), text()).prop_map(|(attribute, content)| {
        let mut inner = AnyElement::new(QName::new("urn:other", "y").with_prefix("o"));
        inner.children.extend((!content.is_empty()).then_some(AnyNode::Text(content)));
        let mut element = AnyElement::new(QName::new("urn:other", "x").with_prefix("o"));
        element.attributes.push(AnyAttribute::new(QName::new("", "a"), attribute));
        element.children.push(AnyNode::Element(inner));
        as_read(&element)
    })
}

/// Writes and reads an element, which adds its namespace declarations.
fn as_read(element: &AnyElement) -> AnyElement {
    let text = element.to_xml().expect("the text should be allowed in XML");
    AnyElement::parse(&text, &ReadOptions::default()).expect("a written element should be readable")
}

/// Generates an element of `book` that its wildcard accepts.
pub(crate) fn title() -> impl Strategy<Value = AnyElement> {
    text().prop_map(|title| {
        let mut element = AnyElement::new(QName::new("urn:example:inheritance", "title"));
        element.children.extend((!title.is_empty()).then_some(AnyNode::Text(title)));
        as_read(&element)
    })
}

pub(crate) fn any_attribute() -> impl Strategy<Value = AnyAttribute> {
    text().prop_map(|value| AnyAttribute::new(QName::new("urn:other", "z").with_prefix("o"), value))
}

pub(crate) fn any_value() -> impl Strategy<Value = AnyValue> {
    text()
        .prop_filter("empty text is not a node", |text| !text.is_empty())
        .prop_map(|text| AnyValue::of_text(QName::new(XSD, "string").with_prefix("xs"), text))
}

/// Returns a number as a value of any simple type.
pub(crate) fn scalar(value: &Integer) -> AnyValue {
    AnyValue::of_text(QName::new(XSD, "integer").with_prefix("xs"), value.to_string())
}
