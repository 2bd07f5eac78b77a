//! Tests of syntax from other dialects, which is accepted but noted.

use crate::pattern::{foreign_syntax, translate};

#[test]
fn notes_the_syntax_of_other_dialects() {
    let cases = [
        (r"\d+?", "character 4 of the pattern: XML Schema has no lazy quantifiers"),
        (r"a(?:b)", "character 2 of the pattern: XML Schema has no groups with `?:`"),
        (r"a{,3}", "character 2 of the pattern: XML Schema requires a minimum"),
        (
            r"\x2a",
            "character 1 of the pattern: XML Schema has no escapes with a character's number",
        ),
        (r"\/", r"character 1 of the pattern: XML Schema has no escape `\/`"),
        ("[a--b]", r"character 3 of the pattern: unescaped `-` in a class; write `\-`"),
        (r"[\w-.]", r"character 4 of the pattern: unescaped `-` in a class; write `\-`"),
        ("[.-,]", "character 2 of the pattern: the range `.-,` is reversed"),
        (r"[a-\d]", "character 4 of the pattern: a class cannot end a range"),
    ];
    for (pattern, expected) in cases {
        let noted = foreign_syntax(pattern).map(|noted| noted.to_string());
        assert_eq!(noted.as_deref(), Some(expected), "{pattern}");
        assert!(translate(pattern).is_ok(), "{pattern}");
    }
}

#[test]
fn notes_nothing_about_the_syntax_of_xml_schema() {
    let own =
        [r"[-a]", "[a-]", "[a-z-[aeiou]]", r"\-\.\\\[\^", "a{2,}", "(a|b)*", r"[\-a-z\d]", "^a$"];
    for pattern in own {
        assert_eq!(foreign_syntax(pattern), None, "{pattern}");
    }
}
