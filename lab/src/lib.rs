//! Everything that measures `wsdlgen` against something else: public contracts, public suites, servers
//! and clients of other toolkits, browsers, fuzzers. `cargo lab` lists the commands.

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
mod reasons;
mod scratch;
pub mod steps;
pub mod workspace;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The outcome of a command, or the reason why it could not do its work.
pub type Result<T = Outcome, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// The outcome of a command or of one of its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything held.
    Passed,
    /// Something did not hold; the output says what.
    Failed,
    /// Not done, and why.
    Skipped(String),
}

impl Outcome {
    /// Returns the exit code of a program whose command ended like this. Prints an error.
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
    /// Generate and compile every service of a folder of contracts
    Corpus(corpus::Options),
    /// Send samples of every message of a folder of contracts, from client to server
    Exchange(exchange::Options),
    /// Read and write the documents of the W3C's suites with generated code
    Conformance(conformance::Options),
    /// Call independent servers with generated clients, and have generated servers called
    ///
    /// The peers in `lab/peers` are always called; one whose programs are missing is skipped.
    Interop {
        /// A folder of servers of `CustomerCareService` to call too, each in a folder with a `run.sh`
        dir: Option<PathBuf>,
    },
    /// Send hostile messages to the widest contracts of a folder, and measure their cost
    Attack(attack::Options),
    /// Use the pages of a generated server in a browser
    Pages,
    /// Run the fuzzer on its targets, one after the other
    Fuzz(fuzz::Options),
    /// Measure generated code and the generator side by side with their peers
    Bench(bench::Options),
    /// Call a server many times at once, with failures among the calls, and account for every one
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

/// Runs a command, given as on the command line after `cargo lab`.
pub fn run<T: Into<OsString>>(arguments: impl IntoIterator<Item = T>) -> Result {
    let program = [OsString::from("cargo lab")].into_iter();
    let parsed = Arguments::try_parse_from(program.chain(arguments.into_iter().map(Into::into)))?;
    parsed.command.ok_or("no command is given")?.run()
}

#[cfg(test)]
mod tests {
    use super::run;

    #[test]
    fn rejects_unknown_commands() {
        let error = run(["corpse"]).unwrap_err().to_string();
        assert!(error.contains("unrecognized subcommand 'corpse'"), "{error}");
        assert_eq!(run([""; 0]).unwrap_err().to_string(), "no command is given");
    }
}
