//! A row of a table.

use std::{borrow::Cow, fmt};

use super::{DIFFGRAM, Rows, attribute, is_about_row, plain};
use crate::{
    xml::{AnyElement, QName, ReadElement, ReadError, ReadOptions, decode_name},
    xsd::{Lexical, ValueError},
};

/// A row of a table.
///
/// A column is an element or an attribute. One without a value (`DBNull`) is absent.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    element: &'a AnyElement,
}

/// The state of a current row since it was loaded: `diffgr:hasChanges`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    /// Unchanged, though nested rows may have changed (`diffgr:hasChanges="descent"`).
    Unchanged,
    /// Added.
    Inserted,
    /// Changed.
    Modified,
}

/// An error for a column whose text is not a value of the requested type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnError {
    column: String,
    reason: ValueError,
}

impl fmt::Display for ColumnError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "column `{}`: {}", self.column, self.reason)
    }
}

impl std::error::Error for ColumnError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

impl<'a> Row<'a> {
    pub(super) fn new(element: &'a AnyElement) -> Self {
        Self { element }
    }

    /// Returns the row's element.
    pub fn element(self) -> &'a AnyElement {
        self.element
    }

    /// Returns the name of the row's table.
    pub fn table(self) -> Cow<'a, str> {
        decode_name(self.element.name.local())
    }

    /// Returns the id that connects the row with its former version: `diffgr:id`.
    pub fn id(self) -> Option<&'a str> {
        attribute(self.element, DIFFGRAM, "id")
    }

    /// Returns the state of the row.
    pub fn state(self) -> RowState {
        match attribute(self.element, DIFFGRAM, "hasChanges") {
            Some("inserted") => RowState::Inserted,
            Some("modified") => RowState::Modified,
            _ => RowState::Unchanged,
        }
    }

    /// Returns the text of a column, or `None` if the column has no value.
    pub fn text(self, column: &str) -> Option<Cow<'a, str>> {
        let is_it = |name: &QName| decode_name(name.local()) == column;
        let mut elements = self.column_elements();
        if let Some(found) = elements.find(|child| is_it(&child.name)) {
            return (!is_nil(found)).then(|| found.text());
        }
        let mut attributes = self.element.attributes.iter();
        let found = attributes.find(|one| !is_about_row(&one.name) && is_it(&one.name))?;
        Some(Cow::Borrowed(&found.value))
    }

    /// Returns the value of a column, or `None` if the column has no value.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a value of type `V`.
    pub fn value<V: Lexical>(self, column: &str) -> Result<Option<V>, ColumnError> {
        let Some(text) = self.text(column) else { return Ok(None) };
        match V::parse_lexical(&V::WHITE_SPACE.apply(&text)) {
            Ok(value) => Ok(Some(value)),
            Err(reason) => Err(ColumnError { column: column.to_owned(), reason }),
        }
    }

    /// Returns the names and texts of the columns that have a value: elements, then attributes.
    pub fn columns(self) -> impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)> {
        let elements = self.column_elements().filter(|child| !is_nil(child));
        let elements = elements.map(|child| (decode_name(child.name.local()), child.text()));
        let attributes = self.element.attributes.iter().filter(|one| !is_about_row(&one.name));
        elements.chain(
            attributes
                .map(|one| (decode_name(one.name.local()), Cow::Borrowed(one.value.as_str()))),
        )
    }

    /// Returns the rows of a table that is nested in this row.
    pub fn rows(self, table: &'a str) -> Rows<'a> {
        Rows::nested_in(self.element, table)
    }

    /// Decodes the row as a type of the contract.
    ///
    /// # Errors
    ///
    /// Returns an error if the row does not match the type.
    pub fn decode_as<V: ReadElement>(self) -> Result<V, ReadError> {
        plain(self.element).decode_as(&ReadOptions::default())
    }

    fn column_elements(self) -> impl Iterator<Item = &'a AnyElement> {
        let row = self.element;
        row.elements().filter(move |child| !is_nested_row(row, child))
    }
}

/// Returns whether the child of a row is a row of a nested table. In a DiffGram, every row has an id. Elsewhere, only rows have
/// elements.
pub(super) fn is_nested_row(row: &AnyElement, child: &AnyElement) -> bool {
    is_nested(has_id(row), child)
}

/// Returns whether the child of a row, which has an id or none, is a row of a nested table.
pub(super) fn is_nested(row_has_id: bool, child: &AnyElement) -> bool {
    has_id(child) || (!row_has_id && child.elements().next().is_some())
}

pub(super) fn has_id(element: &AnyElement) -> bool {
    attribute(element, DIFFGRAM, "id").is_some()
}

fn is_nil(element: &AnyElement) -> bool {
    let nil = attribute(element, "http://www.w3.org/2001/XMLSchema-instance", "nil");
    matches!(nil.map(str::trim), Some("true" | "1"))
}
