//! The rows of a table, in document order.

use super::row::{Row, is_nested_row};
use crate::xml::{AnyElement, AnyNode, decode_name};

/// An iterator over the rows of a table.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    table: &'a str,
    /// The parent whose children are visited, and those that remain, at each level.
    levels: Vec<(&'a AnyElement, std::slice::Iter<'a, AnyNode>)>,
    /// `true` if the outermost parent is the element around all rows, whose child elements are all rows.
    is_of_all: bool,
}

impl<'a> Rows<'a> {
    /// Returns the rows in the element around all rows.
    pub(super) fn of_all(rows: Option<&'a AnyElement>, table: &'a str) -> Self {
        let levels = rows.map(|rows| (rows, rows.children.iter())).into_iter().collect();
        Self { table, levels, is_of_all: true }
    }

    /// Returns the rows that are nested in a row.
    pub(super) fn nested_in(row: &'a AnyElement, table: &'a str) -> Self {
        Self { table, levels: vec![(row, row.children.iter())], is_of_all: false }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        loop {
            let is_top = self.is_of_all && self.levels.len() == 1;
            let (parent, children) = self.levels.last_mut()?;
            let Some(child) = children.next() else {
                self.levels.pop();
                continue;
            };
            let AnyNode::Element(child) = child else { continue };
            if is_top || is_nested_row(parent, child) {
                self.levels.push((child, child.children.iter()));
                if decode_name(child.name.local()) == self.table {
                    return Some(Row::new(child));
                }
            }
        }
    }
}
