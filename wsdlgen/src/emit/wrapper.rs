//! Wrappers: elements around what a message carries, taken off both ways.

use syn::{Item, Type};

use super::{
    Emitter, InterfaceItem, Place,
    syntax::ident,
    template::{Fill, template},
};
use crate::{
    model::{Definition, Element, Field, Occurs, Storage},
    name::Identifier,
};

/// The only field of a wrapper, which is taken off both ways: an element that holds one element
/// and nothing else.
pub(super) fn wrapped<'a>(
    emitter: Emitter<'a>,
    body: &Element,
) -> Option<(&'a Field, &'a Identifier)> {
    let Definition::Record(record) = &emitter.named.model.get(body.of_type).definition else {
        return None;
    };
    let names = emitter.named.names(body.of_type);
    match (&*record.fields, record.has_attributes()) {
        ([field], false) if field.storage == Storage::Inline => Some((field, &names.members[0])),
        _ => None,
    }
}

/// What is inside a message's body, as a caller or a server sees it.
pub(super) fn body_type(emitter: Emitter<'_>, body: &Element, from: Place) -> Type {
    match wrapped(emitter, body) {
        Some((field, _)) => emitter.field_type(field, from),
        None => emitter.type_at(body.of_type, from),
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
        if !seen.contains(&body.of_type) {
            seen.push(body.of_type);
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
            .ty("__wrapper", emitter.type_at(body.of_type, Place::ROOT))
            .name("__field", ident(name))
            .ty("__inside", inside)
    };
    let mut items = vec![from_inside(fill(emitter.field_type(field, Place::ROOT)))];
    if field.occurs == Occurs::Optional {
        items.push(from_value(fill(emitter.value_type(field.value, Place::ROOT))));
    }
    items
}
