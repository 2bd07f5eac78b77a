//! Writing of WS-Addressing 1.0 headers: the action, id and endpoints of a message.

use super::Fault;
use crate::xml::{AnyAttribute, AnyElement, Name, NamespaceId, QName, Writer};

/// The namespace of WS-Addressing 1.0 (W3C Recommendation of May 2006).
pub(crate) const NAMESPACE: &str = "http://www.w3.org/2005/08/addressing";
/// The anonymous address: the other end of the connection (Core, §2.1).
pub(super) const ANONYMOUS: &str = "http://www.w3.org/2005/08/addressing/anonymous";
/// The action of faults for which the contract declares none (SOAP Binding, §6).
const FAULT_ACTION: &str = "http://www.w3.org/2005/08/addressing/soap/fault";

/// The action of faults defined by WS-Addressing itself (SOAP Binding, §6).
const OWN_FAULT_ACTION: &str = "http://www.w3.org/2005/08/addressing/fault";

/// Returns the action of a fault.
pub(crate) fn fault_action<D>(fault: &Fault<D>) -> &'static str {
    let is_own = fault.subcodes.iter().any(|code| code.namespace() == NAMESPACE);
    if is_own { OWN_FAULT_ACTION } else { FAULT_ACTION }
}

/// The use of WS-Addressing 1.0 headers in requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addressing {
    /// Used if the contract's binding requires it.
    #[default]
    AsBound,
    /// Always used.
    On,
    /// Never used.
    Off,
}

/// The endpoints that a client's WS-Addressing headers name in addition to the service.
///
/// ```
/// use wsdlgen_runtime::soap::Endpoints;
///
/// let endpoints = Endpoints { from: Some("urn:branch:7".to_owned()), ..Endpoints::default() };
/// # let _ = endpoints;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// The sender (`wsa:From`).
    pub from: Option<String>,
    /// The destination of replies (`wsa:ReplyTo`). By default, the connection of the request.
    ///
    /// A call does not wait for replies sent elsewhere. Its result is the response on its connection.
    pub reply_to: Option<String>,
    /// The destination of faults (`wsa:FaultTo`). By default, the destination of replies.
    pub fault_to: Option<String>,
}

/// Returns whether a header block belongs to WS-Addressing.
pub(crate) fn is_addressing(name: &Name) -> bool {
    name.namespace == NamespaceId::WSA
}

/// Writes the headers of a request (Core, §3.2).
pub(crate) fn write_request(
    action: &str,
    message_id: &str,
    to: &str,
    endpoints: &Endpoints,
    writer: &mut Writer,
) {
    write_block("Action", action, writer);
    write_block("MessageID", message_id, writer);
    write_block("To", to, writer);
    let Endpoints { from, reply_to, fault_to } = endpoints;
    let reply_to = Some(reply_to.as_deref().unwrap_or(ANONYMOUS));
    let named =
        [("From", from.as_deref()), ("ReplyTo", reply_to), ("FaultTo", fault_to.as_deref())];
    for (name, address) in named {
        let Some(address) = address else { continue };
        open(name, writer);
        writer.raw("<wsa:Address>");
        writer.text(address);
        writer.raw("</wsa:Address></wsa:");
        writer.raw(name);
        writer.raw(">");
    }
}

/// Writes the headers of a reply (Core, §3.4), including the reference parameters of its destination
/// (SOAP Binding, §2).
pub(crate) fn write_reply(
    action: &str,
    relates_to: &str,
    parameters: &[AnyElement],
    writer: &mut Writer,
) {
    if !action.is_empty() {
        write_block("Action", action, writer);
    }
    write_block("RelatesTo", relates_to, writer);
    for parameter in parameters {
        let name = QName::new(NAMESPACE, "IsReferenceParameter").with_prefix("wsa");
        let mut parameter = parameter.clone();
        parameter.attributes.retain(|attribute| attribute.name != name);
        parameter.attributes.push(AnyAttribute::new(name, "true"));
        parameter.write(writer);
    }
}

/// Writes the start tag of a block. Each block declares its prefix, since the envelope may bind `wsa`
/// to another namespace.
fn open(name: &str, writer: &mut Writer) {
    writer.raw("<wsa:");
    writer.raw(name);
    writer.raw(" xmlns:wsa=\"");
    writer.raw(NAMESPACE);
    writer.raw("\">");
}

fn write_block(name: &str, text: &str, writer: &mut Writer) {
    open(name, writer);
    writer.text(text);
    writer.raw("</wsa:");
    writer.raw(name);
    writer.raw(">");
}
