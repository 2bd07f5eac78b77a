//! `wsdlgen mock`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use wsdlgen::Config;
use wsdlgen::tools::{Mock as Server, MockAnswer, MockRequest};
use wsdlgen_cli::{mock::serve, transport::transport};
use wsdlgen_runtime::xml::redact_elements;

use super::{Reading, call, file_name, with_advice};
use crate::out::harmless;
use crate::{Done, Failure, Format, out};

/// Time limit for the response of the service to which requests are passed on.
const FORWARD_TIMEOUT: Duration = Duration::from_secs(300);

/// Run a mock server for a contract
///
/// Replies to each operation with a valid sample or with a reply from a folder. Checks and prints every request.
/// GET serves the contract and its help pages. The server listens on the loopback interface only.
///
/// The files in the folder are named after operations: `Find.xml` or `Find.json` contains the body (or the
/// envelope) of the reply, `Find.fault` the reason of a fault and, below it, the entry of its detail as XML.
///
/// With --forward, requests are passed on to a service. With --record, these exchanges are written to a folder, from which
/// --replay answers later without the service.
///
/// Example: `wsdlgen mock Orders.wsdl --port 8080 --answers answers --fail-every 10`
#[derive(clap::Args)]
pub(crate) struct Mock {
    /// The WSDL: a file, or an address to fetch it from
    #[arg(value_name = "FILE|URL")]
    contract: String,
    #[command(flatten)]
    reading: Reading,
    /// The port to listen on; 0 picks a free one
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// The folder with replies
    #[arg(long, value_name = "DIR")]
    answers: Option<PathBuf>,
    /// Pass requests on to the service at this address, and check them and its replies
    #[arg(long, value_name = "URL", conflicts_with_all = ["answers", "delay", "fault", "fail_every", "hang_up_every", "replay"])]
    forward: Option<String>,
    /// Write each request to this folder, created if missing; with --forward, the responses as well
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
    /// Reply with the responses that --forward and --record have written to this folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["answers", "fault", "record"])]
    replay: Option<PathBuf>,
    /// Use a recorded response only if the elements with this name had the same values in its request; may be repeated
    #[arg(long, value_name = "ELEMENT", requires = "replay")]
    r#match: Vec<String>,
    /// Do not record the content of this element, named by its type or parent: `UpdateCustomerPINRequest/PIN`; may be
    /// repeated
    #[arg(long, value_name = "PATH")]
    secret: Vec<String>,
    /// Delay before each reply
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0)]
    delay: u64,
    /// Reply to this operation with a fault; may be repeated
    #[arg(long, value_name = "NAME[=REASON]")]
    fault: Vec<String>,
    /// Respond to every Nth request with status 500 and an HTML page; 0 never does
    #[arg(long, value_name = "N", default_value_t = 0)]
    fail_every: u64,
    /// Close the connection on every Nth request without a response; 0 never does
    #[arg(long, value_name = "N", default_value_t = 0)]
    hang_up_every: u64,
    #[command(flatten)]
    format: Format,
}

