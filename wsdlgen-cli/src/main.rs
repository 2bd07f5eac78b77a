//! The `wsdlgen` command.

mod commands;
mod out;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use commands::{
    call, completions, diff, explain, fetch, generate, inspect, lint, mock, new, sample, validate,
};

/// Generate typed Rust clients and servers from a WSDL.
///
/// Start with `wsdlgen inspect` to see what a WSDL contains. Fetch a service's contract once and check it in.
/// Then generate code from the files, preferably in a build script with the `wsdlgen` crate, or with
/// `wsdlgen generate`.
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 success, 1 failure (details on standard error), 2 usage error."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    New(Box<new::New>),
    Inspect(inspect::Inspect),
    Fetch(Box<fetch::Fetch>),
    Generate(generate::Generate),
    Lint(lint::Lint),
    Sample(sample::Sample),
    Validate(validate::Validate),
    Call(Box<call::Call>),
    Mock(Box<mock::Mock>),
    Diff(diff::Diff),
    Completions(completions::Completions),
    Explain(explain::Explain),
}

/// Output format options.
#[derive(clap::Args)]
struct Format {
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// The exit code for an invalid command line, as in clap.
const USAGE: u8 = 2;

/// The outcome of a command that ran to completion.
enum Done {
    Well,
    /// The result makes the command fail, such as a fault or a denied difference.
    Denied,
}

/// The error of a command that could not run to completion.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::New(new) => exit_code(new.run()),
        Command::Inspect(inspect) => exit_code(inspect.run()),
        Command::Fetch(fetch) => fetch.run(),
        Command::Generate(generate) => exit_code(generate.run()),
        Command::Lint(lint) => exit_code(lint.run()),
        Command::Sample(sample) => exit_code(sample.run()),
        Command::Validate(validate) => exit_code(validate.run()),
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

/// Prints the reason for a failure. Problems in a contract are shown with the source text.
fn report(failure: &(dyn std::error::Error + 'static)) {
    match failure.downcast_ref::<Box<wsdlgen::Report>>() {
        Some(report) => report.print_to_stderr(),
        None => out::note(&format!("error: {failure}")),
    }
}
