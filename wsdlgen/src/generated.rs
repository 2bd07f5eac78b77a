//! The result of a run.

use crate::{diagnostic::Report, model::SkippedOperation};

/// The result of a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The generated file.
    pub code: String,
    /// The parts of the contract that were skipped, and why.
    pub warnings: Report,
    /// The operations of the contract that have no method, and why.
    pub skipped: Vec<SkippedOperation>,
}
