//! Reading of contracts without generating code.

use std::{io, path::Path};

use super::Config;
use crate::{
    diagnostic::Report,
    source::{self, Loader},
    tools::{self, Contract, Sample},
};

impl Config {
    /// Reads a contract from the disk without generating code.
    ///
    /// See [`import_folder`](Self::import_folder) for the documents that may be read.
    ///
    /// # Errors
    ///
    /// Returns a report of all diagnostics if the contract has errors.
    ///
    /// ```no_run
    /// let contract = wsdlgen::configure().read("a.wsdl")?;
    /// println!("{} types", contract.overview().types.len());
    /// # Ok::<(), wsdlgen::Report>(())
    /// ```
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Contract, Report> {
        let location = path.as_ref().to_string_lossy().into_owned();
        let disk = source::Disk::new(std::slice::from_ref(&location), &self.settings);
        self.load(&location, |location| disk.read(location))
    }

    /// Looks for mistakes in a contract from the disk, for its authors: what generation reports, and violations of rules
    /// of XML Schema that make no difference to generated code.
    ///
    /// ```no_run
    /// let report = wsdlgen::configure().lint("a.xsd");
    /// assert!(report.is_empty(), "{report}");
    /// ```
    pub fn lint(&self, path: impl AsRef<Path>) -> Report {
        let location = path.as_ref().to_string_lossy().into_owned();
        let disk = source::Disk::new(std::slice::from_ref(&location), &self.settings);
        tools::lint(&[location], &|location| disk.read(location), &self.settings)
    }

    /// Reads a contract without generating code, with documents from `load` instead of the disk.
    ///
    /// # Errors
    ///
    /// Returns a report of all diagnostics if the contract has errors.
    ///
    /// ```no_run
    /// let contract = wsdlgen::configure().load("a.wsdl", |path| std::fs::read(path))?;
    /// println!("{} types", contract.overview().types.len());
    /// # Ok::<(), wsdlgen::Report>(())
    /// ```
    pub fn load(
        &self,
        location: &str,
        load: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Contract, Report> {
        let loader: &Loader<'_> = &load;
        tools::load(&[location.to_owned()], loader, &self.settings)
    }

    /// Generates sample messages for a contract that are valid against its types and facets.
    ///
    /// # Errors
    ///
    /// Returns a report of all diagnostics if the contract has errors.
    pub fn samples(
        &self,
        location: &str,
        load: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Vec<Sample>, Report> {
        let loader: &Loader<'_> = &load;
        tools::samples(&[location.to_owned()], loader, &self.settings)
    }
}
