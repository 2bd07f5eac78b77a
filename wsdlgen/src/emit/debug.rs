//! `Debug` for records that hold secrets.

use syn::{Expr, Item, Stmt};

use super::{
    RecordItem,
    record::{any_attributes, members},
    syntax::{ident, text},
    template::{Fill, template},
};
use crate::model::Shown;

template! {
    fn debug() -> Item {
        impl ::std::fmt::Debug for __name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                __fields
            }
        }
    }
}
template! { fn start() -> Expr { formatter.debug_struct(__text) } }
template! { fn shown() -> Expr { __before.field(__text, &self.__field) } }
template! { fn redacted() -> Expr { __before.field(__text, &rt::Redacted(&self.__field)) } }
template! { fn finish() -> Expr { __before.finish() } }

/// An implementation that shows whether secrets are there, but not what they are. Records without
/// secrets derive it.
pub(super) fn implementation(item: &RecordItem<'_>) -> Option<Item> {
    if item.record.fields.iter().all(|field| field.shown == Shown::Openly) {
        return None;
    }
    let name = ident(&item.names.name);
    let mut chain = start(Fill::new().expr("__text", text(&name.to_string())));
    let fields = members(item).map(|(field, name)| (field.shown, name));
    let wildcard = any_attributes(item).map(|name| (Shown::Openly, name));
    for (how, field) in fields.chain(wildcard) {
        let fill = Fill::new()
            .expr("__before", chain)
            .expr("__text", text(field.bare()))
            .name("__field", ident(field));
        chain = match how {
            Shown::Openly => shown(fill),
            Shown::Redacted => redacted(fill),
        };
    }
    let chain = finish(Fill::new().expr("__before", chain));
    let body = vec![Stmt::Expr(chain, None)];
    Some(debug(Fill::new().name("__name", name).statements("__fields", body)))
}
