//! Names of enumerated values, which reflect their texts.
//!
//! ```text
//! not-found          NotFound
//! -1, +1, 1.0, .5    Minus1, Plus1, N1_0, Point5
//! C++, C#, >100      CPlusPlus, CSharp, GreaterThan100
//! a b, a-b           ASpaceB, ADashB (both would be AB)
//! yes, Yes, YES      LowerYes, Yes, UpperYes
//! ```

use std::collections::HashMap;

use unicode_ident::is_xid_continue;

use super::Identifier;

/// The text of an enumerated value, and its documentation.
pub(super) type Value<'a> = (&'a str, Option<&'a str>);

/// Returns the candidate names of each value in an enumeration, best first.
pub(super) fn wanted(values: &[Value<'_>]) -> Vec<Vec<Identifier>> {
    let words: Vec<Option<&str>> = values.iter().map(|value| documented(*value)).collect();
    let short: Vec<Identifier> = values
        .iter()
        .zip(&words)
        .map(|((text, _), word)| {
            Identifier::of_words(&word.map_or_else(|| short(text), Into::into))
        })
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in &short {
        *counts.entry(name.bare()).or_default() += 1;
    }
    let names = values.iter().zip(&short).map(|((text, _), short)| {
        if counts[short.bare()] == 1 || is_exact(text, short) {
            return vec![short.clone()];
        }
        let spelled = Identifier::of_words(&spelled(text));
        if spelled == *short { vec![cased(text, short)] } else { vec![spelled] }
    });
    names.collect()
}

/// Returns whether a name equals the text of its value, ignoring the underscore after a keyword.
pub(super) fn is_exact(text: &str, name: &Identifier) -> bool {
    name.bare().trim_end_matches('_') == text
}

/// Returns the documentation of a number, if it is a single word.
fn documented((text, documentation): Value<'_>) -> Option<&str> {
    let word = documentation?.trim();
    let is_number = text.trim().parse::<i64>().is_ok();
    let is_word =
        word.starts_with(char::is_alphabetic) && word.chars().all(|c| is_word(c) || c == '_');
    (is_number && is_word).then_some(word)
}

/// Returns the words of a value, without the separators between them.
fn short(text: &str) -> String {
    if !text.chars().any(is_word) {
        return spelled(text);
    }
    words(text, |character, before, after| match character {
        '-' if before.is_none() && after.is_some_and(|one| one.is_ascii_digit() || one == '.') => {
            Some("minus")
        }
        '-' if after.is_none() && before.is_some_and(is_word) => Some("minus"),
        '.' if after.is_some_and(|one| one.is_ascii_digit()) && !before.is_some_and(is_word) => {
            Some("point")
        }
        ' ' | '-' | '_' | '.' | ',' | ':' | ';' | '/' | '(' | ')' | '\'' | '"' | '[' | ']'
        | '{' | '}' | '\t' | '\n' | '\r' => None,
        other => Some(spelling(other)),
    })
}

/// Returns the words of a value, including words for all its punctuation.
fn spelled(text: &str) -> String {
    words(text, |character, _, after| match character {
        '.' if after.is_some_and(|one| one.is_ascii_digit()) => Some("point"),
        other => Some(spelling(other)),
    })
}

/// Splits a text into words separated by spaces.
///
/// `word` returns the word for a character between words, given its neighbours. An empty word is replaced by the code
/// point.
fn words(
    text: &str,
    word: impl Fn(char, Option<char>, Option<char>) -> Option<&'static str>,
) -> String {
    let mut words = String::new();
    let mut characters = text.chars().peekable();
    let mut before = None;
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        if is_word(character) {
            words.push(character);
        } else {
            match word(character, before, after) {
                Some("") => {
                    let code = format!("u{:x}", u32::from(character));
                    words.extend([" ", &code, " "]);
                }
                Some(word) => words.extend([" ", word, " "]),
                None => words.push(' '),
            }
        }
        before = Some(character);
    }
    words
}

/// Returns whether a character belongs to a word.
fn is_word(character: char) -> bool {
    is_xid_continue(character) && character != '_'
}

/// Returns the word for a character, or an empty string if it has none.
fn spelling(character: char) -> &'static str {
    match character {
        ' ' => "space",
        '!' => "exclamation mark",
        '"' => "quotes",
        '#' => "sharp",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "quote",
        '(' => "open",
        ')' => "close",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "dash",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less than",
        '=' => "equals",
        '>' => "greater than",
        '?' => "question mark",
        '@' => "at",
        '[' => "open bracket",
        '\\' => "backslash",
        ']' => "close bracket",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "open brace",
        '|' => "or",
        '}' => "close brace",
        '~' => "tilde",
        '€' => "euro",
        '°' => "degree",
        '²' => "squared",
        '³' => "cubed",
        _ => "",
    }
}

/// Names a value that differs from others only by its case.
fn cased(text: &str, short: &Identifier) -> Identifier {
    let case = if !text.chars().any(char::is_uppercase) {
        "lower"
    } else if !text.chars().any(char::is_lowercase) {
        "upper"
    } else {
        "mixed"
    };
    Identifier::of_variant(&format!("{case} {}", short.bare()))
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn names_values_after_their_texts() {
        let cases: &[&[(&str, &str)]] = &[
            &[("-1", "Minus1"), ("1", "N1"), ("12", "N12"), ("1.2", "N1_2")],
            &[("1.0", "N1_0"), ("1.1", "N1_1"), ("-3", "Minus3"), ("+3", "Plus3")],
            &[("0.5", "N0_5"), ("5", "N5"), (".5", "Point5"), ("05", "N05")],
            &[("C", "C"), ("C++", "CPlusPlus"), ("C#", "CSharp")],
            &[("A+", "APlus"), ("A", "A"), ("A-", "AMinus")],
            &[(">100", "GreaterThan100"), ("<100", "LessThan100"), ("100", "N100")],
            &[("not-found", "NotFound"), ("NOT_READY", "NotReady"), ("In Progress", "InProgress")],
            &[("a b", "ASpaceB"), ("a-b", "ADashB"), ("ab", "Ab")],
            &[("yes", "LowerYes"), ("Yes", "Yes"), ("YES", "UpperYes")],
            &[("1.2", "N1Point2"), ("1-2", "N1Dash2"), ("12", "N12")],
            &[("*", "Star"), ("?", "QuestionMark"), ("", "Empty"), (" ", "Space")],
            &[("m²", "MSquared"), ("①", "U2460"), ("50%", "N50Percent"), ("2nd", "N2nd")],
            &[("2001-01-02", "N2001_01_02"), ("10:30", "N10_30"), ("IPv4", "Ipv4")],
            &[("Self", "Self_"), ("self", "LowerSelf")],
        ];
        for case in cases {
            let values: Vec<_> = case.iter().map(|(text, _)| (*text, None)).collect();
            let names = wanted(&values);
            let names: Vec<&str> = names.iter().map(|names| names[0].bare()).collect();
            let expected: Vec<&str> = case.iter().map(|(_, name)| *name).collect();
            assert_eq!(names, expected);
        }
    }

    #[test]
    fn names_numbers_after_their_documentation() {
        let values =
            [("1", Some("VALID")), ("2", Some(" NOT_PROCESSED ")), ("3", Some("It is 3."))];
        let names = wanted(&values);
        let names: Vec<&str> = names.iter().map(|names| names[0].bare()).collect();
        assert_eq!(names, ["Valid", "NotProcessed", "N3"]);
    }
}
