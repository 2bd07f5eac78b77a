//! Lowering of the operations of a portType that its ports bind (WSDL 1.1 §2.4 and §2.5).

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    bound, form,
    groups::BoundPort,
    messages::{self, Seen},
    skipped::skip,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::Lowering,
    model::{Addressing, Operation, Protocol},
    settings::Settings,
    syntax::{Named, wsdl},
};

/// Returns the operations of a portType that a port binds. Reports operations that only the portType or only a binding
/// has.
pub(crate) fn bound<'a>(
    lowering: &mut Lowering<'_>,
    (namespace, port_type): (&'a Arc<str>, &'a wsdl::PortType),
    ports: &[BoundPort<'a>],
) -> Vec<Seen<'a>> {
    report_unknown_operations(lowering, port_type, ports);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let actions = default_actions(namespace, port_type);
    for operation in &port_type.operations {
        *counts.entry(&operation.name.name).or_default() += 1;
    }
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut kept: Vec<Seen<'_>> = Vec::new();
    let mut unbound: Vec<&Named> = Vec::new();
    for operation in &port_type.operations {
        let name = &operation.name;
        let next = places.entry(&name.name).or_default();
        let place = std::mem::replace(next, *next + 1);
        let is_overloaded = counts[&*name.name] > 1;
        let bound = ports.iter().map(|port| {
            Some((port.namespace, port.operations.get(operation, place, is_overloaded)?))
        });
        let bound: Vec<_> = bound.collect();
        let binding = bound.iter().flatten().count();
        if binding == 0 {
            unbound.push(name);
            continue;
        }
        if binding < ports.len() {
            let message = format!("not every port binds the operation `{}`", name.name);
            let label = "calls at the other ports are refused";
            let diagnostic = Diagnostic::warning(Code::Skipped, message);
            lowering.report.add(diagnostic.label(name.span, label));
        }
        let called =
            if place == 0 { name.name.clone() } else { overload_name(lowering, operation) };
        let is_addressed = ports.iter().any(|port| port.policy.addressing != Addressing::NotAsked);
        let actions = Arc::clone(&actions);
        kept.push(Seen { operation, called, actions, is_addressed, bound });
    }
    match (&*kept, ports) {
        // The caller reports that no operation is bound.
        ([], _) => {}
        (_, [port]) => {
            let binding = &port.binding.name.name;
            skip_unbound(lowering, &unbound, &format!("the binding `{binding}` does not include"));
        }
        _ => skip_unbound(lowering, &unbound, "none of the bindings includes"),
    }
    kept
}

fn skip_unbound(lowering: &mut Lowering<'_>, operations: &[&Named], why: &str) {
    for Named { name, span } in operations {
        skip(lowering, &format!("the operation `{name}`, which {why},"), *span);
    }
}

/// Returns the name of an overloaded operation, derived from its own name and that of its input.
fn overload_name(lowering: &Lowering<'_>, operation: &wsdl::Operation) -> Arc<str> {
    let name = &operation.name.name;
    let Some(input) = operation.exchange.input() else { return name.clone() };
    let message = &lowering.linked.message(&input.message).name.name;
    let input = input.name.as_ref().unwrap_or(message);
    if input.starts_with(&**name) && input != name {
        return input.clone();
    }
    format!("{name} {input}").into()
}

/// Returns the beginning of the default WS-Addressing actions of a portType (Metadata §4.4.4).
pub(crate) fn default_actions(namespace: &str, port_type: &wsdl::PortType) -> Arc<str> {
    let between = if namespace.starts_with("urn:") { ":" } else { "/" };
    let namespace = namespace.trim_end_matches(between);
    format!("{namespace}{between}{}{between}", port_type.name.name).into()
}

/// Reports operations that only a binding has.
fn report_unknown_operations(
    lowering: &mut Lowering<'_>,
    port_type: &wsdl::PortType,
    ports: &[BoundPort<'_>],
) {
    let known = port_type.operations.iter().map(|operation| &*operation.name.name);
    let known: HashSet<&str> = known.collect();
    for port in ports {
        let names = port.binding.operations.iter().map(|operation| &operation.name);
        for Named { name, span } in names.filter(|name| !known.contains(&*name.name)) {
            let message =
                format!("the portType `{}` has no operation `{name}`", port_type.name.name);
            let guess = match bound::assumed(name, port.binding, port_type) {
                Some(assumed) => format!("`{assumed}` is assumed"),
                None => "it is left out".to_owned(),
            };
            let diagnostic = Diagnostic::mistake(Code::UnknownOperation, message, guess)
                .label(*span, "bound here")
                .label(port_type.name.span, "the portType");
            lowering.report.add(diagnostic);
        }
    }
}

/// Lowers the operations whose messages are supported. Reports and skips the others.
pub(crate) fn lower<'a>(
    lowering: &mut Lowering<'_>,
    seen: Vec<Seen<'a>>,
    protocol: Protocol,
    settings: &Settings,
) -> Vec<(Operation, Seen<'a>)> {
    let mut operations: Vec<(Operation, Seen<'a>)> = Vec::new();
    for one in seen {
        let lowered = messages::operation(lowering, &one, settings);
        match lowered.and_then(|lowered| match protocol {
            Protocol::Http(_) => form::check(lowering, lowered, &one),
            Protocol::Soap(_) => Ok(lowered),
        }) {
            Ok(lowered) => {
                lowering.called.insert(std::ptr::from_ref(one.operation), None);
                operations.push((lowered, one));
            }
            Err(refusal) => {
                let why = Some(refusal.why.clone());
                lowering.called.entry(std::ptr::from_ref(one.operation)).or_insert(why);
                let message = format!("the operation `{}` is skipped", one.operation.name.name);
                let diagnostic = Diagnostic::warning(Code::Unsupported, message)
                    .label(refusal.span, refusal.why);
                lowering.report.add(diagnostic);
            }
        }
    }
    warn_of_equal_inputs(lowering, &operations);
    operations
}

/// Warns of operations that a server cannot distinguish by the first element in the body and the action.
fn warn_of_equal_inputs(lowering: &mut Lowering<'_>, operations: &[(Operation, Seen<'_>)]) {
    let mut by_first = HashMap::new();
    let mut by_action = HashMap::new();
    for (index, (operation, seen)) in operations.iter().enumerate() {
        let first = &operation.input.first;
        let actions = actions(operation, seen);
        let same = if actions.is_empty() {
            by_first.get(first).copied()
        } else {
            actions.iter().filter_map(|action| by_action.get(&(first, *action)).copied()).min()
        };
        by_first.entry(first).or_insert(index);
        for action in actions {
            by_action.entry((first, action)).or_insert(index);
        }
        let Some((same, _)) = same.map(|index: usize| &operations[index]) else { continue };
        let body = match &operation.input.first {
            Some(first) => format!("requests that begin with the element `{}`", first.local),
            None => "requests with an empty body".to_owned(),
        };
        let message = format!(
            "a server handles `{}` as `{}`: both have {body}",
            operation.called, same.called
        );
        let diagnostic = Diagnostic::warning(Code::Skipped, message);
        lowering.report.add(diagnostic.label(seen.operation.name.span, "cannot be distinguished"));
    }
}

/// Returns the actions of an operation, including those of WS-Addressing.
fn actions<'o>(operation: &'o Operation, seen: &'o Seen<'_>) -> Vec<&'o Arc<str>> {
    let declared = Some(&operation.addressing).filter(|actions| actions.is_declared);
    let addressed = declared.map(|actions| &actions.request);
    let addressed = addressed.filter(|action| !action.is_empty());
    seen.actions().into_iter().chain(addressed).collect()
}
