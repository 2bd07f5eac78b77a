//! The changes of a table.

use std::collections::{HashMap, HashSet};

use super::{DataSet, Row, RowState, is_before};
use crate::xml::{AnyElement, decode_name};

/// A change of a row since it was loaded.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// The row was added.
    Inserted(Row<'a>),
    /// The row was changed.
    Modified {
        /// The row as it was loaded.
        before: Row<'a>,
        /// The row as it is.
        after: Row<'a>,
    },
    /// The row was deleted.
    Deleted(Row<'a>),
}

impl<T> DataSet<T> {
    /// Returns the changes of a table: changed rows in document order, then deleted ones.
    ///
    /// Modified rows without a former version are omitted. [`Row::state`] still reports them as modified.
    pub fn changes<'a>(&'a self, table: &'a str) -> Vec<Change<'a>> {
        let former: Vec<Row<'a>> = self
            .before()
            .into_iter()
            .flat_map(AnyElement::elements)
            .filter(|row| decode_name(row.name.local()) == table)
            .map(Row::new)
            .collect();
        let by_id: HashMap<&str, Row<'a>> =
            former.iter().filter_map(|row| Some((row.id()?, *row))).collect();
        let mut current = HashSet::new();
        let mut changes = Vec::new();
        for after in self.rows(table) {
            current.extend(after.id());
            let before = after.id().and_then(|id| by_id.get(id)).copied();
            match (after.state(), before) {
                (RowState::Inserted, _) => changes.push(Change::Inserted(after)),
                (_, Some(before)) => changes.push(Change::Modified { before, after }),
                (RowState::Unchanged | RowState::Modified, None) => {}
            }
        }
        let deleted =
            former.into_iter().filter(|row| !row.id().is_some_and(|id| current.contains(id)));
        changes.extend(deleted.map(Change::Deleted));
        changes
    }

    /// Returns the section with the former versions of changed and deleted rows.
    pub(super) fn before(&self) -> Option<&AnyElement> {
        self.diffgram()?.elements().find(|section| is_before(section))
    }
}
