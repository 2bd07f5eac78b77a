//! Parsing of HTTP bindings (WSDL 1.1 §4).

use roxmltree::Node;

use super::obstacle;
use crate::{
    parse::{
        attributes::OwnAttributes as _,
        context::{Context, wsdl_children},
        namespaces::{HTTP, MIME},
        wsdl::optional,
    },
    syntax::wsdl::{BindingOperation, BoundMessage, HttpMethod, Obstacle, Style},
};

/// Returns the method of an HTTP binding.
pub(super) fn method(node: Node<'_, '_>) -> Option<HttpMethod> {
    match child(node, HTTP, "binding")?.own_attribute("verb")? {
        verb if verb.eq_ignore_ascii_case("GET") => Some(HttpMethod::Get),
        verb if verb.eq_ignore_ascii_case("POST") => Some(HttpMethod::Post),
        _ => None,
    }
}

/// Returns the address of a port (`http:address`, §4.2).
pub(crate) fn address<'a, 'input>(node: Node<'a, 'input>) -> Option<Node<'a, 'input>> {
    child(node, HTTP, "address")
}

/// Parses an operation. Its messages have the shape of those in document style: a request has an element for each part,
/// and a reply is an element.
pub(super) fn operation(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<BindingOperation> {
    let location = child(node, HTTP, "operation").and_then(|http| optional(http, "location"));
    let mut obstacles = Vec::new();
    let (mut input, mut output) = (BoundMessage::default(), BoundMessage::default());
    for (tag, message) in wsdl_children(node) {
        let name = optional(message, "name");
        match tag {
            "input" => {
                input.name = name;
                obstacles.extend(unsupported_input(message, context));
            }
            "output" => {
                output.name = name;
                obstacles.extend(unsupported_output(message, context));
            }
            _ => {}
        }
    }
    Some(BindingOperation {
        name: context.name(node)?,
        action: location.unwrap_or_default(),
        style: Style::Document,
        input,
        output,
        faults: Vec::new(),
        obstacles,
        policies: Vec::new(),
    })
}

/// Returns the reason why an input cannot be sent in a URL or in a form, if there is one (§4.6 to §4.8).
fn unsupported_input(node: Node<'_, '_>, context: &Context<'_>) -> Option<Obstacle> {
    let is_in_url =
        ["urlEncoded", "urlReplacement"].iter().any(|name| child(node, HTTP, name).is_some());
    let mime = child(node, MIME, "content")?;
    let media_type = mime.own_attribute("type").unwrap_or_default();
    if is_in_url || media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return None;
    }
    Some(obstacle(&format!("a request of type `{media_type}`"), mime, context))
}

/// Returns the reason why an output cannot be read, if there is one: it is not XML (§4.4, §5.2).
fn unsupported_output(node: Node<'_, '_>, context: &Context<'_>) -> Option<Obstacle> {
    let mime = node.children().find(|child| child.tag_name().namespace() == Some(MIME))?;
    let media_type = match mime.tag_name().name() {
        "mimeXml" => return None,
        _ => mime.own_attribute("type").unwrap_or_default(),
    };
    let is_xml = matches!(media_type, "text/xml" | "application/xml" | "*/*" | "");
    (!is_xml).then(|| obstacle(&format!("a reply of type `{media_type}`"), mime, context))
}

fn child<'a, 'input>(
    node: Node<'a, 'input>,
    namespace: &str,
    name: &str,
) -> Option<Node<'a, 'input>> {
    node.children().find(|child| {
        let tag = child.tag_name();
        tag.namespace() == Some(namespace) && tag.name() == name
    })
}
