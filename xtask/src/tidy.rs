//! `cargo xtask tidy`: rules of the design that no compiler checks.

mod dependencies;
mod graph;
mod language;
mod layout;
mod modules;
mod rules;
mod source;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Outcome, Result, workspace};

/// Folders that are not checked: build output, inputs and outputs of tests, and generated code that is checked in.
const SKIPPED: &[&str] = &["target", ".git", "fixtures", "generated"];
const CHECKED: &[&str] = &["rs", "toml", "md", "sh", "yml", "yaml"];
/// A script without an extension.
const CI_SCRIPT: &str = ".ci/run";

/// A violation of a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    line: usize,
    what: String,
    why: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.path, self.line, self.what, self.why)
    }
}

/// Checks every source file of the workspace. The last line printed is the count.
pub(crate) fn run() -> Result {
    let mut paths = Vec::new();
    collect(workspace::root(), &mut paths)?;
    paths.sort();
    let mut findings = Vec::new();
    let mut sources = Vec::new();
    for path in &paths {
        let text = fs::read_to_string(workspace::root().join(path))
            .map_err(|error| format!("cannot read {path}: {error}"))?;
        findings.extend(check(path, &text));
        if Path::new(path).extension().is_some_and(|it| it == "rs") {
            sources.push((path.clone(), text));
        }
    }
    findings.extend(modules::check(&sources));
    let graphs = graph::Graphs::of(&sources);
    findings.extend(graphs.check());
    print!("{graphs}");
    for finding in &findings {
        println!("{finding}");
    }
    println!("tidy: {} files, {} findings", paths.len(), findings.len());
    Ok(if findings.is_empty() { Outcome::Passed } else { Outcome::Failed })
}

/// Returns the findings of one file. `path` is relative to the workspace, with `/`.
fn check(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = layout::check_text(path, text);
    findings.extend(rules::check_text(path, text));
    findings.extend(language::check(path, text));
    if Path::new(path).extension().is_some_and(|it| it == "rs") {
        let source = source::Source::read(path, text);
        findings.extend(layout::check_source(path, &source));
        findings.extend(rules::check_source(path, &source));
    }
    if Path::new(path).ends_with("Cargo.toml") {
        findings.extend(dependencies::check(path, text));
    }
    findings.sort_by_key(|finding| finding.line);
    findings
}

fn collect(folder: &Path, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if !SKIPPED.iter().any(|name| entry.file_name() == *name) {
                collect(&path, paths)?;
            }
            continue;
        }
        let relative = relative(&path);
        let extension = path.extension().unwrap_or_default();
        if CHECKED.iter().any(|it| extension == *it) || relative == CI_SCRIPT {
            paths.push(relative);
        }
    }
    Ok(())
}

fn relative(path: &Path) -> String {
    let inside: PathBuf = path.strip_prefix(workspace::root()).unwrap_or(path).into();
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_findings_with_position_and_reason() {
        let findings = check("wsdlgen/src/emit/mod.rs", "fn a() {\n    b.unwrap();\n}\n");
        let shown: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "wsdlgen/src/emit/mod.rs:2: `.unwrap()`: an invariant is an `expect(\"why it holds\")`, anything else an error"
            ]
        );
    }
}
