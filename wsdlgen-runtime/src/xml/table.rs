//! Tables of names. Finding a name costs the same however many there are, so that no message costs more because
//! its contract is large.

use std::{collections::HashMap, sync::OnceLock};

use super::{Name, cursor::PeekedTag};

/// The number of names that are compared one after the other, which takes less time than hashing.
pub(super) const FEW: usize = 16;

/// A list of names with their positions.
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
    /// A list of names. The table is built at first use.
    pub const fn new(names: &'static [Name]) -> Self {
        Self { names, positions: OnceLock::new() }
    }

    /// The position of the first name that is the tag's.
    #[inline]
    pub(super) fn position(&'static self, tag: PeekedTag<'_>) -> Option<usize> {
        let positions = self.positions.get_or_init(|| Positions::of(self.names.iter().zip(0..)));
        positions.with_local(tag.local()).find(|(name, _)| tag.is(name)).map(|(_, index)| index)
    }
}

/// Names with their positions, by local name.
#[derive(Debug)]
pub(super) struct Positions(HashMap<&'static str, Vec<(Name, usize)>>);

impl Positions {
    /// In ascending order of the positions.
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
