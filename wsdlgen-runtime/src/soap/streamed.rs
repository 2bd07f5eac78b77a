//! Messages that hold many elements of one kind, to be read or written one after the other.

use super::Operation;
use crate::{
    validate::ValidationErrors,
    xml::{Cursor, Name, ReadError, Writer},
};

/// An operation whose output holds a repeated element: its records can be read while the message is
/// still arriving.
///
/// Generated code implements it where an element of the output may stand more than once. Where
/// several may, it is the one that is nearest to the body, and among equals one with content of its
/// own, and then the first.
pub trait StreamedOutput: Operation {
    /// What one of the elements is read as.
    type Record: Send;

    /// The elements from the body's child to the record.
    const OUTPUT_PATH: &'static [Name];

    /// Reads a record; the cursor stands behind its start tag.
    ///
    /// # Errors
    ///
    /// When it is not what the contract says.
    fn read_record(cursor: &mut Cursor<'_>) -> Result<Self::Record, ReadError>;

    /// Checks a record against the facets and occurrence constraints of the contract.
    ///
    /// # Errors
    ///
    /// Everything that the contract forbids.
    fn validate_record(_record: &Self::Record) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

/// An operation whose input holds a repeated element: its records can be written while the message
/// is being sent. Which element it is, is decided as in [`StreamedOutput`].
pub trait StreamedInput: Operation {
    /// What one of the elements is written from.
    type Record: Send;

    /// The elements from the body's child to the record.
    const INPUT_PATH: &'static [Name];

    /// The records of an input; `None` where an element around them is absent.
    fn records(input: &mut Self::Input) -> Option<&mut Vec<Self::Record>>;

    /// Writes a record, tags included.
    fn write_record(record: &Self::Record, writer: &mut Writer);

    /// Checks a record against the facets and occurrence constraints of the contract.
    ///
    /// # Errors
    ///
    /// Everything that the contract forbids.
    fn validate_record(_record: &Self::Record) -> Result<(), ValidationErrors> {
        Ok(())
    }
}
