//! Services: ports, bindings, portTypes and messages become interfaces with operations.

use std::{collections::BTreeSet, sync::Arc};

use super::Lowering;
use crate::{
    config::Settings,
    diagnostic::{Code, Diagnostic},
    model::{
        Definition, Element, Interface, Message, NamespaceId, Operation, Port, SoapVersion, TypeId,
        ValueType,
    },
    resolve::{Linked, Place},
    source::Span,
    syntax::{Reference, wsdl},
};

/// The interfaces of every service.
pub(super) fn interfaces(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<Interface> {
    let linked = lowering.linked;
    let services = linked.definitions.iter().flat_map(|definitions| &definitions.services);
    let interfaces: Vec<_> =
        services.flat_map(|service| service_interfaces(lowering, service, settings)).collect();
    report_unused_faults(lowering, &interfaces, settings);
    interfaces
}

/// A port with its binding, as written.
struct SoapPort<'a> {
    port: &'a wsdl::Port,
    binding: &'a wsdl::Binding,
    version: SoapVersion,
    port_type: Place,
}

/// One interface where the service's SOAP ports share a portType; otherwise one for each.
fn service_interfaces<'a>(
    lowering: &mut Lowering<'a>,
    service: &'a wsdl::Service,
    settings: &Settings,
) -> Vec<Interface> {
    let ports = soap_ports(lowering, service);
    let mut port_types: Vec<Place> = Vec::new();
    for port in &ports {
        if !port_types.contains(&port.port_type) {
            port_types.push(port.port_type);
        }
    }
    let shared = port_types.len() == 1;
    let interfaces = port_types.iter().map(|place| {
        let own: Vec<_> = ports.iter().filter(|port| port.port_type == *place).collect();
        let (_, port_type) = lowering.linked.port_type(&own[0].binding.port_type);
        let name = if shared { &service.name.name } else { &port_type.name.name };
        Interface {
            name: name.clone(),
            documentation: service.documentation.clone(),
            operations: operations(lowering, port_type, &own, settings),
            ports: own.iter().map(|port| model_port(port, port_type)).collect(),
        }
    });
    interfaces.collect()
}

fn soap_ports<'a>(lowering: &mut Lowering<'a>, service: &'a wsdl::Service) -> Vec<SoapPort<'a>> {
    let linked = lowering.linked;
    let mut ports = Vec::new();
    for port in &service.ports {
        let binding = linked.binding(&port.binding);
        let version = match binding.soap {
            wsdl::SoapBinding::Soap11 => SoapVersion::Soap11,
            wsdl::SoapBinding::Soap12 => SoapVersion::Soap12,
            wsdl::SoapBinding::Other => {
                let message = format!("the port `{}` is skipped: it is not SOAP", port.name.name);
                let diagnostic = Diagnostic::warning(Code::Skipped, message);
                lowering.report.add(diagnostic.label(port.span, "not generated"));
                continue;
            }
        };
        let (port_type, _) = linked.port_type(&binding.port_type);
        ports.push(SoapPort { port, binding, version, port_type });
    }
    ports
}

fn model_port(port: &SoapPort<'_>, port_type: &wsdl::PortType) -> Port {
    let action = |operation: &wsdl::Operation| {
        let bound = bound(port.binding, operation);
        bound.map_or_else(Arc::default, |bound| bound.action.clone())
    };
    Port {
        name: port.port.name.name.clone(),
        version: port.version,
        address: port.port.address.clone(),
        actions: port_type.operations.iter().map(action).collect(),
    }
}

/// What a binding says of an operation.
fn bound<'a>(
    binding: &'a wsdl::Binding,
    operation: &wsdl::Operation,
) -> Option<&'a wsdl::BindingOperation> {
    binding.operations.iter().find(|bound| bound.name.name == operation.name.name)
}

