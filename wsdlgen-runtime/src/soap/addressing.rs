//! WS-Addressing 1.0: what a message is, where it goes, and which one it answers.

use super::Fault;
use crate::xml::{AnyAttribute, AnyElement, Name, NamespaceId, QName, Writer};

/// The namespace of WS-Addressing 1.0 (W3C Recommendation of May 2006).
pub(crate) const NAMESPACE: &str = "http://www.w3.org/2005/08/addressing";
/// The address of whoever waits at the other end of the connection (Core, §2.1).
pub(super) const ANONYMOUS: &str = "http://www.w3.org/2005/08/addressing/anonymous";
/// The action of faults that the contract does not give one (SOAP Binding, §6).
const FAULT_ACTION: &str = "http://www.w3.org/2005/08/addressing/soap/fault";

/// The action of faults that WS-Addressing itself defines (SOAP Binding, §6).
const OWN_FAULT_ACTION: &str = "http://www.w3.org/2005/08/addressing/fault";

/// The action of a fault.
pub(crate) fn fault_action<D>(fault: &Fault<D>) -> &'static str {
    let is_own = fault.subcodes.iter().any(|code| code.namespace() == NAMESPACE);
    if is_own { OWN_FAULT_ACTION } else { FAULT_ACTION }
}

/// Whether requests say what they are and where they go in headers of WS-Addressing 1.0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addressing {
    /// Where the contract's binding asks for it.
    #[default]
    AsBound,
    /// Always.
    On,
    /// Never.
    Off,
}

/// Endpoints that a client's requests name in WS-Addressing, beside the one that is called.
///
/// ```
/// use wsdlgen_runtime::soap::Endpoints;
///
/// let endpoints = Endpoints { from: Some("urn:branch:7".to_owned()), ..Endpoints::default() };
/// # let _ = endpoints;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// Who sends (`wsa:From`).
    pub from: Option<String>,
    /// Where replies go (`wsa:ReplyTo`): back over the connection, unless set. A call waits for nothing
    /// that goes elsewhere: what comes over the connection is its reply.
    pub reply_to: Option<String>,
    /// Where faults go (`wsa:FaultTo`): where replies go, unless set.
    pub fault_to: Option<String>,
}

/// Whether a header block is one of WS-Addressing's.
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

/// Writes the headers of a reply (Core, §3.4), and what goes back as it came to the endpoint that it goes
/// to (SOAP Binding, §2).
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

/// Each block declares its prefix, as the envelope may have one of another meaning.
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
