//! Recognition of patterns that describe GUIDs.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// The number of characters of a GUID: `8-4-4-4-12` hexadecimal digits.
const LENGTH: usize = 36;
/// The positions of its hyphens.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

/// Returns whether a translated pattern matches only hyphenated GUIDs, and accepts each letter in lower case.
///
/// Digits of other scripts, which `\d` includes, are ignored.
pub(crate) fn is_guid(regex: &str) -> bool {
    let Ok(hir) = regex_syntax::parse(regex) else { return false };
    let mut characters = Vec::new();
    add_characters(&hir, &mut characters).is_some()
        && characters.len() == LENGTH
        && characters.iter().enumerate().all(|(index, class)| {
            if HYPHENS.contains(&index) { is_hyphen(class) } else { is_digit(class) }
        })
}

/// Adds the class of each character, or returns `None` if the texts have different lengths or too many characters.
fn add_characters(hir: &Hir, characters: &mut Vec<ClassUnicode>) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(()),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            characters.extend(text.chars().map(|one| class_of(one, one)));
            (characters.len() <= LENGTH).then_some(())
        }
        HirKind::Class(Class::Unicode(class)) => {
            characters.push(class.clone());
            (characters.len() <= LENGTH).then_some(())
        }
        HirKind::Capture(capture) => add_characters(&capture.sub, characters),
        HirKind::Concat(parts) => {
            parts.iter().try_for_each(|part| add_characters(part, characters))
        }
        HirKind::Repetition(repetition) if repetition.max == Some(repetition.min) => {
            (0..repetition.min).try_for_each(|_| {
                let before = characters.len();
                add_characters(&repetition.sub, characters)?;
                // An empty repetition could loop a billion times without adding characters.
                (characters.len() > before).then_some(())
            })
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Repetition(_) | HirKind::Alternation(_) => None,
    }
}

fn class_of(first: char, last: char) -> ClassUnicode {
    ClassUnicode::new([ClassUnicodeRange::new(first, last)])
}

fn is_hyphen(class: &ClassUnicode) -> bool {
    *class == class_of('-', '-')
}

/// Returns whether a class contains only hexadecimal digits among ASCII characters, and each letter in lower case.
fn is_digit(class: &ClassUnicode) -> bool {
    let mut ascii = class.clone();
    ascii.intersect(&class_of('\0', '\x7f'));
    let has = |one: char| ascii.iter().any(|range| (range.start()..=range.end()).contains(&one));
    let characters = ('\0'..='\x7f').filter(|one| has(*one));
    !ascii.ranges().is_empty()
        && characters
            .into_iter()
            .all(|one| one.is_ascii_hexdigit() && has(one.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::is_guid;
    use crate::pattern::translate;

    #[test]
    fn recognises_guids() {
        let cases = [
            (r"[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}", true),
            ("[a-f0-9]{8}-([a-f0-9]{4}-){3}[a-f0-9]{12}", true),
            (
                "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89aAbB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}",
                true,
            ),
            // Lower case would not match.
            ("[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}", false),
            ("[0-9a-g]{8}-[0-9a-g]{4}-[0-9a-g]{4}-[0-9a-g]{4}-[0-9a-g]{12}", false),
            (r"\w{8}-\w{4}-\w{4}-\w{4}-\w{12}", false),
            ("[0-9a-f]{8}[0-9a-f]{4}[0-9a-f]{4}[0-9a-f]{4}[0-9a-f]{12}", false),
            ("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}0", false),
            ("[0-9a-f-]{36}", false),
            ("[0-9a-f]{32}|[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", false),
            ("(){1000000000}", false),
            ("", false),
        ];
        for (pattern, expected) in cases {
            let found = translate(pattern).is_ok_and(|regex| is_guid(&regex));
            assert_eq!(found, expected, "{pattern}");
        }
    }
}
