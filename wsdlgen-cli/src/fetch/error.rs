//! Fetch errors.

mod wording;

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// The error of a failed fetch. All files are unchanged.
#[derive(Debug)]
pub struct FetchError {
    /// The address of the document that caused the failure.
    pub address: String,
    /// The address of the importing document, or `None` for the entry document.
    pub imported_by: Option<String>,
    /// The problem with the document.
    pub problem: Problem,
}

impl FetchError {
    /// Creates an error for the document at `address`. The address is shown unchanged, so it must not contain
    /// credentials.
    pub fn new(address: String, problem: Problem) -> Self {
        Self { address, imported_by: None, problem }
    }
}

/// A problem with a document.
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// The address is not a URL.
    Address {
        /// The parser's message.
        reason: String,
    },
    /// The address is neither http nor https.
    Scheme {
        /// The scheme of the address.
        scheme: String,
    },
    /// An import or a redirect refers to a host that is not permitted.
    OtherHost {
        /// The other host, with the port if the address has one.
        host: String,
        /// The host of the entry document, with the port if the address has one.
        entry_host: String,
    },
    /// The connection to the server failed or broke off.
    Transport {
        /// The HTTP client's error.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The server returned an error status.
    Status {
        /// The HTTP status code.
        status: u16,
        /// The delay that the server requested (`Retry-After`).
        retry_after: Option<Duration>,
    },
    /// The server did not send a complete response in time.
    Timeout {
        /// The time limit.
        limit: Duration,
    },
    /// There were too many redirects.
    Redirects {
        /// The maximum number of redirects.
        limit: usize,
    },
    /// The body is shorter than the server announced.
    Truncated {
        /// The received length, in bytes.
        received: u64,
        /// The announced length, if there was one, in bytes.
        announced: Option<u64>,
    },
    /// A document is larger than allowed.
    DocumentSize {
        /// The maximum size, in bytes.
        limit: u64,
    },
    /// All documents together are larger than allowed.
    TotalSize {
        /// The maximum size, in bytes.
        limit: u64,
    },
    /// The server used an unsupported content encoding, although the client requested none.
    Encoding {
        /// The value of `Content-Encoding`.
        encoding: String,
    },
    /// The body was declared as gzip but cannot be decompressed.
    Gzip {
        /// The decompression error.
        source: io::Error,
    },
    /// There are too many imported documents.
    Documents {
        /// The maximum number of documents.
        limit: usize,
    },
    /// The document is not well-formed XML.
    NotXml {
        /// The parser's message with the location.
        reason: String,
    },
    /// The server returned a web page, such as a sign-in page.
    WebPage,
    /// The document is XML, but has an unexpected root element.
    Root {
        /// The root element, as `{namespace}name`.
        found: String,
        /// The expected root element.
        expected: &'static str,
    },
    /// A relative location refers to different documents in two importing documents, so that one folder cannot
    /// hold both under that name.
    AmbiguousLocation {
        /// The location as written.
        location: String,
    },
    /// The requested name is not a plain file name.
    Name {
        /// The requested name.
        name: String,
    },
    /// A file cannot be written.
    Write {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// A file with a certificate or a secret cannot be read.
    Read {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// A PEM file does not contain the expected item.
    Pem {
        /// The file.
        path: PathBuf,
        /// The expected item.
        expected: &'static str,
    },
    /// A certificate or its key cannot be used.
    Certificate {
        /// The file.
        path: PathBuf,
        /// The TLS library's error.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A given header is not a valid HTTP header. It is not shown because it may contain a secret.
    Header,
    /// A secret contains a character that HTTP does not allow there.
    Secret {
        /// The kind of secret.
        what: &'static str,
    },
    /// No password was given for a user.
    NoPassword {
        /// The user's name.
        user: String,
    },
    /// The proxy address is invalid. It is not shown because it may contain a password.
    Proxy,
    /// A client certificate cannot be combined with a proxy over TLS, because the proxy would receive it too.
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
