//! Operations whose messages repeat one element, which can be read or written one at a time.

use std::collections::BTreeSet;

use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::code,
            lines::{declaration, quoted, type_text},
        },
    },
    model::{Exchange, Nillable, Occurs, Operation, Streamed, Use, ValueType},
    name::{Identifier, OperationNames},
};

/// Maximum number of elements around a streamed element of a reply.
const IN_REPLY: usize = 4;
/// Maximum number of elements around the streamed element of a request.
const IN_REQUEST: usize = 2;

/// Declares the streams of an operation.
pub(crate) fn declare(
    emitter: Emitter<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<String> {
    let outputs: Vec<(String, String)> = outputs(emitter, operation, names)
        .iter()
        .map(|output| {
            let marker = output.marker.as_ref().map(|marker| format!(" as {marker}"));
            let head =
                format!("output {}: {}{}", names.marker, output.ty, marker.unwrap_or_default());
            (head, described(emitter, &output.streamed, Way::Output))
        })
        .collect();
    let outputs = (!outputs.is_empty()).then(|| {
        declaration("stream", |lines| {
            let end = if outputs.len() > 1 { ";" } else { "" };
            for (head, described) in &outputs {
                lines.assign(head, &format!("{described}{end}"));
            }
        })
    });
    let input = of_input(emitter, operation).map(|streamed| {
        declaration("stream", |lines| {
            let ty = record_type(emitter, &streamed);
            let described = described(emitter, &streamed, Way::Input);
            let end = format!(" => [{}]", place(emitter, &streamed));
            lines.assign(&format!("input {}: {ty}", names.marker), &format!("{described}{end}"));
        })
    });
    [outputs, input].into_iter().flatten().collect()
}

/// The direction of a streamed message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Output,
    Input,
}

/// A repeated element of a reply.
struct Output<'m> {
    streamed: Streamed<'m>,
    /// The type of its records.
    ty: String,
    /// The type that selects it, if other elements have records of the same type.
    marker: Option<Identifier>,
}

/// Returns the repeated elements of a reply.
fn outputs<'m>(
    emitter: Emitter<'m>,
    operation: &'m Operation,
    names: &OperationNames,
) -> Vec<Output<'m>> {
    if operation.r#use != Use::Literal || operation.exchange == Exchange::OneWay {
        return Vec::new();
    }
    let mut all = Streamed::all(&emitter.named.model, &operation.output.body, IN_REPLY);
    let expanded = |streamed: &Streamed<'_>| {
        type_text(&emitter.expanded_type(streamed.repeated(), ItemLocation::Below))
    };
    // If elements with the same name and type occur in several places, only the one nearest to the body can be selected.
    let mut seen = BTreeSet::new();
    all.retain(|streamed| {
        seen.insert((expanded(streamed), streamed.repeated().name.local.clone()))
    });
    let types: Vec<String> = all.iter().map(expanded).collect();
    let operations = || emitter.named.interfaces.iter().flat_map(|one| &one.operations);
    let mut markers = BTreeSet::new();
    let outputs = all.into_iter().zip(&types).filter_map(|(streamed, ty)| {
        let is_alone = types.iter().filter(|other| *other == ty).count() == 1;
        let marker = (!is_alone).then(|| {
            let local = &streamed.repeated().name.local;
            Identifier::of_type(&format!("{} {local} records", names.marker.bare()))
        });
        let is_free = marker.as_ref().is_none_or(|marker| {
            markers.insert(marker.to_string())
                && operations().all(|operation| operation.marker != *marker)
        });
        let ty = record_type(emitter, &streamed);
        is_free.then_some(Output { streamed, ty, marker })
    });
    outputs.collect()
}

/// Returns the type of a repeated element, as seen from the module `operations`.
fn record_type(emitter: Emitter<'_>, streamed: &Streamed<'_>) -> String {
    type_text(&emitter.element_type(streamed.repeated(), ItemLocation::Below))
}

/// Returns the path to a repeated element and how it is read or written.
fn described(emitter: Emitter<'_>, streamed: &Streamed<'_>, way: Way) -> String {
    let record = streamed.repeated();
    let path: Vec<_> = streamed.elements().map(|one| emitter.wire(&one.name)).collect();
    let member = emitter.global_member(record);
    let (name, words) = member.split_once(' ').unwrap_or((&member, ""));
    // Reading begins after the start tag, whose namespace is part of the path.
    let name = if way == Way::Output { quoted(&record.name.local) } else { name.to_owned() };
    format!("[{}] {name} {words}", path.join(", "))
}

/// Returns the notes on streams for the documentation of a call.
pub(crate) fn notes(
    emitter: Emitter<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<String> {
    let outputs = outputs(emitter, operation, names);
    let output = match &*outputs {
        [] => None,
        [only] => {
            let name = code(&only.streamed.repeated().name.local);
            Some(format!("Use `stream` to read {name} elements one at a time."))
        }
        several => {
            let names = several.iter().map(|output| {
                let bare = |ty: &str| ty.trim_start_matches("super::").to_owned();
                let selector = match &output.marker {
                    Some(marker) => format!("operations::{marker}"),
                    None => bare(&output.ty),
                };
                let name = code(&output.streamed.repeated().name.local);
                format!("{name} (`{selector}`)")
            });
            let names: Vec<String> = names.collect();
            let names = names.join(", ");
            Some(format!(
                "Use `stream` with the type in parentheses to read one of these elements at a time: {names}."
            ))
        }
    };
    let input = of_input(emitter, operation).map(|streamed| {
        let name = code(&streamed.repeated().name.local);
        format!("Use `records` to write {name} elements one at a time.")
    });
    [output, input].into_iter().flatten().collect()
}

fn of_input<'m>(emitter: Emitter<'m>, operation: &'m Operation) -> Option<Streamed<'m>> {
    let is_literal = operation.r#use == Use::Literal;
    let body = &operation.input.body;
    let all = is_literal.then(|| Streamed::all(&emitter.named.model, body, IN_REQUEST));
    all.into_iter().flatten().next()
}

/// Returns the path to the vector of records in an input: `member as_mut, base, records`.
fn place(emitter: Emitter<'_>, streamed: &Streamed<'_>) -> String {
    let mut members: Vec<String> = Vec::new();
    let mut at = streamed.root;
    for step in &streamed.steps {
        let ValueType::Defined(mut id) = at.value else { break };
        while id != step.record {
            let names = emitter.named.names(id);
            let base = emitter.named.model.record(id).and_then(|record| record.base);
            let (Some(base), Some(name)) = (base, &names.members.base) else { break };
            members.push(name.to_string());
            id = base;
        }
        let name = &emitter.named.names(id).members.content[step.place];
        let is_optional =
            step.field.times.occurs() == Occurs::Optional && step.element.nillable == Nillable::No;
        members.push(format!("{name}{}", if is_optional { " as_mut" } else { "" }));
        at = step.element;
    }
    members.join(", ")
}
