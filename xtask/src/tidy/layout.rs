//! Rules for the length of files and functions, and for white space.

use super::Finding;
use super::source::Source;

/// Maximum length of a file. The design recommends about 300 lines.
const FILE_LINES: usize = 400;
/// Maximum length of a function. The design recommends about 40 lines.
const FUNCTION_LINES: usize = 60;

/// Returns files and functions that are too long.
pub(super) fn check_source(path: &str, source: &Source) -> Vec<Finding> {
    let finding = |line, what, why| Finding { path: path.to_owned(), line, what, why };
    let mut findings = Vec::new();
    if source.len() > FILE_LINES {
        let what = format!("{} lines, more than {FILE_LINES}", source.len());
        findings.push(finding(1, what, "a file should be readable in one sitting"));
    }
    for function in source.functions() {
        if function.length > FUNCTION_LINES {
            let what = format!(
                "`{}` has {} lines, more than {FUNCTION_LINES}",
                function.name, function.length
            );
            findings.push(finding(function.line, what, "a function should fit on one screen"));
        }
    }
    findings
}

/// Returns trailing white space, and a missing line break at the end of the file.
pub(super) fn check_text(path: &str, text: &str) -> Vec<Finding> {
    let finding =
        |line, what: &str, why| Finding { path: path.to_owned(), line, what: what.to_owned(), why };
    let mut findings: Vec<_> = text
        .split('\n')
        .enumerate()
        .filter(|(_, line)| line.ends_with(char::is_whitespace))
        .map(|(index, _)| finding(index + 1, "trailing white space", "it causes noise in diffs"))
        .collect();
    if !text.is_empty() && !text.ends_with('\n') {
        let line = text.lines().count();
        findings.push(finding(line, "no line break at the end", "tools may append to files"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(findings: &[Finding]) -> Vec<(usize, &str)> {
        findings.iter().map(|finding| (finding.line, finding.what.as_str())).collect()
    }

    #[test]
    fn reports_unclean_white_space() {
        assert_eq!(check_text("a.md", "a\n\nb\n"), []);
        assert_eq!(check_text("a.md", ""), []);
        let findings = check_text("a.md", "a \nb\r\nc");
        let space = "trailing white space";
        assert_eq!(whats(&findings), [(1, space), (2, space), (3, "no line break at the end")]);
    }

    #[test]
    fn limits_lengths() {
        let function = |lines: usize| format!("fn a() {{\n{}}}\n", "x;\n".repeat(lines - 2));
        let check = |text: &str| check_source("a.rs", &Source::read("a.rs", text));
        assert_eq!(check(&function(60)), []);
        let findings = check(&("\n".to_owned() + &function(61)));
        assert_eq!(whats(&findings), [(2, "`a` has 61 lines, more than 60")]);
        let findings = check(&"x;\n".repeat(401));
        assert_eq!(whats(&findings), [(1, "401 lines, more than 400")]);
    }
}
