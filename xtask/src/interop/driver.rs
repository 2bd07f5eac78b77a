//! The example of `generated-client` that makes the calls.

use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use xshell::cmd;

use crate::process::{Group, forward_lines};
use crate::{Result, workspace};

/// How long all calls to one peer may take.
const CALLS: Duration = Duration::from_secs(300);
/// How long the driver may take to end after its last line.
const END: Duration = Duration::from_secs(10);

/// What the driver's last line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) calls: usize,
    pub(super) failed: usize,
}

pub(super) fn build() -> Result<()> {
    let shell = workspace::shell()?;
    workspace::run(cmd!(shell, "cargo build --quiet -p generated-client --example interop"))?;
    Ok(())
}

/// Makes all calls to the peer at `address`; fails if the driver does not end as it should.
pub(super) fn run(peer: &str, address: &str) -> Result<Summary> {
    let shell = workspace::shell()?;
    let calls = cmd!(shell, "cargo run --quiet -p generated-client --example interop -- {address}");
    let mut command = Command::from(workspace::as_by_hand(calls));
    let mut driver = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let summary = show_output(peer, &mut driver)?;
    let Some(status) = driver.wait(END)? else {
        return Err("the driver closed its output and did not end".into());
    };
    let summary = summary.ok_or_else(|| format!("the driver did not count its calls: {status}"))?;
    // A driver may report failed calls by its status too; any other failure is its own.
    if !status.success() && summary.failed == 0 {
        return Err(format!("the driver failed: {status}").into());
    }
    Ok(summary)
}

/// Prints what the driver prints, until it closes its output, and finds the summary in it.
fn show_output(peer: &str, driver: &mut Group) -> Result<Option<Summary>> {
    let (sender, lines) = mpsc::channel();
    forward_lines(driver.child.stdout.take().expect("it is piped"), sender.clone());
    forward_lines(driver.child.stderr.take().expect("it is piped"), sender);
    let deadline = Instant::now() + CALLS;
    let mut summary = None;
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                println!("{peer}: {line}");
                summary = parse_summary(&line).or(summary);
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(summary),
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!("the calls took more than {} s", CALLS.as_secs()).into());
            }
        }
    }
}

/// `calls: 12, failed: 0`; no calls at all are no summary.
fn parse_summary(line: &str) -> Option<Summary> {
    let (calls, failed) = line.strip_prefix("calls: ")?.split_once(", failed: ")?;
    let summary = Summary { calls: calls.parse().ok()?, failed: failed.parse().ok()? };
    (summary.calls > 0).then_some(summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_count_of_calls_is_a_summary() {
        assert_eq!(parse_summary("calls: 12, failed: 3"), Some(Summary { calls: 12, failed: 3 }));
        for line in ["calls: 0, failed: 0", "calls: 12", "ok update", "calls: x, failed: 0"] {
            assert_eq!(parse_summary(line), None, "{line}");
        }
    }
}
