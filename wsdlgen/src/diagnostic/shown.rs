//! Which findings are shown, where there are too many to read.

use std::collections::HashMap;

use super::{Code, Diagnostic, Severity};

/// A finding, and how many more there are that say the same of other places.
pub(super) struct ReportedFinding<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    pub(super) alike: usize,
}

/// The findings that are shown, in their order, and how many are not.
pub(super) struct Selection<'a> {
    pub(super) shown: Vec<ReportedFinding<'a>>,
    pub(super) left_out: usize,
}

/// How many findings are shown that say the same: the last of them counts the others.
const ALIKE: usize = 3;

/// Chooses so many findings: of those that say the same the first few, and errors before warnings.
pub(super) fn select<'a>(sorted: &[&'a Diagnostic], most: usize) -> Selection<'a> {
    let mut folded: Vec<(usize, ReportedFinding<'a>)> =
        fold(sorted).into_iter().enumerate().collect();
    folded.sort_by_key(|(_, shown)| shown.diagnostic.severity);
    let left_out = folded.split_off(most.min(folded.len()));
    folded.sort_by_key(|(index, _)| *index);
    Selection {
        shown: folded.into_iter().map(|(_, shown)| shown).collect(),
        left_out: left_out.iter().map(|(_, shown)| 1 + shown.alike).sum(),
    }
}

fn fold<'a>(sorted: &[&'a Diagnostic]) -> Vec<ReportedFinding<'a>> {
    let mut shown: Vec<ReportedFinding<'a>> = Vec::new();
    // How often something was said, and the last of those that are shown.
    let mut said: HashMap<(Severity, Code, &str), (usize, usize)> = HashMap::new();
    for diagnostic in sorted {
        let key = (diagnostic.severity, diagnostic.code, &*diagnostic.message);
        let (times, last) = said.entry(key).or_default();
        *times += 1;
        if *times > ALIKE {
            shown[*last].alike += 1;
        } else {
            *last = shown.len();
            shown.push(ReportedFinding { diagnostic, alike: 0 });
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(findings: &[Diagnostic], most: usize, expected: &[(&str, usize)], left_out: usize) {
        let sorted: Vec<&Diagnostic> = findings.iter().collect();
        let selection = select(&sorted, most);
        let shown: Vec<(&str, usize)> =
            selection.shown.iter().map(|it| (&*it.diagnostic.message, it.alike)).collect();
        assert_eq!((&*shown, selection.left_out), (expected, left_out));
    }

    #[test]
    fn what_is_said_often_is_folded() {
        let said = |message: &str| Diagnostic::warning(Code::Skipped, message);
        let findings = ["a", "a", "b", "a", "a", "a", "b"].map(said);
        let expected = [("a", 0), ("a", 0), ("b", 0), ("a", 2), ("b", 0)];
        check(&findings, 10, &expected, 0);
        check(&findings, 3, &expected[..3], 4);
    }

    #[test]
    fn errors_come_before_warnings_where_there_are_too_many() {
        let warning = |message: &str| Diagnostic::warning(Code::Skipped, message);
        let error = |message: &str| Diagnostic::error(Code::Duplicate, message);
        let findings = [warning("a"), warning("b"), error("c"), warning("d"), error("e")];
        check(&findings, 3, &[("a", 0), ("c", 0), ("e", 0)], 2);
    }
}
