//! Choices: an enum over what may stand in one place.

use syn::{Arm, Expr, Fields, Item, ItemEnum, ItemStruct, Stmt, Variant};

use super::{
    Emitter, Place,
    docs::{code, doc, docs, origin},
    first,
    kind::Kind,
    syntax::{ident, number, number_pattern, string_type},
    template::{Fill, template},
    value::{self, Many, Values},
    write::write_term,
};
use crate::model::{Branch, Choice, Element, Occurs, Term, Type, TypeId};

template! {
    fn enumeration() -> ItemEnum {
        #[derive(Clone, Debug, PartialEq)]
        pub enum __name {}
    }
}
template! { fn variant_field() -> ItemStruct { struct Holder(__of_type); } }
template! {
    fn read() -> Item {
        impl rt::ReadContent for __name {
            const FIRST: rt::First = __first;

            fn read_content(cursor: &mut rt::Cursor<'_>) -> Result<Option<Self>, rt::ReadError> {
                __body;
            }
        }
    }
}
template! {
    fn take_text() -> Expr {
        if let Some(text) = cursor.mixed_text()? {
            return Ok(Some(Self::__variant(text.into_owned())));
        }
    }
}
template! { fn no_branch() -> Expr { Ok(None) } }
template! {
    fn branches() -> Expr {
        Ok(match cursor.next_of(__names)? {
            __arms => {}
            _ => None,
        })
    }
}
template! {
    fn branches_then() -> Expr {
        match cursor.next_of(__names)? {
            __arms => {}
            _ => {
                __rest;
            }
        }
    }
}
template! { fn all_names() -> Expr { Self::FIRST.names } }
template! { fn own_names() -> Expr { &Self::FIRST.names[..__count] } }
template! { fn branch_arm() -> Arm { Some(__index) => Some(Self::__variant(__value)), } }
template! { fn branch_arm_then() -> Arm { Some(__index) => Ok(Some(Self::__variant(__value))), } }
template! {
    fn try_part() -> Expr {
        if let Some(part) = rt::ReadContent::read_content(cursor)? {
            return Ok(Some(Self::__variant(part)));
        }
    }
}
template! {
    fn try_any() -> Expr {
        if let Some(any) = cursor.capture_any(__wildcard)? {
            return Ok(Some(Self::__variant(__value)));
        }
    }
}
template! { fn taken() -> Expr { any } }
template! {
    fn part_list() -> Expr {{
        let mut list = Vec::new();
        while let Some(part) = rt::ReadContent::read_content(cursor)? {
            list.push(part);
        }
        if !list.is_empty() {
            return Ok(Some(Self::__variant(list)));
        }
    }}
}
template! {
    fn any_list() -> Expr {{
        let mut list = Vec::new();
        while let Some(any) = cursor.capture_any(__wildcard)? {
            list.push(any);
        }
        if !list.is_empty() {
            return Ok(Some(Self::__variant(list)));
        }
    }}
}
template! {
    fn write() -> Item {
        impl rt::WriteContent for __name {
            fn write_content(&self, writer: &mut rt::Writer) {
                match self {
                    __arms => {}
                }
            }
        }
    }
}
template! { fn write_arm() -> Arm { Self::__variant(value) => { __body; } } }
template! { fn write_call() -> Arm { Self::__variant(value) => __written, } }
template! { fn write_text() -> Arm { Self::__variant(text) => writer.text(text), } }
pub(super) fn items(emitter: Emitter<'_>, id: TypeId, choice: &Choice) -> Vec<Item> {
    vec![declaration(emitter, id, choice), reader(emitter, id, choice), writer(emitter, id, choice)]
}

fn declaration(emitter: Emitter<'_>, id: TypeId, choice: &Choice) -> Item {
    let names = emitter.named.names(id);
    let of_type: &Type = emitter.named.model.get(id);
    let mut declared = enumeration(Fill::new().name("__name", ident(&names.name)));
    let mut attrs = docs(&of_type.documentation, &origin(of_type));
    attrs.append(&mut declared.attrs);
    declared.attrs = attrs;
    emitter.customize(id, &mut declared.attrs);
    let text_variant = names.members.other.iter().map(|name| {
        let fields = variant_field(Fill::new().ty("__of_type", string_type())).fields;
        let attrs = [
            vec![doc("Text between the elements.")],
            emitter.serde_name("text", name, std::iter::empty()),
        ];
        variant(attrs.concat(), ident(name), fields)
    });
    let called = |before: usize| choice.branches[..before].iter().map(|one| &*one.called);
    let branches = choice.branches.iter().zip(&names.members.content).enumerate();
    let branches = branches.map(|(index, (branch, name))| {
        let of_type = emitter.branch_type(branch, Place::Module(names.module));
        let fields = variant_field(Fill::new().ty("__of_type", of_type)).fields;
        let attrs = [
            docs(&branch.documentation, &wire(branch)),
            emitter.serde_name(&branch.called, name, called(index)),
            emitter.custom_attributes(id, &branch.called),
        ];
        variant(attrs.concat(), ident(name), fields)
    });
    declared.variants = text_variant.chain(branches).collect();
    Item::Enum(declared)
}