fn operations(
    lowering: &mut Lowering<'_>,
    port_type: &wsdl::PortType,
    ports: &[&SoapPort<'_>],
    settings: &Settings,
) -> Vec<Operation> {
    refuse_unknown_operations(lowering, port_type, ports);
    let mut operations = Vec::new();
    for operation in &port_type.operations {
        let bound: Vec<_> =
            ports.iter().filter_map(|port| bound(port.binding, operation)).collect();
        let input_headers = bound.iter().flat_map(|bound| &bound.input_headers);
        let input = message(lowering, &operation.input, input_headers);
        let output_headers = bound.iter().flat_map(|bound| &bound.output_headers);
        let output = message(lowering, &operation.output, output_headers);
        let faults = faults(lowering, operation, settings);
        let (Some(input), Some(output)) = (input, output) else { continue };
        let namespaces = namespaces(lowering, &input, &output, &faults);
        operations.push(Operation {
            name: operation.name.name.clone(),
            documentation: operation.documentation.clone(),
            input,
            output,
            faults,
            namespaces,
        });
    }
    operations
}

fn refuse_unknown_operations(
    lowering: &mut Lowering<'_>,
    port_type: &wsdl::PortType,
    ports: &[&SoapPort<'_>],
) {
    for bound in ports.iter().flat_map(|port| &port.binding.operations) {
        let known =
            port_type.operations.iter().any(|operation| operation.name.name == bound.name.name);
        if !known {
            let message = format!(
                "the portType `{}` has no operation `{}`",
                port_type.name.name, bound.name.name
            );
            let diagnostic = Diagnostic::error(Code::UnknownOperation, message)
                .label(bound.name.span, "bound here")
                .label(port_type.name.span, "the portType");
            lowering.report.add(diagnostic);
        }
    }
}

/// A message with the headers that its bindings give it, each once.
fn message<'a>(
    lowering: &mut Lowering<'_>,
    reference: &Reference<wsdl::Message>,
    headers: impl Iterator<Item = &'a wsdl::Header>,
) -> Option<Message> {
    let mut elements: Vec<Element> = Vec::new();
    for header in headers {
        let element = header_element(lowering, header);
        elements.extend(element.filter(|element| !elements.contains(element)));
    }
    let body = body_element(lowering, reference)?;
    Some(Message { body, headers: elements })
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
    lowering.message_element(linked.element_index(&part.element), header.part.span)
}

/// The one element of a message's body.
fn body_element(
    lowering: &mut Lowering<'_>,
    reference: &Reference<wsdl::Message>,
) -> Option<Element> {
    let linked = lowering.linked;
    let message = linked.message(reference);
    if let [part] = &*message.parts {
        return lowering.message_element(linked.element_index(&part.element), part.name.span);
    }
    let what = format!("a message with {} parts is not supported yet", message.parts.len());
    unsupported(lowering, what, message.name.span);
    None
}

fn unsupported(lowering: &mut Lowering<'_>, message: String, span: Span) {
    let diagnostic = Diagnostic::error(Code::Unsupported, message);
    lowering.report.add(diagnostic.label(span, "nothing can be generated for this"));
}

/// The faults that the contract declares, and those that the settings add.
fn faults(
    lowering: &mut Lowering<'_>,
    operation: &wsdl::Operation,
    settings: &Settings,
) -> Vec<Element> {
    let mut faults = Vec::new();
    for fault in &operation.faults {
        faults.extend(body_element(lowering, &fault.message));
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

fn report_unused_faults(
    lowering: &mut Lowering<'_>,
    interfaces: &[Interface],
    settings: &Settings,
) {
    for (name, _) in &settings.faults {
        let operations = interfaces.iter().flat_map(|interface| &interface.operations);
        if !operations.into_iter().any(|operation| &*operation.name == name.as_str()) {
            let message = format!("a fault is given to `{name}`, which is no operation");
            lowering.report.add(Diagnostic::error(Code::UnusedSetting, message));
        }
    }
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
