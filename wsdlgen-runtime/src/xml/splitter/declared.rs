//! The namespace declarations around records.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Declarations in scope, outermost first. Looking up a prefix takes constant time.
#[derive(Debug, Default)]
pub(super) struct Declared {
    all: Vec<(String, Arc<str>)>,
    /// The positions of the declarations of each prefix.
    by_prefix: HashMap<String, Vec<usize>>,
}

impl Declared {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Adds the declarations of an inner element to the scope.
    pub(super) fn extend(&mut self, declarations: Vec<(String, Arc<str>)>) {
        for (prefix, uri) in declarations {
            self.by_prefix.entry(prefix.clone()).or_default().push(self.all.len());
            self.all.push((prefix, uri));
        }
    }

    /// Removes all but the outermost `length` declarations.
    pub(super) fn truncate(&mut self, length: usize) {
        for (prefix, _) in self.all.drain(length.min(self.all.len())..) {
            if let Some(positions) = self.by_prefix.get_mut(&prefix) {
                positions.pop();
            }
        }
    }

    /// Returns the declarations that a part of the document may use: those of the prefixes before its colons, and that
    /// of the default namespace. Others are left out, since there may be many short records and many declarations.
    pub(super) fn used_in(&self, part: &str) -> Vec<(&str, &str)> {
        let mut used: BTreeSet<usize> = self.position("").into_iter().collect();
        if self.by_prefix.len() > usize::from(!used.is_empty()) {
            for colon in memchr::memchr_iter(b':', part.as_bytes()) {
                used.extend(self.position(prefix_before(&part[..colon])));
            }
        }
        used.into_iter().map(|at| (&*self.all[at].0, &*self.all[at].1)).collect()
    }

    fn position(&self, prefix: &str) -> Option<usize> {
        self.by_prefix.get(prefix)?.last().copied()
    }
}

/// Returns the longest possible prefix at the end of `text`. A prefix written with character references is not
/// recognised.
fn prefix_before(text: &str) -> &str {
    let is_in_names =
        |c: char| !c.is_ascii() || c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    &text[text.trim_end_matches(is_in_names).len()..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inherits_only_declarations_that_a_part_may_use() {
        let mut declared = Declared::default();
        let pair = |prefix: &str, uri: &str| (prefix.to_owned(), Arc::from(uri));
        declared.extend(vec![pair("", "d"), pair("a", "1"), pair("b", "2")]);
        declared.extend(vec![pair("a", "3"), pair("ä", "4")]);
        let check = |declared: &Declared, part: &str, expected: &[(&str, &str)]| {
            assert_eq!(declared.used_in(part), expected, "{part}");
        };
        check(&declared, "<x/>", &[("", "d")]);
        check(&declared, "<a:x>b:y</a:x>", &[("", "d"), ("b", "2"), ("a", "3")]);
        check(&declared, "<x p='(ä:y' q=\"ä:z\"/>", &[("", "d"), ("ä", "4")]);
        declared.truncate(3);
        check(&declared, "<a:x ä:y=''/>", &[("", "d"), ("a", "1")]);
    }
}
