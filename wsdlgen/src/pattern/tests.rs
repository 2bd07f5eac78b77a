//! Tests of translation, with texts that patterns match.

mod foreign;
mod refused;

use regex::Regex;

use super::{PatternError, Translator, translate};

/// The weight of a pattern counts once, even if several types have the pattern.
#[test]
fn limits_the_total_weight_of_patterns() {
    let mut translator = Translator { left: 100, ..Translator::new() };
    for _ in 0..3 {
        assert!(translator.translate(&"[ab]{60}".into()).is_ok());
    }
    assert_eq!(translator.translate(&"[xy]{60}".into()), Err(PatternError::TooMany));
    assert!(translator.translate(&"[xy]{30}".into()).is_ok());
}

/// A pattern, texts that match it, and texts that do not.
type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);

fn check(cases: &[Case<'_>]) {
    for (pattern, matching, others) in cases {
        let translated = translate(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        let regex = Regex::new(&translated).unwrap();
        for text in *matching {
            assert!(regex.is_match(text), "{pattern} ({translated}) does not match {text:?}");
        }
        for text in *others {
            assert!(!regex.is_match(text), "{pattern} ({translated}) matches {text:?}");
        }
    }
}

#[test]
fn matches_the_whole_text() {
    check(&[
        ("", &[""], &["a", "\n"]),
        ("abc", &["abc"], &["xabc", "abcx", "abc\n", "\nabc", "ABC", ""]),
        ("a|bc|", &["a", "bc", ""], &["ac", "abc", "|"]),
        ("1|2|3", &["1", "3"], &["12", "1|2"]),
        ("(a|b)c", &["ac", "bc"], &["a", "abc"]),
        ("()a(|b)", &["a", "ab"], &["b"]),
        ("true|false", &["true", "false"], &["truefalse", "tru"]),
    ]);
}

#[test]
fn translates_quantifiers() {
    check(&[
        ("ab?", &["a", "ab"], &["abb", "b"]),
        ("ab*", &["a", "abbb"], &["abab"]),
        ("ab+", &["ab", "abb"], &["a"]),
        ("(ab){2}", &["abab"], &["ab", "ababab", "abb"]),
        ("a{2,3}", &["aa", "aaa"], &["a", "aaaa"]),
        ("a{2,}", &["aa", "aaaaaaa"], &["a"]),
        ("a{0}b", &["b"], &["ab"]),
        ("a{0,}", &["", "aa"], &["b"]),
        ("[A-Z]{2}\\d{3}", &["AB123"], &["A123", "AB12"]),
        // From other dialects: no lower limit, lazy quantifiers, and literal braces.
        ("a{,2}", &["", "aa"], &["aaa"]),
        ("a*?b+?c??d{1,2}?", &["bd", "aabbcdd"], &["aabbccd"]),
        ("{a}b{c}", &["{a}b{c}"], &["ab"]),
    ]);
}

#[test]
fn matches_anything_but_line_breaks_with_a_dot() {
    check(&[
        (".", &["a", " ", "\t", "é", "\u{1F600}", "\u{2028}", "\u{85}"], &["", "\n", "\r", "aa"]),
        ("[.]", &["."], &["a"]),
        ("a.*b", &["ab", "a b"], &["a\nb"]),
    ]);
}

#[test]
fn translates_single_character_escapes() {
    check(&[
        (r"\n\r\t", &["\n\r\t"], &["nrt"]),
        (r"\\\|\.\-\^\?\*\+\{\}\(\)\[\]", &[r"\|.-^?*+{}()[]"], &[]),
        (r"[\n\r\t\\\|\.\-\^\?\*\+\{\}\(\)\[\]]", &["\n", "\\", "-", "^", "]", "["], &["n", "/"]),
        (r"\\", &["\\"], &["\\\\", ""]),
        // From other dialects.
        (r#"\/\"\_\'\@\#\%\&\,\:\;\<\=\>\!\~\`\$\ "#, &["/\"_'@#%&,:;<=>!~`$ "], &[]),
        (r"\u00e9\x41[\u0041-\u0043]", &["éAB"], &["éAD"]),
        ("(?:ab)+", &["abab"], &["aba"]),
    ]);
}

#[test]
fn escapes_special_characters_of_regex() {
    check(&[
        ("#/ &-~@,:;<=>!%_`'\"", &["#/ &-~@,:;<=>!%_`'\""], &[]),
        ("[a&&b]+", &["a&b"], &["c", "&&c"]),
        ("[a~~b]+", &["a~b"], &["c"]),
        ("[!--]+", &["!-"], &["\"", "+"]),
        ("[a||b]+", &["a|b"], &["c"]),
        ("[a#b ]+", &["a #b"], &["c"]),
        ("[&]", &["&"], &[""]),
        ("]}", &["]}"], &[]),
        ("a\u{202E}\u{301}b", &["a\u{202E}\u{301}b"], &["ab"]),
    ]);
}

#[test]
fn treats_carets_and_dollars_as_literals() {
    check(&[
        ("a^b$c", &["a^b$c"], &["abc"]),
        ("[$^]+", &["$^"], &["a"]),
        ("a(^)*$?", &["a", "a^", "a$"], &["a^^$$"]),
        ("^?a", &["a", "^a"], &["^^a"]),
        // At the ends of a branch they are meant as anchors, so they are optional.
        ("^[0-9]{3}$", &["123", "^123$"], &["1234", "12", "123\n"]),
        ("^(a)|b|(c)$", &["a", "b", "c"], &["", "ab"]),
        ("(^a$|^b$)", &["a", "b"], &["ab"]),
    ]);
}

#[test]
fn translates_characters_and_ranges_in_classes() {
    check(&[
        ("[abc]", &["a", "c"], &["d", "", "ab", "-"]),
        ("[a-c0-2]", &["b", "1"], &["d", "-", "3"]),
        ("[^a-c]", &["d", "\n", "é", "^"], &["a", "c", ""]),
        ("[a^]", &["a", "^"], &["b"]),
        ("[а-яА-ЯёЁ]+", &["Ёлка"], &["abc"]),
        (r"[\--/]", &["-", ".", "/"], &[",", "0"]),
        (r"[\[-\]]", &["[", "\\", "]"], &["Z", "^"]),
        ("[\u{10000}-\u{10FFFF}]", &["\u{1F600}"], &["\u{FFFD}"]),
        ("[A-Z,0-9]{3}", &["A,0"], &["a,0"]),
        ("[a-a]", &["a"], &["-"]),
        (r"[\da-fA-F]{4}", &["0aF9"], &["0aG9"]),
        (r"[^\s]+", &["abc"], &["a c", "a\tc"]),
        (r"[^\S]", &[" ", "\n"], &["a", "\u{A0}"]),
    ]);
}

#[test]
fn treats_hyphens_outside_of_ranges_as_literals() {
    check(&[
        ("[-a]", &["-", "a"], &["b"]),
        ("[a-]", &["-", "a"], &["b"]),
        ("[-]", &["-"], &["a"]),
        ("[^-]", &["a"], &["-"]),
        ("[^-a]", &["b"], &["a", "-"]),
        ("[+-]", &["+", "-"], &[","]),
        ("[a-c-e]", &["b", "-", "e"], &["d"]),
        (r"[\w-.]", &["x", "-", "."], &[",", " "]),
        (r"[.-\w]", &["x", "-", "."], &[","]),
        ("[a-zA-Z0-9_-.]", &["q", "Q", "7", "_", "-", "."], &["/", ","]),
        (r"[0-9\p{L}\p{Zs}\-.]", &["é", "\u{A0}", "-"], &["_"]),
        ("[--a]", &["-", "a"], &[".", "A"]),
        ("[+--]", &["+", "-"], &[","]),
        ("[a--]", &["a", "-"], &["b"]),
    ]);
}

#[test]
fn subtracts_classes() {
    check(&[
        ("[a-z-[aeiou]]", &["b", "z"], &["a", "u", "-", "B"]),
        ("[^a-z-[0-9]]", &["A", "-"], &["a", "5"]),
        ("[a-z-[^aeiou]]", &["a", "u"], &["b", "A"]),
        ("[a-z-[b-y-[m]]]", &["a", "z", "m"], &["b", "n", "-"]),
        ("[a--[b]]", &["a", "-"], &["b"]),
        (r"[\i-[:]][\c-[:]]*", &["a", "_a.b-1", "größe"], &["a:b", ":", "1a", ""]),
        (r"[\p{L}-[\p{IsBasicLatin}]]", &["é", "я"], &["e", "1"]),
        (r"[\w-[\d_]]", &["a", "é", "$"], &["1", "_"]),
    ]);
}

#[test]
fn translates_multi_character_escapes() {
    check(&[
        (r"\s", &[" ", "\t", "\n", "\r"], &["a", "\u{A0}", "\u{B}", "\u{2003}"]),
        (r"\S", &["a", "\u{A0}"], &[" ", "\n"]),
        (r"\d", &["0", "9", "٣", "߂"], &["a", "²", "Ⅷ", "½"]),
        (r"\D", &["a", "²"], &["0", "٣"]),
        // Symbols and marks are word characters here. Underscores and hyphens are not.
        (r"\w", &["a", "é", "1", "$", "+", "\u{301}", "½"], &["_", "-", " ", ".", "\u{AD}"]),
        (r"\W", &["_", "-", " ", "\u{AD}"], &["a", "$"]),
        (r"\i", &["a", "_", ":", "é", "名"], &["1", "-", ".", "×", "\u{B7}", " "]),
        (r"\I", &["1", "-", "×"], &["a", ":"]),
        (r"\c", &["a", "_", ":", "1", "-", ".", "\u{B7}", "\u{203F}"], &["×", " ", "/"]),
        (r"\C", &["×", " "], &["a", "-"]),
        (r"\i\c*", &["a1", "xs:int"], &["1a", ""]),
        (r"[\s\d]+", &["1 2"], &["a"]),
        (r"[\I\D]", &["a", "1", " "], &[]),
        (r"[^\w\W]", &[], &["a", "_", "\n"]),
    ]);
}

#[test]
fn translates_categories_and_blocks() {
    check(&[
        (r"\p{Lu}\p{Ll}\p{L}", &["Éaß"], &["éaß", "E1a"]),
        (r"\P{Lu}+", &["aé1"], &["A"]),
        (r"[\p{Nd}\P{L}]", &["1", "-"], &["a"]),
        (r"[^\p{L}\p{N}]", &["-"], &["a", "½"]),
        (r"\p{Sc}\p{Zs}\p{Cf}", &["€\u{A0}\u{AD}"], &[]),
        (r"\p{Cn}", &["\u{378}"], &["a"]),
        (r"\p{IsBasicLatin}+", &["aZ~\u{7F}"], &["é"]),
        (r"\P{IsBasicLatin}", &["é", "я"], &["e"]),
        (r"\p{IsLatin-1Supplement}", &["é", "\u{80}"], &["e", "ā"]),
        (r"\p{IsGreek}\p{IsGreekandCoptic}", &["αβ"], &["ab"]),
        (r"[\p{IsCyrillic}\p{IsHebrew}]+", &["яא"], &["a"]),
        (r"\p{IsPrivateUse}", &["\u{E000}", "\u{10FFFD}"], &["a"]),
        (r"\p{IsKawi}", &["\u{11F00}"], &["a"]),
        (r"\p{IsHighSurrogates}|a", &["a"], &["b"]),
        (r"[\p{IsLowSurrogates}b]", &["b"], &["a"]),
        (r"\P{IsLowSurrogates}", &["a", "\n"], &[""]),
    ]);
    for category in super::escape::CATEGORIES {
        assert!(translate(&format!(r"\p{{{category}}}\P{{{category}}}")).is_ok(), "{category}");
    }
}

#[test]
fn translates_patterns_of_real_services() {
    let guid = r"[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}";
    check(&[
        (guid, &["01234567-89ab-cdef-0123-456789ABCDEF"], &["0123456789ab"]),
        (r"\{........-....\}", &["{01234567-89ab}"], &["01234567-89ab"]),
        (r"([0-9]{1,2}|100)\.[0-9]{1,2}", &["100.00", "7.5"], &["101.0", "7"]),
        (r"\-?P(\d*D)?(T(\d*H)?(\d*(\.\d*)?S)?)?", &["P1DT2H", "-PT1.5S"], &["1D"]),
        ("[^@]+@[^\\.]+\\..+", &["a@b.c"], &["a@b", "@b.c"]),
        ("[a-zA-Z0-9\\-_\\.@ ]{1,128}", &["a b@c.d-e_f"], &["", "a/b"]),
        ("[^:Z].*", &["2001"], &[":1", "Z", ""]),
        ("(.*)([0-9а-яА-Яa-zA-Z]+)(.*)", &["-я-"], &["--"]),
    ]);
}

#[test]
fn keeps_translations_readable() {
    let cases = [
        ("[0-9]{5}", r"^(?:[0-9]{5})$"),
        (r"[a-z-[aeiou]]\d{2}", r"^(?:[[a-z]--[aeiou]]\p{Nd}{2})$"),
        (r"a-b/c\.d", r"^(?:a\-b/c\.d)$"),
        (r"(a|é)\p{IsGreek}.", r"^(?:(?:a|é)[\x{0370}-\x{03FF}][^\n\r])$"),
    ];
    for (pattern, expected) in cases {
        assert_eq!(translate(pattern).as_deref(), Ok(expected), "{pattern}");
    }
}
