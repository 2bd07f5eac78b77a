//! Elements that the runtime has a type for.

use super::TypeId;

/// A .NET `DataSet`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DataSet {
    /// The type of all rows together, if the contract has their schema.
    pub(crate) rows: Option<TypeId>,
}
