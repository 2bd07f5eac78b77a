//! Records that other records extend: how the members of both are read in one pass.

use super::{Countdown, Cursor, ReadElement, ReadError, Record, Slots};

/// A record that other records extend. The macro [`record!`](crate::codegen::v1::record) implements
/// it where the declaration says `base`.
///
/// The base reads its own members and hands the others on to the record that extends it, so that
/// each member is read by one piece of code, however many types extend its type.
pub trait ReadBase: ReadElement {
    /// The slots of the content, those of the record's own base first.
    fn slots() -> &'static Slots;

    /// Reads attributes, content and end tag. `extension` reads what is not the base's own.
    ///
    /// # Errors
    ///
    /// When the element is not what the contract requires.
    fn read_base(
        cursor: &mut Cursor<'_>,
        record: &mut Record,
        extension: Extension<'_>,
    ) -> Result<Self, ReadError>;
}

/// Reads the members of a record that extends another, whenever its base comes to a [`Step`].
pub type Extension<'e> = &'e mut dyn FnMut(Step, &mut Cursor<'_>) -> Result<(), ReadError>;

/// A step of reading a record that extends another.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The attributes that have names, once the base has taken its own.
    Attributes,
    /// The attributes that a wildcard allows, once the base has taken its own.
    AnyAttributes,
    /// The element that has this slot, counted from the first that is not the base's.
    Slot(Countdown),
    /// The elements in the contract's order, behind those of the base.
    Sequence,
}

/// The extension of a record that is read on its own: it has no members.
///
/// # Errors
///
/// When content read in the contract's order does not end behind the base's elements.
pub fn no_extension(step: Step, cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    match step {
        Step::Sequence => cursor.leave(),
        Step::Attributes | Step::AnyAttributes | Step::Slot(_) => Ok(()),
    }
}
