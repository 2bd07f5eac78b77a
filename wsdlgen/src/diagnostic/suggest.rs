//! Suggestions for misspelt names.

/// Maximum length of compared names, in bytes. A comparison takes time proportional to the product of the lengths.
const LONGEST: usize = 128;

/// Returns the known name closest to a misspelt one, if any is close enough.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    // At least one character must match.
    let edits = (1 + word.len() / 4).min(word.len().saturating_sub(1));
    let differences =
        known.filter(|known| known.len() <= LONGEST).map(|known| (difference(known, word), known));
    let (difference, nearest) = differences.min_by_key(|(difference, _)| *difference)?;
    (difference <= (2 * edits).max(CASE)).then_some(nearest)
}

/// Formats the help text that suggests a name.
pub(crate) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// Difference between words that differ only in case, in half edits.
const CASE: usize = 1;

/// Returns the difference between two words, in half edits.
fn difference(left: &str, right: &str) -> usize {
    match left {
        _ if left == right => 0,
        _ if left.eq_ignore_ascii_case(right) => CASE,
        _ => 2 * distance(left, right),
    }
}

/// Returns the Levenshtein distance between two words.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, from) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, to) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn counts_edits() {
        let cases =
            [("", "", 0), ("Adress", "Address", 1), ("abc", "", 3), ("kitten", "sitting", 3)];
        for (left, right, expected) in cases {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }

    #[test]
    fn ignores_long_names() {
        let (word, known) = ("n".repeat(2_000), "n".repeat(1_999));
        assert_eq!(nearest(&word, [&*known].into_iter()), None);
        assert_eq!(nearest("GetFoldr", ["GetFolder", &known].into_iter()), Some("GetFolder"));
    }

    #[test]
    fn returns_nearest_name_only_if_close() {
        let cases = [
            ("GetFoldr", Some("GetFolder")),
            ("getfolder", Some("GetFolder")),
            ("PIN", Some("Pin")),
            ("Delete", None),
            ("B", Some("b")),
            ("c", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(
                nearest(word, ["GetFolder", "a", "b", "Pin"].into_iter()),
                expected,
                "{word}"
            );
        }
    }
}
