//! Known deviations from the suite, by category.

use serde::{Deserialize, Serialize};

/// The list of known tests, one per line: set, group, test, category.
const KNOWN: &str = include_str!("../../../xsdtests-known.csv");

/// The category of a known deviation.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Category {
    /// `xsi:type` on a nil element, which is read but not written again.
    NilType,
}

impl Category {
    /// Returns a description of the limitation.
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::NilType => {
                "`xsi:type` on a nil element is checked, but not written again: \
                 an element without content has no value of that type (part 1, 3.3.4, clause 3.2)"
            }
        }
    }
}

/// A test that is known to fail.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) set: String,
    pub(super) group: String,
    pub(super) name: String,
    pub(super) category: Category,
}

/// Reads the list of known tests.
pub(super) fn read() -> Result<Vec<Known>, csv::Error> {
    csv::Reader::from_reader(KNOWN.as_bytes()).deserialize().collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn lists_each_test_once() {
        let known = read().unwrap();
        for (index, one) in known.iter().enumerate() {
            let same = |other: &&super::Known| {
                (&other.set, &other.group, &other.name) == (&one.set, &one.group, &one.name)
            };
            assert_eq!(known[index + 1..].iter().find(same), None);
        }
        assert!(!known.is_empty());
    }
}
