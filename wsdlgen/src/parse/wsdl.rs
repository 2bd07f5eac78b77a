//! Parsing WSDL.

use roxmltree::Node;

use super::{
    WSDL, XSD,
    context::{Context, wsdl_children, wsdl_documentation},
    xsd,
};
use crate::syntax::{
    Syntax,
    wsdl::{
        Binding, BindingOperation, BoundMessage, Definitions, Fault, Header, Message, Obstacle,
        Operation, Part, PartContent, Port, PortType, Service, SoapBinding,
    },
};

const SOAP11: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
const SOAP12: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";
const MIME: &str = "http://schemas.xmlsoap.org/wsdl/mime/";

/// `wsdl:definitions`, and the schemas inside it.
pub(super) fn definitions(node: Node<'_, '_>, context: &mut Context<'_>, syntax: &mut Syntax) {
    let mut definitions = Definitions {
        target_namespace: Context::text(node, "targetNamespace"),
        messages: Vec::new(),
        port_types: Vec::new(),
        bindings: Vec::new(),
        services: Vec::new(),
    };
    for (tag, child) in wsdl_children(node) {
        match tag {
            "types" => types(child, context, syntax),
            "message" => definitions.messages.extend(message(child, context)),
            "portType" => definitions.port_types.extend(port_type(child, context)),
            "binding" => definitions.bindings.extend(binding(child, context)),
            "service" => definitions.services.extend(service(child, context)),
            // Followed by `source`; documentation of the whole has no place in the code.
            "import" | "documentation" => {}
            _ => context.skipped(&format!("`wsdl:{tag}`"), child),
        }
    }
    skip_extensions(node, context);
    syntax.definitions.push(definitions);
}

fn types(node: Node<'_, '_>, context: &mut Context<'_>, syntax: &mut Syntax) {
    for child in node.children().filter(Node::is_element) {
        match (child.tag_name().namespace(), child.tag_name().name()) {
            (Some(XSD), "schema") => {
                let schema = xsd::schema(child, context);
                syntax.schemas.push(schema);
            }
            (_, "schema") => context.unsupported("a schema of an older XML Schema", child),
            (Some(WSDL), "documentation") => {}
            (_, name) => context.skipped(&format!("the extension `{name}`"), child),
        }
    }
}

/// Reports the extension elements that have no effect here.
fn skip_extensions(node: Node<'_, '_>, context: &mut Context<'_>) {
    let known = [WSDL, SOAP11, SOAP12];
    for child in node.children().filter(Node::is_element) {
        if !child.tag_name().namespace().is_some_and(|namespace| known.contains(&namespace)) {
            context.skipped(&format!("the extension `{}`", child.tag_name().name()), child);
        }
    }
}

