//! Dispatch of requests to operations.

use roxmltree::{Document, Node};

use super::{call::soap_child, soap};
use crate::model::{Model, Place, SoapVersion};

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
) -> Result<(SoapVersion, Place), Uncallable> {
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
    let ports = |place: &Place| model.interfaces[place.interface].ports.iter();
    let speaks = |place: &&Place| ports(place).any(|port| port.version() == Some(version));
    let candidates: Vec<_> = model.places().filter(|one| is_called(model, *one, first)).collect();
    let is_named = |place: &&Place| {
        let actions = ports(place).map(|port| port.action(place.operation));
        actions.filter(|one| !one.is_empty()).any(|one| action == Some(one))
    };
    let named = candidates.iter().filter(speaks).find(is_named);
    let found = named.or_else(|| candidates.iter().find(speaks)).or(candidates.first());
    found.map(|called| (version, *called)).ok_or_else(|| {
        let quoted = |first: Node<'_, '_>| format!("`{}`", first.tag_name().name());
        let found = first.map_or_else(|| "an empty body".to_owned(), quoted);
        Uncallable::NoOperation(version, found)
    })
}

fn is_called(model: &Model, called: Place, first: Option<Node<'_, '_>>) -> bool {
    let (_, operation) = model.operation(called);
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
