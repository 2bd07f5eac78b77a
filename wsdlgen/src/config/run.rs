//! Running the generator with settings: from the disk, or with documents from a function.

use std::{io, path::Path};

use super::Config;
use crate::{
    diagnostic::{Code, Diagnostic, Report, cargo},
    generated::Generated,
    name::file_stem,
    pipeline,
    source::{self, Loader},
};

impl Config {
    /// Generates one file from WSDL files, into cargo's `OUT_DIR` or [`out_dir`](Self::out_dir). It
    /// is called after the first of them, in snake case: `customer_care_service.rs` from
    /// `CustomerCareService.wsdl`. Several contracts in one call share the types that they have in
    /// common; contracts that have nothing in common are better compiled in a call each.
    ///
    /// Warnings are shown: in a build script as cargo's own, elsewhere on the standard error. A
    /// build script also runs again when any of the documents has changed.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the contracts; nothing is written then.
    pub fn compile(&self, paths: &[impl AsRef<Path>]) -> Result<(), Report> {
        let Some(out_dir) = self.out_dir.clone().or_else(cargo::out_dir) else {
            let message = "there is no directory to write to: `OUT_DIR` is not set";
            let help = "call this from a build script, or set `out_dir`";
            return Err(single(Diagnostic::error(Code::Unwritable, message).help(help)));
        };
        let locations: Vec<String> =
            paths.iter().map(|path| path.as_ref().to_string_lossy().into_owned()).collect();
        let Some(first) = locations.first() else { return Ok(()) };
        let file = out_dir.join(format!("{}.rs", file_stem(first)));
        let disk = source::Disk::new(&locations, &self.settings);
        let loader = |location: &str| {
            let bytes = disk.read(location)?;
            // Cargo would build again each time for a file that is not there.
            announce(location);
            Ok(bytes)
        };
        let generated = pipeline::run(&locations, &loader, &self.settings)?;
        source::write_output(&file, &generated.code).map_err(|error| {
            let message = format!("cannot write `{}`: {error}", file.display());
            single(Diagnostic::error(Code::Unwritable, message))
        })?;
        generated.warnings.show();
        Ok(())
    }

    /// The same from schemas without a WSDL: types, and an enum `Document` over the global
    /// elements, which reads documents by their root elements.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the schemas; nothing is written then.
    pub fn compile_schemas(&self, paths: &[impl AsRef<Path>]) -> Result<(), Report> {
        self.clone().documents().compile(paths)
    }

    /// Generates code from one WSDL and returns it, with documents from `load` in place of the
    /// disk.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the contract.
    pub fn generate(
        &self,
        location: &str,
        load: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Generated, Report> {
        self.generate_all(&[location], load)
    }

    /// The same from several contracts, which share the types that they have in common.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the contracts.
    pub fn generate_all(
        &self,
        locations: &[impl AsRef<str>],
        load: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Generated, Report> {
        let loader: &Loader<'_> = &load;
        let locations: Vec<String> =
            locations.iter().map(|location| location.as_ref().to_owned()).collect();
        pipeline::run(&locations, loader, &self.settings)
    }

    /// The same from schemas without a WSDL: see [`compile_schemas`](Self::compile_schemas).
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the schemas.
    pub fn generate_schemas(
        &self,
        locations: &[impl AsRef<str>],
        load: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Generated, Report> {
        self.clone().documents().generate_all(locations, load)
    }
}

/// Tells cargo that the build depends on a document.
fn announce(location: &str) {
    if cargo::out_dir().is_some() {
        cargo::print(&format!("cargo::rerun-if-changed={location}"));
    }
}

fn single(diagnostic: Diagnostic) -> Report {
    let mut report = Report::default();
    report.add(diagnostic);
    report
}
