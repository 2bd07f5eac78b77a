//! Lookup tables of names. A lookup takes constant time, so that the cost of reading a message does not grow with
//! the size of its contract.

use std::{collections::HashMap, sync::OnceLock};

use super::{Name, cursor::PeekedTag};

/// The maximum number of items that are compared one by one, which is faster than hashing.
pub(super) const FEW: usize = 16;

/// A lookup table from names to their positions in a list.
///
/// ```
/// use wsdlgen_runtime::xml::{First, Name, NameTable};
///
/// const NAMES: &[Name] = &[Name::unqualified("card"), Name::unqualified("cash")];
///
/// fn table() -> &'static NameTable {
///     static TABLE: NameTable = NameTable::new(NAMES);
///     &TABLE
/// }
/// const FIRST: First = First::of_table(NAMES, table);
/// # let _ = FIRST;
/// ```
#[derive(Debug)]
pub struct NameTable {
    names: &'static [Name],
    positions: OnceLock<Positions>,
}

impl NameTable {
    /// Creates a table for a list of names. It is built on first use.
    pub const fn new(names: &'static [Name]) -> Self {
        Self { names, positions: OnceLock::new() }
    }

    /// Returns the position of the first name that the tag has.
    #[inline]
    pub(super) fn position(&'static self, tag: PeekedTag<'_>) -> Option<usize> {
        let positions = self.positions.get_or_init(|| Positions::of(self.names.iter().zip(0..)));
        positions.with_local(tag.local()).find(|(name, _)| tag.is(name)).map(|(_, index)| index)
    }
}

/// Names and their positions, keyed by local name.
#[derive(Debug)]
pub(super) struct Positions(HashMap<&'static str, Vec<(Name, usize)>>);

impl Positions {
    /// Creates a table from names in ascending order of their positions.
    pub(super) fn of<'n>(names: impl Iterator<Item = (&'n Name, usize)>) -> Self {
        let mut positions: HashMap<_, Vec<_>> = HashMap::new();
        for (name, position) in names {
            positions.entry(name.local).or_default().push((*name, position));
        }
        Self(positions)
    }

    pub(super) fn with_local(&self, local: &str) -> impl Iterator<Item = (&Name, usize)> {
        let found = self.0.get(local).into_iter().flatten();
        found.map(|(name, position)| (name, *position))
    }
}
