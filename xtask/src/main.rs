//! The project's own commands: `cargo xtask` lists them.

mod attack;
mod bench;
mod ci;
mod conformance;
mod corpus;
mod exchange;
mod fuzz;
mod generate;
mod interop;
mod load;
mod manifest;
mod nightly;
mod pages;
mod process;
mod quickstart;
mod reasons;
mod refresh;
mod regen;
mod release;
mod scratch;
mod steps;
mod tidy;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// A command that could not do its work fails with the reason.
type Result<T = Outcome, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// What came of a command or of a step of one.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    /// Its output says why.
    Failed,
    /// Not done, and why.
    Skipped(String),
}

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "The project's own commands")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Rewrite the expectations of the generator's tests, or check that they are fresh
    Regen {
        /// Change nothing; fail when they are stale
        #[arg(long)]
        check: bool,
    },
    /// Fetch the flagship contract into `wsdl/`
    Refresh {
        /// Where the contract is served
        #[arg(long, default_value = refresh::ADDRESS)]
        url: String,
    },
    /// Call independent servers with generated clients, and have generated servers called
    ///
    /// The peers in `xtask/peers` are always called; one whose programs are missing is skipped.
    Interop {
        /// A folder of servers of `CustomerCareService` to call too: each of its folders with a `run.sh` is one
        dir: Option<PathBuf>,
    },
    /// Generate and compile every service of a folder of contracts
    Corpus(corpus::Options),
    /// Send samples of every message of a folder of contracts, from client to server
    Exchange(exchange::Options),
    /// Send hostile messages to the widest contracts of a folder, and see what they cost
    Attack(attack::Options),
    /// Use the pages of a generated server in a browser
    Pages,
    /// Run the fuzzer on its targets, in turn
    Fuzz(fuzz::Options),
    /// Read and write the documents of the W3C's suites with generated code
    Conformance(conformance::Options),
    /// Measure generated code and the generator side by side with their peers
    Bench(bench::Options),
    /// Call a server many times at once, with failures among the calls, and account for every one
    Load(load::Options),
    /// Follow the README's quick start in a new crate, up to a call
    Quickstart,
    /// Check the sources against the rules of the design
    Tidy,
    /// Everything that a change has to pass
    Ci,
    /// `ci`, the benchmarks, what a release has to hold, and a fresh clone
    Nightly,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Some(command) => run(command),
        None => Arguments::command().print_help().map(|()| Outcome::Passed).map_err(Into::into),
    };
    match result {
        Ok(Outcome::Passed | Outcome::Skipped(_)) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result {
    match command {
        Command::Regen { check: false } => regen::rewrite(),
        Command::Regen { check: true } => regen::check(),
        Command::Refresh { url } => refresh::run(&url),
        Command::Interop { dir } => interop::run(dir.as_deref()),
        Command::Corpus(options) => corpus::run(&options),
        Command::Exchange(options) => exchange::run(&options),
        Command::Attack(options) => attack::run(&options),
        Command::Pages => pages::run(),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::Conformance(options) => conformance::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Load(options) => load::run(&options),
        Command::Quickstart => quickstart::run(),
        Command::Tidy => tidy::run(),
        Command::Ci => ci::run(),
        Command::Nightly => nightly::run(),
    }
}
