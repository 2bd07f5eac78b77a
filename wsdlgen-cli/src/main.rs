//! The `wsdlgen` command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use wsdlgen_cli::fetch::{FetchError, Hosts, Options, fetch};
use wsdlgen_cli::progress::Line;

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
    /// Download a WSDL and every document it imports
    ///
    /// All documents are downloaded and checked before any file is replaced: a failure leaves the
    /// old files as they were. Where a location in a document is not the name of its file, a
    /// catalog.json is written beside the files that says which is which.
    ///
    /// Example: `wsdlgen fetch 'https://example.com/CustomerCareService.asmx?WSDL' --out wsdl`
    Fetch {
        /// The WSDL's address, http or https
        url: String,
        /// The folder for the files; it is made if need be
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The WSDL's file name [default: made from the address]
        #[arg(long, value_name = "FILE")]
        name: Option<String>,
        /// Follow imports and redirects to other hosts than the address's own
        #[arg(long)]
        allow_hosts: bool,
    },
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
        Command::Fetch { url, out, name, allow_hosts } => {
            let hosts = if allow_hosts { Hosts::Any } else { Hosts::SameAsEntry };
            exit_code(run_fetch(&url, &out, &Options { name, hosts, ..Options::default() }))
        }
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

fn run_fetch(url: &str, directory: &Path, options: &Options) -> Result<(), FetchError> {
    let line = Line::new();
    let fetched = fetch(url, directory, options, &mut |event| line.show(event))?;
    drop(line);
    for file in fetched.files {
        println!("{}: {}", file.path.display(), file.change);
    }
    Ok(())
}

fn generate(file: &Path, directory: &Path) -> Result<(), String> {
    fs::create_dir_all(directory)
        .map_err(|error| format!("cannot make the folder {}: {error}", directory.display()))?;
    wsdlgen::configure().out_dir(directory).compile(&[file]).unwrap_or_else(|report| report.exit());
    Ok(())
}
