//! Lowering of messages: parts and elements become bodies, headers and faults.

use std::sync::Arc;

use super::bodies::{Bound, at_unknown_part, attachments, body, part_element};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    lower::{Lowering, schema::encoded::defined_type_name, whole::reach},
    model::{
        self, AddressingActions, AttachmentPart, Body, Element, Message, Name, Operation, Use,
    },
    settings::Settings,
    syntax::{
        Named, Reference,
        wsdl::{self, Exchange},
    },
};

/// The name of every operation in the settings `header` and `fault`.
pub(crate) const EVERY_OPERATION: &str = "*";

/// The reason why an operation is skipped.
pub(crate) struct Refusal {
    pub(crate) why: String,
    pub(crate) span: Span,
}

impl Refusal {
    pub(crate) fn new(why: impl Into<String>, span: Span) -> Self {
        Self { why: why.into(), span }
    }
}

/// An operation together with its bindings at all ports.
pub(crate) struct Seen<'a> {
    pub(crate) operation: &'a wsdl::Operation,
    /// Source of the name in Rust.
    pub(crate) called: Arc<str>,
    /// The beginning of the default actions of the portType.
    pub(crate) actions: Arc<str>,
    /// `true` if any port requires WS-Addressing.
    pub(crate) is_addressed: bool,
    /// For each port that binds the operation, the namespace of the binding and the bound operation.
    pub(crate) bound: Vec<Option<(&'a Arc<str>, &'a wsdl::BindingOperation)>>,
}

impl Seen<'_> {
    /// Returns the action at a port, which may be empty, or `None` if the port does not bind the operation.
    pub(crate) fn action(&self, port: usize) -> Option<Arc<str>> {
        self.bound[port].map(|(_, bound)| bound.action.clone())
    }

    /// Returns the distinct actions at all ports.
    pub(crate) fn actions(&self) -> Vec<&Arc<str>> {
        let mut actions: Vec<&Arc<str>> = Vec::new();
        for (_, bound) in self.bound.iter().flatten() {
            if !bound.action.is_empty() && !actions.contains(&&bound.action) {
                actions.push(&bound.action);
            }
        }
        actions
    }
}

/// Lowers an operation with its messages, as its bindings specify them.
pub(crate) fn operation(
    lowering: &mut Lowering<'_>,
    seen: &Seen<'_>,
    settings: &Settings,
) -> Result<Operation, Refusal> {
    let operation = seen.operation;
    let local = &operation.name.name;
    // The wrapper of the reply is named after the operation (WS-I Basic Profile 1.1, R2729).
    let response: Arc<str> = format!("{local}Response").into();
    let (mut requests, mut replies) = (Vec::new(), Vec::new());
    for (namespace, bound) in seen.bound.iter().flatten() {
        if let Some(obstacle) = bound.obstacles.first() {
            return Err(Refusal::new(
                format!("{} is not supported yet", obstacle.what),
                obstacle.span,
            ));
        }
        let style = bound.style;
        requests.push(Bound { style, message: &bound.input, wrapper: local.clone(), namespace });
        replies.push(Bound { style, message: &bound.output, wrapper: response.clone(), namespace });
    }
    let (exchange, input, output) = match &operation.exchange {
        Exchange::RequestResponse { input, output } => {
            (model::Exchange::RequestResponse, input, Some(output))
        }
        Exchange::OneWay(input) => (model::Exchange::OneWay, input, None),
        Exchange::SolicitResponse { .. } | Exchange::Notification(_) => {
            let why = "the service would have to send the first message, which HTTP does not allow";
            return Err(Refusal::new(why, operation.name.span));
        }
    };
    let input = message(lowering, &input.message, &requests, seen, settings)?;
    let output = match output {
        Some(output) => message(lowering, &output.message, &replies, seen, settings)?,
        None => {
            Message { body: Body::Empty, first: None, headers: Vec::new(), attachments: Vec::new() }
        }
    };
    let faults = faults(lowering, seen, settings);
    let messages = requests.iter().chain(&replies);
    let header_faults = header_faults(lowering, messages.clone());
    let is_encoded = messages.clone().any(|bound| use_of(&bound.message.encoding) == Use::Encoded);
    let r#use = if is_encoded { Use::Encoded } else { Use::Literal };
    Ok(Operation {
        name: local.clone(),
        called: seen.called.clone(),
        given: None,
        documentation: operation.documentation.clone(),
        exchange,
        r#use,
        addressing: addressing_actions(seen),
        input,
        output,
        faults,
        header_faults,
        // Set by `find_namespaces` once it is known which types are encoded.
        namespaces: Vec::new(),
        is_enabled: true,
    })
}

