//! `Debug` for records that hold secrets.

use syn::{Expr, Item, Stmt};

use super::{
    RecordItem,
    record::{attributes, fields, has_secrets},
    syntax::{ident, text},
    template::{Fill, template},
};
use crate::{model::Shown, name::Identifier};

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
    if !has_secrets(item.record) {
        return None;
    }
    let members = &item.names.members;
    let openly = |name: &'_ Identifier| (Shown::Openly, name.clone());
    let base = members.base.iter().map(openly);
    let attributes = attributes(item).map(|(attribute, name)| (attribute.shown, name.clone()));
    let wildcard = members.any_attributes.iter().map(openly);
    let fields = fields(item).map(|(field, name)| (field.shown, name.clone()));
    let name = ident(&item.names.name);
    let mut chain = start(Fill::new().expr("__text", text(&name.to_string())));
    for (how, field) in base.chain(fields).chain(attributes).chain(wildcard) {
        let fill = Fill::new()
            .expr("__before", chain)
            .expr("__text", text(field.bare()))
            .name("__field", ident(&field));
        chain = match how {
            Shown::Openly => shown(fill),
            Shown::Redacted => redacted(fill),
        };
    }
    let chain = finish(Fill::new().expr("__before", chain));
    let body = vec![Stmt::Expr(chain, None)];
    Some(debug(Fill::new().name("__name", name).statements("__fields", body)))
}
