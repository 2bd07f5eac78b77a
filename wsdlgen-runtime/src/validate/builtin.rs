//! Facets that belong to built-in types by definition (XSD 1.0 part 2, §3.3) but are not enforced by their Rust types.

use super::{Facets, Pattern};
use crate::xml::{is_name, is_ncname, is_nmtoken};

/// `xs:positiveInteger` (§3.3.25).
pub static POSITIVE_INTEGER: Facets = Facets { min_inclusive: Some("1"), ..Facets::NONE };

/// `xs:nonNegativeInteger` (§3.3.20).
pub static NON_NEGATIVE_INTEGER: Facets = Facets { min_inclusive: Some("0"), ..Facets::NONE };

/// `xs:nonPositiveInteger` (§3.3.14).
pub static NON_POSITIVE_INTEGER: Facets = Facets { max_inclusive: Some("0"), ..Facets::NONE };

/// `xs:negativeInteger` (§3.3.15).
pub static NEGATIVE_INTEGER: Facets = Facets { max_inclusive: Some("-1"), ..Facets::NONE };

/// `xs:NMTOKENS`, `xs:IDREFS` and `xs:ENTITIES` (§3.3.5): at least one item.
pub static NAMES: Facets = Facets { min_length: Some(1), ..Facets::NONE };

/// `xs:language` (§3.3.3).
pub static LANGUAGE: Facets = Facets { patterns: &LANGUAGE_PATTERNS, ..Facets::NONE };
static LANGUAGE_PATTERNS: [Pattern; 1] = [Pattern::of(is_language, "a language tag")];

/// `xs:Name` (§3.3.6).
pub static NAME: Facets = Facets { patterns: &NAME_PATTERNS, ..Facets::NONE };
static NAME_PATTERNS: [Pattern; 1] = [Pattern::of(is_name, "a name")];

/// `xs:NCName`, `xs:ID`, `xs:IDREF` and `xs:ENTITY` (§3.3.7).
pub static NCNAME: Facets = Facets { patterns: &NCNAME_PATTERNS, ..Facets::NONE };
static NCNAME_PATTERNS: [Pattern; 1] = [Pattern::of(is_ncname, "a name without a colon")];

/// `xs:NMTOKEN` (§3.3.4).
pub static NMTOKEN: Facets = Facets { patterns: &NMTOKEN_PATTERNS, ..Facets::NONE };
static NMTOKEN_PATTERNS: [Pattern; 1] = [Pattern::of(is_nmtoken, "the characters of names")];

/// Returns whether `text` is up to eight letters, followed by parts of up to eight letters and digits.
fn is_language(text: &str) -> bool {
    let part = |part: &str, fits: fn(&u8) -> bool| {
        (1..=8).contains(&part.len()) && part.as_bytes().iter().all(fits)
    };
    let mut parts = text.split('-');
    parts.next().is_some_and(|first| part(first, u8::is_ascii_alphabetic))
        && parts.all(|rest| part(rest, u8::is_ascii_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGE, NAME, NCNAME, NEGATIVE_INTEGER, NMTOKEN, POSITIVE_INTEGER};
    use crate::validate::{Check, Facets};

    #[test]
    fn checks_facets_of_built_in_types() {
        let texts: [(&Facets, &str, bool); 14] = [
            (&LANGUAGE, "en-GB", true),
            (&LANGUAGE, "x-klingon1", true),
            (&LANGUAGE, "english-uk-x1-123456789", false),
            (&LANGUAGE, "1en", false),
            (&LANGUAGE, "", false),
            (&NAME, "a:b:c-1", true),
            (&NAME, ":a", true),
            (&NAME, "1a", false),
            (&NCNAME, "größe", true),
            (&NCNAME, "a:b", false),
            (&NMTOKEN, "1-a:b", true),
            (&NMTOKEN, "", false),
            (&NMTOKEN, "a b", false),
            (&NAME, "", false),
        ];
        for (facets, text, valid) in texts {
            let mut check = Check::new("x");
            check.content(&text.to_owned(), facets);
            assert_eq!(check.finish().is_ok(), valid, "{text:?}");
        }
        for (facets, number, valid) in [
            (&POSITIVE_INTEGER, 0, false),
            (&POSITIVE_INTEGER, 1, true),
            (&NEGATIVE_INTEGER, 0, false),
        ] {
            let mut check = Check::new("x");
            check.content(&number, facets);
            assert_eq!(check.finish().is_ok(), valid, "{number}");
        }
    }
}
