//! Names that may have been meant.

/// The bytes of the longest name that is compared with others: comparing takes the product of two lengths.
const LONGEST: usize = 128;

/// The known name that a misspelt one is nearest to, if any is near.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    // Not all of a word may be wrong.
    let edits = (1 + word.len() / 4).min(word.len().saturating_sub(1));
    let differences =
        known.filter(|known| known.len() <= LONGEST).map(|known| (difference(known, word), known));
    let (difference, nearest) = differences.min_by_key(|(difference, _)| *difference)?;
    (difference <= (2 * edits).max(CASE)).then_some(nearest)
}

/// The question that a finding helps with, the same for every kind of name.
pub(crate) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// Another casing differs by half an edit, whatever its length.
const CASE: usize = 1;

/// How different two words are, in half edits.
fn difference(left: &str, right: &str) -> usize {
    match left {
        _ if left == right => 0,
        _ if left.eq_ignore_ascii_case(right) => CASE,
        _ => 2 * distance(left, right),
    }
}

/// How many single-character edits lead from one word to the other (Levenshtein).
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
    fn distance_counts_edits() {
        let cases =
            [("", "", 0), ("Adress", "Address", 1), ("abc", "", 3), ("kitten", "sitting", 3)];
        for (left, right, expected) in cases {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }

    #[test]
    fn long_names_are_not_compared() {
        let (word, known) = ("n".repeat(2_000), "n".repeat(1_999));
        assert_eq!(nearest(&word, [&*known].into_iter()), None);
        assert_eq!(nearest("GetFoldr", ["GetFolder", &known].into_iter()), Some("GetFolder"));
    }

    #[test]
    fn the_nearest_is_near() {
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
