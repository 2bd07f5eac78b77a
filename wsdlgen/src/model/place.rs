//! The places of operations.

use super::{Interface, Model, Operation};

/// The place of an operation in the model. It identifies the operation, since names may occur several times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    /// The index of the interface in the model.
    pub(crate) interface: usize,
    /// The index of the operation in the interface.
    pub(crate) operation: usize,
}

impl Model {
    /// Returns the places of all operations.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> {
        let interfaces = self.interfaces.iter().enumerate();
        interfaces.flat_map(|(interface, one)| {
            (0..one.operations.len()).map(move |operation| Place { interface, operation })
        })
    }

    /// Returns the interface and the operation at a place.
    pub(crate) fn operation(&self, place: Place) -> (&Interface, &Operation) {
        let interface = &self.interfaces[place.interface];
        (interface, &interface.operations[place.operation])
    }
}
