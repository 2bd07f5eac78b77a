//! Operations: a marker type for each, and how its messages are read and written.

use super::{body, headers, streamed};
use crate::{
    emit::{
        Emitter, InterfaceItem, ItemLocation,
        text::{
            docs::{self, code},
            lines::{Lines, Words, declaration, quoted, type_text},
            printer::Printer,
        },
    },
    model::{AddressingActions, Body, Exchange, Message, NamespaceId, Operation, Use},
    name::{HeaderNames, OperationNames},
};

/// Adds the module of the operations.
pub(crate) fn module(emitter: Emitter<'_>, interfaces: &[InterfaceItem<'_>], page: &mut Printer) {
    let uses_namespaces = std::cell::Cell::default();
    let emitter =
        Emitter { place: ItemLocation::Below, uses_namespaces: &uses_namespaces, ..emitter };
    let mut inside = Printer::default();
    for item in interfaces {
        let item = &InterfaceItem { emitter, ..*item };
        for (index, (operation, names)) in item.operations().enumerate() {
            inside.declare(&declare(item, index, operation, names));
            for stream in streamed::declare(emitter, operation, names) {
                inside.declare(&stream);
            }
        }
    }
    let ns = if uses_namespaces.get() { "ns, " } else { "" };
    let docs = "Marker types for the operations.";
    page.add_file(docs, "operations", &format!("use super::{{{ns}rt}};\n"), inside);
}

fn declare(
    item: &InterfaceItem<'_>,
    index: usize,
    operation: &Operation,
    names: &OperationNames,
) -> String {
    let emitter = item.emitter;
    declaration("operation", |lines| {
        let wire = format!("Operation {}.", code(&operation.name));
        lines.docs(&docs::lines(&operation.documentation, &wire));
        let mut words = Words::default();
        words.word(&quoted(&operation.name));
        words.word(&format!("in super::{}[{index}]", item.names.contract));
        lines.open_words(&format!("pub enum {} =", names.marker), &words);
        body_line(emitter, "input", &operation.input.body, lines);
        body_line(emitter, "output", &operation.output.body, lines);
        if let Some((field, name)) = body::wrapped(emitter, &operation.output.body) {
            let ty = type_text(&emitter.field_type(field, ItemLocation::Below));
            lines.assign(&format!("body: {ty}"), &format!("{name},"));
        }
        headers_line("input", &operation.input, &names.input_headers, lines);
        headers_line("output", &operation.output, &names.output_headers, lines);
        if let Some(fault) = headers::fault_type(operation, names) {
            lines.line(format_args!("fault: super::{fault},"));
        }
        lines.line(format_args!("{},", declares(emitter, &operation.namespaces)));
        actions(item, index, lines);
        constants(operation, lines);
        lines.close("}");
    })
}

fn body_line(emitter: Emitter<'_>, way: &str, body: &Body, lines: &mut Lines) {
    let ty = type_text(&body::whole_type(emitter, body, ItemLocation::Below));
    let member = match body {
        Body::Empty => "empty".to_owned(),
        Body::Element(element) => emitter.global_member(element),
        Body::Parts(id) => format!("parts{}", emitter.checked_word(*id)),
    };
    lines.assign(&format!("{way}: {ty}"), &format!("{member},"));
}

fn headers_line(way: &str, message: &Message, names: &HeaderNames, lines: &mut Lines) {
    if !message.headers.is_empty() {
        lines.line(format_args!("{way}_headers: super::{},", names.name));
    }
}

/// Adds the actions that are not the ones that the runtime assumes.
fn actions(item: &InterfaceItem<'_>, index: usize, lines: &mut Lines) {
    let operation = &item.interface.operations[index];
    let AddressingActions { is_declared, request, reply } = &operation.addressing;
    let default = |suffix: &str| format!("{}{}{suffix}", item.interface.actions, operation.name);
    // The runtime prefers the action of the port to the default.
    let assumes = item.interface.ports.iter().all(|port| port.action(index).is_empty());
    if *is_declared && !request.is_empty() && !(assumes && **request == *default("Request")) {
        lines.line(format_args!("request_action({}),", quoted(request)));
    }
    if !reply.is_empty() && **reply != *default("Response") {
        lines.line(format_args!("reply_action({}),", quoted(reply)));
    }
}

/// Adds the words that only some operations have.
fn constants(operation: &Operation, lines: &mut Lines) {
    for (word, message) in [("input", &operation.input), ("output", &operation.output)] {
        let parts: Vec<_> = message.attachments.iter().map(|one| quoted(&one.part)).collect();
        if !parts.is_empty() {
            lines.line(format_args!("{word}_attachments({}),", parts.join(", ")));
        }
    }
    if operation.r#use == Use::Encoded {
        lines.line("encoded,");
    }
    if operation.exchange == Exchange::OneWay {
        lines.line("one_way,");
    }
}

/// Returns the namespaces that tags use, in the syntax of declarations.
pub(crate) fn declares(emitter: Emitter<'_>, namespaces: &[NamespaceId]) -> String {
    let prefixes = namespaces.iter().map(|id| emitter.prefix(*id));
    let prefixes: Vec<_> = prefixes.filter(|prefix| *prefix != "xml").collect();
    format!("declares({})", prefixes.join(", "))
}
