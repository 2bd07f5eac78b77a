//! `wsdlgen fetch`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use wsdlgen_cli::fetch::{Limits, Options, Problem, Retries, fetch};
use wsdlgen_cli::progress::Line;

use super::connection::Connection;
use crate::USAGE;

/// Download a WSDL and every document it imports
///
/// Downloads and checks all documents before replacing any file. If anything fails, the old files remain
/// unchanged. If a location in a document differs from the name of the downloaded file, a catalog.json next
/// to the files maps one to the other.
///
/// Credentials are sent only to the scheme, host and port of the given address. `HTTPS_PROXY`, `HTTP_PROXY`
/// and `NO_PROXY` are respected.
///
/// Example: `wsdlgen fetch 'https://example.com/CustomerCareService.asmx?WSDL' --out wsdl`
#[derive(Args)]
pub(crate) struct Fetch {
    /// The address of the WSDL, http or https
    url: String,
    /// The output folder, created if missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The file name for the WSDL [default: derived from the address]
    #[arg(long, value_name = "FILE")]
    name: Option<String>,
    /// Print one JSON object: {"files":[{"path":…,"change":"new"|"changed"|"unchanged"}]}
    #[arg(long)]
    json: bool,
    /// Maximum number of retries of a failed request
    #[arg(long, value_name = "NUMBER", default_value_t = Retries::default().number)]
    retries: usize,
    /// Time limit for one request
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().request.as_secs(),
        value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// The former name of --http-header
    #[arg(long = "header", value_name = "HEADER", hide = true)]
    headers: Vec<String>,
    #[command(flatten)]
    connection: Connection,
}

impl Fetch {
    /// Fetches the documents and prints the resulting files to standard output.
    pub(crate) fn run(self) -> ExitCode {
        let options = match self.options() {
            Ok(options) => options,
            Err(problem) => {
                eprintln!("error: {problem}\n  help: {}", problem.advice());
                return ExitCode::from(USAGE);
            }
        };
        let line = Line::new();
        let outcome = fetch(&self.url, &self.out, &options, &mut |event| line.show(event));
        drop(line);
        match outcome {
            Ok(fetched) if self.json => println!("{}", fetched.to_json()),
            Ok(fetched) => {
                for file in fetched.files {
                    println!("{}: {}", file.path.display(), file.change);
                }
            }
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        }
        ExitCode::SUCCESS
    }

    fn options(&self) -> Result<Options, Problem> {
        let mut options = self.connection.options()?;
        for header in &self.headers {
            options.credentials = options.credentials.header(header)?;
        }
        Ok(Options {
            name: self.name.clone(),
            limits: Limits { request: Duration::from_secs(self.timeout), ..Limits::default() },
            retries: Retries { number: self.retries, ..Retries::default() },
            ..options
        })
    }
}
