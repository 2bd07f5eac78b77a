//! Settings of a run.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    name::file_stem,
    pipeline,
    source::{self, Loader},
};

/// How to generate: made by [`configure`](crate::configure), used up by
/// [`compile`](Self::compile) or [`generate`](Self::generate).
///
/// ```no_run
/// wsdlgen::configure()
///     .secret("UpdateCustomerPINRequest/PIN")
///     .compile(&["wsdl/CustomerCareService.wsdl"])
///     .unwrap_or_else(|report| report.exit());
/// ```
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `compile` or `generate`"]
pub struct Config {
    out_dir: Option<PathBuf>,
    settings: Settings,
}

/// The settings that the stages look at.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where generated code finds the runtime.
    pub(crate) runtime: String,
    /// `Type/Element` of fields that must not be shown.
    pub(crate) secrets: Vec<String>,
    /// Documents beside the contract.
    pub(crate) schemas: Vec<String>,
    /// Faults that the contract does not declare: operation and element.
    pub(crate) faults: Vec<(String, String)>,
}

impl Config {
    pub(crate) fn new() -> Self {
        let runtime = "::wsdlgen_runtime::codegen::v1".to_owned();
        let (secrets, schemas, faults) = (Vec::new(), Vec::new(), Vec::new());
        Self { out_dir: None, settings: Settings { runtime, secrets, schemas, faults } }
    }

    /// Where to write the generated files, in place of cargo's `OUT_DIR`: for code that is checked
    /// in.
    pub fn out_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(directory.into());
        self
    }

    /// Where generated code finds the runtime, if the crate has another name for it. The default is
    /// `::wsdlgen_runtime::codegen::v1`.
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.settings.runtime = path.into();
        self
    }

    /// Keeps an element's value out of `Debug`, errors and traces. `selector` is the name of a
    /// complex type and of an element in it, as the contract has them:
    /// `UpdateCustomerPINRequest/PIN`.
    pub fn secret(mut self, selector: impl Into<String>) -> Self {
        self.settings.secrets.push(selector.into());
        self
    }

    /// Reads a schema beside the contract: for elements that the service sends but its contract
    /// does not mention.
    pub fn schema(mut self, path: impl Into<String>) -> Self {
        self.settings.schemas.push(path.into());
        self
    }

    /// Declares a fault that an operation answers with but the contract does not declare, as
    /// contracts made by ASP.NET never do. `element` is the name of a global element, the detail's
    /// entry; see [`schema`](Self::schema).
    pub fn fault(mut self, operation: impl Into<String>, element: impl Into<String>) -> Self {
        self.settings.faults.push((operation.into(), element.into()));
        self
    }

    /// Generates a file from each of the WSDL files, into cargo's `OUT_DIR` or
    /// [`out_dir`](Self::out_dir). The file is called after the WSDL file, in snake case:
    /// `customer_care_service.rs` from `CustomerCareService.wsdl`. The settings go for each file.
    ///
    /// Warnings are shown: in a build script as cargo's own, elsewhere on the standard error. A
    /// build script also runs again when any of the documents has changed.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the first contract that something is wrong with; nothing is
    /// written then.
    pub fn compile(&self, paths: &[impl AsRef<Path>]) -> Result<(), Report> {
        let Some(out_dir) = self.out_dir.clone().or_else(source::cargo_out_dir) else {
            let message = "there is no directory to write to: `OUT_DIR` is not set";
            let help = "call this from a build script, or set `out_dir`";
            return Err(single(Diagnostic::error(Code::Unwritable, message).help(help)));
        };
        let mut files: Vec<(PathBuf, Generated)> = Vec::new();
        for path in paths {
            let location = path.as_ref().to_string_lossy().into_owned();
            let file = out_dir.join(format!("{}.rs", file_stem(&location)));
            if files.iter().any(|(other, _)| *other == file) {
                let message = format!("two contracts become the file `{}`", file.display());
                let help = "generate one of them into another directory";
                return Err(single(Diagnostic::error(Code::Unwritable, message).help(help)));
            }
            let loader = |location: &str| {
                announce(location);
                source::read_from_disk(location)
            };
            files.push((file, pipeline::run(&location, &loader, &self.settings)?));
        }
        for (file, generated) in files {
            source::write_output(&file, &generated.code).map_err(|error| {
                let message = format!("cannot write `{}`: {error}", file.display());
                single(Diagnostic::error(Code::Unwritable, message))
            })?;
            generated.warnings.show_warnings();
        }
        Ok(())
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
        let loader: &Loader<'_> = &load;
        pipeline::run(location, loader, &self.settings)
    }
}

/// What a run gives.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The generated file.
    pub code: String,
    /// What in the contract was skipped, and why.
    pub warnings: Report,
}

/// Tells cargo that the build depends on a document.
fn announce(location: &str) {
    if source::cargo_out_dir().is_some() {
        source::print_to_cargo(&format!("cargo::rerun-if-changed={location}"));
    }
}

fn single(diagnostic: Diagnostic) -> Report {
    let mut report = Report::default();
    report.add(diagnostic);
    report
}
