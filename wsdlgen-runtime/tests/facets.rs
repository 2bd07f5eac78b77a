//! Each facet with each kind of type, at its boundaries.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_runtime::{
    DateTime,
    validate::{Check, Facet, Faceted, Facets, Pattern, Violation},
    xsd::WhiteSpace,
};

const NONE: Facets = Facets::NONE;

/// Returns the facets that `value` violates.
fn broken(value: &dyn Faceted, facets: &Facets) -> Vec<Facet> {
    let mut check = Check::new("v");
    check.content(value, facets);
    match check.finish() {
        Ok(()) => Vec::new(),
        Err(errors) => errors.violations().iter().map(Violation::facet).collect(),
    }
}

/// Asserts that the facets allow `good`, and that each of `bad` violates only `facet`.
fn check<T: Faceted>(facet: Facet, facets: &Facets, good: &[T], bad: &[T]) {
    for value in good {
        assert_eq!(broken(value, facets), [], "{facet}: {}", value.lexical());
    }
    for value in bad {
        assert_eq!(broken(value, facets), [facet], "{}", value.lexical());
    }
}

fn texts<const N: usize>(texts: [&str; N]) -> [String; N] {
    texts.map(str::to_owned)
}

fn times<const N: usize>(texts: [&str; N]) -> [DateTime; N] {
    texts.map(|text| text.parse().unwrap())
}

#[test]
fn counts_characters_and_items() {
    let two = Facets { length: Some(2), ..NONE };
    let at_least = Facets { min_length: Some(2), ..NONE };
    let at_most = Facets { max_length: Some(2), ..NONE };
    check(Facet::Length, &two, &texts(["ab", "é\u{1F600}"]), &texts(["a", "abc", ""]));
    check(Facet::MinLength, &at_least, &texts(["ab", "abc"]), &texts(["", "é", "\u{1F600}"]));
    check(Facet::MaxLength, &at_most, &texts(["", "ab", "ßß"]), &texts(["abc", "ßßß"]));
    check(Facet::Length, &two, &[vec![100, 200]], &[vec![], vec![1], vec![1, 2, 3]]);
    check(Facet::MinLength, &at_least, &[vec![1, 2], vec![1, 2, 3]], &[vec![1]]);
    check(
        Facet::MaxLength,
        &at_most,
        &[vec![], texts(["abc", "d"]).to_vec()],
        &[texts(["a"; 3]).to_vec()],
    );
    // Types without a length.
    check(Facet::Length, &two, &[1, 12, 123], &[]);
    check(Facet::MaxLength, &at_most, &[true], &[]);
}

#[test]
fn checks_bounds_of_integers() {
    let inclusive = Facets { min_inclusive: Some("-1"), max_inclusive: Some("+10"), ..NONE };
    check(Facet::MinInclusive, &inclusive, &[-1_i8, 0, 10], &[-2, i8::MIN]);
    check(Facet::MaxInclusive, &inclusive, &[0_u64, 10], &[11, u64::MAX]);
    let exclusive = Facets { min_exclusive: Some("-1"), max_exclusive: Some("010"), ..NONE };
    check(Facet::MinExclusive, &exclusive, &[0_i64, 9], &[-1, i64::MIN]);
    check(Facet::MaxExclusive, &exclusive, &[0_u16, 9], &[10, u16::MAX]);
    // Bounds outside the type, bounds outside all Rust types, and bounds with a fraction.
    let wide = Facets { max_inclusive: Some("300"), ..NONE };
    check(Facet::MaxInclusive, &wide, &[i8::MAX], &[]);
    check(Facet::MaxInclusive, &wide, &[300_i32], &[301]);
    let many = "1000000000000000000000000000000000000000000";
    check(Facet::MinInclusive, &Facets { min_inclusive: Some(many), ..NONE }, &[], &[u64::MAX]);
    check(Facet::MaxInclusive, &Facets { max_inclusive: Some(many), ..NONE }, &[u64::MAX], &[]);
    check(Facet::MinExclusive, &Facets { min_exclusive: Some("1.5"), ..NONE }, &[2_i16], &[1]);
}

