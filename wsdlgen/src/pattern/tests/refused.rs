//! What is said of patterns that cannot be translated.

use crate::pattern::{PatternError, translate};

#[test]
fn what_is_no_pattern_is_refused_with_a_place() {
    let cases = [
        ("*a", 1, "there is nothing before this to repeat"),
        ("é|+", 3, "there is nothing before this to repeat"),
        ("({2})", 2, "there is nothing before this to repeat"),
        ("a**", 3, "a quantifier follows another"),
        ("a{2}{3}", 5, "a quantifier follows another"),
        ("a*+", 3, "XML Schema has no possessive `+`"),
        ("a{2", 2, "a quantity is `{n}`, `{n,}` or `{n,m}`"),
        ("a{,}", 2, "a quantity is `{n}`, `{n,}` or `{n,m}`"),
        ("a{3,2}", 2, "at least 3 times is more than at most 2 times"),
        ("(a", 1, "the group that begins here has no end"),
        ("a)", 2, "this parenthesis closes no group"),
        ("(?=a)", 1, "XML Schema has plain groups only, no `(?` but `(?:`"),
        ("a(?i)b", 2, "XML Schema has plain groups only, no `(?` but `(?:`"),
        ("a[b", 2, "the class that begins here has no end"),
        ("[]", 2, "a class needs a character; `]` is written `\\]`"),
        ("[^]", 3, "a class needs a character; `]` is written `\\]`"),
        ("[a[:alpha:]]", 3, "`[` in a class is written `\\[`"),
        ("[z-a]", 2, "the range z-a runs backwards"),
        ("[a-[b]c]", 7, "a class ends behind what is subtracted from it"),
        ("a\\", 2, "there is nothing behind the backslash"),
        (r"\bword", 1, r"XML Schema has no escape `\b`"),
        (r"(a)\1", 4, "XML Schema has no back references"),
        (r"\u12G4", 1, "4 hexadecimal digits of a character must follow"),
        (r"\uD800", 1, "4 hexadecimal digits of a character must follow"),
        (r"\pL", 1, "the name of a category or block in braces must follow"),
        (r"\p{L", 1, "the name of a category or block in braces must follow"),
        (r"[\p{Cs}]", 2, "neither a category nor a block of Unicode is called \"Cs\""),
        (r"\p{IsKlingon}", 1, "neither a category nor a block of Unicode is called \"IsKlingon\""),
        (r"\p{Greek}", 1, "neither a category nor a block of Unicode is called \"Greek\""),
    ];
    for (pattern, position, reason) in cases {
        let error = PatternError::Malformed { position, reason: reason.into() };
        assert_eq!(translate(pattern), Err(error), "{pattern}");
    }
    let error = translate("a)").unwrap_err().to_string();
    assert_eq!(error, "character 2 of the pattern: this parenthesis closes no group");
}

#[test]
fn what_takes_too_much_memory_is_refused() {
    for pattern in [r"(\c{1000}){1000}", "a{1,99999999999}", r"\p{L}{1,100000}"] {
        assert_eq!(translate(pattern), Err(PatternError::TooLarge), "{pattern}");
    }
    // What contracts ask for is far from it.
    for pattern in [r"\p{L}{1,255}", r"\w{1,255}", r".{0,4000}", r"[^\s]{1,4000}", r"\c{1,1000}"] {
        assert!(translate(pattern).is_ok(), "{pattern}");
    }
}

#[test]
fn depth_is_limited() {
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

/// What patterns are made of, where they may go wrong.
const TOKENS: &str = r"a z 0 é - - ^ $ . | ( (?: ) [ [ [^ ] ] -[ { {1,2} } * + ? \ \d \w \i \- && ~~ -- # / \p{Lu} \P{IsGreek} \p{IsLowSurrogates} \]";

/// Whatever is not refused compiles: a mistake of ours would show as `regex`'s error.
#[test]
fn any_text_is_refused_or_compiles() {
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
