//! Guesses for missing attributes of a WSDL, for the setting `repair`.

use std::collections::HashSet;

use roxmltree::Node;

use super::context::{Context, wsdl_children};
use crate::{
    diagnostic::Code,
    parse::attributes::OwnAttributes as _,
    syntax::{
        Named, Reference,
        wsdl::{Binding, PortType},
    },
};

/// Reports a missing name and returns a guess.
pub(super) fn name(node: Node<'_, '_>, guess: &str, context: &mut Context<'_>) -> Named {
    context.missing_name(node, &format!("`{guess}` is assumed"));
    Named { name: guess.into(), span: context.span(node) }
}

/// Returns the local part of a qualified name.
pub(super) fn local(name: &str) -> &str {
    let name = name.trim();
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// Reports that a port has no binding. Returns the binding with the port's name, or else the only binding that no other
/// port refers to.
pub(super) fn binding(
    node: Node<'_, '_>,
    port: &str,
    context: &mut Context<'_>,
) -> Option<Reference<Binding>> {
    let root = node.document().root_element();
    let services = wsdl_children(root).filter(|(tag, _)| *tag == "service");
    let ports = services.flat_map(|(_, service)| wsdl_children(service));
    let taken: HashSet<&str> =
        ports.filter_map(|(_, port)| port.own_attribute("binding")).map(local).collect();
    let free = || names(root, "binding").filter(|name| *name == port || !taken.contains(name));
    let binding = free().find(|name| *name == port).or_else(|| only(free()));
    missing(node, "binding", binding, context)
}

/// Reports that a binding has no portType. Returns the only portType of the document.
pub(super) fn port_type(
    node: Node<'_, '_>,
    binding: &str,
    context: &mut Context<'_>,
) -> Option<Reference<PortType>> {
    let port_type = only(names(node.document().root_element(), "portType"));
    if port_type.is_none() {
        context.skipped(&format!("the binding `{binding}`, which has no portType,"), node);
        return None;
    }
    missing(node, "type", port_type, context)
}

fn missing<T>(
    node: Node<'_, '_>,
    attribute: &str,
    guess: Option<&str>,
    context: &mut Context<'_>,
) -> Option<Reference<T>> {
    let span = context.span(node);
    let message = format!("missing attribute `{attribute}` on `wsdl:{}`", node.tag_name().name());
    let assumed = match guess {
        Some(guess) => format!("`{guess}` is assumed"),
        None => "it is left out".to_owned(),
    };
    let label = "the attribute is required here";
    context.mistake(Code::MissingAttribute, message, span, label, &assumed);
    Some(context.reference_within(node, guess?, span))
}

/// Returns the names of a WSDL's definitions with a tag.
fn names<'a>(root: Node<'a, '_>, tag: &'static str) -> impl Iterator<Item = &'a str> {
    let definitions = wsdl_children(root).filter(move |(name, _)| *name == tag);
    definitions.filter_map(|(_, node)| node.own_attribute("name")).map(str::trim)
}

/// Returns the only item.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
