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

/// The calls without generated code.
const RUN_TIME_CALLS: &str = "lab/peers/run-time.json";

/// An example client that calls peers.
#[derive(Clone, Copy)]
pub(super) enum Client {
    /// `CustomerCareService`.
    CustomerCare,
    /// The services of the binding fixtures, as far as a peer offers them.
    Bindings,
    /// Any of these services, without generated code.
    RunTime,
}

impl Client {
    fn example(self) -> Example {
        match self {
            Self::CustomerCare => Example { package: "generated-client", name: "interop" },
            Self::Bindings => Example { package: "wsdlgen-expectations", name: "call_bindings" },
            Self::RunTime => Example { package: "wsdlgen-cli", name: "call_at_run_time" },
        }
    }

    pub(super) fn build(self) -> Result<()> {
        self.example().build()
    }

    /// Makes all calls to the peer at `address`. Returns an error if the client does not end properly.
    pub(super) fn call(self, peer: &str, address: &str) -> Result<Called> {
        let arguments = match self {
            Self::CustomerCare => vec![format!("{address}/{CUSTOMER_CARE}")],
            Self::Bindings => vec![peer.to_owned(), address.to_owned()],
            Self::RunTime => {
                let calls = workspace::root().join(RUN_TIME_CALLS);
                vec![calls.to_string_lossy().into_owned(), peer.to_owned(), address.to_owned()]
            }
        };
        make_calls(peer, self.example().command(&arguments)?)
    }
}

/// An example server that peers call.
#[derive(Clone, Copy)]
pub(super) enum Service {
    CustomerCare,
    /// The services of the binding fixtures.
    Bindings,
}

impl Service {
    /// Starts the server.
    pub(super) fn serve(self) -> Result<Peer> {
        let example = match self {
            Self::CustomerCare => Example { package: "generated-client", name: "serve" },
            Self::Bindings => Example { package: "wsdlgen-expectations", name: "serve_bindings" },
        };
        example.build()?;
        Peer::start_command(example.command(&[])?)
    }

    /// Runs the client in a peer's folder against the server.
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

/// An example program of the project.
#[derive(Clone, Copy)]
struct Example {
    package: &'static str,
    name: &'static str,
}

impl Example {
    fn build(self) -> Result<()> {
        let (shell, Self { package, name }) = (workspace::shell()?, self);
        workspace::run(cmd!(shell, "cargo build --quiet -p {package} --example {name}"))?;
        Ok(())
    }

    fn command(self, arguments: &[String]) -> Result<Command> {
        let (shell, Self { package, name }) = (workspace::shell()?, self);
        let run = cmd!(shell, "cargo run --quiet -p {package} --example {name} -- {arguments...}");
        Ok(Command::from(workspace::as_by_hand(run)))
    }
}

/// The counts in the last line of a driver's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) calls: usize,
    pub(super) failed: usize,
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
