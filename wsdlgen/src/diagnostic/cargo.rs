//! Cargo directives that show a line for each diagnostic.

use std::path::PathBuf;

use super::{
    Report, Severity, render,
    shown::{self, ReportedFinding},
};
use crate::shown::is_reordering;

/// Maximum number of lines. The whole report is on the build script's standard error.
const LINES: usize = 20;

/// Returns cargo's output directory, or `None` outside a build script.
pub(crate) fn out_dir() -> Option<PathBuf> {
    std::env::var_os("OUT_DIR").map(PathBuf::from)
}

/// Returns whether a feature of the crate is enabled. Outside a build script, all are.
pub(crate) fn is_enabled(feature: &str) -> bool {
    let variable = format!("CARGO_FEATURE_{}", feature.to_uppercase().replace('-', "_"));
    // Programs that cargo runs have `OUT_DIR`, too, but neither features nor the target's configuration.
    let is_build_script = std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some();
    !is_build_script || std::env::var_os(variable).is_some()
}

/// Prints a directive to standard output, where cargo reads it.
pub(crate) fn print(line: &str) {
    println!("{line}");
}

/// Returns the directives that make cargo show the diagnostics, errors first.
pub(super) fn lines(report: &Report) -> Vec<String> {
    let mut sorted = report.sorted();
    sorted.sort_by_key(|diagnostic| diagnostic.severity);
    let selection = shown::select(&sorted, LINES);
    let mut lines: Vec<String> = Vec::new();
    for ReportedFinding { diagnostic, alike } in &selection.shown {
        let line = render::one_line(report, diagnostic);
        let more = match alike {
            0 => String::new(),
            alike => format!(" (and {alike} more like this)"),
        };
        lines.push(directive(diagnostic.severity, &(line + &more)));
    }
    if selection.left_out > 0 {
        let severity = selection.shown.last().map(|last| last.diagnostic.severity);
        let text = format!("… and {} more", selection.left_out);
        lines.extend(severity.map(|severity| directive(severity, &text)));
    }
    lines
}

/// Formats a directive on a single line. Control characters are replaced, because cargo would obey a second line.
fn directive(severity: Severity, text: &str) -> String {
    let word = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    format!(
        "cargo::{word}={}",
        text.replace(|character: char| character.is_control() || is_reordering(character), " ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};

    fn report(findings: impl IntoIterator<Item = Diagnostic>) -> Report {
        let mut report = Report::default();
        findings.into_iter().for_each(|finding| report.add(finding));
        report
    }

    #[test]
    fn prints_errors_first_on_one_line_each() {
        let found = report([
            Diagnostic::warning(Code::Skipped, "something is skipped"),
            Diagnostic::error(Code::Duplicate, "a\ncargo::rustc-env=A=b"),
        ]);
        let expected = [
            "cargo::error=WG0014: a cargo::rustc-env=A=b",
            "cargo::warning=WG0017: something is skipped",
        ];
        assert_eq!(lines(&found), expected);
        assert_eq!(lines(&report([])), [""; 0]);
    }

    #[test]
    fn limits_lines_and_counts_the_rest() {
        let numbered = |number| Diagnostic::error(Code::Duplicate, format!("number {number}"));
        let lines = lines(&report((0..LINES + 5).map(numbered)));
        assert_eq!(lines.len(), LINES + 1);
        assert_eq!(lines[LINES], "cargo::error=… and 5 more");
    }

    #[test]
    fn folds_repeated_messages() {
        let alike = vec![Diagnostic::warning(Code::Skipped, "it is skipped"); 5];
        let lines = lines(&report(alike));
        assert_eq!(lines[2], "cargo::warning=WG0017: it is skipped (and 2 more like this)");
        assert_eq!(lines.len(), 3);
    }
}
