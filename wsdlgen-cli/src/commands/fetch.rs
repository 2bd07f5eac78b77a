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
/// All documents are downloaded and checked before any file is replaced: a failure leaves the
/// old files as they were. Where a location in a document is not the name of its file, a
/// catalog.json is written beside the files that says which is which.
///
/// Credentials are sent to the address's own scheme, host and port only. `HTTPS_PROXY`,
/// `HTTP_PROXY` and `NO_PROXY` are obeyed.
///
/// Example: `wsdlgen fetch 'https://example.com/CustomerCareService.asmx?WSDL' --out wsdl`
#[derive(Args)]
pub(crate) struct Fetch {
    /// The WSDL's address, http or https
    url: String,
    /// The folder for the files; it is made if need be
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The WSDL's file name [default: made from the address]
    #[arg(long, value_name = "FILE")]
    name: Option<String>,
    /// Print one JSON object: {"files":[{"path":…,"change":"new"|"changed"|"unchanged"}]}
    #[arg(long)]
    json: bool,
    /// Follow imports and redirects to other hosts than the address's own
    #[arg(long)]
    allow_hosts: bool,
    /// How often a failed request is made again
    #[arg(long, value_name = "NUMBER", default_value_t = Retries::default().number)]
    retries: usize,
    /// How long one request may take
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().request.as_secs(),
        value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// The proxy for all requests: http://host:port; https, socks4 and socks5 go too
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    /// The user for Basic authentication
    ///
    /// The password comes from --password-file or from the environment variable
    /// `WSDLGEN_PASSWORD`. With NAME:PASSWORD, others on this machine can see it.
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// The file with the password of --user
    #[arg(long, value_name = "FILE", requires = "user")]
    password_file: Option<PathBuf>,
    /// The file with a bearer token [default: the environment variable `WSDLGEN_TOKEN`, if set]
    #[arg(long, value_name = "FILE", conflicts_with = "user")]
    bearer_file: Option<PathBuf>,
    /// A header to send, `Name: value`; may be given several times
    #[arg(long = "header", value_name = "HEADER")]
    headers: Vec<String>,
    /// The file with our own certificate, PEM
    #[arg(long, value_name = "FILE", requires = "client_key")]
    client_cert: Option<PathBuf>,
    /// The file with the certificate's private key, PEM, not encrypted
    #[arg(long, value_name = "FILE", requires = "client_cert")]
    client_key: Option<PathBuf>,
    /// The file with the authorities to trust instead of the public ones, PEM
    #[arg(long, value_name = "FILE")]
    ca_cert: Option<PathBuf>,
}

impl Fetch {
    /// Fetches, and says on standard output which files there are now.
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

/// What a file holds, without the line break at its end.
fn secret(file: &Path) -> Result<String, Problem> {
    let text = fs::read_to_string(file)
        .map_err(|source| Problem::Read { path: file.to_owned(), source })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
