//! `cargo lab exchange DIR`: sends samples of every message of a corpus from generated clients to generated servers
//! in the same process.

pub(crate) mod glue;
mod keys;
mod schemas;
mod secured;
mod validation;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use wsdlgen::tools::Sample;
use xshell::cmd;

use self::secured::SecuredPort;
use self::validation::Validated;
use crate::corpus::{self, Service};
use crate::generate::in_parallel;
use crate::scratch::{Scratch, package, write};
use crate::{Outcome, Result, workspace, xmllint};

/// The file that a program writes next to the messages if it also reads mutations of them.
const TRANSCRIPT: &str = "transcript";
/// Time limit for compiling one service.
const COMPILER_TIME: Duration = Duration::from_secs(600);

/// The services to use, and the outputs to write.
#[derive(clap::Args)]
pub struct Options {
    /// A folder of services with a `manifest.csv`
    dir: PathBuf,
    /// The folder for messages, with a subfolder per service [default: target/exchange/out]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Use only services whose name contains this string
    #[arg(long, value_name = "SUBSTRING", default_value = "")]
    filter: String,
    /// Skip services with more lines of generated code than this
    #[arg(long, value_name = "LINES", default_value_t = usize::MAX)]
    most_lines: usize,
    /// Use only a small fixed set of services that covers binding styles, SOAP versions and attachments
    #[arg(long)]
    sample: bool,
    /// Call only ports with security policies, as these require, and print what each requires
    #[arg(long)]
    secured: bool,
    /// Also read mutations of every sample, and write the outcomes to a file `transcript`
    #[arg(long)]
    transcript: bool,
}

impl Options {
    fn out(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| workspace::root().join("target/exchange/out"))
    }
}

/// A service with its program, ready to build.
struct Ready {
    id: String,
    /// The folder of the contract's documents, relative to the corpus.
    folder: PathBuf,
    code: String,
    program: String,
    samples: Vec<Sample>,
    /// The ports with security policies, unless they are set aside.
    secured: Vec<SecuredPort>,
}

/// A line printed by a program: operation, port, and the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    operation: String,
    port: String,
    reason: String,
}

/// Exchanges the messages and prints the differences. The last line printed is the count.
pub(crate) fn run(options: &Options) -> Result {
    let mut services = corpus::services(&options.dir, &options.filter)?;
    if options.sample {
        services.retain(|service| SAMPLE.contains(&service.id()));
    }
    let ready: Vec<Ready> =
        in_parallel(&services, |service| prepare(options, service)).into_iter().flatten().collect();
    eprintln!("exchange: building {} programs", ready.len());
    let name = if options.secured { "exchange-secured" } else { "exchange" };
    let scratch = Scratch::new(name, COMPILER_TIME);
    build(&scratch, options, &ready)?;
    if options.secured {
        let lines = ready.iter().map(|one| (one, exchange(&scratch, options, &one.id)));
        return Ok(secured::report(lines));
    }
    let mut count = Count::default();
    let can_validate = xmllint::is_installed();
    if !can_validate {
        println!("skipped: validation of the exchanged messages (xmllint is not installed)");
    }
    for Ready { id, folder, samples, .. } in &ready {
        count.add(id, exchange(&scratch, options, id));
        if can_validate {
            let (service, messages) = (options.dir.join(folder), options.out().join(id));
            let place = scratch.path("validation").join(id);
            count.validated(id, validation::validate(&service, &messages, &place, samples));
        }
    }
    print!("{}", count.reasons());
    println!("{count}");
    Ok(if count.is_success() { Outcome::Passed } else { Outcome::Failed })
}

/// Generates the program of a service. Returns `None` if there is nothing to exchange.
fn prepare(options: &Options, service: &Service) -> Option<Ready> {
    let attempt = corpus::generate(&options.dir, service, corpus::config(&options.dir, service));
    let code = attempt.result.ok()?.code;
    if code.lines().count() > options.most_lines {
        return None;
    }
    let samples: Vec<Sample> = corpus::samples(&options.dir, service)?;
    let secured = if options.secured { secured::ports(&options.dir, service) } else { Vec::new() };
    let constants: Vec<String> = secured
        .iter()
        .filter(|port| !port.is_unsupported())
        .map(|port| port.constant.clone())
        .collect();
    let ports = if options.secured { glue::Ports::Secured(&constants) } else { glue::Ports::Plain };
    if options.secured && secured.is_empty() {
        return None;
    }
    let program = glue::program(service.id(), &code, &samples, ports)?;
    let (id, folder) = (service.id().to_owned(), service.folder());
    Some(Ready { id, folder, code, program, samples, secured })
}

fn build(scratch: &Scratch, options: &Options, ready: &[Ready]) -> Result<()> {
    if options.secured {
        keys::write(&scratch.path("keys"))?;
    }
    for Ready { id, code, program, .. } in ready {
        let folder = scratch.path("crates").join(id);
        write(&folder.join("Cargo.toml"), &package(id))?;
        write(&folder.join("src/main.rs"), program)?;
        let harness = include_str!("exchange/program.rs");
        let security = include_str!("exchange/security.rs");
        let module = if options.secured { "pub mod security;\n" } else { "" };
        let harness = harness.replace("mod samples;\n", &["mod samples;\n", module].concat());
        write(&folder.join("src/harness.rs"), &harness)?;
        write(&folder.join("src/harness/security.rs"), security)?;
        write(&folder.join("src/harness/samples.rs"), include_str!("exchange/samples.rs"))?;
        let transcript = include_str!("exchange/transcript.rs");
        write(&folder.join("src/harness/transcript.rs"), transcript)?;
        scratch.add_code(id, code)?;
    }
    let names: Vec<&str> = ready.iter().map(|one| &*one.id).collect();
    let feature = if options.secured { "ws-encryption" } else { "soap" };
    scratch.set_members_with(&names, feature)?;
    let shell = xshell::Shell::new()?;
    let build = cmd!(shell, "cargo build --quiet --workspace --keep-going");
    // Build failures are reported when the program should run.
    scratch.in_workspace(build).stderr(Stdio::null()).status()?;
    Ok(())
}

