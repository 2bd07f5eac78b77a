//! Project automation. `cargo xtask` lists the commands.

mod ci;
mod manifest;
mod nightly;
mod refresh;
mod regen;
mod release;
mod tidy;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use lab::{Outcome, Result, steps, workspace};

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Project automation")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Rewrite the expected outputs of tests, or check that they are up to date
    Regen {
        /// Fail if they are out of date instead of rewriting them
        #[arg(long)]
        check: bool,
    },
    /// Fetch the flagship contract into `wsdl/`
    Refresh {
        /// The address of the contract
        #[arg(long, default_value = refresh::ADDRESS)]
        url: String,
    },
    /// Check the sources against the design rules
    Tidy,
    /// Run all checks required for a change
    Ci,
    /// Run `ci`, the benchmarks, the release checks, and the README's commands in a fresh clone
    Nightly,
    /// Check everything that a release must hold, without publishing anything
    Release,
    /// The commands of `cargo lab`, kept for compatibility
    #[command(flatten)]
    Lab(lab::Command),
}

fn main() -> ExitCode {
    Outcome::exit_code(match Arguments::parse().command {
        Some(command) => run(command),
        None => Arguments::command().print_help().map(|()| Outcome::Passed).map_err(Into::into),
    })
}

fn run(command: Command) -> Result {
    match command {
        Command::Regen { check: false } => regen::rewrite(),
        Command::Regen { check: true } => regen::check(),
        Command::Refresh { url } => refresh::run(&url),
        Command::Tidy => tidy::run(),
        Command::Ci => ci::run(),
        Command::Nightly => nightly::run(),
        Command::Release => release::run(),
        Command::Lab(command) => command.run(),
    }
}
