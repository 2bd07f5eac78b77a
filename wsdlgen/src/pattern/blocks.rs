//! Unicode blocks by name (appendix F.1.1).

const BLOCKS: &str = include_str!("blocks.txt");

/// Blocks of code points that are not characters and never occur in a text.
const SURROGATES: [&str; 3] = ["HighSurrogates", "HighPrivateUseSurrogates", "LowSurrogates"];

/// A class without characters. `regex` has no empty class, but accepts one that excludes every character.
const NO_CHARACTER: &str = r"[^\x{0}-\x{10FFFF}]";

/// Returns the characters of the block named `name` as items of a class, or `None` if there is no such block.
///
/// Spaces, hyphens, underscores and case are ignored, as Unicode recommends (UAX #44, LM3).
pub(super) fn block(name: &str) -> Option<String> {
    let is_named = |other: &&str| same(name, other);
    if SURROGATES.iter().any(is_named) {
        return Some(NO_CHARACTER.to_owned());
    }
    let named = rows().filter(|[_, _, other]| is_named(other));
    let ranges: Vec<_> =
        named.map(|[first, last, _]| format!(r"\x{{{first}}}-\x{{{last}}}")).collect();
    (!ranges.is_empty()).then(|| ranges.concat())
}

/// Returns the rows of the table: first character, last character, name.
fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    BLOCKS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut columns = line.split(' ');
        Some([columns.next()?, columns.next()?, columns.next()?])
    })
}

fn same(left: &str, right: &str) -> bool {
    letters(left).eq(letters(right))
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|character| !matches!(character, ' ' | '-' | '_'))
        .map(|character| character.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{block, rows};

    #[test]
    fn lists_valid_ranges() {
        let character = |text| u32::from_str_radix(text, 16).ok().and_then(char::from_u32);
        for [first, last, name] in rows() {
            assert!(character(first).unwrap() < character(last).unwrap(), "{name}");
        }
        assert_eq!(rows().count(), 340);
    }

    #[test]
    fn ignores_punctuation_in_names() {
        let latin = Some(r"\x{0080}-\x{00FF}".to_owned());
        for name in ["Latin-1Supplement", "Latin1Supplement", "Latin-1 Supplement"] {
            assert_eq!(block(name), latin, "{name}");
        }
        assert_eq!(block("Latin-1"), None);
        assert_eq!(block(""), None);
    }

    #[test]
    fn knows_names_of_unicode_3_1() {
        let cases = [
            ("Greek", r"\x{0370}-\x{03FF}"),
            ("GreekandCoptic", r"\x{0370}-\x{03FF}"),
            ("CombiningMarksforSymbols", r"\x{20D0}-\x{20FF}"),
            ("PrivateUse", r"\x{E000}-\x{F8FF}\x{F0000}-\x{FFFFD}\x{100000}-\x{10FFFD}"),
            ("Tags", r"\x{E0000}-\x{E007F}"),
            ("LowSurrogates", super::NO_CHARACTER),
        ];
        for (name, ranges) in cases {
            assert_eq!(block(name).as_deref(), Some(ranges), "{name}");
        }
    }
}
