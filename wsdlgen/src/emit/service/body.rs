//! Types of message bodies.
//!
//! A wrapper is an element that only contains one other element. It is removed when messages are
//! read, and added when they are written.

use std::collections::BTreeSet;

use syn::Type;

use crate::{
    emit::{
        Emitter, InterfaceItem, ItemLocation,
        text::lines::{short, type_text},
    },
    model::{Body, Content, Field, Nillable, Storage, ValueType},
    name::Identifier,
};

/// Returns the type of a whole body.
pub(crate) fn whole_type(emitter: Emitter<'_>, body: &Body, from: ItemLocation) -> Type {
    match body {
        Body::Empty => syn::parse_quote!(()),
        Body::Element(element) => emitter.element_type(element, from),
        Body::Parts(id) => emitter.type_at(*id, from),
    }
}

/// Returns the type of a body as callers and servers see it, without its wrapper.
pub(crate) fn inside_type(emitter: Emitter<'_>, body: &Body, from: ItemLocation) -> Type {
    match wrapped(emitter, body) {
        Some((field, _)) => emitter.field_type(field, from),
        None => whole_type(emitter, body, from),
    }
}

/// Returns the only field of a wrapper, or `None` if the body is not a wrapper.
pub(crate) fn wrapped<'a>(
    emitter: Emitter<'a>,
    body: &Body,
) -> Option<(&'a Field, &'a Identifier)> {
    let element = body.element()?;
    let ValueType::Defined(id) = element.value else { return None };
    let record = emitter.named.model.record(id)?;
    let bare = element.nillable == Nillable::No && emitter.is_content_only(record);
    match record.fields() {
        [field] if bare && field.storage == Storage::Inline => {
            Some((field, &emitter.named.names(id).members.content[0]))
        }
        _ => None,
    }
}

/// Returns whether a body is an element that can only be empty.
pub(crate) fn is_always_empty(emitter: Emitter<'_>, body: &Body) -> bool {
    let Some(element) = body.element() else { return false };
    let ValueType::Defined(id) = element.value else { return false };
    emitter.named.model.record(id).is_some_and(|record| {
        element.nillable == Nillable::No
            && !record.is_abstract
            && matches!(&record.content, Content::Fields(fields, _) if fields.is_empty())
            && emitter.is_content_only(record)
    })
}

/// Declares that the structs of empty requests convert from `()`.
pub(crate) fn empty_requests(
    emitter: Emitter<'_>,
    interfaces: &[InterfaceItem<'_>],
) -> Vec<String> {
    let operations = interfaces.iter().flat_map(|item| &item.interface.operations);
    let bodies = operations.map(|operation| &operation.input.body);
    let empty = bodies.filter(|body| is_always_empty(emitter, body));
    let types: BTreeSet<String> =
        empty.map(|body| type_text(&whole_type(emitter, body, ItemLocation::ROOT))).collect();
    types.iter().map(|ty| short("empty", ty, |lines| lines.line(ty))).collect()
}
