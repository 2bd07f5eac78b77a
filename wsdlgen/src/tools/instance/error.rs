//! What is wrong with a message.

use std::fmt;

/// Something in a message that the contract does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstanceError {
    /// Where, by the elements' names: `/UpdateCustomerPIN/updateCustomerPINRequest`.
    pub path: String,
    /// Line and column in a text of XML, both from 1.
    pub place: Option<(u32, u32)>,
    /// What is wrong.
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
