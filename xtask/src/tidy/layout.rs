//! Files and functions that read in one sitting, and clean text.

use super::Finding;
use super::source::Source;

/// The design asks for about 300 and 40; these are where an exception ends.
const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;

/// Files and functions that are too long.
pub(super) fn check_source(path: &str, source: &Source) -> Vec<Finding> {
    let finding = |line, what, why| Finding { path: path.to_owned(), line, what, why };
    let mut findings = Vec::new();
    if source.len() > FILE_LINES {
        let what = format!("{} lines, more than {FILE_LINES}", source.len());
        findings.push(finding(1, what, "a file reads in one sitting"));
    }
    for function in source.functions() {
        if function.length > FUNCTION_LINES {
            let what = format!(
                "`{}` has {} lines, more than {FUNCTION_LINES}",
                function.name, function.length
            );
            findings.push(finding(function.line, what, "a function fits on one screen"));
        }
    }
    findings
}

/// White space at the end of lines, and no line break at the end of the file.
pub(super) fn check_text(path: &str, text: &str) -> Vec<Finding> {
    let finding =
        |line, what: &str, why| Finding { path: path.to_owned(), line, what: what.to_owned(), why };
    let mut findings: Vec<_> = text
        .split('\n')
        .enumerate()
        .filter(|(_, line)| line.ends_with(char::is_whitespace))
        .map(|(index, _)| finding(index + 1, "trailing white space", "it is noise in every diff"))
        .collect();
    if !text.is_empty() && !text.ends_with('\n') {
        let line = text.lines().count();
        findings.push(finding(line, "no line break at the end", "tools append to files"));
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
    fn text_is_clean() {
        assert_eq!(check_text("a.md", "a\n\nb\n"), []);
        assert_eq!(check_text("a.md", ""), []);
        let findings = check_text("a.md", "a \nb\r\nc");
        let space = "trailing white space";
        assert_eq!(whats(&findings), [(1, space), (2, space), (3, "no line break at the end")]);
    }

    #[test]
    fn length_is_limited() {
        let function = |lines: usize| format!("fn a() {{\n{}}}\n", "x;\n".repeat(lines - 2));
        let check = |text: &str| check_source("a.rs", &Source::read("a.rs", text));
        assert_eq!(check(&function(60)), []);
        let findings = check(&("\n".to_owned() + &function(61)));
        assert_eq!(whats(&findings), [(2, "`a` has 61 lines, more than 60")]);
        let findings = check(&"x;\n".repeat(401));
        assert_eq!(whats(&findings), [(1, "401 lines, more than 400")]);
    }
}
