//! `cargo lab`.

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use lab::{Arguments, Outcome};

fn main() -> ExitCode {
    Outcome::exit_code(match Arguments::parse().command {
        Some(command) => command.run(),
        None => Arguments::command().print_help().map(|()| Outcome::Passed).map_err(Into::into),
    })
}
