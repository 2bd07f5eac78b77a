//! Sample messages, built from the model without generated code.
//!
//! Every element and attribute appears, and repeated elements appear twice. Values satisfy their facets whenever such
//! a value can be found.

mod alternatives;
mod content;
mod data_set;
mod facets;
mod form;
mod group;
mod height;
mod notes;
mod pattern;
mod placeholder;
mod tree;
mod value;

use crate::model::{Body, Message, Model};
pub(crate) use content::{Builder, Values};
#[cfg(feature = "tools")]
pub(crate) use facets::check;
pub(crate) use tree::Tree;
#[cfg(feature = "tools")]
pub(crate) use tree::{Node, TypeName, declaration, escaped};

/// The header blocks and the body of a message, as indented text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) header: String,
    pub(crate) body: String,
}

impl Content {
    /// Returns the content of a message, or `None` if it is infinite or too large.
    pub(crate) fn of(model: &Model, message: &Message, values: Values) -> Option<Self> {
        let mut builder = Builder::new(model, values);
        let headers = message.headers.iter().map(|header| builder.element(header));
        let headers: Vec<Tree> = headers.collect::<Option<_>>()?;
        let body = body_trees(&mut builder, model, &message.body)?;
        let lines = |trees: &[Tree]| trees.iter().map(|tree| tree.indented(model, 2)).collect();
        Some(Self { header: lines(&headers), body: lines(&body) })
    }
}

/// Returns the elements of a message's body.
pub(crate) fn body_trees(
    builder: &mut Builder<'_>,
    model: &Model,
    body: &Body,
) -> Option<Vec<Tree>> {
    body.elements(model).into_iter().map(|element| builder.element(element)).collect()
}
