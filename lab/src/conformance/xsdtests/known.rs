//! What is known not to come out as the suite has it, by category.

use serde::{Deserialize, Serialize};

/// The tests, one a line: list, group, test, category.
const KNOWN: &str = include_str!("../../../xsdtests-known.csv");

/// Why a test does not come out as the suite has it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Category {
    /// `xs:unique`, `xs:key` and `xs:keyref`, and that an `xs:IDREF` has its `xs:ID`.
    Identity,
    /// `block`: which derived types and substitutes a schema forbids.
    Block,
    /// `xsi:type` on an element from whose type no complex type is derived.
    ActualType,
    /// What stands for `xs:anyType` or a wildcard is kept as it is.
    Any,
    /// How often elements stand in mixed content, and the fixed value of such an element.
    Mixed,
    /// The document's root is no element of the schema that the test names.
    Root,
}

impl Category {
    /// What is not done, in words.
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::Identity => "keys, and IDs that are referred to, are not enforced",
            Self::Block => "`block` is not enforced: what it forbids is read all the same",
            Self::ActualType => {
                "`xsi:type` is not looked at where no complex type is derived from the element's"
            }
            Self::Any => "what stands for `xs:anyType` or a wildcard is kept, not validated",
            Self::Mixed => "in mixed content, order and number of elements are not checked",
            Self::Root => "the root is no element of the schema that the test names",
        }
    }
}

/// A test that is known.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) set: String,
    pub(super) group: String,
    pub(super) name: String,
    pub(super) category: Category,
}

/// All of them.
pub(super) fn read() -> Result<Vec<Known>, csv::Error> {
    csv::Reader::from_reader(KNOWN.as_bytes()).deserialize().collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn each_test_is_listed_once() {
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
