//! The `wsdlgen` command.

mod commands;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// From a WSDL to a typed Rust client and server.
///
/// Fetch a service's contract once and check it in; then generate from the files, best of all in
/// a build script with the `wsdlgen` crate, or with `wsdlgen generate`.
#[derive(Parser)]
#[command(version, after_help = "Exit codes: 0 done, 1 failed (standard error says why), 2 usage.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Fetch(Box<commands::fetch::Fetch>),
    /// Generate Rust from a WSDL file
    ///
    /// Writes the file that a build script would write. What is wrong with the contract is
    /// reported with file, line and column.
    ///
    /// Example: `wsdlgen generate wsdl/CustomerCareService.wsdl --out src/generated`
    Generate {
        /// The WSDL file
        file: PathBuf,
        /// The folder for the Rust file; it is made if need be
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Fetch(fetch) => fetch.run(),
        Command::Generate { file, out } => exit_code(generate(&file, &out)),
    }
}

fn exit_code<E: std::fmt::Display>(result: Result<(), E>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(file: &Path, directory: &Path) -> Result<(), String> {
    fs::create_dir_all(directory)
        .map_err(|error| format!("cannot make the folder {}: {error}", directory.display()))?;
    wsdlgen::configure().out_dir(directory).compile(&[file]).unwrap_or_else(|report| report.exit());
    Ok(())
}
