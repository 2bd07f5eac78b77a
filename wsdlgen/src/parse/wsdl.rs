//! Parsing of WSDL definitions, messages, portTypes and services.

use std::sync::Arc;

use roxmltree::Node;

use super::{
    assumed,
    attributes::OwnAttributes as _,
    binding::{binding, http, soap_children},
    context::{Context, wsdl_children},
    documentation::wsdl_documentation,
    namespaces::{ADDRESSING_METADATA, SOAP11, SOAP12, WSDL, is_policy, is_xsd},
    policy, xsd,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    syntax::{
        Syntax,
        wsdl::{
            Definitions, Exchange, Fault, Message, Operation, OperationMessage, Part, PartContent,
            Port, PortType, Service,
        },
    },
};

/// Parses `wsdl:definitions`, except the schemas inside it.
pub(super) fn definitions(node: Node<'_, '_>, context: &mut Context<'_>, syntax: &mut Syntax) {
    let mut definitions = Definitions {
        target_namespace: context
            .uri(node.own_attribute("targetNamespace").unwrap_or_default().trim()),
        messages: Vec::new(),
        port_types: Vec::new(),
        bindings: Vec::new(),
        services: Vec::new(),
    };
    for (tag, child) in wsdl_children(node) {
        match tag {
            "message" => definitions.messages.extend(message(child, context)),
            "portType" => definitions.port_types.extend(port_type(child, context)),
            "binding" => definitions.bindings.extend(binding(child, context)),
            "service" => definitions.services.extend(service(child, context)),
            // `schemas` parses `wsdl:types`, because a schema can import a WSDL for its schemas alone.
            // `source` follows imports. Generated code has no place for documentation of the WSDL.
            "types" | "import" | "documentation" => {}
            _ => context.skipped(&format!("`wsdl:{tag}`"), child),
        }
    }
    skip_extensions(node, context);
    syntax.policies.extend(policy::policies(node, context));
    syntax.definitions.push(definitions);
}

/// Parses the schemas inside `wsdl:definitions`.
pub(super) fn schemas(node: Node<'_, '_>, context: &mut Context<'_>, syntax: &mut Syntax) {
    for (_, types) in wsdl_children(node).filter(|(tag, _)| *tag == "types") {
        skip_extensions(types, context);
        for child in types.children().filter(Node::is_element) {
            match (child.tag_name().namespace(), child.tag_name().name()) {
                (Some(uri), "schema") if is_xsd(uri) => {
                    let schema = xsd::schema(child, None, context);
                    syntax.schemas.push(schema);
                }
                // `source` follows this import, although it belongs inside a schema.
                (Some(uri), "import") if is_xsd(uri) => {}
                _ => {}
            }
        }
    }
}

/// Reports unknown extension elements that the contract requires (§2.1.3). Others are ignored.
pub(super) fn skip_extensions(node: Node<'_, '_>, context: &mut Context<'_>) {
    for child in node.children().filter(Node::is_element) {
        let namespace = child.tag_name().namespace().unwrap_or_default();
        let is_known = [WSDL, SOAP11, SOAP12].contains(&namespace)
            || ADDRESSING_METADATA.contains(&namespace)
            || is_policy(namespace);
        let is_required = matches!(child.attribute((WSDL, "required")), Some("true" | "1"));
        if is_required && !is_known {
            let name = child.tag_name().name();
            let what = format!("the extension `{name}`, which the contract requires,");
            context.skipped_once(name, &what, child);
        }
    }
}

