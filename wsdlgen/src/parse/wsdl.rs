//! Parsing WSDL.

use roxmltree::Node;

use super::{
    XSD,
    context::{Context, wsdl_children, wsdl_documentation},
    xsd,
};
use crate::syntax::{
    Syntax,
    wsdl::{
        Binding, BindingOperation, Definitions, Fault, Header, Message, Operation, Part, Port,
        PortType, Service, SoapBinding,
    },
};

const SOAP11: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
const SOAP12: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";

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
            "types" => {
                let schemas = child.children().filter(|schema| {
                    schema.tag_name().namespace() == Some(XSD)
                        && schema.tag_name().name() == "schema"
                });
                syntax.schemas.extend(schemas.map(|schema| xsd::schema(schema, context)));
            }
            "message" => definitions.messages.extend(message(child, context)),
            "portType" => definitions.port_types.extend(port_type(child, context)),
            "binding" => definitions.bindings.extend(binding(child, context)),
            "service" => definitions.services.extend(service(child, context)),
            // Followed by `source`; documentation of the whole has no place in the code.
            "import" | "documentation" => {}
            _ => context.skipped(&format!("`wsdl:{tag}`"), child),
        }
    }
    syntax.definitions.push(definitions);
}

fn message(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Message> {
    let name = context.name(node, "name")?;
    let mut parts = Vec::new();
    for (_, child) in wsdl_children(node).filter(|(tag, _)| *tag == "part") {
        let part_name = context.name(child, "name");
        if child.has_attribute("type") {
            context.unsupported("a part with `type`", child);
        } else if let (Some(name), Some(element)) = (part_name, context.reference(child, "element"))
        {
            parts.push(Part { name, element });
        }
    }
    Some(Message { name, parts })
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
            _ => {}
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
    let operations = wsdl_children(node).filter(|(tag, _)| *tag == "operation");
    let operations = match soap {
        SoapBinding::Other => Vec::new(),
        _ => operations.filter_map(|(_, child)| binding_operation(child, context)).collect(),
    };
    let name = context.name(node, "name")?;
    Some(Binding { name, port_type: context.reference(node, "type")?, soap, operations })
}

fn soap_binding(node: Node<'_, '_>) -> SoapBinding {
    let versions = [(SOAP11, SoapBinding::Soap11), (SOAP12, SoapBinding::Soap12)];
    let found = versions.into_iter().find(|(namespace, _)| {
        soap_children(node, "binding").any(|child| child.tag_name().namespace() == Some(*namespace))
    });
    found.map_or(SoapBinding::Other, |(_, soap)| soap)
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
    let mut operation = BindingOperation {
        name: context.name(node, "name")?,
        action: "".into(),
        input_headers: Vec::new(),
        output_headers: Vec::new(),
    };
    for soap in soap_children(node, "operation") {
        operation.action = Context::text(soap, "soapAction");
        refuse_rpc(soap, context);
    }
    for soap in node.parent().into_iter().flat_map(|binding| soap_children(binding, "binding")) {
        refuse_rpc(soap, context);
    }
    for (tag, child) in wsdl_children(node) {
        match tag {
            "input" => operation.input_headers = headers(child, context),
            "output" => operation.output_headers = headers(child, context),
            _ => {}
        }
    }
    Some(operation)
}

fn refuse_rpc(node: Node<'_, '_>, context: &mut Context<'_>) {
    if node.attribute("style") == Some("rpc") {
        context.unsupported("the style `rpc`", node);
    }
}

fn headers(node: Node<'_, '_>, context: &mut Context<'_>) -> Vec<Header> {
    for body in soap_children(node, "body").filter(|body| body.attribute("use") == Some("encoded"))
    {
        context.unsupported("the use `encoded`", body);
    }
    let headers = soap_children(node, "header").filter_map(|header| {
        let message = context.reference(header, "message");
        Some(Header { part: context.name(header, "part")?, message: message? })
    });
    headers.collect()
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
