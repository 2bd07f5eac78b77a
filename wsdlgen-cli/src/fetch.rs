//! Downloads a WSDL and every document it imports, whole or not at all.
//!
//! Every document is downloaded into memory and checked first: the server's status, the length it
//! announced, well-formedness, and that the root is `wsdl:definitions` (for imports also
//! `xs:schema`). Only when all are whole are files replaced, each in one step, so that a failure
//! leaves the old files as they were. Documents are stored byte for byte as served.
//!
//! All files land in one folder. Where the location in a document is not the name of the file
//! that was written for it, a `catalog.json` beside them maps the one to the other. Give each
//! contract a folder of its own, so that imports of the same name do not meet.

mod catalog;
mod crawl;
mod document;
mod download;
mod error;
mod names;
mod store;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

pub use self::error::{FetchError, Problem};

/// Downloads the WSDL at `address` with everything it imports into `directory`.
///
/// `progress` is told of each request and of arriving data.
pub fn fetch(
    address: &str,
    directory: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Event<'_>),
) -> Result<Fetched, FetchError> {
    let entry = Url::parse(address).map_err(|error| {
        FetchError::new(address.to_owned(), Problem::Address { reason: error.to_string() })
    })?;
    let failed = |problem| FetchError::new(download::shown(&entry), problem);

    let documents = crawl::closure(&entry, options, progress)?;
    let names = names::assign(&documents, options.name.as_deref()).map_err(failed)?;
    let catalog = catalog::of(&documents, &names).map_err(failed)?;

    let mut contents: Vec<(&str, &[u8])> =
        names.iter().map(String::as_str).zip(documents.iter().map(|it| &*it.bytes)).collect();
    if let Some(catalog) = &catalog {
        contents.push((catalog::FILE_NAME, catalog.as_bytes()));
    }
    Ok(Fetched { files: store::replace(directory, &contents).map_err(failed)? })
}

/// What was fetched.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The entry document first, then its imports in the order they were met, then the catalog
    /// if one was needed.
    pub files: Vec<StoredFile>,
}

/// A file that now holds what the server sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Where it is.
    pub path: PathBuf,
    /// What fetching did to it.
    pub change: Change,
}

/// What fetching did to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// There was none before.
    New,
    /// It was replaced.
    Changed,
    /// It held the same bytes already and was not touched.
    Unchanged,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        })
    }
}

/// What to fetch, and how far to go.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The entry document's file name; by default it is made from the address:
    /// `CustomerCareService.asmx?WSDL` becomes `CustomerCareService.wsdl`.
    pub name: Option<String>,
    /// Which hosts may be asked.
    pub hosts: Hosts,
    /// When to give up.
    pub limits: Limits,
}

/// Which hosts imports and redirects may lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hosts {
    /// The entry document's only: what a document says cannot make us call other machines.
    #[default]
    SameAsEntry,
    /// Any.
    Any,
}

/// When a fetch gives up.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Time to connect.
    pub connect: Duration,
    /// Time for one request, from the first byte sent to the last received.
    pub request: Duration,
    /// Size of one document, in bytes.
    pub document_size: u64,
    /// Number of documents, the entry included.
    pub documents: usize,
    /// Redirects followed for one document.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            request: Duration::from_secs(60),
            document_size: 64 * 1024 * 1024,
            documents: 1000,
            redirects: 5,
        }
    }
}

/// What happens during a fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A document is asked for.
    Requested {
        /// Its address.
        address: &'a str,
        /// Which document of the fetch this is, from 1.
        number: usize,
    },
    /// A part of a document arrived.
    Received {
        /// Its address.
        address: &'a str,
        /// How much of it is here.
        bytes: u64,
    },
}
