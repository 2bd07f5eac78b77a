//! Bodies: the types of what messages carry, and what writes and reads it. A wrapper, which is an
//! element around one other, is taken off both ways.

use syn::{Expr, Item, Stmt, Type};

use super::{
    Emitter, InterfaceItem, Place,
    syntax::{ident, name, variable, word},
    template::{Fill, template},
    value::{self, call, element_statement},
};
use crate::{
    model::{Body, Element, Field, Nillable, Occurs, Storage, Term, Times, ValueType},
    name::Identifier,
};

template! { fn nothing() -> Type { () } }
template! { fn write_parts() -> Expr { writer.content(__value) } }
template! { fn read_parts() -> Expr { cursor.content(__called) } }
template! { fn expect() -> Expr { cursor.expect(&__wire)? } }

/// The type of a whole body.
pub(super) fn whole_type(emitter: Emitter<'_>, body: &Body, from: Place) -> Type {
    match body {
        Body::Empty => nothing(Fill::new()),
        Body::Element(element) => emitter.element_type(element, from),
        Body::Parts(id) => emitter.type_at(*id, from),
    }
}

/// The type of what is inside a body, as a caller or a server sees it.
pub(super) fn inside_type(emitter: Emitter<'_>, body: &Body, from: Place) -> Type {
    match wrapped(emitter, body) {
        Some((field, _)) => emitter.field_type(field, from),
        None => whole_type(emitter, body, from),
    }
}

/// The only field of a wrapper: of an element that holds one element and nothing else.
pub(super) fn wrapped<'a>(
    emitter: Emitter<'a>,
    body: &Body,
) -> Option<(&'a Field, &'a Identifier)> {
    let element = body.element()?;
    let ValueType::Defined(id) = element.value else { return None };
    let record = emitter.named.model.record(id)?;
    let bare = element.nillable == Nillable::No
        && record.base.is_none()
        && !emitter.record_has_attributes(record);
    match record.fields() {
        [field] if bare && field.storage == Storage::Inline => {
            Some((field, &emitter.named.names(id).members.content[0]))
        }
        _ => None,
    }
}

/// What writes the body that a variable holds.
pub(super) fn write(emitter: Emitter<'_>, body: &Body, holder: &str) -> Vec<Stmt> {
    match body {
        Body::Element(element) => element_statement(emitter, element, holder),
        Body::Empty | Body::Parts(_) => {
            vec![call(write_parts(Fill::new().expr("__value", variable(word(holder)))))]
        }
    }
}

/// What reads a body, down to the result that a function ends with.
pub(super) fn read(emitter: Emitter<'_>, body: &Body) -> Vec<Stmt> {
    match body {
        Body::Element(element) => {
            let wire = name(emitter, &element.name);
            vec![
                call(expect(Fill::new().expr("__wire", wire))),
                Stmt::Expr(value::read_last(emitter, element), None),
            ]
        }
        Body::Empty | Body::Parts(_) => {
            let called = super::syntax::text("the parts of the message");
            vec![Stmt::Expr(read_parts(Fill::new().expr("__called", called)), None)]
        }
    }
}

template! {
    fn from_inside() -> Item {
        impl From<__inside> for __wrapper {
            fn from(__field: __inside) -> Self {
                Self { __field }
            }
        }
    }
}
template! {
    fn from_value() -> Item {
        impl From<__inside> for __wrapper {
            fn from(__field: __inside) -> Self {
                Self { __field: Some(__field) }
            }
        }
    }
}

/// `From` for the wrappers: from what is inside, with and without `Option`.
pub(super) fn items(emitter: Emitter<'_>, interfaces: &[InterfaceItem<'_>]) -> Vec<Item> {
    let operations = interfaces.iter().flat_map(|item| &item.interface.operations);
    let bodies = operations.flat_map(|operation| [&operation.input.body, &operation.output.body]);
    let mut items = Vec::new();
    let mut seen = Vec::new();
    for body in bodies {
        let (Some(element), Some((field, name))) = (body.element(), wrapped(emitter, body)) else {
            continue;
        };
        if !seen.contains(&element.value) {
            seen.push(element.value);
            items.extend(wrapper_items(emitter, element, field, name));
        }
    }
    items
}

fn wrapper_items(
    emitter: Emitter<'_>,
    wrapper: &Element,
    field: &Field,
    name: &Identifier,
) -> Vec<Item> {
    let fill = |inside: Type| {
        Fill::new()
            .ty("__wrapper", emitter.element_type(wrapper, Place::ROOT))
            .name("__field", ident(name))
            .ty("__inside", inside)
    };
    let mut items = vec![from_inside(fill(emitter.field_type(field, Place::ROOT)))];
    let nil = matches!(&field.term, Term::Element(one) if one.nillable == Nillable::Yes);
    if field.times.occurs() == Occurs::Optional && !nil {
        let once = Field { times: Times::ONCE, ..field.clone() };
        items.push(from_value(fill(emitter.field_type(&once, Place::ROOT))));
    }
    items
}
