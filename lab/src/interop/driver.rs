//! The examples that make the calls, the examples that answer them, and clients that are not ours.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use xshell::cmd;

use super::Called;
use super::peer::{self, CLIENT, FILTER, Peer};
use crate::process::{Group, forward_lines};
use crate::{Result, workspace};

/// How long all calls to one peer may take.
const CALLS: Duration = Duration::from_secs(300);
/// How long the driver may take to end after its last line.
const END: Duration = Duration::from_secs(10);

/// Where `CustomerCareService` is below a server's address.
const CUSTOMER_CARE: &str = "webservices/CustomerCareService.asmx";

/// What is called: two examples, one that calls a peer and one that peers call.
#[derive(Clone, Copy)]
pub(super) enum Driver {
    /// `CustomerCareService`.
    CustomerCare,
    /// What the fixtures of bindings describe, as far as the peer of that name offers it.
    Bindings,
}

/// What the driver's last line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) calls: usize,
    pub(super) failed: usize,
}

impl Driver {
    fn package(self) -> &'static str {
        match self {
            Self::CustomerCare => "generated-client",
            Self::Bindings => "wsdlgen-expectations",
        }
    }

    fn client(self) -> &'static str {
        match self {
            Self::CustomerCare => "interop",
            Self::Bindings => "call_bindings",
        }
    }

    fn server(self) -> &'static str {
        match self {
            Self::CustomerCare => "serve",
            Self::Bindings => "serve_bindings",
        }
    }

    fn build(self, example: &str) -> Result<()> {
        let (shell, package) = (workspace::shell()?, self.package());
        workspace::run(cmd!(shell, "cargo build --quiet -p {package} --example {example}"))?;
        Ok(())
    }

    pub(super) fn build_client(self) -> Result<()> {
        self.build(self.client())
    }

    /// Makes all calls to the peer at `address`; fails if the driver does not end as it should.
    pub(super) fn run(self, peer: &str, address: &str) -> Result<Called> {
        let shell = workspace::shell()?;
        let (package, example) = (self.package(), self.client());
        let calls = cmd!(shell, "cargo run --quiet -p {package} --example {example} --");
        let calls = match self {
            Self::CustomerCare => calls.arg(format!("{address}/{CUSTOMER_CARE}")),
            Self::Bindings => calls.args([peer, address]),
        };
        make_calls(peer, Command::from(workspace::as_by_hand(calls)))
    }

    /// Starts our server.
    pub(super) fn serve(self) -> Result<Peer> {
        let (package, example) = (self.package(), self.server());
        self.build(example)?;
        let shell = workspace::shell()?;
        let server = cmd!(shell, "cargo run --quiet -p {package} --example {example} --");
        Peer::start_command(Command::from(workspace::as_by_hand(server)))
    }

    /// Has our server called by the client in a peer's folder.
    pub(super) fn be_called(self, peer: &str, folder: &Path, server: &Peer) -> Result<Called> {
        let address = server.address();
        let mut client = Command::new(folder.join(CLIENT));
        match self {
            Self::CustomerCare => {
                // The contract is what our server says it is.
                let endpoint = format!("{address}/{CUSTOMER_CARE}");
                client.args([&endpoint, &format!("{endpoint}?wsdl")])
            }
            Self::Bindings => client.arg(address),
        };
        make_calls(peer, client)
    }
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
    let output = show_output(peer, &mut driver)?;
    let Some(status) = driver.wait(END)? else {
        return Err("the driver closed its output and did not end".into());
    };
    if status.code() == Some(peer::LACKING) {
        return Ok(Called::Lacking(output.last_line));
    }
    let summary = output.summary;
    let summary = summary.ok_or_else(|| format!("the driver did not count its calls: {status}"))?;
    // A driver may report failed calls by its status too; any other failure is its own.
    if !status.success() && summary.failed == 0 {
        return Err(format!("the driver failed: {status}").into());
    }
    Ok(Called::Summary(summary))
}

/// What is of interest in what a driver printed.
#[derive(Default)]
struct Output {
    summary: Option<Summary>,
    last_line: String,
}

/// Prints what the driver prints, until it closes its output.
fn show_output(peer: &str, driver: &mut Group) -> Result<Output> {
    let (sender, lines) = mpsc::channel();
    forward_lines(driver.child.stdout.take().expect("it is piped"), sender.clone());
    forward_lines(driver.child.stderr.take().expect("it is piped"), sender);
    let deadline = Instant::now() + CALLS;
    let mut output = Output::default();
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                println!("{peer}: {line}");
                output.summary = parse_summary(&line).or(output.summary);
                output.last_line = line;
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(output),
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

    #[cfg(unix)]
    fn calls_of(script: &str) -> Result<Called> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        make_calls("peer", command)
    }

    #[cfg(unix)]
    #[test]
    fn a_client_that_lacks_something_says_what() {
        let called = calls_of("echo 'no venv' >&2; exit 77").unwrap();
        assert_eq!(called, Called::Lacking("no venv".to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn a_client_that_breaks_off_is_a_failure() {
        let called = calls_of("echo 'calls: 2, failed: 1'; exit 1").unwrap();
        assert_eq!(called, Called::Summary(Summary { calls: 2, failed: 1 }));
        let error = calls_of("echo 'ok one'; exit 3").unwrap_err();
        assert_eq!(error.to_string(), "the driver did not count its calls: exit status: 3");
    }

    #[test]
    fn only_a_count_of_calls_is_a_summary() {
        assert_eq!(parse_summary("calls: 12, failed: 3"), Some(Summary { calls: 12, failed: 3 }));
        for line in ["calls: 0, failed: 0", "calls: 12", "ok update", "calls: x, failed: 0"] {
            assert_eq!(parse_summary(line), None, "{line}");
        }
    }
}
