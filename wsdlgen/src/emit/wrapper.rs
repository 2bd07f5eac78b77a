//! Wrappers: elements around what a message carries, taken off both ways.

use syn::{Item, Type};

use super::{
    Emitter, InterfaceItem, Place,
    syntax::ident,
    template::{Fill, template},
};
use crate::{
    model::{Element, Field, Nillable, Occurs, Storage, Term, Times, ValueType},
    name::Identifier,
};

/// The only field of a wrapper, which is taken off both ways: an element that holds one element
/// and nothing else.
pub(super) fn wrapped<'a>(
    emitter: Emitter<'a>,
    body: &Element,
) -> Option<(&'a Field, &'a Identifier)> {
    let ValueType::Defined(id) = body.value else { return None };
    let record = emitter.named.model.record(id)?;
    let bare = body.nillable == Nillable::No
        && record.base.is_none()
        && !emitter.record_has_attributes(record);
    match record.fields() {
        [field] if bare && field.storage == Storage::Inline => {
            Some((field, &emitter.named.names(id).members.content[0]))
        }
        _ => None,
    }
}

/// What is inside a message's body, as a caller or a server sees it.
pub(super) fn body_type(emitter: Emitter<'_>, body: &Element, from: Place) -> Type {
    match wrapped(emitter, body) {
        Some((field, _)) => emitter.field_type(field, from),
        None => emitter.element_type(body, from),
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
        if !seen.contains(&body.value) {
            seen.push(body.value);
            let wrapped = wrapped(emitter, body);
            items.extend(
                wrapped
                    .into_iter()
                    .flat_map(|(field, name)| wrapper_items(emitter, body, field, name)),
            );
        }
    }
    items
}

fn wrapper_items(
    emitter: Emitter<'_>,
    body: &Element,
    field: &Field,
    name: &Identifier,
) -> Vec<Item> {
    let fill = |inside: Type| {
        Fill::new()
            .ty("__wrapper", emitter.element_type(body, Place::ROOT))
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
