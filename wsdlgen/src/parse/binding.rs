//! Parsing of WSDL bindings and their SOAP and MIME extension elements.

pub(super) mod http;

use roxmltree::Node;

use super::{
    assumed,
    attributes::OwnAttributes as _,
    context::{Context, wsdl_children},
    namespaces::{ADDRESSING_METADATA, MIME, SOAP11, SOAP12},
    policy,
    wsdl::{optional, skip_extensions},
};
use crate::syntax::wsdl::{
    Addressing, Binding, BindingOperation, BoundFault, BoundMessage, Encoding, Header, HeaderFault,
    MimeContent, MimePart, Obstacle, Protocol, SoapVersion, Style, Use,
};

pub(super) fn binding(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Binding> {
    let protocol = protocol(node);
    let operations = wsdl_children(node).filter(|(tag, _)| *tag == "operation");
    let operations = match protocol {
        Some(Protocol::Soap(_)) => {
            skip_extensions(node, context);
            operations.filter_map(|(_, child)| binding_operation(child, context)).collect()
        }
        Some(Protocol::Http(_)) => {
            operations.filter_map(|(_, child)| http::operation(child, context)).collect()
        }
        None => Vec::new(),
    };
    let name = context.label(node)?;
    let port_type = if node.has_own_attribute("type") {
        context.reference(node, "type")?
    } else {
        assumed::port_type(node, &name.name, context)?
    };
    let policies = policy::attached(node, context);
    Some(Binding { name, port_type, protocol, addressing: addressing(node), operations, policies })
}

/// Returns whether an extension element of a binding declares the use of WS-Addressing.
fn addressing(node: Node<'_, '_>) -> Addressing {
    let mut children = node.children();
    let is_asked = children.any(|child| {
        let tag = child.tag_name();
        let is_of_addressing =
            tag.namespace().is_some_and(|uri| ADDRESSING_METADATA.contains(&uri));
        is_of_addressing && matches!(tag.name(), "UsingAddressing" | "Addressing")
    });
    if is_asked { Addressing::Asked } else { Addressing::NotAsked }
}

fn protocol(node: Node<'_, '_>) -> Option<Protocol> {
    let Some(soap) = soap_children(node, "binding").next() else {
        return http::method(node).map(Protocol::Http);
    };
    // SOAP 1.1 and 1.2 have different transport URIs for HTTP. Some contracts omit it.
    let over_http = soap.own_attribute("transport").is_none_or(|uri| {
        uri.is_empty() || uri.trim_end_matches('/').to_ascii_lowercase().ends_with("/http")
    });
    match soap.tag_name().namespace() {
        Some(SOAP11) if over_http => Some(Protocol::Soap(SoapVersion::Soap11)),
        Some(SOAP12) if over_http => Some(Protocol::Soap(SoapVersion::Soap12)),
        _ => None,
    }
}

/// Returns the child elements with a local name in the namespace of either SOAP binding.
pub(super) fn soap_children<'a, 'input>(
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
        name: context.name(node)?,
        action: soap.and_then(|soap| optional(soap, "soapAction")).unwrap_or_default(),
        style: Style::Document,
        input: BoundMessage::default(),
        output: BoundMessage::default(),
        faults: Vec::new(),
        obstacles: Vec::new(),
        policies: policy::attached(node, context),
    };
    // An operation's own style overrides that of its binding (§3.4).
    let styles = soap
        .into_iter()
        .chain(node.parent().and_then(|parent| soap_children(parent, "binding").next()));
    let mut deciding = styles.filter(|soap| soap.has_own_attribute("style"));
    if deciding.next().is_some_and(|soap| soap.own_attribute("style") == Some("rpc")) {
        operation.style = Style::Rpc;
    }
    skip_extensions(node, context);
    for (tag, child) in wsdl_children(node) {
        match tag {
            "input" => operation.input = bound_message(child, context, &mut operation.obstacles),
            "output" => operation.output = bound_message(child, context, &mut operation.obstacles),
            "fault" => {
                let fault = bound_fault(child, context);
                operation.faults.push(fault);
            }
            _ => {}
        }
    }
    Some(operation)
}

