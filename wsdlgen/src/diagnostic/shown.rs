//! Selection of the diagnostics to show.

use std::collections::HashMap;

use super::{Code, Diagnostic, Severity};

/// A diagnostic, with the number of hidden diagnostics that have the same message.
pub(super) struct ReportedFinding<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    pub(super) alike: usize,
}

/// The diagnostics to show, in order, and the number of those left out.
pub(super) struct Selection<'a> {
    pub(super) shown: Vec<ReportedFinding<'a>>,
    pub(super) left_out: usize,
}

/// Maximum number of diagnostics shown with the same message. The last of them counts the rest.
const ALIKE: usize = 3;

/// Selects up to `most` diagnostics, preferring errors to warnings and folding repeated messages.
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
    // The number of occurrences of each message, and the index of the last one shown.
    let mut seen: HashMap<(Severity, Code, &str), (usize, usize)> = HashMap::new();
    for diagnostic in sorted {
        let key = (diagnostic.severity, diagnostic.code, &*diagnostic.message);
        let (times, last) = seen.entry(key).or_default();
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
            selection.shown.iter().map(|shown| (&*shown.diagnostic.message, shown.alike)).collect();
        assert_eq!((&*shown, selection.left_out), (expected, left_out));
    }

    #[test]
    fn folds_repeated_messages() {
        let said = |message: &str| Diagnostic::warning(Code::Skipped, message);
        let findings = ["a", "a", "b", "a", "a", "a", "b"].map(said);
        let expected = [("a", 0), ("a", 0), ("b", 0), ("a", 2), ("b", 0)];
        check(&findings, 10, &expected, 0);
        check(&findings, 3, &expected[..3], 4);
    }

    #[test]
    fn prefers_errors_to_warnings() {
        let warning = |message: &str| Diagnostic::warning(Code::Skipped, message);
        let error = |message: &str| Diagnostic::error(Code::Duplicate, message);
        let findings = [warning("a"), warning("b"), error("c"), warning("d"), error("e")];
        check(&findings, 3, &[("a", 0), ("c", 0), ("e", 0)], 2);
    }
}
