//! Tests of errors for patterns that cannot be translated.

use crate::pattern::{PatternError, translate};

#[test]
fn rejects_malformed_patterns_with_a_position() {
    let cases = [
        ("*a", 1, "quantifier without anything to repeat"),
        ("é|+", 3, "quantifier without anything to repeat"),
        ("({2})", 2, "quantifier without anything to repeat"),
        ("a**", 3, "unexpected second quantifier"),
        ("a{2}{3}", 5, "unexpected second quantifier"),
        ("a*+", 3, "XML Schema has no possessive `+`"),
        ("a{2", 2, "expected `{n}`, `{n,}` or `{n,m}`"),
        ("a{,}", 2, "expected `{n}`, `{n,}` or `{n,m}`"),
        ("a{3,2}", 2, "the minimum 3 is greater than the maximum 2"),
        ("(a", 1, "unclosed group"),
        ("a)", 2, "unmatched `)`"),
        ("(?=a)", 1, "expected `(` or `(?:`: XML Schema has no other groups"),
        ("a(?i)b", 2, "expected `(` or `(?:`: XML Schema has no other groups"),
        ("a[b", 2, "unclosed class"),
        ("[]", 2, "empty class; write `\\]` for a literal `]`"),
        ("[^]", 3, "empty class; write `\\]` for a literal `]`"),
        ("[a[:alpha:]]", 3, "unescaped `[` in a class; write `\\[`"),
        ("[z-a]", 2, "the range `z-a` is reversed"),
        ("[a-[b]c]", 7, "expected `]` after the subtracted class"),
        ("a\\", 2, "expected a character after the backslash"),
        (r"\bword", 1, r"XML Schema has no escape `\b`"),
        (r"(a)\1", 4, "XML Schema has no back references"),
        (r"\u12G4", 1, "expected 4 hexadecimal digits of a character"),
        (r"\uD800", 1, "expected 4 hexadecimal digits of a character"),
        (r"\pL", 1, "expected a category or block in braces"),
        (r"\p{L", 1, "expected a category or block in braces"),
        (r"[\p{Cs}]", 2, "unknown Unicode category or block `Cs`"),
        (r"\p{IsKlingon}", 1, "unknown Unicode category or block `IsKlingon`"),
        (r"\p{Greek}", 1, "unknown Unicode category or block `Greek`"),
    ];
    for (pattern, position, reason) in cases {
        let error = PatternError::Malformed { position, reason: reason.into() };
        assert_eq!(translate(pattern), Err(error), "{pattern}");
    }
    let error = translate("a)").unwrap_err().to_string();
    assert_eq!(error, "character 2 of the pattern: unmatched `)`");
}

#[test]
fn rejects_patterns_that_take_too_much_memory() {
    for pattern in [r"(\c{1000}){1000}", "a{1,99999999999}", r"\p{L}{1,100000}"] {
        assert_eq!(translate(pattern), Err(PatternError::TooLarge), "{pattern}");
    }
    // The patterns of real contracts are far below the limit.
    for pattern in [r"\p{L}{1,255}", r"\w{1,255}", r".{0,4000}", r"[^\s]{1,4000}", r"\c{1,1000}"] {
        assert!(translate(pattern).is_ok(), "{pattern}");
    }
}

#[test]
fn limits_nesting_depth() {
    let groups = |depth| format!("{}a{}", "(".repeat(depth), "|b)*c".repeat(depth));
    let classes = |depth| format!("{}c{}", "[a-z-".repeat(depth) + "[", "]".repeat(depth + 1));
    let both = |depth: usize| groups(depth).replace('a', &classes(depth));
    assert!(translate(&both(30)).is_ok());
    let error = translate(&groups(31)).unwrap_err().to_string();
    assert_eq!(error, "character 31 of the pattern: groups are nested too deeply");
    let error = translate(&classes(31)).unwrap_err().to_string();
    assert_eq!(error, "character 156 of the pattern: classes are nested too deeply");
    assert!(translate(&groups(100_000)).is_err());
    assert!(translate(&classes(100_000)).is_err());
}

/// Parts of patterns that may cause errors.
const TOKENS: &str = r"a z 0 é - - ^ $ . | ( (?: ) [ [ [^ ] ] -[ { {1,2} } * + ? \ \d \w \i \- && ~~ -- # / \p{Lu} \P{IsGreek} \p{IsLowSurrogates} \]";

/// Every accepted pattern compiles. A mistake in the translation would appear as an error of `regex`.
#[test]
fn rejects_or_compiles_any_text() {
    let tokens: Vec<&str> = TOKENS.split(' ').collect();
    let mut state = 1_u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 8).unwrap() % below
    };
    let mut accepted = 0;
    for _ in 0..3000 {
        let length = 1 + random(9);
        let pattern: String = (0..length).map(|_| tokens[random(tokens.len())]).collect();
        match translate(&pattern) {
            Ok(_) => accepted += 1,
            Err(PatternError::Malformed { reason, .. }) => {
                assert!(!reason.contains("regex parse error"), "{pattern:?}: {reason}");
            }
            Err(PatternError::TooLarge | PatternError::TooMany) => {}
        }
    }
    assert!(accepted > 300, "{accepted} accepted");
}
