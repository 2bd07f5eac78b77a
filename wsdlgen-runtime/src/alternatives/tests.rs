//! Tests of parsing and evaluation.

use std::sync::Arc;

use super::{TestedAttribute, TypeTable, TypeTest};
use crate::xsd::Prefixes;

/// `p` and `xsd` are declared.
struct Declared;

impl Prefixes for Declared {
    fn namespace_of(&self, prefix: &str) -> Option<Arc<str>> {
        match prefix {
            "p" => Some("urn:p".into()),
            "xsd" => Some("http://www.w3.org/2001/XMLSchema".into()),
            _ => None,
        }
    }
}

fn attributes() -> Vec<TestedAttribute<'static>> {
    vec![
        TestedAttribute::new("", "kind", "b"),
        TestedAttribute::new("", "size", " 10 "),
        TestedAttribute::new("", "open", "1"),
        TestedAttribute::new("", "empty", ""),
        TestedAttribute::new("urn:p", "kind", "p's"),
    ]
}

#[test]
fn tests_hold_or_not() {
    let cases = [
        ("@kind", true),
        ("@kin", false),
        ("@empty", true),
        ("@kind = 'b'", true),
        ("@kind='a' or @kind=\"b\"", true),
        ("@kind = ('a', 'b')", true),
        ("@kind = ('a', 'c')", false),
        ("'b' eq @kind", true),
        ("@p:kind = 'p''s'", true),
        ("@Q{urn:p}kind = \"p's\"", true),
        ("@*:kind = \"p's\"", true),
        ("@p:* = 'b'", false),
        ("@* = 'b'", true),
        ("attribute::kind != 'a'", true),
        ("@size = 10", true),
        ("@size = 1.0E1", true),
        ("@size > -1 and @size <= 10", true),
        ("@size < 9.5", false),
        // A value comparison takes an untyped value as a string.
        ("@size lt 9.5", false),
        ("@size gt 9.5", false),
        ("xs:int(@size) gt 9.5", true),
        ("@kind eq ('a', 'b')", false),
        ("@missing eq 'a'", false),
        // Untyped values compare as texts.
        ("@size = @kind", false),
        ("@kind > @empty", true),
        ("xs:int(@size) = 10", true),
        ("xsd:byte(@size) ge 10", true),
        ("@size cast as xs:string = ' 10 '", true),
        ("xs:token(@size) = '10'", true),
        ("xs:boolean(@open)", true),
        ("xs:boolean(@open) = xs:boolean('true')", true),
        ("not(@open = 1 and (@kind = 'a' or @kind = 'b'))", false),
        ("fn:not(@missing)", true),
        ("true() and not(false())", true),
        ("exists(@open)", true),
        // Errors: a text that is no number, a missing value, and types that do not compare.
        ("@kind = 1", false),
        ("not(@kind = 1)", false),
        ("@kind = 1 or @open", true),
        ("@missing cast as xs:int = 1", false),
        ("@missing cast as xs:int? = 1", false),
        ("xs:byte('300') = 300", false),
        ("'a' = 1", false),
    ];
    for (text, expected) in cases {
        let test = TypeTest::parse(text, &Declared).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(test.holds(&attributes()), expected, "{text}");
    }
}

#[test]
fn tests_are_written_without_prefixes() {
    let cases = [
        ("@a='x'  or (@b and @p:c)", "@a = 'x' or (@b and @Q{urn:p}c)"),
        ("(@a)", "@a"),
        ("@* or @*:a or @p:*", "@* or @*:a or @Q{urn:p}*"),
        ("xsd:int( @a ) = - 1", "xs:int(@a) = -1"),
        ("@a cast as xs:int ne 1", "@a cast as xs:int ne 1"),
        ("@a cast as xs:int? != 1", "xs:int(@a) != 1"),
        ("xs:int(@a) cast as xs:string? = '1'", "xs:int(@a) cast as xs:string? = '1'"),
        ("not(true())", "not(true())"),
        ("@a = ('x', \"y'\")", "@a = ('x', 'y''')"),
    ];
    for (text, expected) in cases {
        let test = TypeTest::parse(text, &Declared).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(test.to_string(), expected, "{text}");
        assert_eq!(TypeTest::parse(expected, &Declared), Some(test), "{text}");
    }
}

#[test]
fn other_expressions_are_not_tests() {
    let cases = [
        "",
        "a",
        "@a = ",
        "@a and",
        "a/@b",
        "@q:a",
        "count(@a) = 1",
        "exists(xs:int(@a))",
        "@a + 1",
        "@a = 'x",
        "@a = xs:date(@b)",
        "@a + 1 = 2",
        "((@a)",
        "@a)",
        "1e",
        ".",
        "if (@a) then 1 else 2",
        "@a = q:int(1)",
        "()",
        "(@a cast as xs:int) = 1",
    ];
    for text in cases {
        assert_eq!(TypeTest::parse(text, &Declared), None, "{text}");
    }
    let long = vec!["@a"; 400].join(" or ");
    assert_eq!(TypeTest::parse(&long, &Declared), None);
    let deep = format!("{}@a{}", "(".repeat(65), ")".repeat(65));
    assert_eq!(TypeTest::parse(&deep, &Declared), None);
}

#[test]
fn the_first_test_that_holds_selects() {
    let table = TypeTable::new(&["@kind = 'a'", "@size >= 10", "@kind = 'b'"]);
    assert_eq!(table.select(&attributes()), Some(1));
    assert_eq!(table.select(&attributes()[..1]), Some(2));
    assert_eq!(table.select(&[]), None);
    assert_eq!(TypeTable::new(&["@kind = 'a'", ""]).select(&[]), Some(1));
}

#[test]
fn values_that_satisfy_a_test() {
    let cases = [
        ("@a = 1 and 'x' = @p:b", "{}a=1 {urn:p}b=x"),
        ("@a = ('x', 'y') or @b = 'z'", "{}a=x"),
        ("xs:int(@a) eq 1", "{}a=1"),
        ("@a > 1", ""),
        ("not(@a = 1)", ""),
    ];
    for (text, expected) in cases {
        let test = TypeTest::parse(text, &Declared).unwrap_or_else(|| panic!("{text}"));
        let required = test.satisfying_values().into_iter();
        let required = required.map(|(uri, local, text)| format!("{{{uri}}}{local}={text}"));
        assert_eq!(required.collect::<Vec<_>>().join(" "), expected, "{text}");
    }
}
