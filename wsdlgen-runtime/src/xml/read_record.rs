//! Reading records that extend other records. The members of both are read in one pass.

use super::{Countdown, Cursor, ReadElement, ReadError, Record, Slots};

/// A record that other records extend. The macro [`record!`](crate::codegen::v1::record) implements it for
/// declarations with `base`.
///
/// The base reads its own members and passes the others on to the record that extends it. Each member is read by a
/// single piece of code, no matter how many types extend its type.
pub trait ReadBase: ReadElement {
    /// Returns the slots of the content, those of the record's own base first.
    fn slots() -> &'static Slots;

    /// Reads the attributes, the content and the end tag. `extension` reads the members that are not the base's own.
    ///
    /// # Errors
    ///
    /// Returns an error if the element does not match the contract.
    fn read_base(
        cursor: &mut Cursor<'_>,
        record: &mut Record,
        extension: Extension<'_>,
    ) -> Result<Self, ReadError>;
}

/// A function that reads the members of an extending record. The base calls it at each [`Step`].
pub type Extension<'e> = &'e mut dyn FnMut(Step, &mut Cursor<'_>) -> Result<(), ReadError>;

/// A step in reading a record that extends another.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The named attributes, after the base has taken its own.
    Attributes,
    /// The attributes that a wildcard allows, after the base has taken its own.
    AnyAttributes,
    /// The element of a slot, counted from the first slot that is not the base's.
    Slot(Countdown),
    /// The elements in the contract's order, after those of the base.
    Sequence,
}

/// An extension without members, for a record that is read on its own.
///
/// # Errors
///
/// Returns an error if content read in the contract's order does not end after the base's elements.
pub fn no_extension(step: Step, cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    match step {
        Step::Sequence => cursor.leave(),
        Step::Attributes | Step::AnyAttributes | Step::Slot(_) => Ok(()),
    }
}
