//! The output of a generator run.

use crate::{diagnostic::Report, emit::ModuleFile, model::SkippedOperation};

/// The output of a generator run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The generated file.
    pub code: String,
    /// The files of modules, with [`Config::file_per_module`](crate::Config::file_per_module).
    pub modules: Vec<ModuleFile>,
    /// Warnings about the contract, such as parts that were skipped, with reasons.
    pub warnings: Report,
    /// The operations of the contract that got no method, with reasons.
    pub skipped: Vec<SkippedOperation>,
}
