//! The `wsdlgen` command.

mod commands;
mod out;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use commands::{call, completions, diff, explain, fetch, generate, inspect, mock, sample};

/// From a WSDL to a typed Rust client and server.
///
/// Handed a WSDL, start with `wsdlgen inspect`. Fetch a service's contract once and check it in; then
/// generate from the files, best of all in a build script with the `wsdlgen` crate, or with
/// `wsdlgen generate`.
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 done, 1 failed or refused (standard error says why), 2 usage."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Inspect(inspect::Inspect),
    Fetch(Box<fetch::Fetch>),
    Generate(generate::Generate),
    Sample(sample::Sample),
    Call(Box<call::Call>),
    Mock(Box<mock::Mock>),
    Diff(diff::Diff),
    Completions(completions::Completions),
    Explain(explain::Explain),
}

/// How results are printed.
#[derive(clap::Args)]
struct Format {
    /// Print JSON, for scripts
    #[arg(long)]
    json: bool,
}

/// The exit code where the command line is at fault, which is clap's too.
const USAGE: u8 = 2;

/// What came of a command that did its work.
enum Done {
    Well,
    /// What it found is not what was asked for.
    Denied,
}

/// A command that could not do its work.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Inspect(inspect) => exit_code(inspect.run()),
        Command::Fetch(fetch) => fetch.run(),
        Command::Generate(generate) => exit_code(generate.run()),
        Command::Sample(sample) => exit_code(sample.run()),
        Command::Call(call) => exit_code(call.run()),
        Command::Mock(mock) => exit_code(mock.run()),
        Command::Diff(diff) => exit_code(diff.run()),
        Command::Completions(completions) => exit_code(completions.run()),
        Command::Explain(explain) => explain.run(),
    }
}

fn exit_code(done: Result<Done, Failure>) -> ExitCode {
    match done {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Denied) => ExitCode::FAILURE,
        Err(failure) => {
            report(&*failure);
            ExitCode::FAILURE
        }
    }
}

/// Shows why a command failed: what is wrong with a contract with its source.
fn report(failure: &(dyn std::error::Error + 'static)) {
    match failure.downcast_ref::<Box<wsdlgen::Report>>() {
        Some(report) => report.print_to_stderr(),
        None => out::note(&format!("error: {failure}")),
    }
}
