//! Defaults and fixed values as constants, for whoever writes a value.

use syn::{ImplItem, Item, ItemImpl};

use super::{
    RecordItem,
    docs::{code, doc},
    syntax::{ident, text},
    template::{Fill, template},
};
use crate::model::{Constraint, Name};

template! { fn implementation() -> ItemImpl { impl __name {} } }
template! { fn constant() -> ImplItem { pub const __name: &'static str = __text; } }

/// An `impl` with a constant for each default and each fixed value, where there are some.
pub(super) fn items(item: &RecordItem<'_>) -> Option<Item> {
    let mut constants = Vec::new();
    for ((kind, wire, constraint), name) in
        item.record.constraints().zip(&item.names.members.constants)
    {
        let fill = Fill::new().name("__name", ident(name)).expr("__text", text(&constraint.text));
        let mut constant = constant(fill);
        if let ImplItem::Const(constant) = &mut constant {
            constant.attrs.push(doc(&line(kind, wire, constraint)));
        }
        constants.push(constant);
    }
    if constants.is_empty() {
        return None;
    }
    let mut implementation = implementation(Fill::new().name("__name", ident(&item.names.name)));
    implementation.items = constants;
    Some(Item::Impl(implementation))
}

fn line(kind: &str, wire: &Name, constraint: &Constraint) -> String {
    let what = if constraint.is_fixed() { "The only value" } else { "The default" };
    format!("{what} of {kind} {}, as it is written.", code(&wire.local))
}
