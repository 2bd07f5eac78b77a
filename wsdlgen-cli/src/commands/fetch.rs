//! `wsdlgen fetch`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use std::{env, fs};

use clap::Args;
use wsdlgen_cli::fetch::{
    Authorities, Credentials, Hosts, Limits, Options, Problem, Proxy, Retries, fetch,
};
use wsdlgen_cli::progress::Line;

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
    /// Follow imports and redirects to other hosts
    #[arg(long)]
    allow_hosts: bool,
    /// Maximum number of retries of a failed request
    #[arg(long, value_name = "NUMBER", default_value_t = Retries::default().number)]
    retries: usize,
    /// Time limit for one request
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().request.as_secs(),
        value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// Send all requests through this proxy: http://host:port; https, socks4 and socks5 are also supported
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    /// The user name for Basic authentication
    ///
    /// The password is read from --password-file or the environment variable `WSDLGEN_PASSWORD`. NAME:PASSWORD
    /// is also accepted, but then other users of this machine can see the password.
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// The file with the password for --user
    #[arg(long, value_name = "FILE", requires = "user")]
    password_file: Option<PathBuf>,
    /// The file with a bearer token [default: the environment variable `WSDLGEN_TOKEN`, if set]
    #[arg(long, value_name = "FILE", conflicts_with = "user")]
    bearer_file: Option<PathBuf>,
    /// Send this header, written `Name: value`; may be repeated
    #[arg(long = "header", value_name = "HEADER")]
    headers: Vec<String>,
    /// The PEM file with the client certificate
    #[arg(long, value_name = "FILE", requires = "client_key")]
    client_cert: Option<PathBuf>,
    /// The PEM file with the private key of the client certificate, not encrypted
    #[arg(long, value_name = "FILE", requires = "client_cert")]
    client_key: Option<PathBuf>,
    /// The PEM file with the certificate authorities to trust instead of the public ones
    #[arg(long, value_name = "FILE")]
    ca_cert: Option<PathBuf>,
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
        Ok(Options {
            name: self.name.clone(),
            hosts: if self.allow_hosts { Hosts::Any } else { Hosts::SameAsEntry },
            limits: Limits { request: Duration::from_secs(self.timeout), ..Limits::default() },
            retries: Retries { number: self.retries, ..Retries::default() },
            credentials: self.credentials()?,
            authorities: self.ca_cert.as_deref().map(Authorities::read).transpose()?,
            proxy: self.proxy.clone().map_or(Proxy::Environment, Proxy::At),
        })
    }

    fn credentials(&self) -> Result<Credentials, Problem> {
        let mut credentials = Credentials::default();
        if let Some(user) = &self.user {
            let (user, password) = self.user_and_password(user)?;
            credentials = credentials.basic(user, &password)?;
        } else if let Some(file) = &self.bearer_file {
            credentials = credentials.bearer(&secret(file)?)?;
        } else if let Some(token) = env::var("WSDLGEN_TOKEN").ok().filter(|it| !it.is_empty()) {
            credentials = credentials.bearer(&token)?;
        }
        for header in &self.headers {
            credentials = credentials.header(header)?;
        }
        if let (Some(certificate), Some(key)) = (&self.client_cert, &self.client_key) {
            credentials = credentials.client_certificate(certificate, key)?;
        }
        Ok(credentials)
    }

    fn user_and_password<'a>(&self, user: &'a str) -> Result<(&'a str, String), Problem> {
        if let Some(file) = &self.password_file {
            return Ok((user, secret(file)?));
        }
        if let Some((user, password)) = user.split_once(':') {
            return Ok((user, password.to_owned()));
        }
        env::var("WSDLGEN_PASSWORD")
            .map(|password| (user, password))
            .map_err(|_| Problem::NoPassword { user: user.to_owned() })
    }
}

/// Reads a secret from a file, without trailing line breaks.
fn secret(file: &Path) -> Result<String, Problem> {
    let text = fs::read_to_string(file)
        .map_err(|source| Problem::Read { path: file.to_owned(), source })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
