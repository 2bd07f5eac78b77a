//! `xmllint`, the validator of libxml2.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::Result;
use crate::process::Group;

/// Number of files per call.
const FILES: usize = 200;

/// Returns whether `xmllint` is installed.
pub(crate) fn is_installed() -> bool {
    Command::new("xmllint").arg("--version").output().is_ok()
}

/// The verdict on files.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// The invalid files, each with its first error. The others are valid.
    Invalid(BTreeMap<PathBuf, String>),
    /// The schema cannot be loaded, for this reason.
    BadSchema(String),
    /// The time limit was exceeded.
    TimedOut,
}

/// Validates files against a schema. `time` is the limit for up to 200 files.
pub(crate) fn validate(schema: &Path, files: &[PathBuf], time: Duration) -> Result<Verdict> {
    let mut invalid = BTreeMap::new();
    for some in files.chunks(FILES) {
        let output = tempfile::NamedTempFile::new()?;
        let mut command = Command::new("xmllint");
        command.args(["--noout", "--nonet", "--schema"]).arg(schema).args(some);
        command.stdout(Stdio::null()).stderr(File::create(output.path())?);
        let ended = Group::start(&mut command)?.wait(time)?.is_some();
        if !ended {
            return Ok(Verdict::TimedOut);
        }
        let text = String::from_utf8_lossy(&std::fs::read(output.path())?).into_owned();
        if text.contains("failed to compile") {
            let reason = text.lines().find(|line| line.contains(" error ")).unwrap_or_default();
            return Ok(Verdict::BadSchema(reason.to_owned()));
        }
        for file in some {
            let shown = file.display().to_string();
            if text.contains(&format!("{shown} validates")) {
                continue;
            }
            let reason =
                text.lines().find(|line| line.starts_with(&shown) && line.contains(" error "));
            let reason = reason.and_then(|line| line.split_once(" error : ")).map_or("", |it| it.1);
            invalid.insert(file.clone(), reason.to_owned());
        }
    }
    Ok(Verdict::Invalid(invalid))
}
