//! What can go wrong while fetching. The wording is here and nowhere else.

use std::error::Error;
use std::path::PathBuf;
use std::{fmt, io};

/// A fetch that failed. No file was replaced, unless the problem is [`Problem::Write`].
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
    pub(super) fn new(address: String, problem: Problem) -> Self {
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
        /// The host it leads to.
        host: String,
        /// The host of the entry document.
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
        /// What was announced.
        announced: u64,
    },
    /// A document is larger than allowed.
    DocumentSize {
        /// What is allowed, in bytes.
        limit: u64,
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
}

impl Problem {
    /// What the reader can do about it.
    fn advice(&self) -> &'static str {
        match self {
            Self::Address { .. } => "give the full address, such as https://example.com/a?wsdl",
            Self::Scheme { .. } => {
                "only http and https are fetched, never a file that a remote document names"
            }
            Self::OtherHost { .. } => {
                "allow other hosts (--allow-hosts) if you trust the documents to name them"
            }
            Self::Transport { .. } => "check the address, the network and the proxy settings",
            Self::Status { .. } => "open the address in a browser to see what the server says",
            Self::Redirects { .. } => "fetch the address where the redirects end",
            Self::Truncated { .. } => "try again; the server or a proxy cut the document short",
            Self::DocumentSize { .. } | Self::Documents { .. } => {
                "check that the address is right: contracts of this size are unknown to us"
            }
            Self::NotXml { .. } => "check that the address is a WSDL and not a login or error page",
            Self::Root { .. } => "the address of a WSDL 1.1 document often ends with ?wsdl",
            Self::AmbiguousLocation { .. } => {
                "download the documents by hand and keep their folders"
            }
            Self::Name { .. } => "give a file name without folders",
            Self::Write { .. } => "check the folder's permissions and free space",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { reason } => write!(f, "not an address: {reason}"),
            Self::Scheme { scheme } => write!(f, "cannot fetch `{scheme}:` addresses"),
            Self::OtherHost { host, entry_host } => {
                write!(f, "leads to host `{host}`, away from `{entry_host}`")
            }
            Self::Transport { source } => write!(f, "cannot be downloaded: {source}"),
            Self::Status { status } => write!(f, "the server answered with status {status}"),
            Self::Redirects { limit } => write!(f, "more than {limit} redirects"),
            Self::Truncated { received, announced } => {
                write!(f, "only {received} of {announced} bytes arrived")
            }
            Self::DocumentSize { limit } => write!(f, "is larger than {limit} bytes"),
            Self::Documents { limit } => write!(f, "is one document more than the limit, {limit}"),
            Self::NotXml { reason } => write!(f, "is not well-formed XML: {reason}"),
            Self::Root { found, expected } => {
                write!(f, "its root element is `{found}`, expected {expected}")
            }
            Self::AmbiguousLocation { location } => {
                write!(f, "its imports mean different documents by the location `{location}`")
            }
            Self::Name { name } => write!(f, "cannot be stored as `{name}`"),
            Self::Write { path, source } => {
                write!(f, "cannot write {}: {source}", path.display())
            }
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.address, self.problem)?;
        if let Some(importer) = &self.imported_by {
            write!(f, "\n  imported by {importer}")?;
        }
        write!(f, "\n  help: {}", self.problem.advice())
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.problem {
            Problem::Transport { source } => Some(source.as_ref()),
            Problem::Write { source, .. } => Some(source),
            _ => None,
        }
    }
}