/// Runs the program of a service.
fn exchange(scratch: &Scratch, options: &Options, id: &str) -> Result<Vec<Line>> {
    let folder = options.out().join(id);
    fs::create_dir_all(&folder)?;
    let path = scratch.path("target/debug").join(executable(id));
    // Transcripts are appended to, so an old one is removed. It may not exist.
    let _ = fs::remove_file(folder.join(TRANSCRIPT));
    let mut program = Command::new(&path);
    program.env("KEYS", scratch.path("keys"));
    program.arg(&folder).args(options.transcript.then_some("transcript"));
    let output =
        program.output().map_err(|error| format!("the program does not build: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = text.lines().filter_map(|line| {
        let mut fields = line.split('\t').map(str::to_owned);
        let (operation, port, reason) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Line { operation, port, reason })
    });
    let lines: Vec<Line> = lines.collect();
    if output.status.success() { Ok(lines) } else { Err("the program failed".into()) }
}

/// Converts an operation's name to a file name.
fn plain(name: &str) -> String {
    name.replace(['/', '\\'], "_")
}

pub(crate) fn executable(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = id.chars().map(plain).collect();
    format!("generated-{name}{}", std::env::consts::EXE_SUFFIX)
}

/// Counts of exchanges and differences.
#[derive(Debug, Default)]
struct Count {
    services: usize,
    exchanges: usize,
    /// Failures of [`KNOWN`] operations.
    known: usize,
    /// Service, operation and port of each failure, by reason.
    failed: BTreeMap<String, Vec<String>>,
    /// Number of bodies that libxml2 found valid.
    valid: usize,
    /// Number of bodies that were not validated, with their services, by reason.
    aside: BTreeMap<&'static str, (usize, Vec<String>)>,
}

impl Count {
    fn add(&mut self, id: &str, result: Result<Vec<Line>>) {
        self.services += 1;
        match result {
            Ok(lines) => {
                for Line { operation, port, reason } in lines {
                    self.exchanges += 1;
                    let is_known =
                        KNOWN.iter().any(|(one, known, _)| (*one, *known) == (id, &*operation));
                    self.known += usize::from(is_known && !reason.is_empty());
                    if !reason.is_empty() && !is_known {
                        let place = format!("{id} {operation} {port}");
                        self.failed.entry(reason).or_default().push(place);
                    }
                }
            }
            Err(error) => self.failed.entry(error.to_string()).or_default().push(id.to_owned()),
        }
    }

    fn validated(&mut self, id: &str, result: Result<Validated>) {
        match result {
            Ok(Validated { valid, invalid, aside }) => {
                self.valid += valid;
                for (file, reason) in invalid {
                    let reason = format!("libxml2: {reason}");
                    self.failed.entry(reason).or_default().push(format!("{id} {file}"));
                }
                for (reason, count) in aside {
                    let (all, services) = self.aside.entry(reason).or_default();
                    *all += count;
                    services.push(id.to_owned());
                }
            }
            Err(error) => self.failed.entry(error.to_string()).or_default().push(id.to_owned()),
        }
    }

    fn reasons(&self) -> String {
        let failed = self.failed.iter();
        let failed =
            failed.map(|(reason, places)| format!("{reason}\n    {}\n", places.join(", ")));
        let aside = self.aside.iter().map(|(reason, (count, services))| {
            let services = services.join(", ");
            format!("not validated, {reason}: {count} bodies\n    {services}\n")
        });
        let valid = format!("valid for libxml2: {} bodies\n", self.valid);
        failed.chain(aside).chain([valid]).collect()
    }

    fn failed(&self) -> usize {
        self.failed.values().map(Vec::len).sum()
    }

    fn is_success(&self) -> bool {
        self.exchanges > 0 && self.failed.is_empty()
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { services, exchanges, known, .. } = self;
        let failed = self.failed();
        write!(
            f,
            "exchange: {services} services, {exchanges} exchanges, {known} known, {failed} failed"
        )
    }
}

/// Operations that cannot be distinguished by their messages: service, operation, reason.
const KNOWN: [(&str, &str, &str); 1] = [(
    "axis1-clash",
    "sharedName",
    "RPC-style overloads that share their wrapper and have no actions",
)];

/// Services that cover every binding style, both SOAP versions, binary data and attachments.
const SAMPLE: [&str; 12] = [
    "axis1-mime",
    "axis1-multireftest",
    "axis1-opstyles",
    "axis2-mtomsample",
    "cxf-hello-world-rpc-lit",
    "cxf-swa-mime",
    "gsoap-calc",
    "metro-rpclit",
    "soap4r-overload",
    "soap4r-soapbuildersinterop-r2",
    "tempuri-basedatatypes",
    "wsdltophp-myboardpack",
];
