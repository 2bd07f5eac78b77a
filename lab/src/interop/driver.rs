//! The example clients and servers of the project, and the clients of peers.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use xshell::cmd;

use super::Called;
use super::peer::{self, CLIENT, Peer};
use crate::process::{Group, forward_lines};
use crate::{Result, workspace};

/// Time limit for all calls to one peer.
const CALLS: Duration = Duration::from_secs(300);
/// Time limit for the driver to end after closing its output.
const END: Duration = Duration::from_secs(10);

/// The path of `CustomerCareService` on a server.
const CUSTOMER_CARE: &str = "webservices/CustomerCareService.asmx";

/// A pair of examples: a client that calls peers, and a server for peers to call.
#[derive(Clone, Copy)]
pub(super) enum Driver {
    /// `CustomerCareService`.
    CustomerCare,
    /// The services of the binding fixtures, as far as a peer offers them.
    Bindings,
}

/// The counts in the last line of a driver's output.
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

    /// Makes all calls to the peer at `address`. Returns an error if the driver does not end properly.
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

    /// Starts the example server.
    pub(super) fn serve(self) -> Result<Peer> {
        let (package, example) = (self.package(), self.server());
        self.build(example)?;
        let shell = workspace::shell()?;
        let server = cmd!(shell, "cargo run --quiet -p {package} --example {example} --");
        Peer::start_command(Command::from(workspace::as_by_hand(server)))
    }

    /// Runs the client in a peer's folder against the example server.
    pub(super) fn be_called(self, peer: &str, folder: &Path, server: &Peer) -> Result<Called> {
        let address = server.address();
        let mut client = Command::new(folder.join(CLIENT));
        match self {
            Self::CustomerCare => {
                // The client reads the contract from the server.
                let endpoint = format!("{address}/{CUSTOMER_CARE}");
                client.args([&endpoint, &format!("{endpoint}?wsdl")])
            }
            Self::Bindings => client.arg(address),
        };
        make_calls(peer, client)
    }
}

/// A comparison of documents with a peer: the peer's script exchanges them with one of our examples.
pub(super) struct Comparison {
    pub(super) script: &'static str,
    /// The folder of the package with the example.
    package: &'static str,
    /// The arguments that select the features of the package.
    features: &'static [&'static str],
    example: &'static str,
}

/// The features of the runtime that its examples of security need.
const SECURITY: &[&str] = &["--no-default-features", "--features", "ws-security,ring"];

/// The comparisons: envelopes with a security header, envelopes by policy, signed elements, and assertions.
pub(super) const COMPARISONS: [Comparison; 4] = [
    Comparison {
        script: "filter.sh",
        package: "wsdlgen-runtime",
        features: SECURITY,
        example: "envelope_security",
    },
    Comparison {
        script: "policies.sh",
        package: "wsdlgen/tests/expectations",
        features: &[],
        example: "secured_envelopes",
    },
    Comparison {
        script: "signatures.sh",
        package: "wsdlgen-runtime",
        features: SECURITY,
        example: "xml_signature",
    },
    Comparison {
        script: "assertions.sh",
        package: "wsdlgen-runtime",
        features: SECURITY,
        example: "saml_assertions",
    },
];

impl Comparison {
    /// Runs the script of a peer.
    pub(super) fn run(&self, peer: &str, folder: &Path) -> Result<Called> {
        let manifest = workspace::root().join(self.package).join("Cargo.toml");
        let mut script = Command::new(folder.join(self.script));
        script.args(["cargo", "run", "--quiet"]).args(self.features);
        script.args(["--example", self.example]);
        script.arg("--manifest-path").arg(manifest).arg("--");
        make_calls(peer, script)
    }
}

fn make_calls(peer: &str, mut command: Command) -> Result<Called> {
    let mut driver = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let output = show_output(peer, &mut driver)?;
    let Some(status) = driver.wait(END)? else {
        return Err("the driver did not end after closing its output".into());
    };
    if status.code() == Some(peer::LACKING) {
        return Ok(Called::Lacking(output.last_line));
    }
    let summary = output.summary;
    let summary =
        summary.ok_or_else(|| format!("the driver printed no count of calls: {status}"))?;
    // A failure status is expected if calls failed. Otherwise the driver itself failed.
    if !status.success() && summary.failed == 0 {
        return Err(format!("the driver failed: {status}").into());
    }
    Ok(Called::Summary(summary))
}

/// The relevant parts of a driver's output.
#[derive(Default)]
struct Output {
    summary: Option<Summary>,
    last_line: String,
}

/// Forwards the driver's output until it is closed.
fn show_output(peer: &str, driver: &mut Group) -> Result<Output> {
    let (sender, lines) = mpsc::channel();
    forward_lines(
        driver.child.stdout.take().expect("standard output should be piped"),
        sender.clone(),
    );
    forward_lines(driver.child.stderr.take().expect("standard error should be piped"), sender);
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

/// Parses a line such as `calls: 12, failed: 0`. A summary without calls is rejected.
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
    fn reports_missing_programs_of_clients() {
        let called = calls_of("echo 'no venv' >&2; exit 77").unwrap();
        assert_eq!(called, Called::Lacking("no venv".to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn fails_if_a_client_breaks_off() {
        let called = calls_of("echo 'calls: 2, failed: 1'; exit 1").unwrap();
        assert_eq!(called, Called::Summary(Summary { calls: 2, failed: 1 }));
        let error = calls_of("echo 'ok one'; exit 3").unwrap_err();
        assert_eq!(error.to_string(), "the driver printed no count of calls: exit status: 3");
    }

    #[test]
    fn parses_summaries() {
        assert_eq!(parse_summary("calls: 12, failed: 3"), Some(Summary { calls: 12, failed: 3 }));
        for line in ["calls: 0, failed: 0", "calls: 12", "ok update", "calls: x, failed: 0"] {
            assert_eq!(parse_summary(line), None, "{line}");
        }
    }
}
