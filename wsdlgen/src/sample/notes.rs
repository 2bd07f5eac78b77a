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

use super::{
    placeholder,
    tree::{Node, Tree, quoted},
};
use crate::model::{
    Builtin, Constraint, Content, Definition, Element, Model, Record, SimpleShape, Times, ValueType,
};

/// Adds the notes about the value of an element.
pub(super) fn add_value(model: &Model, element: &Element, tree: &mut Tree) {
    let is_simple = |node: &Node| matches!(node, Node::Text(_));
    let is_element = |node: &Node| matches!(node, Node::Element(_));
    if tree.content.iter().all(is_element) && !tree.content.is_empty() {
        return;
    }
    let is_fixed = element.constraint.as_ref().is_some_and(Constraint::is_fixed);
    let value = simple(model, element.value);
    let (true, Some(value), false) = (tree.content.iter().all(is_simple), value, is_fixed) else {
        return note(tree, "fixed", "true");
    };
    if let Some(values) = values(model, value) {
        note(tree, "values", &values.join("&#10;"));
    } else {
        note(tree, "type", &quoted(&placeholder::of(model, value)));
    }
    if model.secrets.contains(&element.name) {
        note(tree, "secret", "true");
    }
}

/// Adds a note with an escaped value.
fn note(tree: &mut Tree, name: &str, value: &str) {
    tree.notes.extend([" f:", name, "=\"", value, "\""]);
}

/// Adds the notes about the number of occurrences of an element.
pub(super) fn add_times(tree: &mut Tree, times: Times) {
    if times.min != 1 && !tree.notes.contains(" f:min=") {
        note(tree, "min", &times.min.to_string());
    }
    match times.max {
        Some(0 | 1) => {}
        Some(max) => note(tree, "max", &max.to_string()),
        None => note(tree, "max", "unbounded"),
    }
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
