//! Unions: an enum over the types that a text may have.

use syn::{Arm, Expr, Item, ItemEnum, ItemStruct, Stmt, Variant};

use super::{
    Emitter, Place,
    docs::{code, doc, docs, origin},
    facets::checks,
    kind::Kind,
    syntax::{ident, text},
    template::{Fill, template},
};
use crate::model::{Definition, TypeId, Union, ValueType, WhiteSpace};

template! {
    fn enumeration() -> ItemEnum {
        #[derive(Clone, Debug, PartialEq)]
        pub enum __name {}
    }
}
template! { fn variant_field() -> ItemStruct { struct Holder(__of_type); } }
template! {
    fn lexical() -> Item {
        impl rt::Lexical for __name {
            const WHITE_SPACE: rt::WhiteSpace = rt::WhiteSpace::Preserve;
            const MAY_HOLD_MARKUP: bool = true;

            fn parse_lexical(text: &str) -> Result<Self, rt::ValueError> {
                __tries;
                Err(rt::ValueError::new(__wire, "it is of none of the member types"))
            }

            fn append_lexical(&self, out: &mut Vec<u8>) {
                match self {
                    __arms => {}
                }
            }
        }
    }
}
template! {
    fn try_value() -> Expr {
        if let Some(value) = rt::member(text) {
            return Ok(Self::__variant(value));
        }
    }
}
template! {
    fn infallible() -> Item {
        impl rt::Lexical for __name {
            const WHITE_SPACE: rt::WhiteSpace = rt::WhiteSpace::Preserve;
            const MAY_HOLD_MARKUP: bool = true;

            fn parse_lexical(text: &str) -> Result<Self, rt::ValueError> {
                __tries;
                Ok(__last)
            }

            fn append_lexical(&self, out: &mut Vec<u8>) {
                match self {
                    __arms => {}
                }
            }
        }
    }
}
template! {
    fn try_value_within() -> Expr {
        if let Some(value) = rt::member_within(text, __facets) {
            return Ok(Self::__variant(value));
        }
    }
}
template! {
    fn try_text_within() -> Expr {
        if let Some(value) = rt::text_within(text, __rule, __facets) {
            return Ok(Self::__variant(value));
        }
    }
}
template! { fn preserve() -> Expr { rt::WhiteSpace::Preserve } }
template! { fn collapse() -> Expr { rt::WhiteSpace::Collapse } }
template! { fn string() -> Expr { Self::__variant(text.to_owned()) } }
template! {
    fn token() -> Expr { Self::__variant(rt::WhiteSpace::Collapse.apply(text).into_owned()) }
}
template! { fn append() -> Arm { Self::__variant(value) => value.append_lexical(out), } }
template! {
    fn display() -> Item {
        impl ::std::fmt::Display for __name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                rt::display(self, formatter)
            }
        }
    }
}

pub(super) fn items(emitter: Emitter<'_>, id: TypeId, union: &Union) -> Vec<Item> {
    let names = emitter.named.names(id);
    let fill = || Fill::new().name("__name", ident(&names.name));
    vec![declaration(emitter, id, union), reader(emitter, id, union), display(fill())]
}

fn declaration(emitter: Emitter<'_>, id: TypeId, union: &Union) -> Item {
    let names = emitter.named.names(id);
    let of_type = emitter.named.model.get(id);
    let mut declared = enumeration(Fill::new().name("__name", ident(&names.name)));
    let mut attrs = docs(&of_type.documentation, &origin(of_type));
    attrs.append(&mut declared.attrs);
    declared.attrs = attrs;
    emitter.customize(id, &mut declared.attrs);
    let variants = union.members.iter().zip(&names.members.content).map(|(member, name)| {
        let of_type = emitter.value_type(member.value, Place::Module(names.module));
        let fields = variant_field(Fill::new().ty("__of_type", of_type)).fields;
        let mut attrs = vec![doc(&format!("A value of type {}.", code(&member.called)))];
        attrs.extend(emitter.custom_attributes(id, &member.called));
        Variant { attrs, ident: ident(name), fields, discriminant: None }
    });
    declared.variants = variants.collect();
    Item::Enum(declared)
}

/// The first member that the text is a value of counts (part 2, §2.5.1.3). Any text is a string, so
/// what follows one without facets is never reached; one with facets takes what nothing else takes,
/// and validation says that it should not.
fn reader(emitter: Emitter<'_>, id: TypeId, union: &Union) -> Item {
    let names = emitter.named.names(id);
    let mut tries: Vec<Stmt> = Vec::new();
    let mut open: Vec<Stmt> = Vec::new();
    let mut last: Option<Expr> = None;
    for (member, name) in union.members.iter().zip(&names.members.content) {
        let fill = || Fill::new().name("__variant", ident(name));
        let kind = emitter.simple_kind(member.value);
        let any_text = match kind {
            Kind::Text(WhiteSpace::Collapse) => Some(token(fill())),
            Kind::Text(_) => Some(string(fill())),
            _ => None,
        };
        if is_open(emitter, member.value) {
            // It takes any text: what else there is comes first.
            open.push(Stmt::Expr(try_value(fill()), None));
            continue;
        }
        let facets = checks(emitter, member.value, emitter.place()).own;
        let is_any = any_text.is_some() && facets.is_none();
        last = if is_any { any_text } else { last.or(any_text) };
        if is_any {
            break;
        }
        tries.push(Stmt::Expr(try_member(kind, facets, fill()), None));
    }
    tries.append(&mut open);
    let arms = names.members.content.iter();
    let arms = arms.map(|name| append(Fill::new().name("__variant", ident(name)))).collect();
    let fill = Fill::new()
        .name("__name", ident(&names.name))
        .statements("__tries", tries)
        .arms("__arms", arms);
    match last {
        Some(last) => infallible(fill.expr("__last", last)),
        None => lexical(fill.expr("__wire", text(wire_name(emitter, id)))),
    }
}

/// Whether a member is an enumeration that keeps what is not listed.
fn is_open(emitter: Emitter<'_>, value: ValueType) -> bool {
    let ValueType::Defined(id) = value else { return false };
    match &emitter.named.model.get(id).definition {
        Definition::Enumeration(enumeration) => enumeration.is_open,
        Definition::Simple(simple) => simple.shape.atom().is_some_and(|one| is_open(emitter, one)),
        _ => false,
    }
}

fn try_member(kind: Kind, facets: Option<Expr>, fill: Fill) -> Expr {
    let Some(facets) = facets else { return try_value(fill) };
    let fill = fill.expr("__facets", facets);
    match kind {
        Kind::Text(WhiteSpace::Collapse) => {
            try_text_within(fill.expr("__rule", collapse(Fill::new())))
        }
        Kind::Text(_) => try_text_within(fill.expr("__rule", preserve(Fill::new()))),
        _ => try_value_within(fill),
    }
}

/// What an error calls a type.
pub(super) fn wire_name(emitter: Emitter<'_>, id: TypeId) -> &str {
    emitter.named.model.get(id).origin.local().map_or("document", |local| local)
}
