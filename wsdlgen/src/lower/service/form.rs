//! Requests as fields of a URL or a form (WSDL 1.1 §4.5 and §4.6).

use super::messages::{Refusal, Seen};
use crate::{
    lower::Lowering,
    model::{Body, Builtin, Definition, Element, Operation, Record, Term, TypeId, ValueType},
};

/// Returns the operation if each part of its request is a simple value or an array of such values.
pub(super) fn check(
    lowering: &Lowering<'_>,
    operation: Operation,
    seen: &Seen<'_>,
) -> Result<Operation, Refusal> {
    match structured(lowering, &operation.input.body) {
        None => Ok(operation),
        Some(part) => {
            let why = format!(
                "the complex type of `{}` cannot be sent as a field of a URL or form",
                part.name.local
            );
            Err(Refusal::new(why, seen.operation.name.span))
        }
    }
}

/// Returns the first part of a body that a field cannot contain.
fn structured<'b>(lowering: &'b Lowering<'_>, body: &'b Body) -> Option<&'b Element> {
    match body {
        Body::Empty => None,
        Body::Element(element) => Some(element).filter(|one| !is_value_or_array(lowering, one)),
        Body::Parts(id) => {
            let parts = record(lowering, *id).map_or(&[][..], Record::fields);
            let elements = parts.iter().filter_map(|field| match &field.term {
                Term::Element(element) => Some(element),
                Term::Part(_) | Term::Any(_) => None,
            });
            elements.into_iter().find(|element| !is_value_or_array(lowering, element))
        }
    }
}

fn is_value_or_array(lowering: &Lowering<'_>, element: &Element) -> bool {
    if is_value(lowering, element.value) {
        return true;
    }
    let ValueType::Defined(id) = element.value else { return false };
    let item = record(lowering, id).and_then(Record::array_item);
    item.is_some_and(|item| is_value(lowering, item.value))
}

/// Returns whether a value has no structure.
fn is_value(lowering: &Lowering<'_>, value: ValueType) -> bool {
    let id = match value {
        ValueType::Builtin(builtin) => return builtin != Builtin::AnyType,
        ValueType::Defined(id) => id,
    };
    let definition = lowering.types[id.0 as usize].as_ref().map(|lowered| &lowered.definition);
    matches!(
        definition,
        Some(
            Definition::Simple(_)
                | Definition::Enumeration(_)
                | Definition::Union(_)
                | Definition::External(_)
        )
    )
}

fn record<'l>(lowering: &'l Lowering<'_>, id: TypeId) -> Option<&'l Record> {
    match &lowering.types[id.0 as usize].as_ref()?.definition {
        Definition::Record(record) => Some(record),
        _ => None,
    }
}
