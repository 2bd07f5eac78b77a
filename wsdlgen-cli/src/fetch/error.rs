//! What can go wrong while fetching.

mod wording;

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// A fetch that failed. All files are as they were.
#[derive(Debug)]
pub struct FetchError {
    /// The document it failed at.
    pub address: String,
    /// The document that imports it, if it is not the entry.
    pub imported_by: Option<String>,
    /// What happened.
    pub problem: Problem,
}

impl FetchError {
    /// What went wrong with the document at `address`, which is shown as it is.
    pub fn new(address: String, problem: Problem) -> Self {
        Self { address, imported_by: None, problem }
    }
}

/// What happened to a document.
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// The address is not a URL.
    Address {
        /// What is wrong with it.
        reason: String,
    },
    /// The address is neither http nor https.
    Scheme {
        /// What it is instead.
        scheme: String,
    },
    /// An import or a redirect leads to a host that may not be asked.
    OtherHost {
        /// The host it leads to, with the port where the address has one.
        host: String,
        /// The host of the entry document, with the port where the address has one.
        entry_host: String,
    },
    /// The server could not be asked, or broke off.
    Transport {
        /// What the HTTP client says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The server answered with another status than success.
    Status {
        /// The status.
        status: u16,
        /// How long the server asks to be left alone (`Retry-After`).
        retry_after: Option<Duration>,
    },
    /// The server did not answer, or not to the end, in time.
    Timeout {
        /// The time it had.
        limit: Duration,
    },
    /// One redirect led to the next.
    Redirects {
        /// How many were allowed.
        limit: usize,
    },
    /// The body is shorter than the server announced.
    Truncated {
        /// What arrived, in bytes.
        received: u64,
        /// What was announced, if anything was.
        announced: Option<u64>,
    },
    /// A document is larger than allowed.
    DocumentSize {
        /// What is allowed, in bytes.
        limit: u64,
    },
    /// All documents together are larger than allowed.
    TotalSize {
        /// What is allowed, in bytes.
        limit: u64,
    },
    /// The server encoded the body in a way that is not understood, although it was asked not to.
    Encoding {
        /// What it says it did.
        encoding: String,
    },
    /// The server says that the body is compressed by gzip, and it is not.
    Gzip {
        /// What decompressing it met.
        source: io::Error,
    },
    /// More documents are imported than allowed.
    Documents {
        /// How many are allowed.
        limit: usize,
    },
    /// The document is not well-formed XML.
    NotXml {
        /// What the parser says, and where.
        reason: String,
    },
    /// The server answered with a web page, such as one to sign in at.
    WebPage,
    /// The document is XML, but not what was asked for.
    Root {
        /// Its root element, as `{namespace}name`.
        found: String,
        /// What it should have been.
        expected: &'static str,
    },
    /// The same relative location means different documents in two importing documents, and one
    /// folder cannot hold both under that name.
    AmbiguousLocation {
        /// The location as written.
        location: String,
    },
    /// The name asked for is not a plain file name.
    Name {
        /// The name asked for.
        name: String,
    },
    /// A file cannot be written.
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file with a certificate or a secret cannot be read.
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file does not have what it should in PEM form.
    Pem {
        /// The file.
        path: PathBuf,
        /// What it should have.
        expected: &'static str,
    },
    /// A certificate or its key is of no use.
    Certificate {
        /// The file.
        path: PathBuf,
        /// What TLS says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A header that was asked for is none of HTTP's. It may be a secret, and is not shown.
    Header,
    /// A secret has a character that HTTP does not allow in it.
    Secret {
        /// What it is.
        what: &'static str,
    },
    /// A user has no password.
    NoPassword {
        /// The user's name.
        user: String,
    },
    /// The proxy's address is none. It may hold a password, and is not shown.
    Proxy,
    /// A proxy that is itself asked over TLS would be shown the client certificate.
    ProxyCertificate,
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.problem {
            Problem::Transport { source } | Problem::Certificate { source, .. } => {
                Some(source.as_ref())
            }
            Problem::Write { source, .. }
            | Problem::Read { source, .. }
            | Problem::Gzip { source } => Some(source),
            _ => None,
        }
    }
}

impl Error for Problem {}