fn message(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Message> {
    let name = context.name(node, "name")?;
    let parts = wsdl_children(node).filter(|(tag, _)| *tag == "part");
    Some(Message { name, parts: parts.filter_map(|(_, child)| part(child, context)).collect() })
}

fn part(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Part> {
    let name = context.name(node, "name")?;
    let declared = if node.has_attribute("type") && !node.has_attribute("element") {
        PartContent::Type(context.span(node))
    } else {
        PartContent::Element(context.reference(node, "element")?)
    };
    Some(Part { name, content: declared })
}

fn port_type(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<PortType> {
    let operations = wsdl_children(node).filter(|(tag, _)| *tag == "operation");
    let operations = operations.filter_map(|(_, child)| operation(child, context)).collect();
    Some(PortType { name: context.name(node, "name")?, operations })
}

fn operation(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Operation> {
    let (mut input, mut output, mut faults) = (None, None, Vec::new());
    for (tag, child) in wsdl_children(node) {
        match tag {
            "input" if output.is_none() => input = context.reference(child, "message"),
            "output" => output = context.reference(child, "message"),
            "fault" => {
                let message = context.reference(child, "message");
                faults.extend(message.map(|message| Fault { message }));
            }
            "documentation" => {}
            _ => context.skipped(&format!("`wsdl:{tag}` of an operation"), child),
        }
    }
    let name = context.name(node, "name")?;
    let (Some(input), Some(output)) = (input, output) else {
        context.unsupported("an operation that is not request and response", node);
        return None;
    };
    Some(Operation { name, documentation: wsdl_documentation(node), input, output, faults })
}

fn binding(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Binding> {
    let soap = soap_binding(node);
    let mut operations = Vec::new();
    if soap != SoapBinding::Other {
        skip_extensions(node, context);
        let children = wsdl_children(node).filter(|(tag, _)| *tag == "operation");
        operations = children.filter_map(|(_, child)| binding_operation(child, context)).collect();
    }
    let name = context.name(node, "name")?;
    Some(Binding { name, port_type: context.reference(node, "type")?, soap, operations })
}

fn soap_binding(node: Node<'_, '_>) -> SoapBinding {
    let Some(soap) = soap_children(node, "binding").next() else { return SoapBinding::Other };
    // Either version's transport URI for HTTP; some contracts have none.
    let over_http = soap.attribute("transport").is_none_or(|uri| {
        uri.is_empty() || uri.trim_end_matches('/').to_ascii_lowercase().ends_with("/http")
    });
    match soap.tag_name().namespace() {
        Some(SOAP11) if over_http => SoapBinding::Soap11,
        Some(SOAP12) if over_http => SoapBinding::Soap12,
        _ => SoapBinding::Other,
    }
}

/// The extension elements of either SOAP binding that have this name.
fn soap_children<'a, 'input>(
    node: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| {
        matches!(child.tag_name().namespace(), Some(SOAP11 | SOAP12))
            && child.tag_name().name() == name
    })
}

fn binding_operation(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<BindingOperation> {
    let soap = soap_children(node, "operation").next();
    let mut operation = BindingOperation {
        name: context.name(node, "name")?,
        action: soap.map_or("".into(), |soap| Context::text(soap, "soapAction")),
        input: BoundMessage::default(),
        output: BoundMessage::default(),
        obstacles: Vec::new(),
    };
    // An operation's own style counts before its binding's (§3.4).
    let styles = soap
        .into_iter()
        .chain(node.parent().and_then(|parent| soap_children(parent, "binding").next()));
    let mut deciding = styles.filter(|soap| soap.has_attribute("style"));
    if let Some(soap) = deciding.next().filter(|soap| soap.attribute("style") == Some("rpc")) {
        operation.obstacles.push(obstacle("the style `rpc`", soap, context));
    }
    skip_extensions(node, context);
    for (tag, child) in wsdl_children(node) {
        match tag {
            "input" => operation.input = bound_message(child, context, &mut operation.obstacles),
            "output" => operation.output = bound_message(child, context, &mut operation.obstacles),
            "fault" => refuse_encoded(child, "fault", context, &mut operation.obstacles),
            _ => {}
        }
    }
    Some(operation)
}

fn obstacle(what: &str, node: Node<'_, '_>, context: &Context<'_>) -> Obstacle {
    Obstacle { what: what.to_owned(), span: context.span(node) }
}

fn refuse_encoded(
    node: Node<'_, '_>,
    tag: &'static str,
    context: &Context<'_>,
    obstacles: &mut Vec<Obstacle>,
) {
    let encoded = soap_children(node, tag).filter(|soap| soap.attribute("use") == Some("encoded"));
    obstacles.extend(encoded.map(|soap| obstacle("the use `encoded`", soap, context)));
}

fn bound_message(
    node: Node<'_, '_>,
    context: &mut Context<'_>,
    obstacles: &mut Vec<Obstacle>,
) -> BoundMessage {
    refuse_encoded(node, "body", context, obstacles);
    refuse_encoded(node, "header", context, obstacles);
    for child in node.children().filter(|child| child.tag_name().namespace() == Some(MIME)) {
        obstacles.push(obstacle(&format!("`mime:{}`", child.tag_name().name()), child, context));
    }
    let parts = soap_children(node, "body").find(|body| body.has_attribute("parts"));
    let parts = parts.and_then(|body| context.literal(body, "parts"));
    let headers = soap_children(node, "header").filter_map(|header| {
        for fault in soap_children(header, "headerfault") {
            context.skipped("`soap:headerfault`", fault);
        }
        let message = context.reference(header, "message");
        Some(Header { part: context.literal(header, "part")?, message: message? })
    });
    BoundMessage { headers: headers.collect(), parts }
}

fn service(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Service> {
    let ports = wsdl_children(node).filter(|(tag, _)| *tag == "port");
    let ports = ports.filter_map(|(_, child)| port(child, context)).collect();
    let name = context.name(node, "name")?;
    Some(Service { name, documentation: wsdl_documentation(node), ports })
}

fn port(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Port> {
    let address = soap_children(node, "address").next();
    let address = address.map_or("".into(), |address| Context::text(address, "location"));
    Some(Port {
        name: context.name(node, "name")?,
        binding: context.reference(node, "binding")?,
        address,
        span: context.span(node),
    })
}
