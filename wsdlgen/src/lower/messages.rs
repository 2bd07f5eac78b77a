//! Messages: parts and elements become bodies, headers and faults.

use super::{Lowering, reach};
use crate::{
    config::Settings,
    diagnostic::{Code, Diagnostic},
    model::{Element, Message, Operation},
    resolve::Linked,
    source::Span,
    syntax::{
        Named, Reference,
        wsdl::{self, Exchange},
    },
};

/// Why an operation is left out.
pub(super) struct Refusal {
    pub(super) what: String,
    pub(super) span: Span,
}

impl Refusal {
    fn new(what: impl Into<String>, span: Span) -> Self {
        Self { what: what.into(), span }
    }
}

/// An operation with its messages, seen through its bindings.
pub(super) fn operation(
    lowering: &mut Lowering<'_>,
    operation: &wsdl::Operation,
    bound: &[&wsdl::BindingOperation],
    settings: &Settings,
) -> Result<Operation, Refusal> {
    if let Some(obstacle) = bound.iter().flat_map(|bound| &bound.obstacles).next() {
        return Err(Refusal::new(&*obstacle.what, obstacle.span));
    }
    let Exchange::RequestResponse { input, output } = &operation.exchange else {
        let what = "an operation that is not request and response";
        return Err(Refusal::new(what, operation.name.span));
    };
    let inputs: Vec<_> = bound.iter().map(|bound| &bound.input).collect();
    let input = message(lowering, &input.message, &inputs)?;
    let outputs: Vec<_> = bound.iter().map(|bound| &bound.output).collect();
    let output = message(lowering, &output.message, &outputs)?;
    let faults = faults(lowering, operation, settings)?;
    let messages = [&input, &output].into_iter();
    let elements = messages.flat_map(|message| message.headers.iter().chain([&message.body]));
    let namespaces = reach::namespaces(lowering, elements.chain(&faults));
    Ok(Operation {
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
) -> Result<Message, Refusal> {
    let mut headers: Vec<Element> = Vec::new();
    for header in bound.iter().flat_map(|bound| &bound.headers) {
        let element = header_element(lowering, header)?;
        if !headers.contains(&element) {
            headers.push(element);
        }
    }
    let bodies = bound.iter().map(|bound| body_element(lowering, reference, bound));
    let bodies = bodies.collect::<Result<Vec<_>, _>>()?;
    let span = lowering.linked.message(reference).name.span;
    let mut bodies = bodies.into_iter();
    let body = bodies.next().ok_or_else(|| Refusal::new("an unbound message", span))?;
    if bodies.any(|other| other != body) {
        return Err(Refusal::new("a message with different parts at different ports", span));
    }
    Ok(Message { body, headers })
}

fn header_element(lowering: &mut Lowering<'_>, header: &wsdl::Header) -> Result<Element, Refusal> {
    let message = lowering.linked.message(&header.message);
    let part = message.parts.iter().find(|part| part.name.name == header.part.name);
    let Some(part) = part else {
        return Err(unknown_part(lowering, message, &header.part));
    };
    part_element(lowering, part)
}

fn unknown_part(lowering: &mut Lowering<'_>, message: &wsdl::Message, referred: &Named) -> Refusal {
    let what = format!("the message `{}` has no part `{}`", message.name.name, referred.name);
    let diagnostic = Diagnostic::error(Code::UnknownPart, what)
        .label(referred.span, "referred to here")
        .label(message.name.span, "the message");
    lowering.report.add(diagnostic);
    Refusal::new("a part that does not exist", referred.span)
}

/// The one element of a message's body: of the parts that the binding names, or of all.
fn body_element(
    lowering: &mut Lowering<'_>,
    reference: &Reference<wsdl::Message>,
    bound: &wsdl::BoundMessage,
) -> Result<Element, Refusal> {
    let message = lowering.linked.message(reference);
    let named: Option<Vec<&str>> =
        bound.parts.as_ref().map(|parts| parts.name.split_whitespace().collect());
    let is_named =
        |part: &&wsdl::Part| named.as_ref().is_none_or(|names| names.contains(&&*part.name.name));
    let parts: Vec<_> = message.parts.iter().filter(is_named).collect();
    if let (Some(names), Some(written)) = (&named, &bound.parts)
        && names.len() != parts.len()
    {
        return Err(unknown_part(lowering, message, written));
    }
    if let [part] = &*parts {
        return part_element(lowering, part);
    }
    let what = format!("a message whose body has {} parts", parts.len());
    Err(Refusal::new(what, message.name.span))
}

fn part_element(lowering: &mut Lowering<'_>, part: &wsdl::Part) -> Result<Element, Refusal> {
    match &part.content {
        wsdl::PartContent::Element(element) => {
            let index = lowering.linked.element_index(element);
            Ok(lowering.global_element(index))
        }
        wsdl::PartContent::Type(_) => Err(Refusal::new("a part with `type`", part.name.span)),
    }
}

/// The faults that the contract declares, and those that the settings add.
fn faults(
    lowering: &mut Lowering<'_>,
    operation: &wsdl::Operation,
    settings: &Settings,
) -> Result<Vec<Element>, Refusal> {
    let mut faults: Vec<Element> = Vec::new();
    for fault in &operation.faults {
        let whole = wsdl::BoundMessage::default();
        let element = body_element(lowering, &fault.message, &whole)?;
        // Two faults with one detail cannot be told apart, and need not be.
        faults.extend((!faults.contains(&element)).then_some(element));
    }
    for (_, element) in settings.faults.iter().filter(|(name, _)| **name == *operation.name.name) {
        if let Some(index) = element_named(lowering.linked, element) {
            let element = lowering.global_element(index);
            faults.extend((!faults.contains(&element)).then_some(element));
        } else {
            let message = format!("the fault `{element}` is no element of the contract");
            let help = "name a global element, and the schema it is in with `schema`";
            lowering.report.add(Diagnostic::error(Code::UnusedSetting, message).help(help));
        }
    }
    Ok(faults)
}

fn element_named(linked: &Linked, name: &str) -> Option<usize> {
    linked.elements.iter().position(|element| &*element.item.name.name == name)
}
