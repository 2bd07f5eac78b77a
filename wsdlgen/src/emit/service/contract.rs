//! The prelude of a file, and the type of a contract.

use std::collections::BTreeSet;

use crate::{
    emit::{
        Emitter, InterfaceItem,
        text::{
            docs::code,
            lines::{Words, declaration, quoted},
            printer::Printer,
        },
    },
    model::{Definition, HttpMethod, NamespaceId, NamespaceOrigin, Protocol, TypeId},
};

/// Adds an alias for the runtime and the namespaces of the contract, if they are needed.
pub(crate) fn prelude(emitter: Emitter<'_>, runtime: &str, page: &mut Printer) {
    let model = &emitter.named.model;
    let served = !model.interfaces.is_empty();
    let uses_runtime = served || model.schema.is_some();
    if uses_runtime || model.types().any(|(id, _)| needs_runtime(emitter, id)) {
        page.declare(&format!("use {runtime} as rt;\n"));
    }
    if !served && !model.types().any(|(id, _)| needs_namespaces(emitter, id)) {
        return;
    }
    let own = model.named_namespaces().map(|(_, namespace)| namespace);
    let own = own.filter(|one| matches!(one.standing, NamespaceOrigin::Generated(_)));
    page.declare(&declaration("namespaces", |lines| {
        if model.schema.is_some() {
            lines.line("[schema SCHEMA]");
        }
        for namespace in own {
            let escaped = escaped(&namespace.uri);
            let escaped = if *escaped == *namespace.uri {
                String::new()
            } else {
                format!(" escaped {}", quoted(&escaped))
            };
            let uri = quoted(&namespace.uri);
            lines.assign(&namespace.prefix, &format!("{uri}{escaped},"));
        }
    }));
}

/// Escapes text for the value of an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// Returns whether a type's declaration mentions the runtime.
pub(crate) fn needs_runtime(emitter: Emitter<'_>, id: TypeId) -> bool {
    let ty = emitter.named.model.get(id);
    if emitter.named.names(id).facets.is_some() {
        return true;
    }
    if !ty.has_item() {
        return false;
    }
    match &ty.definition {
        Definition::Simple(simple) => emitter.shape_names_runtime(simple.shape),
        _ => true,
    }
}

/// Returns whether a type's declaration refers to namespaces.
fn needs_namespaces(emitter: Emitter<'_>, id: TypeId) -> bool {
    matches!(
        emitter.named.model.get(id).definition,
        Definition::Record(_) | Definition::Family(_) | Definition::Choice(_)
    )
}

/// Declares the type that the ports, operations, client and server of a contract share.
pub(crate) fn declare(item: &InterfaceItem<'_>) -> String {
    let emitter = item.emitter;
    declaration("contract", |lines| {
        let name = &item.interface.name;
        let line = format!(
            "The contract of {}, shared by its ports, operations, client and server.",
            code(name)
        );
        lines.docs(&[line]);
        let secrets = emitter.named.model.secrets.iter();
        let secrets: Vec<_> = secrets.map(|secret| emitter.wire(secret)).collect();
        let mut words = Words::default();
        words.word(&quoted(name));
        if item.interface.ports.iter().any(|port| port.version().is_some()) {
            words.call("actions", quoted(&item.interface.actions));
        }
        if !secrets.is_empty() {
            words.call("secrets", secrets.join(", "));
        }
        lines.open_words(&format!("pub enum {} =", item.names.contract), &words);
        for index in 0..item.interface.operations.len() {
            lines.line(format_args!("{},", signature(item, index)));
        }
        lines.close("}");
    })
}

/// Returns the signature of an operation's requests. Actions are only included if another operation
/// has the same body, or if the binding and WS-Addressing have different ones.
fn signature(item: &InterfaceItem<'_>, index: usize) -> String {
    let operations = &item.interface.operations;
    let first = &operations[index].input.first;
    let signature = first.as_ref().map_or_else(|| "()".to_owned(), |name| item.emitter.wire(name));
    let mut locations: Vec<String> = Vec::new();
    for port in item.interface.ports.iter().filter(|port| port.binds(index)) {
        let method = match port.protocol {
            Protocol::Soap(_) => continue,
            Protocol::Http(HttpMethod::Get) => "get",
            Protocol::Http(HttpMethod::Post) => "post",
        };
        let location = format!("{method} {}", quoted(port.action(index)));
        if !locations.contains(&location) {
            locations.push(location);
        }
    }
    if !locations.is_empty() {
        return format!("{signature} at({}){}", locations.join(", "), form_parts(item, index));
    }
    let actions = known_actions(item, index);
    let shares_body = operations.iter().filter(|other| other.input.first == *first).count() > 1;
    // Clients send the action of the binding, or with WS-Addressing that of the operation.
    let has_two_actions = actions.len() > 1 && !operations[index].addressing.request.is_empty();
    if !has_two_actions && (actions.is_empty() || !shares_body) {
        return signature;
    }
    let actions: Vec<_> = actions.into_iter().map(quoted).collect();
    format!("{signature}; {}", actions.join(" "))
}

/// Returns the parts of an operation's requests that are arrays or have a namespace. Other parts are fields of their own names.
fn form_parts(item: &InterfaceItem<'_>, index: usize) -> String {
    let parts = item.emitter.named.model.form_parts(&item.interface.operations[index].input.body);
    let parts = parts.into_iter().filter_map(|(part, array_item)| {
        let items = array_item.map(|own| format!("[{}]", item.emitter.wire(&own.name)));
        let is_plain = items.is_none() && part.name.namespace == NamespaceId::NONE;
        let items = items.unwrap_or_default();
        (!is_plain).then(|| format!("{}{items}", item.emitter.wire(&part.name)))
    });
    match parts.collect::<Vec<_>>() {
        parts if parts.is_empty() => String::new(),
        parts => format!(" parts({})", parts.join(", ")),
    }
}

/// Returns the actions of an operation's requests that the contract declares.
fn known_actions<'i>(item: &'i InterfaceItem<'_>, index: usize) -> BTreeSet<&'i str> {
    let addressing = &item.interface.operations[index].addressing;
    let addressed = Some(&*addressing.request).filter(|_| addressing.is_declared);
    let actions = item.interface.ports.iter().map(|port| port.action(index)).chain(addressed);
    actions.filter(|action| !action.is_empty()).collect()
}