fn obstacle(what: &str, node: Node<'_, '_>, context: &Context<'_>) -> Obstacle {
    Obstacle { what: what.to_owned(), span: context.span(node) }
}

/// Parses the `use` and `namespace` of a SOAP binding element.
fn encoding(node: Node<'_, '_>, context: &mut Context<'_>) -> Encoding {
    let mut encoding = Encoding {
        r#use: Use::Literal,
        namespace: context.uri(node.own_attribute("namespace").unwrap_or_default().trim()),
    };
    if node.own_attribute("use") == Some("encoded") {
        encoding.r#use = Use::Encoded;
    }
    encoding
}

fn bound_fault(node: Node<'_, '_>, context: &mut Context<'_>) -> BoundFault {
    let soap = soap_children(node, "fault").next();
    BoundFault {
        name: optional(node, "name").unwrap_or_default(),
        encoding: soap.map(|soap| encoding(soap, context)).unwrap_or_default(),
    }
}

fn bound_message(
    node: Node<'_, '_>,
    context: &mut Context<'_>,
    obstacles: &mut Vec<Obstacle>,
) -> BoundMessage {
    let mut bound = BoundMessage { name: optional(node, "name"), ..BoundMessage::default() };
    for child in node.children().filter(|child| child.tag_name().namespace() == Some(MIME)) {
        if child.tag_name().name() == "multipartRelated" {
            for part in child.children().filter(Node::is_element) {
                let contents = mime_contents(part, context);
                bound.mime.push(MimePart { contents });
                envelope(part, &mut bound, context);
            }
        } else {
            let what = format!("`mime:{}` instead of an envelope", child.tag_name().name());
            obstacles.push(obstacle(&what, child, context));
            bound.mime.extend(
                mime_content(child, context).map(|content| MimePart { contents: vec![content] }),
            );
        }
    }
    envelope(node, &mut bound, context);
    bound.policies = policy::attached(node, context);
    bound
}

/// Parses the `soap:body` and `soap:header` children of an element into `bound`.
fn envelope(node: Node<'_, '_>, bound: &mut BoundMessage, context: &mut Context<'_>) {
    if let Some(body) = soap_children(node, "body").next() {
        bound.encoding = encoding(body, context);
        if body.has_own_attribute("parts") {
            bound.parts = context.literal(body, "parts");
        }
    }
    for header in soap_children(node, "header") {
        bound.headers.extend(self::header(header, context));
    }
}

fn header(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Header> {
    if !is_complete(node, context) {
        return None;
    }
    let faults = soap_children(node, "headerfault").filter_map(|fault| {
        is_complete(fault, context).then_some(())?;
        Some(HeaderFault {
            message: context.reference(fault, "message")?,
            part: context.literal(fault, "part")?,
            encoding: encoding(fault, context),
        })
    });
    let faults = faults.collect();
    let message = context.reference(node, "message");
    let part = context.literal(node, "part")?;
    Some(Header { message: message?, part, encoding: encoding(node, context), faults })
}

/// Returns whether a header names its message and part, and reports it otherwise.
fn is_complete(node: Node<'_, '_>, context: &mut Context<'_>) -> bool {
    let is_complete = node.has_own_attribute("message") && node.has_own_attribute("part");
    if !is_complete {
        let tag = node.tag_name().name();
        context.skipped(&format!("a `soap:{tag}` that lacks `message` or `part`"), node);
    }
    is_complete
}

fn mime_contents(node: Node<'_, '_>, context: &mut Context<'_>) -> Vec<MimeContent> {
    let mut contents: Vec<MimeContent> = Vec::new();
    if soap_children(node, "body").next().is_some() {
        contents.push(MimeContent::Envelope);
    }
    contents.extend(node.children().filter_map(|child| mime_content(child, context)));
    contents
}

fn mime_content(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<MimeContent> {
    if node.tag_name().namespace() != Some(MIME) {
        return None;
    }
    let media_type = match node.tag_name().name() {
        "content" => optional(node, "type"),
        "mimeXml" => Some("text/xml".into()),
        _ => return None,
    };
    let part = if node.has_own_attribute("part") { context.literal(node, "part") } else { None };
    Some(MimeContent::Attachment { part, media_type })
}
