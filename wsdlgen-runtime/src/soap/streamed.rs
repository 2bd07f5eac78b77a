//! Messages with a repeated element that can be read or written incrementally.

use super::Operation;
use crate::{
    validate::ValidationErrors,
    xml::{Cursor, Name, ReadError, Writer},
};

/// An operation whose output contains a repeated element. Its records can be read while the message is
/// still arriving.
///
/// Generated code implements it for each element of the output that may occur any number of times. `S` selects the
/// element: it is the type of the records, or a marker in the module `operations` if several elements have that type.
pub trait StreamedOutput<S>: Operation {
    /// The type of a record.
    type Record: Send;

    /// The path of a record, from the child of the body to the record itself.
    const OUTPUT_PATH: &'static [Name];

    /// Reads a record. The cursor is after its start tag.
    ///
    /// # Errors
    ///
    /// If the record does not match the contract.
    fn read_record(cursor: &mut Cursor<'_>) -> Result<Self::Record, ReadError>;

    /// Checks a record against the facets and occurrence constraints of the contract.
    ///
    /// # Errors
    ///
    /// Returns all violations of the contract.
    fn validate_record(_record: &Self::Record) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

/// An operation whose input contains a repeated element. Its records can be written while the message is
/// being sent.
///
/// Generated code implements it if an element of the input may occur any number of times. If there are several, the
/// element closest to the body is chosen. At the same depth, elements with fields of their own take precedence, then
/// the first one.
pub trait StreamedInput: Operation {
    /// The type of a record.
    type Record: Send;

    /// The path of a record, from the child of the body to the record itself.
    const INPUT_PATH: &'static [Name];

    /// Returns the records of an input, or `None` if an enclosing element is absent.
    fn records(input: &mut Self::Input) -> Option<&mut Vec<Self::Record>>;

    /// Writes a record, tags included.
    fn write_record(record: &Self::Record, writer: &mut Writer);

    /// Checks a record against the facets and occurrence constraints of the contract.
    ///
    /// # Errors
    ///
    /// Returns all violations of the contract.
    fn validate_record(_record: &Self::Record) -> Result<(), ValidationErrors> {
        Ok(())
    }
}