/// Returns the WS-Addressing actions of an operation.
///
/// Actions that neither the portType nor a port declares follow the default pattern (Metadata §4.4.4).
fn addressing_actions(seen: &Seen<'_>) -> AddressingActions {
    let Seen { operation, actions, .. } = seen;
    let (input, output) = (operation.exchange.input(), operation.exchange.output());
    let given = |message: Option<&wsdl::OperationMessage>| message?.action.clone();
    let is_declared = seen.is_addressed || given(input).is_some() || given(output).is_some();
    let pattern = |message: &wsdl::OperationMessage, suffix: &str| -> Arc<str> {
        let local = &operation.name.name;
        let name = message.name.as_deref().map_or(format!("{local}{suffix}"), str::to_owned);
        format!("{actions}{name}").into()
    };
    let mut bound = seen.bound.iter().flatten().map(|(_, bound)| &bound.action);
    let request = match given(input) {
        // An action that equals the action at every port does not have to be written.
        Some(given) => Some(given).filter(|given| bound.any(|action| action != given)),
        // The action at a port is that of its messages (Metadata, §4.4.1).
        None if bound.any(|action| !action.is_empty()) => None,
        None => input.map(|input| pattern(input, "Request")),
    };
    let reply = given(output).or_else(|| Some(pattern(output?, "Response")));
    let (request, reply) = (request.unwrap_or_default(), reply.unwrap_or_default());
    AddressingActions { is_declared, request, reply }
}

/// Returns the use of a message's parts.
pub(crate) fn use_of(encoding: &wsdl::Encoding) -> Use {
    match encoding.r#use {
        wsdl::Use::Literal => Use::Literal,
        wsdl::Use::Encoded => Use::Encoded,
    }
}

/// Finds the namespaces of the tags in an operation's messages.
pub(crate) fn find_namespaces(lowering: &mut Lowering<'_>, operation: &mut Operation) {
    let Operation { input, output, faults, header_faults, .. } = &*operation;
    let headers = input.headers.iter().chain(&output.headers);
    let elements = headers.chain(faults).chain(header_faults);
    operation.namespaces = reach::namespaces(lowering, &[&input.body, &output.body], elements);
}

/// Lowers a message with the distinct header blocks of its bindings, and those that settings declare.
fn message(
    lowering: &mut Lowering<'_>,
    reference: &Reference<wsdl::Message>,
    bound: &[Bound<'_>],
    seen: &Seen<'_>,
    settings: &Settings,
) -> Result<Message, Refusal> {
    let mut headers: Vec<Element> = Vec::new();
    for header in bound.iter().flat_map(|bound| &bound.message.headers) {
        let element = header_element(lowering, &header.message, &header.part, &header.encoding);
        headers.extend(element.filter(|element| !headers.contains(element)));
    }
    let operation = &seen.operation.name.name;
    let set = settings.headers.iter();
    for (_, element) in set.filter(|(of, _)| **of == **operation || of == EVERY_OPERATION) {
        let element = set_element(lowering, element);
        headers.extend(element.filter(|element| !headers.contains(element)));
    }
    let written = lowering.linked.message(reference);
    let mut attached: Vec<AttachmentPart> = Vec::new();
    for part in bound.iter().flat_map(|bound| attachments(bound.message)) {
        if !attached.iter().any(|known| known.part == part.part) {
            attached.push(part);
        }
    }
    let mut bodies = bound.iter().map(|bound| body(lowering, written, bound, &attached));
    let span = written.name.span;
    let (body, first) =
        bodies.next().ok_or_else(|| Refusal::new("no port binds its message", span))?;
    if bodies.any(|(other, _)| other != body) {
        return Err(Refusal::new(
            "its message has different parts at another port, which is not supported yet",
            span,
        ));
    }
    Ok(Message { body, first, headers, attachments: attached })
}

/// Returns the element of a header block. A part with a type becomes an element with the name of the part, in the
/// namespace that the binding specifies (WSDL 1.1 §3.7).
///
/// A header whose part is missing is left out, since its operation can often be called without it.
fn header_element(
    lowering: &mut Lowering<'_>,
    message: &Reference<wsdl::Message>,
    written: &Named,
    encoding: &wsdl::Encoding,
) -> Option<Element> {
    let message = lowering.linked.message(message);
    let part = message.parts.iter().find(|part| part.name.name == written.name);
    let Some(part) = part else {
        let name = &message.name.name;
        let what =
            format!("a header is skipped: the message `{name}` has no part `{}`", written.name);
        let diagnostic = Diagnostic::warning(Code::UnknownPart, what);
        lowering.report.add(at_unknown_part(diagnostic, message, written));
        return None;
    };
    let mut element = part_element(lowering, part);
    if matches!(part.content, wsdl::PartContent::Type(_)) {
        element.name.namespace = lowering.namespace(&encoding.namespace);
    }
    lowering.header_values.push((use_of(encoding), element.value));
    Some(element)
}

/// Returns the distinct header blocks that may accompany a fault (WSDL 1.1 §3.7).
fn header_faults<'b>(
    lowering: &mut Lowering<'_>,
    messages: impl Iterator<Item = &'b Bound<'b>>,
) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let headers = messages.flat_map(|bound| &bound.message.headers);
    for fault in headers.flat_map(|header| &header.faults) {
        let element = header_element(lowering, &fault.message, &fault.part, &fault.encoding);
        elements.extend(element.filter(|element| !elements.contains(element)));
    }
    elements
}

