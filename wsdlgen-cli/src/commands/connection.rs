//! Options for reaching servers: credentials, TLS, proxy and hosts.

use std::path::{Path, PathBuf};
use std::{env, fs};

use wsdlgen_cli::fetch::{Authorities, Credentials, Hosts, Options, Problem, Proxy};

/// The heading of the options in the help text.
const CONNECTION: &str = "Connection";

/// Options for reaching the server of a contract.
#[derive(clap::Args)]
pub(crate) struct Connection {
    /// Follow imports and redirects to other hosts
    #[arg(help_heading = CONNECTION, long)]
    allow_hosts: bool,
    /// Send all requests through this proxy: http://host:port; https, socks4 and socks5 are also supported
    #[arg(help_heading = CONNECTION, long, value_name = "URL")]
    proxy: Option<String>,
    /// The user name for Basic authentication
    ///
    /// The password is read from --password-file or the environment variable `WSDLGEN_PASSWORD`. NAME:PASSWORD
    /// is also accepted, but then other users of this machine can see the password.
    #[arg(help_heading = CONNECTION, long, value_name = "NAME")]
    user: Option<String>,
    /// The file with the password for --user
    #[arg(help_heading = CONNECTION, long, value_name = "FILE", requires = "user")]
    password_file: Option<PathBuf>,
    /// The file with a bearer token [default: the environment variable `WSDLGEN_TOKEN`, if set]
    #[arg(help_heading = CONNECTION, long, value_name = "FILE", conflicts_with = "user")]
    bearer_file: Option<PathBuf>,
    /// Send this HTTP header, written `Name: value`; may be repeated
    #[arg(help_heading = CONNECTION, long, value_name = "HEADER")]
    http_header: Vec<String>,
    /// The PEM file with the client certificate
    #[arg(help_heading = CONNECTION, long, value_name = "FILE", requires = "client_key")]
    client_cert: Option<PathBuf>,
    /// The PEM file with the private key of the client certificate, not encrypted
    #[arg(help_heading = CONNECTION, long, value_name = "FILE", requires = "client_cert")]
    client_key: Option<PathBuf>,
    /// The PEM file with the certificate authorities to trust instead of the public ones
    #[arg(help_heading = CONNECTION, long, value_name = "FILE")]
    ca_cert: Option<PathBuf>,
}

impl Connection {
    /// Returns the options of a fetch, and reads the files with secrets.
    pub(crate) fn options(&self) -> Result<Options, Problem> {
        Ok(Options {
            hosts: if self.allow_hosts { Hosts::Any } else { Hosts::SameAsEntry },
            credentials: self.credentials()?,
            authorities: self.ca_cert.as_deref().map(Authorities::read).transpose()?,
            proxy: self.proxy.clone().map_or(Proxy::Environment, Proxy::At),
            ..Options::default()
        })
    }

    /// Returns whether the command line has credentials. Those in the environment are for the server of the contract only.
    pub(crate) fn has_credentials(&self) -> bool {
        self.user.is_some()
            || self.bearer_file.is_some()
            || self.client_cert.is_some()
            || !self.http_header.is_empty()
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
        for header in &self.http_header {
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
