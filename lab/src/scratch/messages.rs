//! Cargo's messages (`--message-format json`): diagnostics by crate, and completed crates.

use std::collections::BTreeSet;
use std::fmt;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Result;

/// The result of checking a workspace.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    messages: Vec<Message>,
    finished: BTreeSet<String>,
    /// Set if cargo completed the build, successfully or not.
    is_complete: bool,
}

/// An error or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// The folder of the crate.
    pub(crate) folder: String,
    pub(crate) level: Level,
    /// The error code, such as `E0412`, or the lint's name.
    pub(crate) code: Option<String>,
    pub(crate) text: String,
    /// The file name without folders, and the line.
    pub(crate) place: Option<(String, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Error,
    Warning,
}

impl Message {
    /// Returns the severity, code and text of the message.
    pub(crate) fn title(&self) -> String {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        match &self.code {
            Some(code) => format!("{level}[{code}]: {}", self.text),
            None => format!("{level}: {}", self.text),
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title())?;
        match &self.place {
            Some((file, line)) => write!(f, " ({file}:{line})"),
            None => Ok(()),
        }
    }
}

impl Checked {
    /// Reads all of cargo's messages.
    pub(super) fn read(lines: impl BufRead) -> Result<Self> {
        let mut checked = Self::default();
        for line in lines.lines() {
            match serde_json::from_str(&line?)? {
                Line::CompilerMessage { manifest_path, message } => {
                    checked.messages.extend(message.about(folder(&manifest_path)));
                }
                Line::CompilerArtifact { manifest_path } => {
                    checked.finished.insert(folder(&manifest_path));
                }
                Line::BuildFinished => checked.is_complete = true,
                Line::Other => {}
            }
        }
        Ok(checked)
    }

    /// Returns whether every crate was tried, successfully or not.
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Returns whether the crate in this folder was compiled completely.
    pub(crate) fn is_finished(&self, folder: &str) -> bool {
        self.finished.contains(folder)
    }

    /// Returns the messages about the crate in this folder: errors first, otherwise in the original order.
    pub(crate) fn of(&self, folder: &str) -> Vec<&Message> {
        let mut messages: Vec<_> =
            self.messages.iter().filter(|message| message.folder == folder).collect();
        messages.sort_by_key(|message| message.level);
        messages
    }
}

/// A line of cargo's output, with the relevant fields.
#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Line {
    CompilerMessage {
        manifest_path: PathBuf,
        message: Rustc,
    },
    CompilerArtifact {
        manifest_path: PathBuf,
    },
    BuildFinished,
    #[serde(other)]
    Other,
}

/// A message from rustc.
#[derive(Deserialize)]
struct Rustc {
    level: String,
    message: String,
    code: Option<RustcCode>,
    spans: Vec<RustcSpan>,
}

#[derive(Deserialize)]
struct RustcCode {
    code: String,
}

#[derive(Deserialize)]
struct RustcSpan {
    file_name: String,
    line_start: usize,
    is_primary: bool,
}

impl Rustc {
    fn about(self, folder: String) -> Option<Message> {
        let level = match &*self.level {
            "warning" => Level::Warning,
            level if level.starts_with("error") => Level::Error,
            _ => return None,
        };
        if is_count(&self) {
            return None;
        }
        let span = self.spans.into_iter().find(|span| span.is_primary);
        let place = span.map(|span| {
            let file = Path::new(&span.file_name).file_name().unwrap_or_default();
            (file.to_string_lossy().into_owned(), span.line_start)
        });
        let text = self.message.lines().next().unwrap_or_default().to_owned();
        Some(Message { folder, level, code: self.code.map(|code| code.code), text, place })
    }
}

/// Returns whether a message only counts other messages.
fn is_count(message: &Rustc) -> bool {
    message.spans.is_empty()
        && (message.message.starts_with("aborting due to") || message.message.ends_with("emitted"))
}

fn folder(manifest: &Path) -> String {
    let folder = manifest.parent().and_then(Path::file_name).unwrap_or_default();
    folder.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = r#"{"reason":"compiler-artifact","package_id":"a","manifest_path":"/x/crates/a/Cargo.toml","fresh":true}
{"reason":"compiler-message","manifest_path":"/x/crates/b/Cargo.toml","message":{"level":"warning","message":"unused variable: `a`","code":{"code":"unused_variables"},"spans":[{"file_name":"y/b.rs","line_start":3,"is_primary":true}]}}
{"reason":"compiler-message","manifest_path":"/x/crates/b/Cargo.toml","message":{"level":"error","message":"cannot find type `T`\nat all","code":{"code":"E0412"},"spans":[{"file_name":"y/a.rs","line_start":1,"is_primary":false},{"file_name":"y/b.rs","line_start":9,"is_primary":true}]}}
{"reason":"compiler-message","manifest_path":"/x/crates/b/Cargo.toml","message":{"level":"error","message":"aborting due to 1 previous error; 1 warning emitted","code":null,"spans":[]}}
{"reason":"compiler-message","manifest_path":"/x/crates/b/Cargo.toml","message":{"level":"failure-note","message":"For more information","code":null,"spans":[]}}
{"reason":"build-finished","success":false}
"#;

    #[test]
    fn assigns_messages_to_crates() {
        let checked = Checked::read(LINES.as_bytes()).unwrap();
        let of = |folder: &str| -> Vec<String> {
            checked.of(folder).iter().map(ToString::to_string).collect()
        };
        assert!(checked.is_complete());
        assert_eq!(of("a"), [""; 0]);
        assert_eq!(
            of("b"),
            [
                "error[E0412]: cannot find type `T` (b.rs:9)",
                "warning[unused_variables]: unused variable: `a` (b.rs:3)"
            ]
        );
        assert!(checked.is_finished("a"));
        assert!(!checked.is_finished("b"));
    }

    #[test]
    fn rejects_other_output() {
        assert!(Checked::read("Hello\n".as_bytes()).is_err());
        assert!(!Checked::read("".as_bytes()).unwrap().is_complete());
    }
}