fn message(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Message> {
    let name = context.label(node)?;
    let parts = wsdl_children(node).filter(|(tag, _)| *tag == "part");
    Some(Message { name, parts: parts.filter_map(|(_, child)| part(child, context)).collect() })
}

fn part(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Part> {
    let named = node.own_attribute("element").or(node.own_attribute("type"));
    let name = match named {
        Some(named) if !node.has_own_attribute("name") => {
            assumed::name(node, assumed::local(named), context)
        }
        _ => context.name(node)?,
    };
    let declared = if node.has_own_attribute("element") {
        PartContent::Element(context.reference(node, "element")?)
    } else if node.has_own_attribute("type") {
        PartContent::Type(context.reference(node, "type")?)
    } else {
        context.skipped("a part with neither `element` nor `type`", node);
        return None;
    };
    Some(Part { name, content: declared })
}

fn port_type(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<PortType> {
    let operations = wsdl_children(node).filter(|(tag, _)| *tag == "operation");
    let operations = operations.filter_map(|(_, child)| operation(child, context)).collect();
    let policies = policy::attached(node, context);
    Some(PortType { name: context.label(node)?, operations, policies })
}

/// The messages of an operation, collected before its message exchange pattern is known.
#[derive(Default)]
struct Messages {
    input: Option<OperationMessage>,
    output: Option<OperationMessage>,
    output_is_first: bool,
    faults: Vec<Fault>,
}

impl Messages {
    fn exchange(self) -> Option<Exchange> {
        match (self.input, self.output) {
            (Some(input), Some(output)) if self.output_is_first => {
                Some(Exchange::SolicitResponse { output, input })
            }
            (Some(input), Some(output)) => Some(Exchange::RequestResponse { input, output }),
            (Some(input), None) => Some(Exchange::OneWay(input)),
            (None, Some(output)) => Some(Exchange::Notification(output)),
            (None, None) => None,
        }
    }
}

fn operation(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Operation> {
    let name = context.name(node)?;
    let mut messages = Messages::default();
    for (tag, child) in wsdl_children(node) {
        match tag {
            "input" => messages.input = operation_message(child, context),
            "output" => {
                messages.output_is_first = messages.input.is_none();
                messages.output = operation_message(child, context);
            }
            "fault" => messages.faults.extend(fault(child, context)),
            "documentation" => {}
            _ => context.skipped(&format!("`wsdl:{tag}` of an operation"), child),
        }
    }
    let faults = std::mem::take(&mut messages.faults);
    let Some(exchange) = messages.exchange() else {
        let what = format!("the operation `{}`, which has no messages,", name.name);
        context.skipped(&what, node);
        return None;
    };
    let order = node.own_attribute("parameterOrder").unwrap_or_default();
    Some(Operation {
        name,
        documentation: wsdl_documentation(node),
        exchange,
        faults,
        parameter_order: order.split_whitespace().map(Into::into).collect(),
        policies: policy::attached(node, context),
    })
}

fn operation_message(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<OperationMessage> {
    let message = message_reference(node, context)?;
    let policies = policy::attached(node, context);
    Some(OperationMessage { name: optional(node, "name"), message, action: action(node), policies })
}

fn fault(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Fault> {
    let message = message_reference(node, context)?;
    Some(Fault { name: optional(node, "name"), message, action: action(node) })
}

/// Parses the `message` attribute of an input, output or fault, and reports a missing one.
fn message_reference(
    node: Node<'_, '_>,
    context: &mut Context<'_>,
) -> Option<crate::syntax::Reference<Message>> {
    if node.has_own_attribute("message") {
        return context.reference(node, "message");
    }
    let tag = node.tag_name().name();
    let message = format!("missing attribute `message` on `wsdl:{tag}`");
    let diagnostic = Diagnostic::warning(Code::MissingAttribute, message);
    context.report.add(diagnostic.label(context.span(node), "treated as absent"));
    None
}

pub(super) fn optional(node: Node<'_, '_>, attribute: &str) -> Option<Arc<str>> {
    node.own_attribute(attribute).map(|value| value.trim().into())
}

/// Returns the `Action` attribute of any version of the WS-Addressing metadata.
fn action(node: Node<'_, '_>) -> Option<Arc<str>> {
    let addressing = |uri: &str| uri.contains("/addressing");
    let action = node.attributes().find(|attribute| {
        attribute.name() == "Action" && attribute.namespace().is_some_and(addressing)
    });
    action.map(|action| action.value().trim().into())
}

fn service(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Service> {
    let ports = wsdl_children(node).filter(|(tag, _)| *tag == "port");
    let ports: Vec<Port> = ports.filter_map(|(_, child)| port(child, context)).collect();
    let name = if node.has_own_attribute("name") {
        context.label(node)?
    } else {
        let definitions = node.document().root_element().own_attribute("name").map(str::trim);
        let first = ports.first().map(|port| &*port.name.name);
        assumed::name(node, definitions.or(first).unwrap_or("Service"), context)
    };
    let policies = policy::attached(node, context);
    Some(Service { name, documentation: wsdl_documentation(node), ports, policies })
}

fn port(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Port> {
    let address = soap_children(node, "address").next().or_else(|| http::address(node));
    let name = match node.own_attribute("binding") {
        Some(binding) if !node.has_own_attribute("name") => {
            assumed::name(node, assumed::local(binding), context)
        }
        _ => context.label(node)?,
    };
    let binding = if node.has_own_attribute("binding") {
        context.reference(node, "binding")?
    } else {
        assumed::binding(node, &name.name, context)?
    };
    let address = address.and_then(|address| optional(address, "location")).unwrap_or_default();
    let policies = policy::attached(node, context);
    Some(Port { name, binding, address, policies, span: context.span(node) })
}