impl Mock {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let config = self.secret.iter().fold(wsdlgen::configure(), Config::secret);
        let server = Server::new(self.reading.load_with(&self.contract, config)?);
        if let Some(folder) = &self.answers {
            for file in files(folder)? {
                let answered = answer(&server, &file);
                answered.map_err(|error| format!("{}: {error}", file.display()))?;
            }
        }
        for fault in &self.fault {
            let (operation, reason) = fault.split_once('=').unwrap_or((fault, "a fault"));
            server.answer(operation, MockAnswer::Fault(reason.to_owned()))?;
        }
        server.delay(Duration::from_millis(self.delay));
        server.spoil_every(self.fail_every, MockAnswer::Status(500));
        server.spoil_every(self.hang_up_every, MockAnswer::HangUp);
        if let Some(folder) = &self.replay {
            server.replay(folder, &self.r#match)?;
        }
        if let Some(address) = &self.forward {
            let options =
                self.reading.connection.options().map_err(|problem| with_advice(&problem))?;
            let transport =
                transport(&options, FORWARD_TIMEOUT).map_err(|problem| with_advice(&problem))?;
            server.forward(transport, address, FORWARD_TIMEOUT)?;
        }
        if let Some(folder) = &self.record {
            fs::create_dir_all(folder)?;
        }
        if let Some(folder) = self.record.as_ref().filter(|_| self.forward.is_some()) {
            server.record(folder)?;
        }
        let secrets = self.secret.iter().map(|path| path.rsplit('/').next().unwrap_or(path));
        let secrets: Vec<String> = secrets.map(str::to_owned).collect();
        let json = self.format.json;
        let record = self.record.filter(|_| self.forward.is_none());
        server.watch(move |number, request| {
            // Keep serving even if the output is no longer read.
            let _ = out::put(&line(number, request, json));
            if let Some(folder) = &record {
                keep(folder, number, request, &secrets);
            }
        });
        match serve(&server, self.port, |address| {
            out::put(&if json {
                format!("{}\n", json!({ "address": format!("http://{address}/") }))
            } else {
                format!("serving at http://{address}/ (this machine only); press Ctrl-C to stop\n")
            })
        })? {}
    }
}

/// Returns the files of a folder, sorted by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder)
        .map_err(|error| format!("cannot read the folder `{}`: {error}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Failure>>()?;
    files.sort();
    Ok(files)
}

/// Sets the reply to an operation from a file.
fn answer(server: &Server, file: &Path) -> Result<(), Failure> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let kind = file.extension().unwrap_or_default().to_string_lossy();
    let answer = match &*kind {
        "fault" => fault(&fs::read_to_string(file)?)?,
        "xml" | "json" => MockAnswer::Body(call::given(&file.to_string_lossy())?),
        _ => return Err("expected a file with the extension `.xml`, `.json` or `.fault`".into()),
    };
    Ok(server.answer(&name, answer)?)
}

/// Parses a fault: a reason, and optionally a detail entry in XML that starts on a new line.
fn fault(text: &str) -> Result<MockAnswer, Failure> {
    let Some((reason, entry)) = text.split_once("\n<") else {
        return Ok(MockAnswer::Fault(text.trim().to_owned()));
    };
    let entry = format!("<{entry}");
    let entry = entry.trim().parse().map_err(|error| format!("invalid detail: {error}"))?;
    Ok(MockAnswer::FaultDetail(reason.trim().to_owned(), entry))
}

/// Returns a line about a request, followed by one line per problem.
fn line(number: u64, request: &MockRequest, json: bool) -> String {
    let MockRequest { operation, problems, reply, .. } = request;
    if json {
        let mut said = json!({ "number": number, "operation": operation, "problems": problems });
        if let Some(reply) = reply {
            said["reply"] = json!({ "status": reply.status, "problems": reply.problems });
        }
        return format!("{said}\n");
    }
    let mut lines = format!("{number} {}", operation.as_deref().unwrap_or("unknown operation"));
    if let Some(reply) = reply {
        let _ = write!(lines, ": status {}", reply.status);
    }
    for problem in problems {
        let _ = write!(lines, "\n  {}", harmless(problem));
    }
    for problem in reply.iter().flat_map(|reply| &reply.problems) {
        let _ = write!(lines, "\n  reply: {}", harmless(problem));
    }
    lines + "\n"
}

/// Writes a request to a folder. Prints a warning if that fails.
fn keep(folder: &Path, number: u64, request: &MockRequest, secrets: &[String]) {
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let name = request.operation.as_deref().unwrap_or("unknown");
    let name = file_name(name);
    let file = folder.join(format!("{number:04}-{name}.xml"));
    if let Err(error) = fs::write(&file, redact_elements(&request.envelope, &secrets)) {
        out::note(&format!("warning: cannot write `{}`: {error}", file.display()));
    }
}
