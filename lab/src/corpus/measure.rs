//! Measurement of the size of generated code.

use std::fmt::{self, Display};

use serde::Serialize;

/// Maximum recommended line width, in columns.
const WIDTH: usize = 100;

/// The size of a generated file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Measure {
    /// Total number of lines.
    pub(super) lines: usize,
    /// Number of lines that are neither blank nor comments.
    pub(super) code: usize,
    /// Number of lines that are too long.
    pub(super) long: usize,
    /// Number of complex types, that is, records. Groups, choices and families are parts of records.
    pub(super) types: usize,
}

impl Measure {
    pub(super) fn of(code: &str) -> Self {
        let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        Self {
            lines: code.lines().count(),
            code: code.lines().filter(is_code).count(),
            long: code.lines().filter(|line| line.chars().count() > WIDTH).count(),
            types: code.matches("rt::record! {").count(),
        }
    }

    /// Returns the lines of code per complex type, in tenths, or `None` if there are no types.
    fn tenths(self) -> Option<usize> {
        (self.code * 10).checked_div(self.types)
    }
}

/// The sizes of all generated files, for the summary.
pub(super) struct Sizes(Vec<Measure>);

impl Sizes {
    pub(super) fn of(measures: impl Iterator<Item = Measure>) -> Self {
        Self(measures.filter(|measure| measure.types > 0).collect())
    }

    fn sum(&self, value: impl Fn(&Measure) -> usize) -> usize {
        self.0.iter().map(value).sum()
    }
}

impl Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lines, types) = (self.sum(|one| one.code), self.sum(|one| one.types));
        let Some(mean) = (lines * 10).checked_div(types) else {
            return f.write_str("lines of code for each complex type: none was generated");
        };
        let mut each: Vec<usize> = self.0.iter().filter_map(|one| one.tenths()).collect();
        each.sort_unstable();
        let at = |percent: usize| each[(each.len() - 1) * percent / 100];
        let long = self.sum(|one| one.long) * 1000 / self.sum(|one| one.lines);
        write!(
            f,
            "lines of code for each complex type: mean {}, median {}, 95th percentile {} (lines: \
             {lines}, complex types: {types})\nlines over {WIDTH} columns: {} %",
            Tenths(mean),
            Tenths(at(50)),
            Tenths(at(95)),
            Tenths(long)
        )
    }
}

/// A number with one decimal place, stored in tenths.
pub(super) struct Tenths(pub(super) usize);

impl Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_and_types() {
        let code = format!(
            "//! Docs.\n\nrt::record! {{\n    /// More.\n    pub struct A {{}}\n}}\n{}\n",
            "é".repeat(101)
        );
        let measure = Measure::of(&code);
        assert_eq!(measure, Measure { lines: 7, code: 4, long: 1, types: 1 });
    }

    #[test]
    fn summarizes_sizes() {
        let measure = |code, types| Measure { lines: 100, code, long: 1, types };
        let sizes = Sizes::of([measure(25, 2), measure(30, 1), measure(9, 0)].into_iter());
        assert_eq!(
            sizes.to_string(),
            "lines of code for each complex type: mean 18.3, median 12.5, 95th percentile 12.5 \
             (lines: 55, complex types: 3)\nlines over 100 columns: 1.0 %"
        );
        let none = Sizes::of([measure(9, 0)].into_iter());
        assert_eq!(none.to_string(), "lines of code for each complex type: none was generated");
    }
}
