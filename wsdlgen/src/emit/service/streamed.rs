//! Operations whose messages repeat one element, which can be read or written one at a time.

use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::code,
            lines::{declaration, quoted, type_text},
        },
    },
    model::{Exchange, Nillable, Occurs, Operation, Streamed, Use, ValueType},
    name::OperationNames,
};

/// Declares the streams of an operation.
pub(crate) fn declare(
    emitter: Emitter<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<String> {
    let declare = |way: &str, streamed: &Streamed<'_>, end: &str| {
        declaration("stream", |lines| {
            let record = streamed.repeated();
            let ty = type_text(&emitter.element_type(record, ItemLocation::Below));
            let path: Vec<_> = streamed.elements().map(|one| emitter.wire(&one.name)).collect();
            let member = emitter.global_member(record);
            // Reading begins after the start tag, whose namespace is part of the path.
            let (name, words) = member.split_once(' ').unwrap_or((&member, ""));
            let name = if way == "output" { quoted(&record.name.local) } else { name.to_owned() };
            lines.assign(
                &format!("{way} {}: {ty}", names.marker),
                &format!("[{}] {name} {words}{end}", path.join(", ")),
            );
        })
    };
    let output = of_output(emitter, operation).map(|it| declare("output", &it, ""));
    let input = of_input(emitter, operation);
    let input = input.map(|it| declare("input", &it, &format!(" => [{}]", place(emitter, &it))));
    [output, input].into_iter().flatten().collect()
}

/// Returns the notes on streams for the documentation of a call.
pub(crate) fn notes(emitter: Emitter<'_>, operation: &Operation) -> Vec<String> {
    let note = |way: &str, streamed: Streamed<'_>| {
        let name = code(&streamed.repeated().name.local);
        format!("Use {way} {name} elements one at a time.")
    };
    let output = of_output(emitter, operation).map(|it| note("`stream` to read", it));
    let input = of_input(emitter, operation).map(|it| note("`records` to write", it));
    [output, input].into_iter().flatten().collect()
}

fn of_output<'m>(emitter: Emitter<'m>, operation: &'m Operation) -> Option<Streamed<'m>> {
    let has_some = operation.r#use == Use::Literal && operation.exchange != Exchange::OneWay;
    Streamed::of(&emitter.named.model, &operation.output.body).filter(|_| has_some)
}

fn of_input<'m>(emitter: Emitter<'m>, operation: &'m Operation) -> Option<Streamed<'m>> {
    let has_some = operation.r#use == Use::Literal;
    Streamed::of(&emitter.named.model, &operation.input.body).filter(|_| has_some)
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