/// Returns the faults that the contract declares, followed by those that settings add.
fn faults(lowering: &mut Lowering<'_>, seen: &Seen<'_>, settings: &Settings) -> Vec<Element> {
    let operation = seen.operation;
    let mut faults: Vec<Element> = Vec::new();
    for fault in &operation.faults {
        let message = lowering.linked.message(&fault.message);
        // A fault's message has a single part (§3.6).
        let [part] = &*message.parts else {
            let name = &message.name.name;
            let reason = "its message does not have exactly one part";
            let what = format!("the fault `{name}` is skipped: {reason}");
            let diagnostic = Diagnostic::warning(Code::Skipped, what);
            let label = "its detail is left untyped";
            lowering.report.add(diagnostic.label(message.name.span, label));
            continue;
        };
        let element = fault_element(lowering, seen, fault, part);
        // Two faults with the same detail are indistinguishable, so one is enough.
        faults.extend((!faults.contains(&element)).then_some(element));
    }
    tell_apart(lowering, &mut faults);
    let own = &operation.name.name;
    let added = settings.faults.iter();
    for (_, element) in added.filter(|(of, _)| **of == **own || of == EVERY_OPERATION) {
        let element = set_element(lowering, element);
        faults.extend(element.filter(|element| !faults.contains(element)));
    }
    faults
}

/// Gives details with the same name an `xsi:type`. Java frameworks name all parts of faults alike.
fn tell_apart(lowering: &mut Lowering<'_>, faults: &mut [Element]) {
    let names: Vec<Name> = faults.iter().map(|fault| fault.name.clone()).collect();
    for fault in faults {
        if names.iter().filter(|name| **name == fault.name).count() > 1 {
            fault.type_name = defined_type_name(lowering, fault.value);
        }
    }
}

/// Returns the element of a fault's detail. A part with a type becomes an element with the name of the part, in the
/// namespace that the binding specifies (WSDL 1.1 §3.6).
fn fault_element(
    lowering: &mut Lowering<'_>,
    seen: &Seen<'_>,
    fault: &wsdl::Fault,
    part: &wsdl::Part,
) -> Element {
    let mut element = part_element(lowering, part);
    if matches!(part.content, wsdl::PartContent::Type(_)) {
        let bound = seen.bound.iter().flatten().flat_map(|(_, bound)| &bound.faults);
        let mut bound = bound.filter(|bound| Some(&bound.name) == fault.name.as_ref());
        if let Some(bound) = bound.next() {
            element.name.namespace = lowering.namespace(&bound.encoding.namespace);
            if use_of(&bound.encoding) == Use::Encoded {
                element.type_name = defined_type_name(lowering, element.value);
            }
        }
    }
    element
}

/// Returns the global element that a setting names.
fn set_element(lowering: &mut Lowering<'_>, name: &str) -> Option<Element> {
    let mut elements = lowering.linked.elements.iter();
    let index = elements.position(|element| &*element.item.name.name == name)?;
    Some(lowering.global_element(index))
}
