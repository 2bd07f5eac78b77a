//! Running of the generator, with documents from the disk or from a function.

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
    /// Generates Rust code from WSDL files, in cargo's `OUT_DIR` or in [`out_dir`](Self::out_dir).
    ///
    /// The file has the name of the first WSDL in snake case: `customer_care_service.rs` for
    /// `CustomerCareService.wsdl`. Contracts in one call share their common types. Compile unrelated contracts in
    /// separate calls. [`file_per_module`](Self::file_per_module) adds files for modules.
    ///
    /// Warnings are printed to standard error and, in a build script, as cargo warnings. The build script is rerun if
    /// any of the documents changes.
    ///
    /// # Errors
    ///
    /// Returns a report of all diagnostics if the contracts have errors, or if a file cannot be written or would replace one that is
    /// not generated. Nothing is written if the contracts have errors.
    pub fn compile(&self, paths: &[impl AsRef<Path>]) -> Result<(), Report> {
        let Some(out_dir) = self.out_dir.clone().or_else(cargo::out_dir) else {
            let message = "no output directory: `OUT_DIR` is not set";
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
            // Announce only files that exist: for a missing one, cargo would rebuild every time.
            announce(location);
            Ok(bytes)
        };
        let generated = pipeline::run(&locations, &loader, &self.settings)?;
        // The main file comes last, because it refers to the others.
        let modules = generated.modules.iter().map(|one| (out_dir.join(&one.path), &one.code));
        let (paths, codes): (Vec<_>, Vec<_>) = modules.unzip();
        if let Some(foreign) = paths.iter().find(|path| source::is_foreign(path)) {
            let message = format!("`{}` is not a generated file", foreign.display());
            let help = "move it, or set another `out_dir`";
            return Err(single(Diagnostic::error(Code::Unwritable, message).help(help)));
        }
        for (path, code) in paths.iter().zip(codes).chain([(&file, &generated.code)]) {
            write(path, code)?;
        }
        // The contract may have lost modules since they were written.
        source::remove_stale(&file.with_extension(""), &paths, &generated.code);
        generated.warnings.show();
        Ok(())
    }

    /// Generates one Rust file from schemas without a WSDL.
    ///
    /// The file contains types, and an enum `Document` that reads documents by their root elements. See
    /// [`compile`](Self::compile) for the file's location and name.
    ///
    /// # Errors
    ///
    /// Returns a report of all diagnostics if the schemas have errors, or if the file cannot be written.
    pub fn compile_schemas(&self, paths: &[impl AsRef<Path>]) -> Result<(), Report> {
        self.clone().documents().compile(paths)
    }

    /// Generates code from one WSDL, with documents from `load` instead of the disk.
    ///
    /// # Errors
    ///
    /// Returns a report of all diagnostics if the contract has errors.
    pub fn generate(
        &self,
        location: &str,
        load: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Generated, Report> {
        self.generate_all(&[location], load)
    }

    /// Generates code from several contracts, which share their common types.
    ///
    /// # Errors
    ///
    /// Returns a report of all diagnostics if the contracts have errors.
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

    /// Generates code from schemas without a WSDL: see [`compile_schemas`](Self::compile_schemas).
    ///
    /// # Errors
    ///
    /// Returns a report of all diagnostics if the schemas have errors.
    pub fn generate_schemas(
        &self,
        locations: &[impl AsRef<str>],
        load: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Generated, Report> {
        self.clone().documents().generate_all(locations, load)
    }
}

fn write(path: &Path, code: &str) -> Result<(), Report> {
    source::write_output(path, code).map_err(|error| {
        let message = format!("cannot write `{}`: {error}", path.display());
        single(Diagnostic::error(Code::Unwritable, message))
    })
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
