//! Dispatch of requests to operations.

use roxmltree::{Document, Node};

use super::{call::soap_child, soap};
use crate::model::{Interface, Model, SoapVersion};

/// The operation that a request calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Called {
    /// The index of the interface in the model.
    pub(crate) interface: usize,
    /// The index of the operation in the interface.
    pub(crate) operation: usize,
}

/// The reason why a request calls no operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Uncallable {
    /// The request is not well-formed XML.
    Malformed(String),
    /// The root element, whose name is given, is not a SOAP envelope.
    NotSoap(String),
    /// No operation accepts the content of the body, which is described.
    NoOperation(SoapVersion, String),
}

/// Returns the SOAP version of an envelope, and the operation that it calls.
///
/// The first element of the body selects the operation. The action decides between several.
pub(crate) fn called(
    model: &Model,
    envelope: &str,
    action: Option<&str>,
) -> Result<(SoapVersion, Called), Uncallable> {
    let document =
        Document::parse(envelope).map_err(|error| Uncallable::Malformed(error.to_string()))?;
    let root = document.root_element();
    let name = root.tag_name();
    let version = name.namespace().and_then(soap::version_of);
    let Some(version) = version.filter(|_| name.name() == "Envelope") else {
        return Err(Uncallable::NotSoap(name.name().to_owned()));
    };
    let body = soap_child(root, "Body");
    let first = body.and_then(|body| body.children().find(Node::is_element));
    let speaks = |one: &&(Called, &Interface)| {
        one.1.ports.iter().any(|port| port.version() == Some(version))
    };
    let candidates: Vec<_> = all(model).filter(|(one, _)| is_called(model, *one, first)).collect();
    let is_named = |(one, interface): &&(Called, &Interface)| {
        let actions = interface.ports.iter().map(|port| port.action(one.operation));
        actions.filter(|one| !one.is_empty()).any(|one| action == Some(one))
    };
    let named = candidates.iter().filter(speaks).find(is_named);
    let found = named.or_else(|| candidates.iter().find(speaks)).or(candidates.first());
    found.map(|(called, _)| (version, *called)).ok_or_else(|| {
        let quoted = |first: Node<'_, '_>| format!("`{}`", first.tag_name().name());
        let found = first.map_or_else(|| "an empty body".to_owned(), quoted);
        Uncallable::NoOperation(version, found)
    })
}

fn all(model: &Model) -> impl Iterator<Item = (Called, &Interface)> {
    let interfaces = model.interfaces.iter().enumerate();
    interfaces.flat_map(|(interface, one)| {
        (0..one.operations.len()).map(move |operation| (Called { interface, operation }, one))
    })
}

fn is_called(model: &Model, called: Called, first: Option<Node<'_, '_>>) -> bool {
    let operation = &model.interfaces[called.interface].operations[called.operation];
    match (&operation.input.first, first) {
        (None, None) => true,
        (Some(name), Some(node)) => {
            let uri = &*model.namespace(name.namespace).uri;
            node.tag_name().name() == &*name.local
                && node.tag_name().namespace().unwrap_or_default() == uri
        }
        _ => false,
    }
}
