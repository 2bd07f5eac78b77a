//! Operations whose messages repeat one element, which can be read or written one at a time.

use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::code,
            lines::{declaration, quoted, type_text},
        },
    },
    model::{Nillable, Occurs, Operation, Streamed, ValueType},
    name::{Identifier, OperationNames},
};

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
    let input = Streamed::of_request(&emitter.named.model, operation).map(|streamed| {
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

/// Returns the repeated elements of a reply. Those that share a type are selected by markers.
fn outputs<'m>(
    emitter: Emitter<'m>,
    operation: &'m Operation,
    names: &OperationNames,
) -> Vec<Output<'m>> {
    let all = Streamed::of_reply(&emitter.named.model, operation);
    let expanded =
        |streamed: &Streamed<'_>| emitter.expanded_text(streamed.repeated(), ItemLocation::Below);
    let types: Vec<String> = all.iter().map(expanded).collect();
    let outputs =
        all.into_iter().zip(&names.records).enumerate().map(|(index, (streamed, name))| {
            let is_shared = types.iter().filter(|other| **other == types[index]).count() > 1;
            let marker = is_shared.then(|| name.clone());
            let ty = record_type(emitter, &streamed);
            Output { streamed, ty, marker }
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
    let input = Streamed::of_request(&emitter.named.model, operation).map(|streamed| {
        let name = code(&streamed.repeated().name.local);
        format!("Use `records` to write {name} elements one at a time.")
    });
    [output, input].into_iter().flatten().collect()
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
