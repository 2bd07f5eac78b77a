//! Changing and deleting rows. Former versions are kept, so that the service can tell the changes.

use std::{borrow::Cow, collections::HashSet};

use super::{
    DIFFGRAM, DataSet, Row, RowState, child_name, diffgram_name, is_about_row, is_before,
    is_diffgram, is_schema,
    row::{has_id, is_nested, is_nested_row},
    tree::{elements_mut, with_child},
};
use crate::xml::{AnyAttribute, AnyElement, AnyNode, decode_name, encode_name};

/// A row while [`DataSet::edit`] visits it.
#[derive(Debug)]
pub struct EditedRow<'a> {
    element: &'a mut AnyElement,
    /// The row as it was before the first change of this visit.
    former: Option<AnyElement>,
    is_deleted: bool,
}

impl EditedRow<'_> {
    /// Returns the row as it is.
    pub fn row(&self) -> Row<'_> {
        Row::new(self.element)
    }

    /// Returns the text of a column: see [`Row::text`].
    pub fn text(&self, column: &str) -> Option<Cow<'_, str>> {
        self.row().text(column)
    }

    /// Sets a column to a text: the lexical form of its type.
    pub fn set(&mut self, column: &str, text: impl Into<String>) {
        self.remember();
        let text = text.into();
        let is_column = |one: &&mut AnyAttribute| {
            decode_name(one.name.local()) == column && !is_about_row(&one.name)
        };
        if let Some(attribute) = self.element.attributes.iter_mut().find(is_column) {
            attribute.value = text;
            return;
        }
        let has_id = has_id(self.element);
        let is_column = |child: &AnyElement| {
            decode_name(child.name.local()) == column && !is_nested(has_id, child)
        };
        let (name, end) =
            (child_name(self.element, &encode_name(column)), self.element.children.len());
        with_child(
            self.element,
            is_column,
            || AnyElement::new(name),
            end,
            |column| {
                *column = AnyElement::with_text(column.name.clone(), text);
            },
        );
    }

    /// Removes the value of a column, which makes it `DBNull`.
    pub fn clear(&mut self, column: &str) {
        self.remember();
        let has_id = has_id(self.element);
        self.element
            .attributes
            .retain(|one| is_about_row(&one.name) || decode_name(one.name.local()) != column);
        self.element.children.retain(|child| match child {
            AnyNode::Element(child) => {
                decode_name(child.name.local()) != column || is_nested(has_id, child)
            }
            AnyNode::Text(_) => true,
        });
    }

    /// Deletes the row and the rows that are nested in it.
    pub fn delete(&mut self) {
        self.is_deleted = true;
    }

    fn remember(&mut self) {
        if self.former.is_none() {
            self.former = Some(without_nested(self.element));
        }
    }
}

impl<T> DataSet<T> {
    /// Calls `edit` for each current row of a table, in document order, and keeps the former versions of the rows that it
    /// changes or deletes.
    ///
    /// Rows without an id, outside a DiffGram, are changed in place and have no former versions.
    pub fn edit(&mut self, table: &str, mut edit: impl FnMut(&mut EditedRow<'_>)) {
        let mut visit =
            Visit { table, edit: &mut edit, former: Vec::new(), deleted: HashSet::new() };
        if let Some(rows) = self.current_mut() {
            visit.rows(rows, true);
        }
        let Visit { former, deleted, .. } = visit;
        let diffgram = elements_mut(&mut self.element).find(|child| is_diffgram(child));
        let Some(diffgram) = diffgram else { return };
        remove_errors(diffgram, &deleted);
        if !former.is_empty() {
            let create = || AnyElement::new(diffgram_name("before"));
            let add = |before: &mut AnyElement| {
                before.children.extend(former.into_iter().map(AnyNode::Element));
            };
            let is_rows = |child: &AnyNode| matches!(child, AnyNode::Element(rows) if rows.name.namespace() != DIFFGRAM);
            let after_rows = diffgram.children.iter().position(is_rows).map_or(0, |at| at + 1);
            with_child(diffgram, is_before, create, after_rows, add);
        }
    }

    /// Makes all changes final: rows become unchanged, and former versions are dropped.
    pub fn accept_changes(&mut self) {
        let diffgram = elements_mut(&mut self.element).find(|child| is_diffgram(child));
        let Some(diffgram) = diffgram else { return };
        diffgram
            .children
            .retain(|child| !matches!(child, AnyNode::Element(section) if is_before(section)));
        elements_mut(diffgram).for_each(forget_changes);
    }

    pub(super) fn current_mut(&mut self) -> Option<&mut AnyElement> {
        if self.diffgram().is_some() {
            let diffgram = elements_mut(&mut self.element).find(|child| is_diffgram(child))?;
            elements_mut(diffgram).find(|child| child.name.namespace() != DIFFGRAM)
        } else {
            elements_mut(&mut self.element).find(|child| !is_schema(child))
        }
    }
}

/// A pass over the rows of a table.
struct Visit<'a> {
    table: &'a str,
    edit: &'a mut dyn FnMut(&mut EditedRow<'_>),
    /// The former versions of changed and deleted rows.
    former: Vec<AnyElement>,
    /// The ids of deleted rows.
    deleted: HashSet<String>,
}

