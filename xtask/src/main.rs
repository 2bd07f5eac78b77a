//! The project's own commands: `cargo xtask` lists them.

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
#[command(bin_name = "cargo xtask", about = "The project's own commands")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Rewrite the expectations of the generator's tests, or check that they are fresh
    Regen {
        /// Change nothing; fail if they are stale
        #[arg(long)]
        check: bool,
    },
    /// Fetch the flagship contract into `wsdl/`
    Refresh {
        /// The address of the contract
        #[arg(long, default_value = refresh::ADDRESS)]
        url: String,
    },
    /// Check the sources against the rules of the design
    Tidy,
    /// Run every check that a change has to pass
    Ci,
    /// Run `ci`, the benchmarks, the checks of a release, and the README's commands in a fresh clone
    Nightly,
    /// The commands of `cargo lab`, under their names of old
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
        Command::Lab(command) => command.run(),
    }
}