fn variant(attrs: Vec<syn::Attribute>, name: proc_macro2::Ident, fields: Fields) -> Variant {
    Variant { attrs, ident: name, fields, discriminant: None }
}

fn wire(branch: &Branch) -> String {
    match &branch.term {
        Term::Element(element) => format!("Element {}.", code(&element.name.local)),
        Term::Part(_) => "A group of elements.".to_owned(),
        Term::Any(_) => "An element of any name.".to_owned(),
    }
}

fn reader(emitter: Emitter<'_>, id: TypeId, choice: &Choice) -> Item {
    let names = emitter.named.names(id);
    let variants = || choice.branches.iter().zip(&names.members.content);
    let mut body: Vec<Stmt> = Vec::new();
    if let Some(text) = &names.members.other {
        let fill = Fill::new().name("__variant", ident(text));
        body.push(Stmt::Expr(take_text(fill), None));
    }
    let rest: Vec<Stmt> = variants()
        .filter_map(|(branch, variant)| later_branch(emitter, branch, ident(variant)))
        .map(|expression| Stmt::Expr(expression, None))
        .collect();
    let own: Vec<_> = variants()
        .filter_map(|(branch, variant)| match &branch.term {
            Term::Element(element) => {
                Some((ident(variant), element_value(emitter, branch, element)))
            }
            _ => None,
        })
        .collect();
    let last = finish(&own, rest);
    body.extend(last);
    read(
        Fill::new()
            .name("__name", ident(&names.name))
            .expr("__first", first::of_choice(emitter, choice))
            .statements("__body", body),
    )
}

/// Elements of the choice's own are looked up by name, groups and wildcards tried in turn.
fn finish(own: &[(proc_macro2::Ident, Expr)], mut rest: Vec<Stmt>) -> Vec<Stmt> {
    let count = own.len();
    let arms = |make: fn(Fill) -> Arm| {
        let numbered = own.iter().enumerate().map(move |(index, (variant, value))| {
            make(
                Fill::new()
                    .pattern("__index", number_pattern(index))
                    .name("__variant", variant.clone())
                    .expr("__value", value.clone()),
            )
        });
        numbered.collect::<Vec<_>>()
    };
    if rest.is_empty() {
        let fill = Fill::new().expr("__names", all_names(Fill::new()));
        return vec![Stmt::Expr(branches(fill.arms("__arms", arms(branch_arm))), None)];
    }
    rest.push(Stmt::Expr(no_branch(Fill::new()), None));
    if own.is_empty() {
        return rest;
    }
    let names = own_names(Fill::new().expr("__count", number(count)));
    let fill = Fill::new().expr("__names", names).arms("__arms", arms(branch_arm_then));
    vec![Stmt::Expr(branches_then(fill.statements("__rest", rest)), None)]
}

fn element_value(emitter: Emitter<'_>, branch: &Branch, element: &Element) -> Expr {
    if branch.times.occurs() == Occurs::Repeated {
        return value::several(emitter, element);
    }
    value::in_storage(value::read(emitter, element), branch.storage, emitter.kind(element))
}

/// What tries a branch that is a group or a wildcard.
fn later_branch(
    emitter: Emitter<'_>,
    branch: &Branch,
    variant: proc_macro2::Ident,
) -> Option<Expr> {
    let repeated = branch.times.occurs() == Occurs::Repeated;
    let fill = Fill::new().name("__variant", variant);
    match &branch.term {
        Term::Element(_) => None,
        Term::Part(_) => Some(if repeated { part_list(fill) } else { try_part(fill) }),
        Term::Any(wildcard) => {
            let fill = fill.expr("__wildcard", first::wildcard(emitter, wildcard));
            if repeated {
                return Some(any_list(fill));
            }
            let value = value::in_storage(taken(Fill::new()), branch.storage, Kind::Value);
            Some(try_any(fill.expr("__value", value)))
        }
    }
}

fn writer(emitter: Emitter<'_>, id: TypeId, choice: &Choice) -> Item {
    let names = emitter.named.names(id);
    let text = names.members.other.iter();
    let text = text.map(|name| write_text(Fill::new().name("__variant", ident(name))));
    let branches = choice.branches.iter().zip(&names.members.content).map(|(branch, name)| {
        let many = match branch.times.occurs() {
            Occurs::Repeated => Many::Several,
            Occurs::Once | Occurs::Optional => Many::One,
        };
        let fill = Fill::new().name("__variant", ident(name));
        match write_term(emitter, &branch.term, &Values::of_variable("value"), many) {
            Stmt::Expr(written, _) if !matches!(written, Expr::If(_) | Expr::ForLoop(_)) => {
                write_call(fill.expr("__written", written))
            }
            body => write_arm(fill.statements("__body", vec![body])),
        }
    });
    let arms = text.chain(branches).collect();
    write(Fill::new().name("__name", ident(&names.name)).arms("__arms", arms))
}