impl Visit<'_> {
    /// Visits the rows below an element, and removes the deleted ones.
    fn rows(&mut self, parent: &mut AnyElement, is_top: bool) {
        let children = std::mem::take(&mut parent.children);
        let mut kept = Vec::with_capacity(children.len());
        for mut child in children {
            let is_kept = match &mut child {
                AnyNode::Element(row) if is_top || is_nested_row(parent, row) => self.row(row),
                AnyNode::Element(_) | AnyNode::Text(_) => true,
            };
            if is_kept {
                kept.push(child);
            }
        }
        parent.children = kept;
    }

    /// Visits a row and the rows nested in it. Returns `false` if the row is deleted.
    fn row(&mut self, row: &mut AnyElement) -> bool {
        if decode_name(row.name.local()) == self.table {
            let state = Row::new(row).state();
            let mut edited = EditedRow { element: row, former: None, is_deleted: false };
            (self.edit)(&mut edited);
            let EditedRow { former, is_deleted, .. } = edited;
            if is_deleted {
                self.keep_deleted(former.as_ref().unwrap_or(row), state, None);
                self.keep_nested(row);
                return false;
            }
            if let Some(former) = former.filter(|_| state == RowState::Unchanged)
                && Row::new(row).id().is_some()
            {
                row.attributes.retain(|one| !is_of_current(one) || one.name.local() == "hasErrors");
                let changes = AnyAttribute::new(diffgram_name("hasChanges"), "modified");
                row.attributes.push(changes);
                self.former.push(former);
            }
        }
        self.rows(row, false);
        true
    }

    /// Keeps a deleted row, unless it has no id, was never loaded, or has a former version already.
    fn keep_deleted(&mut self, row: &AnyElement, state: RowState, parent: Option<&str>) {
        let Some(id) = Row::new(row).id() else { return };
        self.deleted.insert(id.to_owned());
        if state != RowState::Unchanged {
            return;
        }
        let mut former = without_nested(row);
        former
            .attributes
            .extend(parent.map(|id| AnyAttribute::new(diffgram_name("parentId"), id.to_owned())));
        self.former.push(former);
    }

    /// Keeps the rows that are deleted with the row that contains them.
    fn keep_nested(&mut self, deleted: &AnyElement) {
        for nested in deleted.elements().filter(|child| is_nested_row(deleted, child)) {
            self.keep_deleted(nested, Row::new(nested).state(), Row::new(deleted).id());
            self.keep_nested(nested);
        }
    }
}

/// Removes the errors of deleted rows, which .NET does not accept.
fn remove_errors(diffgram: &mut AnyElement, deleted: &HashSet<String>) {
    let is_deleted = |row: &AnyElement| Row::new(row).id().is_some_and(|id| deleted.contains(id));
    diffgram.children.retain_mut(|section| match section {
        AnyNode::Element(errors) if errors.name == diffgram_name("errors") => {
            errors.children.retain(|row| !matches!(row, AnyNode::Element(row) if is_deleted(row)));
            !errors.children.is_empty()
        }
        AnyNode::Element(_) | AnyNode::Text(_) => true,
    });
}

/// Returns a row without its nested rows and without what the DiffGram says about its current version.
fn without_nested(row: &AnyElement) -> AnyElement {
    let is_column = |child: &&AnyNode| match child {
        AnyNode::Element(child) => !is_nested_row(row, child),
        AnyNode::Text(_) => true,
    };
    AnyElement {
        name: row.name.clone(),
        declarations: row.declarations.clone(),
        attributes: row.attributes.iter().filter(|one| !is_of_current(one)).cloned().collect(),
        children: row.children.iter().filter(is_column).cloned().collect(),
    }
}

/// Returns whether an attribute belongs to the current version of a row only.
fn is_of_current(attribute: &AnyAttribute) -> bool {
    attribute.name.namespace() == DIFFGRAM
        && matches!(attribute.name.local(), "hasChanges" | "hasErrors")
}

fn forget_changes(element: &mut AnyElement) {
    element
        .attributes
        .retain(|one| one.name.namespace() != DIFFGRAM || one.name.local() != "hasChanges");
    elements_mut(element).for_each(forget_changes);
}
