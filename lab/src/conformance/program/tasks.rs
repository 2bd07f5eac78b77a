//! Robust execution of the program's tasks.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::Program;
use crate::process::{Group, forward_lines};
use crate::{Result, scratch};

/// The failure reason of tasks that crash the program or time out.
const BROKEN_OFF: &str = "the program crashed or timed out";
/// Time limit for one document.
const TIME: Duration = Duration::from_secs(20);

/// A document to read and write again.
#[derive(Clone, Debug)]
pub(in crate::conformance) struct Task {
    pub(in crate::conformance) module: String,
    pub(in crate::conformance) source: PathBuf,
    pub(in crate::conformance) target: PathBuf,
    /// For a response, the corresponding request.
    pub(in crate::conformance) question: Option<PathBuf>,
}

/// The result of a task: success, or the reason for the failure.
type Answer = Result<(), String>;

/// Returns whether a task failed in a way that no document may cause.
pub(in crate::conformance) fn is_crash(reason: &str) -> bool {
    reason == BROKEN_OFF || reason.starts_with("panic: ")
}

impl Program {
    /// Runs the tasks. If a task crashes the program, that task fails and the program is restarted for the remaining
    /// ones.
    pub(in crate::conformance) fn run(&self, tasks: &[Task]) -> Result<Vec<Answer>> {
        let mut answers = Vec::new();
        while answers.len() < tasks.len() {
            answers.extend(self.run_until_it_ends(&tasks[answers.len()..])?);
            if answers.len() < tasks.len() {
                answers.push(Err(BROKEN_OFF.to_owned()));
            }
        }
        Ok(answers)
    }

    fn run_until_it_ends(&self, tasks: &[Task]) -> Result<Vec<Answer>> {
        let list = self.path.with_extension("tasks");
        let lines: Vec<String> = tasks.iter().map(Task::line).collect();
        scratch::write(&list, &lines.concat())?;
        let mut command = Command::new(&self.path);
        command.arg(&list).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut program = Group::start(&mut command)?;
        let (sender, lines) = mpsc::channel();
        forward_lines(
            program.child.stdout.take().expect("standard output should be piped"),
            sender,
        );
        let mut answers = Vec::new();
        while let Ok(reason) = lines.recv_timeout(TIME) {
            answers.push(if reason.is_empty() { Ok(()) } else { Err(reason) });
        }
        Ok(answers)
    }
}

impl Task {
    fn line(&self) -> String {
        let Self { module, source, target, question } = self;
        let question = question.as_ref().map(|path| format!("\t{}", path.display()));
        let question = question.unwrap_or_default();
        format!("{module}\t{}\t{}{question}\n", source.display(), target.display())
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn continues_after_crashes() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("program");
        let script = "#!/bin/sh\nwhile read -r module source target; do\n\
                      case $module in good) echo;; bad) echo refused;; *) kill -KILL $$;; esac\n\
                      done < \"$1\"\n";
        std::fs::write(&path, script).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&path, mode).unwrap();
        let tasks = ["good", "worse", "bad", "worse"].map(|module| Task {
            module: module.to_owned(),
            source: PathBuf::new(),
            target: PathBuf::new(),
            question: None,
        });
        let broken = || Err(BROKEN_OFF.to_owned());
        let expected = [Ok(()), broken(), Err("refused".to_owned()), broken()];
        assert_eq!(Program { path }.run(&tasks).unwrap(), expected);
    }
}
