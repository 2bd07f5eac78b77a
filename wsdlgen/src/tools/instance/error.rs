//! Errors in messages.

use std::fmt;

/// A violation of the contract in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstanceError {
    /// The path of the element, by names: `/UpdateCustomerPIN/updateCustomerPINRequest`.
    pub path: String,
    /// The line and column in XML input, both counted from 1.
    pub place: Option<(u32, u32)>,
    /// The description of the problem.
    pub what: String,
}

impl fmt::Display for InstanceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(formatter, "{line}:{column}: ")?;
        }
        write!(formatter, "{}: {}", self.path, self.what)
    }
}

impl std::error::Error for InstanceError {}
