//! The examples that make the calls, the example that answers them, and clients that are not ours.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use xshell::cmd;

use super::Called;
use super::peer::{CLIENT, FILTER, LACKING, Peer};
use crate::process::{Group, forward_lines};
use crate::{Result, workspace};

/// How long all calls to one peer may take.
const CALLS: Duration = Duration::from_secs(300);
/// How long the driver may take to end after its last line.
const END: Duration = Duration::from_secs(10);

/// The example that calls a peer.
#[derive(Clone, Copy)]
pub(super) enum Driver {
    /// Calls `CustomerCareService`.
    CustomerCare,
    /// Calls what the fixtures of bindings describe, as far as the peer of that name offers it.
    Bindings,
}

/// What the driver's last line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) calls: usize,
    pub(super) failed: usize,
}

impl Driver {
    /// The package and the example.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::CustomerCare => ("generated-client", "interop"),
            Self::Bindings => ("wsdlgen-expectations", "call_bindings"),
        }
    }

    pub(super) fn build(self) -> Result<()> {
        let (package, example) = self.names();
        build(package, example)
    }

    /// Makes all calls to the peer at `address`; fails if the driver does not end as it should.
    pub(super) fn run(self, peer: &str, address: &str) -> Result<Called> {
        let shell = workspace::shell()?;
        let (package, example) = self.names();
        let calls = cmd!(shell, "cargo run --quiet -p {package} --example {example} --");
        let calls = match self {
            Self::CustomerCare => {
                calls.arg(format!("{address}/webservices/CustomerCareService.asmx"))
            }
            Self::Bindings => calls.args([peer, address]),
        };
        make_calls(peer, Command::from(workspace::as_by_hand(calls)))
    }
}

fn build(package: &str, example: &str) -> Result<()> {
    let shell = workspace::shell()?;
    workspace::run(cmd!(shell, "cargo build --quiet -p {package} --example {example}"))?;
    Ok(())
}

/// Starts our server of what the fixtures of bindings describe.
pub(super) fn serve() -> Result<Peer> {
    let (package, example) = ("wsdlgen-expectations", "serve_bindings");
    build(package, example)?;
    let shell = workspace::shell()?;
    let server = cmd!(shell, "cargo run --quiet -p {package} --example {example} --");
    Peer::start_command(Command::from(workspace::as_by_hand(server)))
}

/// Has our server called by the client in a peer's folder.
pub(super) fn be_called(peer: &str, folder: &Path, server: &Peer) -> Result<Called> {
    let mut client = Command::new(folder.join(CLIENT));
    client.arg(server.address());
    make_calls(peer, client)
}

/// Has a peer's script exchange envelopes with the example that gives them their security.
pub(super) fn exchange_envelopes(peer: &str, folder: &Path) -> Result<Called> {
    let manifest = workspace::root().join("wsdlgen-runtime/Cargo.toml");
    let mut filter = Command::new(folder.join(FILTER));
    filter.args(["cargo", "run", "--quiet", "--no-default-features", "--features", "ws-security"]);
    filter.args(["--example", "envelope_security", "--manifest-path"]).arg(manifest).arg("--");
    make_calls(peer, filter)
}

fn make_calls(peer: &str, mut command: Command) -> Result<Called> {
    let mut driver = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let summary = show_output(peer, &mut driver)?;
    let Some(status) = driver.wait(END)? else {
        return Err("the driver closed its output and did not end".into());
    };
    if status.code() == Some(LACKING) {
        return Ok(Called::Lacking("its script says what".to_owned()));
    }
    let summary = summary.ok_or_else(|| format!("the driver did not count its calls: {status}"))?;
    // A driver may report failed calls by its status too; any other failure is its own.
    if !status.success() && summary.failed == 0 {
        return Err(format!("the driver failed: {status}").into());
    }
    Ok(Called::Summary(summary))
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
