//! All-or-nothing download of a WSDL and every document it imports.
//!
//! Every document is first downloaded into memory and checked: the HTTP status, the announced
//! length, well-formedness, and that the root is `wsdl:definitions` (or `xs:schema` for imports).
//! Files are replaced, each atomically, only after all documents have passed. A failure leaves the
//! old files unchanged. Documents are stored byte for byte as served.
//!
//! All files are stored in one folder. If a location in a document differs from the name of the
//! stored file, a `catalog.json` next to the files maps one to the other. Use a separate folder for
//! each contract to avoid name clashes between imports.
//!
//! Documents imported at the same depth are downloaded in parallel. The resulting files and their
//! order do not depend on the order of arrival.

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

pub(crate) use self::client::calling;
pub(crate) use self::content::ContentEncoding;
pub use self::credentials::Credentials;
pub use self::error::{FetchError, Problem};
pub use self::event::Event;
pub use self::options::{Hosts, Limits, Options, Proxy, Retries};
pub use self::tls::Authorities;

/// Downloads the WSDL at `address` with everything it imports into `directory`.
///
/// Calls `progress` for each request, each chunk of received data, and each retry. A user name and
/// password in the address are used as [`Credentials`] and never shown.
///
/// # Errors
///
/// Returns the first problem in import order. No file is changed in that case: if writing fails
/// half-way, the old files are restored.
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

/// The files written by a successful fetch.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The entry document, followed by its imports in the order of their first occurrence, and the
    /// catalog if there is one.
    pub files: Vec<StoredFile>,
}

impl Fetched {
    /// Returns a JSON object on one line, such as
    /// `{"files":[{"path":"wsdl/Billing.wsdl","change":"new"}]}`.
    pub fn to_json(&self) -> String {
        let file = |file: &StoredFile| serde_json::json!({ "path": file.path.to_string_lossy(), "change": file.change.to_string() });
        let files: Vec<serde_json::Value> = self.files.iter().map(file).collect();
        serde_json::json!({ "files": files }).to_string()
    }
}

/// A file with the content that the server sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// The path of the file.
    pub path: PathBuf,
    /// The change made to the file.
    pub change: Change,
}

/// The change that a fetch made to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The file did not exist before.
    New,
    /// The file was replaced.
    Changed,
    /// The file already had this content and was not touched.
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
