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
//!
//! Documents that are imported at the same depth are downloaded at the same time. Which files
//! result, and in which order, does not depend on which of them arrives first.

mod address;
mod catalog;
mod client;
mod content;
mod crawl;
mod credentials;
mod document;
mod download;
mod error;
mod event;
mod names;
mod options;
mod parallel;
mod retry;
mod store;
mod tls;

use std::fmt;
use std::path::{Path, PathBuf};

pub use self::credentials::Credentials;
pub use self::error::{FetchError, Problem};
pub use self::event::Event;
pub use self::options::{Hosts, Limits, Options, Proxy, Retries};
pub use self::tls::Authorities;

/// Downloads the WSDL at `address` with everything it imports into `directory`.
///
/// `progress` is told of each request, of arriving data, and of what is tried again. A user name
/// and password in the address are [`Credentials`], and are shown nowhere.
///
/// Fails with the first problem met, in the order in which documents import each other. No file
/// is changed then: where writing fails half-way, the old files are put back.
///
/// ```no_run
/// use std::path::Path;
/// use std::time::Duration;
/// use wsdlgen_cli::fetch::{Credentials, Event, Limits, Options, fetch};
///
/// let options = Options {
///     credentials: Credentials::default().basic("reader", &std::env::var("PASSWORD")?)?,
///     limits: Limits { request: Duration::from_secs(20), ..Limits::default() },
///     ..Options::default()
/// };
/// fetch("https://example.com/Billing?wsdl", Path::new("wsdl"), &options, &mut |event| {
///     if let Event::Retried { address, problem, .. } = event {
///         eprintln!("{address}: {problem}");
///     }
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fetch(
    address: &str,
    directory: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Event<'_>),
) -> Result<Fetched, FetchError> {
    let (entry, options) = address::entry(address, options)?;
    let failed = |problem| FetchError::new(entry.to_string(), problem);

    let documents = crawl::closure(&entry, &options, progress)?;
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

impl Fetched {
    /// One JSON object in one line, for scripts:
    /// `{"files":[{"path":"wsdl/Billing.wsdl","change":"new"}]}`.
    pub fn to_json(&self) -> String {
        let file = |file: &StoredFile| serde_json::json!({ "path": file.path.to_string_lossy(), "change": file.change.to_string() });
        let files: Vec<serde_json::Value> = self.files.iter().map(file).collect();
        serde_json::json!({ "files": files }).to_string()
    }
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
