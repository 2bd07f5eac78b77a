//! Contracts given as files, or as addresses to fetch first.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::fetch::{self, Options};
use crate::progress::Line;

/// A contract on disk. Fetched files are deleted on drop.
#[derive(Debug)]
pub struct Location {
    file: PathBuf,
    _fetched: Option<TempDir>,
}

impl Location {
    /// Returns the contract at a path, or fetches it with its imports from an address.
    ///
    /// # Errors
    ///
    /// Returns an error if the contract cannot be fetched. A path is not checked until the contract is read.
    ///
    /// ```no_run
    /// use wsdlgen_cli::contract::Location;
    ///
    /// let options = wsdlgen_cli::fetch::Options::default();
    /// let location = Location::find("https://example.com/Orders.asmx?wsdl", &options)?;
    /// let contract = wsdlgen::configure().read(location.file())?;
    /// println!("{}", contract.overview().services.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn find(named: &str, options: &Options) -> Result<Self, Box<dyn std::error::Error>> {
        let scheme = named.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let named = match scheme.as_deref() {
            Some("http" | "https") => named,
            Some("file") => return Ok(Self::of_file(&named["file://".len()..])),
            _ => return Ok(Self::of_file(named)),
        };
        let folder = TempDir::new()?;
        let line = Line::new();
        let fetched = fetch::fetch(named, folder.path(), options, &mut |event| line.show(event))?;
        let file = fetched.files.into_iter().next().map(|file| file.path).unwrap_or_default();
        Ok(Self { file, _fetched: Some(folder) })
    }

    fn of_file(file: &str) -> Self {
        Self { file: file.into(), _fetched: None }
    }

    /// Returns the path of the contract.
    pub fn file(&self) -> &Path {
        &self.file
    }
}
