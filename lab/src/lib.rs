//! Measurements of `wsdlgen` against public contracts, public test suites, servers and clients of other toolkits,
//! browsers and fuzzers. `cargo lab` lists the commands.

mod attack;
mod bench;
mod conformance;
mod corpus;
mod exchange;
mod fuzz;
mod generate;
mod interop;
mod load;
mod pages;
mod process;
mod quickstart;
mod random;
mod reasons;
mod schemas;
mod scratch;
pub mod steps;
pub mod workspace;
mod xmllint;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The outcome of a command, or the error that prevented it from running.
pub type Result<T = Outcome, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// The outcome of a command or of one of its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All checks passed.
    Passed,
    /// A check failed. The output contains the details.
    Failed,
    /// The command was skipped for the given reason.
    Skipped(String),
}

impl Outcome {
    /// Returns the exit code for the result of a command, and prints its error.
    pub fn exit_code(result: Result) -> ExitCode {
        match result {
            Ok(Self::Passed | Self::Skipped(_)) => ExitCode::SUCCESS,
            Ok(Self::Failed) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        }
    }
}

/// The command line of `cargo lab`.
#[derive(Parser)]
#[command(
    bin_name = "cargo lab",
    about = "Measurements against contracts, suites, servers and other tools"
)]
pub struct Arguments {
    /// The command to run.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A measurement.
#[derive(Subcommand)]
pub enum Command {
    /// Generate and compile every contract in a folder
    Corpus(corpus::Options),
    /// Send samples of every message of the contracts in a folder from client to server
    Exchange(exchange::Options),
    /// Read and write the documents of public test suites with generated code
    Conformance(conformance::Options),
    /// Compare verdicts on random documents of random schemas with those of libxml2
    Schemas(schemas::Options),
    /// Test generated clients against independent servers, and independent clients against generated servers
    ///
    /// The peers in `lab/peers` are always included. A peer whose programs are not installed is skipped.
    Interop {
        /// A folder of further `CustomerCareService` servers, each in a subfolder with a `run.sh`
        dir: Option<PathBuf>,
    },
    /// Send hostile messages to the widest contracts in a folder, and measure their cost
    Attack(attack::Options),
    /// Test the pages of a generated server in a browser
    Pages,
    /// Run the fuzzer on each target
    Fuzz(fuzz::Options),
    /// Benchmark generated code and the generator against their peers
    Bench(bench::Options),
    /// Make many concurrent calls to a server, some of which fail, and account for every one
    Load(load::Options),
    /// Follow the README's quick start in a new crate, up to a call
    Quickstart,
}

impl Command {
    /// Runs the command.
    pub fn run(self) -> Result {
        match self {
            Self::Corpus(options) => corpus::run(&options),
            Self::Exchange(options) => exchange::run(&options),
            Self::Conformance(options) => conformance::run(&options),
            Self::Schemas(options) => schemas::run(&options),
            Self::Interop { dir } => interop::run(dir.as_deref()),
            Self::Attack(options) => attack::run(&options),
            Self::Pages => pages::run(),
            Self::Fuzz(options) => fuzz::run(&options),
            Self::Bench(options) => bench::run(&options),
            Self::Load(options) => load::run(&options),
            Self::Quickstart => quickstart::run(),
        }
    }
}

/// Runs a command with the given `cargo lab` arguments.
pub fn run<T: Into<OsString>>(arguments: impl IntoIterator<Item = T>) -> Result {
    let program = [OsString::from("cargo lab")].into_iter();
    let parsed = Arguments::try_parse_from(program.chain(arguments.into_iter().map(Into::into)))?;
    parsed.command.ok_or("no command given")?.run()
}

#[cfg(test)]
mod tests {
    use super::run;

    #[test]
    fn rejects_unknown_commands() {
        let error = run(["corpse"]).unwrap_err().to_string();
        assert!(error.contains("unrecognized subcommand 'corpse'"), "{error}");
        assert_eq!(run([""; 0]).unwrap_err().to_string(), "no command given");
    }
}