#[test]
fn checks_bounds_of_floats() {
    let inclusive = Facets { min_inclusive: Some("0"), max_inclusive: Some("1.5E0"), ..NONE };
    check(Facet::MinInclusive, &inclusive, &[0.0, -0.0, 1.5], &[-f64::MIN_POSITIVE]);
    check(Facet::MaxInclusive, &inclusive, &[1.5_f32], &[1.500_001, f32::INFINITY]);
    let exclusive = Facets { min_exclusive: Some("-INF"), max_exclusive: Some("INF"), ..NONE };
    check(Facet::MinExclusive, &exclusive, &[f64::MIN], &[f64::NEG_INFINITY]);
    check(Facet::MaxExclusive, &exclusive, &[f64::MAX], &[f64::INFINITY]);
    // Bounds are rounded like values.
    check(Facet::MaxInclusive, &Facets { max_inclusive: Some("0.1"), ..NONE }, &[0.1_f32], &[]);
    // NaN has no order.
    assert_eq!(broken(&f64::NAN, &inclusive), [Facet::MinInclusive, Facet::MaxInclusive]);
}

#[test]
fn checks_bounds_of_times() {
    let utc = Facets {
        min_inclusive: Some("2000-01-01T00:00:00Z"),
        max_exclusive: Some("2001-01-01T00:00:00Z"),
        ..NONE
    };
    check(
        Facet::MinInclusive,
        &utc,
        &times(["2000-01-01T01:00:00+01:00", "2000-01-02T00:00:00", "1999-12-31T24:00:00Z"]),
        // The last value may be on either side, depending on its time zone.
        &times(["1999-12-31T23:59:59.999Z", "2000-01-01T00:59:59+01:00", "2000-01-01T00:00:00"]),
    );
    check(
        Facet::MaxExclusive,
        &utc,
        &times(["2000-12-31T23:59:59.999999999999999999999Z"]),
        &times(["2001-01-01T00:00:00Z", "2000-12-31T24:00:00Z"]),
    );
}

#[test]
fn compares_enumerated_values_by_value() {
    let facet = Facet::Enumeration;
    let of = |enumeration| Facets { enumeration, ..NONE };
    check(facet, &of(&["a", "b c"]), &texts(["a", "b c"]), &texts(["", "b", "A", "a "]));
    check(facet, &of(&["1", "+02", "3.0"]), &[1, 2, 3], &[4, 0]);
    check(facet, &of(&["1.50", "NaN", "INF"]), &[1.5, f64::NAN, f64::INFINITY], &[1.0]);
    check(facet, &of(&["NaN"]), &[f32::NAN], &[0.0]);
    check(facet, &of(&["1"]), &[true], &[false]);
    check(
        facet,
        &of(&["2000-01-01T00:00:00Z"]),
        &times(["2000-01-01T00:00:00.0Z", "1999-12-31T19:00:00-05:00"]),
        &times(["2000-01-01T00:00:00", "2000-01-01T00:00:01Z"]),
    );
    check(
        facet,
        &of(&["1 2", "03", ""]),
        &[vec![1, 2], vec![3], vec![]],
        &[vec![1], vec![2, 1], vec![1, 2, 3], vec![3, 3]],
    );
    check(facet, &of(&["1", "x"]), &[1], &[2]);
}

#[test]
fn counts_significant_digits() {
    let total = Facets { total_digits: Some(3), ..NONE };
    check(Facet::TotalDigits, &total, &[0_i32, 999, -999], &[1000, -1000]);
    check(Facet::TotalDigits, &total, &[100_u64], &[u64::MAX]);
    check(Facet::FractionDigits, &Facets { fraction_digits: Some(0), ..NONE }, &[100], &[]);
    // Only decimal numbers have digits to count.
    check(Facet::TotalDigits, &total, &[12_345.678], &[]);
}

