//! Notes in a valid sample, from which servers make a form with a field for each element.
//!
//! ```text
//! <Order f:max="unbounded"><State f:min="0" f:values="OPEN&#10;CLOSED">OPEN</State></Order>
//! ```
//!
//! | attribute | meaning |
//! | --- | --- |
//! | `f:min`, `f:max` | the number of occurrences, if it is not 1 |
//! | `f:type` | the type of a simple value |
//! | `f:values` | the only values, one in each line |
//! | `f:secret` | the value is secret |
//! | `f:fixed` | the content has no fields |
//!
//! Elements are in an `f:sequence` if they are optional or occur several times together, and the branches of a choice
//! are in an `f:choice`.

use super::{
    placeholder,
    tree::{Node, Tree, quoted},
};
use crate::model::{
    Builtin, Constraint, Content, Definition, Element, Model, Record, SimpleShape, Times, ValueType,
};

/// The note for content without fields.
pub(super) const FIXED: &str = " f:fixed=\"true\"";

/// Adds the notes about the value of an element.
pub(super) fn add_value(model: &Model, element: &Element, tree: &mut Tree) {
    let is_simple = |node: &Node| matches!(node, Node::Text(_));
    let has_fields =
        |node: &Node| matches!(node, Node::Element(_) | Node::Group(_) | Node::Any { .. });
    if tree.content.iter().all(has_fields) && !tree.content.is_empty() {
        return;
    }
    let is_fixed = element.constraint.as_ref().is_some_and(Constraint::is_fixed);
    let value = simple(model, element.value);
    let (true, Some(value), false) = (tree.content.iter().all(is_simple), value, is_fixed) else {
        return tree.notes.push_str(FIXED);
    };
    if let Some(values) = values(model, value) {
        note(&mut tree.notes, "values", &values.join("&#10;"));
    } else {
        note(&mut tree.notes, "type", &quoted(&placeholder::of(model, value)));
    }
    if model.secrets.contains(&element.name) {
        note(&mut tree.notes, "secret", "true");
    }
}

/// Adds a note with an escaped value.
fn note(notes: &mut String, name: &str, value: &str) {
    notes.extend([" f:", name, "=\"", value, "\""]);
}

/// Adds the notes about the number of occurrences of an element or a group.
pub(super) fn add_times(notes: &mut String, times: Times) {
    if times.min != 1 {
        note(notes, "min", &times.min.to_string());
    }
    match times.max {
        Some(0 | 1) => {}
        Some(max) => note(notes, "max", &max.to_string()),
        None => note(notes, "max", "unbounded"),
    }
}

/// Returns whether notes are about the number of occurrences, too.
pub(super) fn have_times(notes: &str) -> bool {
    [" f:min=", " f:max="].iter().any(|name| notes.contains(name))
}

/// Returns the type of an element's text, or `None` if it has elements.
fn simple(model: &Model, value: ValueType) -> Option<ValueType> {
    let ValueType::Defined(id) = value else { return Some(value) };
    match &model.get(id).definition {
        Definition::Record(record) => model.lineage(record).into_iter().find_map(of_content),
        Definition::Choice(_) | Definition::Family(_) => None,
        _ => Some(value),
    }
}

fn of_content(record: &Record) -> Option<ValueType> {
    match record.content {
        Content::Value(value) => Some(value),
        Content::Mixed(_) => Some(ValueType::Builtin(Builtin::String)),
        Content::Fields(..) | Content::Array(_) => None,
    }
}

/// Returns the only values of an enumeration or of `xs:boolean`, escaped.
fn values(model: &Model, value: ValueType) -> Option<Vec<String>> {
    let id = match value {
        ValueType::Builtin(Builtin::Boolean) => {
            return Some(vec!["true".to_owned(), "false".to_owned()]);
        }
        ValueType::Builtin(_) => return None,
        ValueType::Defined(id) => id,
    };
    match &model.get(id).definition {
        Definition::Enumeration(enumeration) => {
            Some(enumeration.values.iter().map(|value| quoted(&value.text)).collect())
        }
        Definition::Simple(simple) => match simple.shape {
            SimpleShape::Of(inner) | SimpleShape::AsWritten(inner) => values(model, inner),
            SimpleShape::Uuid(_) | SimpleShape::List(_) => None,
        },
        _ => None,
    }
}
