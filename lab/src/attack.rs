//! `cargo lab attack DIR`: hostile messages of up to 64 MiB for the widest contracts of a corpus.
//!
//! The program of each contract creates messages of 17 kinds at every position of its samples, and sends the most
//! expensive ones in increasing sizes. `SECURITY.md` defines the guarantees: memory at most a tenth above the limit,
//! time that grows no faster than the message, and at most half of a thread's stack.

mod judge;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use wsdlgen::tools::Sample;
use xshell::cmd;

use self::judge::{Attack, Table};
use crate::corpus::{self, Service};
use crate::exchange::{executable, glue};
use crate::scratch::{Scratch, package, write};
use crate::{Outcome, Result};

/// Time limit for compiling one contract.
const COMPILER_TIME: Duration = Duration::from_secs(1800);
/// Number of operations to attack per contract: those with the longest samples.
const OPERATIONS: usize = 12;

/// Contracts with wide types, deep extensions, large families and attributes. The last one is SOAP-encoded.
const CONTRACTS: [&str; 7] = [
    "cisco-axl-axlapi",
    "fedex-trackservice-v16",
    "ms-ews-services",
    "travelport-gdsqueue",
    "vmware-vim25-vimservice",
    "workday-human-resources",
    "axis1-multireftest",
];

/// Dependencies of the programs in addition to the runtime.
const DEPENDENCIES: &str = "allocation-counter = \"0.8\"\nbytes = \"1\"\nhttp = \"1\"\nroxmltree = \"0.21\"\ntower-service = \"0.3\"\n";

#[derive(clap::Args)]
pub struct Options {
    /// A folder of services with a `manifest.csv`
    dir: PathBuf,
    /// Attack only contracts whose name contains this string
    #[arg(long, value_name = "SUBSTRING", default_value = "")]
    filter: String,
}

/// Attacks each contract and prints a table. The last line printed is the count.
pub(crate) fn run(options: &Options) -> Result {
    let mut services = corpus::services(&options.dir, &options.filter)?;
    services.retain(|service| CONTRACTS.contains(&service.id()));
    if services.is_empty() {
        return Err("the folder contains none of the contracts to attack".into());
    }
    let scratch = Scratch::new("attack", COMPILER_TIME);
    let mut table = Table::default();
    for service in &services {
        eprintln!("attack: {}", service.id());
        table.add(service.id(), attack(&scratch, &options.dir, service));
    }
    println!("{table}");
    Ok(if table.is_success() { Outcome::Passed } else { Outcome::Failed })
}

/// Builds and runs the program of a contract.
fn attack(scratch: &Scratch, dir: &Path, service: &Service) -> Result<Attack> {
    let id = service.id();
    let samples = corpus::samples(dir, service).ok_or("invalid contract")?;
    let config = corpus::config(dir, service).operations(&longest(samples));
    let read = |location: &str| fs::read(dir.join(location));
    let code = config.generate(service.entry(), read)?.code;
    let samples = config.samples(service.entry(), read)?;
    let program = glue::program(id, &code, &samples, glue::Ports::Plain)
        .ok_or("the contract has no operations")?;
    let folder = scratch.path("crates").join(id);
    write(&folder.join("Cargo.toml"), &(package(id) + DEPENDENCIES))?;
    write(&folder.join("src/main.rs"), &program)?;
    write(&folder.join("src/harness.rs"), include_str!("attack/program.rs"))?;
    write(&folder.join("src/harness/samples.rs"), include_str!("exchange/samples.rs"))?;
    write(&folder.join("src/harness/hostile.rs"), include_str!("attack/hostile.rs"))?;
    write(&folder.join("src/harness/state.rs"), include_str!("attack/state.rs"))?;
    scratch.add_code(id, &code)?;
    scratch.set_members(&[id])?;
    let shell = xshell::Shell::new()?;
    let build = scratch.in_workspace(cmd!(shell, "cargo build --quiet --release")).status()?;
    if !build.success() {
        return Err("the program does not build".into());
    }
    let program = scratch.path("target/release").join(executable(id));
    let output = Command::new(program).stderr(Stdio::inherit()).output()?;
    let attack = Attack::read(&String::from_utf8_lossy(&output.stdout))?;
    if output.status.success() {
        Ok(attack)
    } else {
        Err(format!("the program failed: {}", output.status).into())
    }
}

/// Returns the operations with the longest samples.
fn longest(mut samples: Vec<Sample>) -> Vec<String> {
    let length = |message: &Option<String>| message.as_ref().map_or(0, String::len);
    samples.sort_by_key(|sample| length(&sample.request) + length(&sample.reply));
    samples.into_iter().rev().take(OPERATIONS).map(|sample| sample.operation).collect()
}
