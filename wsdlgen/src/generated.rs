//! The output of a generator run.

use crate::{diagnostic::Report, model::SkippedOperation};

/// The output of a generator run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The generated file.
    pub code: String,
    /// Warnings about the contract, such as parts that were skipped, with reasons.
    pub warnings: Report,
    /// The operations of the contract that got no method, with reasons.
    pub skipped: Vec<SkippedOperation>,
}
