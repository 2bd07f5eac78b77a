//! Rules for manifests: workspace lints in every crate, and a reason for every dependency.

use super::Finding;
use crate::manifest::{Section, sections};

/// Returns the violations in a manifest.
pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let finding = |line, what: String, why| Finding { path: path.to_owned(), line, what, why };
    let sections = sections(text);
    let has = |header: &str, entry: &str| {
        let lines = sections.iter().filter(|it| it.header == header).flat_map(|it| &it.lines);
        lines.map(|(_, line)| line.replace(' ', "")).any(|line| line == entry)
    };
    let is = |header: &str| sections.iter().any(|it| it.header == header);
    let mut findings = Vec::new();
    if is("workspace") && !has("workspace.lints.rust", "unsafe_code=\"forbid\"") {
        let what = "the workspace does not forbid unsafe code".to_owned();
        findings.push(finding(1, what, "every crate inherits this lint from the workspace"));
    }
    if is("package") && !has("lints", "workspace=true") {
        let what = "no `[lints] workspace = true`".to_owned();
        findings.push(finding(1, what, "`forbid(unsafe_code)` and all other lints are inherited"));
    }
    for (line, name) in unexplained(text, &sections) {
        let what = format!("dependency `{name}` without a comment above it");
        findings.push(finding(line, what, "a dependency needs a reason"));
    }
    findings
}

/// Returns the dependencies without a comment. One comment may explain several lines directly below it.
fn unexplained<'a>(text: &'a str, sections: &[Section<'a>]) -> Vec<(usize, &'a str)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut unexplained = Vec::new();
    for section in sections {
        let above = section.line.checked_sub(2).map_or("", |index| lines[index]);
        if section.is_dependency() && !above.starts_with('#') {
            unexplained.push((section.line, section.header));
        }
        if section.lists_dependencies() {
            unexplained.extend(unexplained_lines(section));
        }
    }
    unexplained
}

fn unexplained_lines<'a>(section: &Section<'a>) -> Vec<(usize, &'a str)> {
    let mut explained = false;
    let mut unexplained = Vec::new();
    for (number, line) in &section.lines {
        if line.is_empty() {
            explained = false;
        } else if line.starts_with('#') {
            explained = true;
        } else if !explained && let Some((name, _)) = line.split_once('=') {
            unexplained.push((*number, name.trim()));
        }
    }
    unexplained
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_package(rest: &str) -> Vec<(usize, String)> {
        let text = format!("[package]\nname = \"a\"\n{rest}");
        check("a/Cargo.toml", &text).into_iter().map(|it| (it.line, it.what)).collect()
    }

    const LINTS: &str = "[lints]\nworkspace = true\n";

    #[test]
    fn requires_workspace_lints() {
        assert_eq!(check_package(LINTS), []);
        assert_eq!(check_package(""), [(1, "no `[lints] workspace = true`".to_owned())]);
    }

    #[test]
    fn requires_forbidden_unsafe_code() {
        let findings = |text| check("Cargo.toml", text).len();
        assert_eq!(findings("[workspace]\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n"), 0);
        assert_eq!(findings("[workspace]\nmembers = []\n"), 1);
    }

    #[test]
    fn requires_reasons_for_dependencies() {
        let dependencies = "[dependencies]\n# Both do x.\na = \"1\"\nb = \"1\"\n\nc = \"1\"\n[dev-dependencies.d]\nversion = \"1\"\n";
        let findings = check_package(&(LINTS.to_owned() + dependencies));
        let expected = |name| format!("dependency `{name}` without a comment above it");
        assert_eq!(findings, [(10, expected("c")), (11, expected("dev-dependencies.d"))]);
        let workspace = "[workspace.lints.rust]\nunsafe_code = \"forbid\"\n[workspace.dependencies]\na = \"1\"\n";
        assert_eq!(check("Cargo.toml", workspace), []);
    }
}