#[test]
fn reports_white_space_that_readers_would_change() {
    let facet = Facet::WhiteSpace;
    let of = |white_space| Facets { white_space: Some(white_space), ..NONE };
    let bad_always = ["a\tb", "a\nb", "\r"];
    let doubled = ["a  b", " a", "a "];
    check(facet, &of(WhiteSpace::Preserve), &texts(bad_always), &[]);
    check(facet, &of(WhiteSpace::Replace), &texts(doubled), &texts(bad_always));
    check(facet, &of(WhiteSpace::Collapse), &texts(["", "a b", "\u{A0} \u{A0}"]), &texts(doubled));
    check(facet, &of(WhiteSpace::Collapse), &[], &texts(bad_always));
    let list = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect::<Vec<_>>();
    check(
        facet,
        &of(WhiteSpace::Collapse),
        &[list(&[]), list(&["a", "b"])],
        &[list(&["a b"]), list(&["a", ""]), list(&["a\n"])],
    );
}

#[cfg(feature = "regex")]
#[test]
fn requires_every_pattern_to_match() {
    static LETTERS: [Pattern; 2] =
        [Pattern::new(r"^(?:\p{L}*)$", r"\p{L}*"), Pattern::new(r"^(?:a[^\n\r]*)$", "a.*")];
    static DIGITS: [Pattern; 1] = [Pattern::new(r"^(?:[0-9]{2})$", "[0-9]{2}")];
    static ITEMS: [Pattern; 1] = [Pattern::new(r"^(?:1 2|true)$", "1 2|true")];
    static UTC: [Pattern; 1] = [Pattern::new(r"^(?:[^\n\r]*Z)$", ".*Z")];
    let facet = Facet::Pattern;
    let of = |patterns| Facets { patterns, ..NONE };
    check(facet, &of(&LETTERS), &texts(["a", "aé"]), &texts(["b", "a1", ""]));
    assert_eq!(broken(&"a\n".to_owned(), &of(&LETTERS)), [facet, facet]);
    check(facet, &of(&DIGITS), &[10_u8, 99], &[9, 100]);
    // The value is written as "10.0".
    check(facet, &of(&DIGITS), &[], &[10.0]);
    check(facet, &of(&ITEMS), &[vec![1, 2]], &[vec![2, 1]]);
    check(facet, &of(&ITEMS), &[true], &[false]);
    check(facet, &of(&UTC), &times(["2000-01-01T00:00:00Z"]), &times(["2000-01-01T00:00:00"]));
}

#[cfg(feature = "regex")]
#[test]
fn reports_patterns_that_do_not_compile() {
    static BAD: [Pattern; 1] = [Pattern::new("(", "x(")];
    let mut check = Check::new("v");
    check.content(&1, &Facets { patterns: &BAD, ..NONE });
    let shown = check.finish().unwrap_err().to_string();
    assert_eq!(shown, r#"/v: "1" does not match the pattern x( (which does not compile)"#);
}

#[cfg(not(feature = "regex"))]
#[test]
fn ignores_patterns_without_an_engine() {
    static DIGITS: [Pattern; 1] = [Pattern::new(r"^(?:[0-9]{2})$", "[0-9]{2}")];
    check(Facet::Pattern, &Facets { patterns: &DIGITS, ..NONE }, &texts(["abc"]), &[]);
}

#[test]
fn reports_several_violated_facets() {
    let facets = Facets {
        max_length: Some(1),
        enumeration: &["a"],
        white_space: Some(WhiteSpace::Collapse),
        ..NONE
    };
    let expected = [Facet::MaxLength, Facet::WhiteSpace, Facet::Enumeration];
    assert_eq!(broken(&" a".to_owned(), &facets), expected);
    assert_eq!(broken(&"a".to_owned(), &facets), []);
    assert_eq!(broken(&" \t\n".to_owned(), &Facets::NONE), []);
}
