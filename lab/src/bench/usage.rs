//! Measurement of a command's resource usage with GNU time, which reports the system's accounting of a process and
//! its children, and with valgrind.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use crate::Result;

/// The path of GNU time on Debian. The shell builtin of this name does not report memory.
const TIME: &str = "/usr/bin/time";

/// The resource usage of a command, including its children.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Usage {
    /// Processor time, in seconds.
    pub(super) seconds: f64,
    /// Peak memory of the largest process, in MiB.
    pub(super) memory: f64,
}

/// Returns whether GNU time is installed.
pub(super) fn is_told() -> bool {
    Path::new(TIME).exists()
}

/// Runs a command and returns its usage.
pub(super) fn of(command: &Command) -> Result<Usage> {
    let mut timed = Command::new(TIME);
    timed.args(["--format", "%U %S %M"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => timed.env(name, value),
            None => timed.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        timed.current_dir(folder);
    }
    let output = timed.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{command:?} failed: {said}").into());
    }
    let last = said.lines().last().unwrap_or_default();
    parsed(last).ok_or_else(|| format!("{TIME} says {last:?}").into())
}

/// Returns the number of instructions of a command, which is reproducible unlike times, or `None` if valgrind is not
/// installed.
pub(super) fn instructions(program: &Path, arguments: &[&OsStr]) -> Result<Option<u64>> {
    if !super::is_there("valgrind") {
        return Ok(None);
    }
    let mut counting = Command::new("valgrind");
    counting.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    let said = counting.arg(program).args(arguments).output()?.stderr;
    let said = String::from_utf8_lossy(&said);
    let collected = said.lines().find_map(|line| line.split_once("Collected :"));
    let collected = collected.and_then(|(_, count)| count.trim().parse().ok());
    collected.map(Some).ok_or_else(|| format!("valgrind counted nothing: {said}").into())
}

/// Parses a line such as `1.5 0.25 2048`: user seconds, system seconds, and KiB.
fn parsed(line: &str) -> Option<Usage> {
    let figures: Vec<f64> =
        line.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>().ok()?;
    let [user, system, kibibytes] = *figures.as_slice() else { return None };
    Some(Usage { seconds: user + system, memory: kibibytes / 1024.0 })
}

#[cfg(test)]
mod tests {
    use super::{Usage, parsed};

    #[test]
    fn lines_of_gnu_time_are_figures() {
        let usage = Usage { seconds: 1.75, memory: 2.0 };
        assert_eq!(parsed("1.50 0.25 2048"), Some(usage));
        assert_eq!(parsed("Command exited with non-zero status 1"), None);
    }
}
