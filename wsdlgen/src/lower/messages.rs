//! Messages: parts and elements become bodies, headers and faults.

use std::collections::BTreeSet;

use super::Lowering;
use crate::{
    config::Settings,
    diagnostic::{Code, Diagnostic},
    model::{Definition, Element, Message, NamespaceId, Operation, TypeId, ValueType},
    resolve::Linked,
    source::Span,
    syntax::{Reference, wsdl},
};

/// An operation with its messages, seen through its bindings; `None` where that is reported.
pub(super) fn operation(
    lowering: &mut Lowering<'_>,
    operation: &wsdl::Operation,
    bound: &[&wsdl::BindingOperation],
    settings: &Settings,
) -> Option<Operation> {
    let inputs: Vec<_> = bound.iter().map(|bound| &bound.input).collect();
    let input = message(lowering, &operation.input, &inputs);
    let outputs: Vec<_> = bound.iter().map(|bound| &bound.output).collect();
    let output = message(lowering, &operation.output, &outputs);
    let faults = faults(lowering, operation, settings);
    let (input, output) = (input?, output?);
    let namespaces = namespaces(lowering, &input, &output, &faults);
    Some(Operation {
        name: operation.name.name.clone(),
        documentation: operation.documentation.clone(),
        input,
        output,
        faults,
        namespaces,
    })
}

/// A message with the headers that its bindings give it, each once.
fn message(
    lowering: &mut Lowering<'_>,
    reference: &Reference<wsdl::Message>,
    bound: &[&wsdl::BoundMessage],
) -> Option<Message> {
    let mut headers: Vec<Element> = Vec::new();
    for header in bound.iter().flat_map(|bound| &bound.headers) {
        let element = header_element(lowering, header);
        headers.extend(element.filter(|element| !headers.contains(element)));
    }
    let mut bodies = bound.iter().map(|bound| body_element(lowering, reference, bound));
    let body = bodies.next()??;
    if bodies.any(|other| other.as_ref() != Some(&body)) {
        let span = lowering.linked.message(reference).name.span;
        unsupported(lowering, "a message with different parts at different ports", span);
    }
    Some(Message { body, headers })
}

fn header_element(lowering: &mut Lowering<'_>, header: &wsdl::Header) -> Option<Element> {
    let linked = lowering.linked;
    let message = linked.message(&header.message);
    let part = message.parts.iter().find(|part| part.name.name == header.part.name);
    let Some(part) = part else {
        let what =
            format!("the message `{}` has no part `{}`", message.name.name, header.part.name);
        let diagnostic = Diagnostic::error(Code::UnknownPart, what)
            .label(header.part.span, "referred to here")
            .label(message.name.span, "the message");
        lowering.report.add(diagnostic);
        return None;
    };
    part_element(lowering, part, header.part.span)
}

/// The one element of a message's body: of the parts that the binding names, or of all.
fn body_element(
    lowering: &mut Lowering<'_>,
    reference: &Reference<wsdl::Message>,
    bound: &wsdl::BoundMessage,
) -> Option<Element> {
    let linked = lowering.linked;
    let message = linked.message(reference);
    let named: Option<Vec<&str>> =
        bound.parts.as_ref().map(|parts| parts.name.split_whitespace().collect());
    let is_named =
        |part: &&wsdl::Part| named.as_ref().is_none_or(|names| names.contains(&&*part.name.name));
    let parts: Vec<_> = message.parts.iter().filter(is_named).collect();
    if let (Some(names), Some(written)) = (&named, &bound.parts)
        && names.len() != parts.len()
    {
        let what = format!("the message `{}` has no such part", message.name.name);
        let diagnostic = Diagnostic::error(Code::UnknownPart, what)
            .label(written.span, "referred to here")
            .label(message.name.span, "the message");
        lowering.report.add(diagnostic);
        return None;
    }
    if let [part] = &*parts {
        return part_element(lowering, part, part.name.span);
    }
    let what = format!("a message whose body has {} parts", parts.len());
    unsupported(lowering, &what, message.name.span);
    None
}

fn part_element(lowering: &mut Lowering<'_>, part: &wsdl::Part, span: Span) -> Option<Element> {
    match &part.content {
        wsdl::PartContent::Element(element) => {
            lowering.message_element(lowering.linked.element_index(element), span)
        }
        wsdl::PartContent::Type(span) => {
            unsupported(lowering, "a part with `type`", *span);
            None
        }
    }
}

pub(super) fn unsupported(lowering: &mut Lowering<'_>, what: &str, span: Span) {
    let message = format!("{what} is not supported yet");
    let diagnostic = Diagnostic::error(Code::Unsupported, message);
    lowering.report.add(diagnostic.label(span, "nothing can be generated for this"));
}

/// The faults that the contract declares, and those that the settings add.
fn faults(
    lowering: &mut Lowering<'_>,
    operation: &wsdl::Operation,
    settings: &Settings,
) -> Vec<Element> {
    let mut faults: Vec<Element> = Vec::new();
    for fault in &operation.faults {
        let whole = wsdl::BoundMessage::default();
        let element = body_element(lowering, &fault.message, &whole);
        // Two faults with one detail cannot be told apart, and need not be.
        faults.extend(element.filter(|element| !faults.contains(element)));
    }
    for (_, element) in settings.faults.iter().filter(|(name, _)| **name == *operation.name.name) {
        if let Some(index) = element_named(lowering.linked, element) {
            let span = lowering.linked.elements[index].item.name.span;
            faults.extend(lowering.message_element(index, span));
        } else {
            let message = format!("the fault `{element}` is no element of the contract");
            let help = "name a global element, and the schema it is in with `schema`";
            lowering.report.add(Diagnostic::error(Code::UnusedSetting, message).help(help));
        }
    }
    faults
}

fn element_named(linked: &Linked, name: &str) -> Option<usize> {
    linked.elements.iter().position(|element| &*element.item.name.name == name)
}

/// The namespaces that the tags of an operation's messages are in.
fn namespaces(
    lowering: &Lowering<'_>,
    input: &Message,
    output: &Message,
    faults: &[Element],
) -> Vec<NamespaceId> {
    let messages = [input, output].into_iter();
    let elements = messages.flat_map(|message| message.headers.iter().chain([&message.body]));
    let mut found = BTreeSet::new();
    let mut waiting: Vec<TypeId> = Vec::new();
    for element in elements.chain(faults) {
        found.insert(element.name.namespace);
        waiting.push(element.of_type);
    }
    let mut seen: BTreeSet<TypeId> = waiting.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        let lowered = lowering.types.get(id.0 as usize).and_then(Option::as_ref);
        let Some(Definition::Record(record)) = lowered.map(|lowered| &lowered.definition) else {
            continue;
        };
        for field in &record.fields {
            found.insert(field.name.namespace);
            if let ValueType::Defined(inner) = field.value
                && seen.insert(inner)
            {
                waiting.push(inner);
            }
        }
    }
    found.remove(&NamespaceId::NONE);
    found.into_iter().collect()
}
