//! Writing of WS-Addressing headers.

use std::borrow::Cow;

use super::{AddressingVersion, EndpointReference, Endpoints};
use crate::xml::Writer;

/// The WS-Addressing headers of a request.
pub(crate) struct RequestAddressing<'a> {
    pub(crate) version: AddressingVersion,
    pub(crate) action: Cow<'a, str>,
    pub(crate) message_id: String,
    /// The address of the port.
    pub(crate) address: &'a str,
    pub(crate) endpoints: &'a Endpoints,
}

/// Writes the headers of a request (Core, §3.2; Submission, §3).
pub(crate) fn write_request(request: &RequestAddressing<'_>, writer: &mut Writer) {
    let RequestAddressing { version, ref action, ref message_id, address, endpoints } = *request;
    let Endpoints { to, from, reply_to, fault_to } = endpoints;
    write_block(version, "Action", action, writer);
    write_block(version, "MessageID", message_id, writer);
    let to_address = to.as_ref().map_or(address, |to| &*to.address);
    write_block(version, "To", to_address, writer);
    if let Some(to) = to {
        to.write_parameters(version, writer);
    }
    let anonymous = EndpointReference::from(version.anonymous());
    let reply_to = Some(reply_to.as_ref().unwrap_or(&anonymous));
    let named = [("From", from.as_ref()), ("ReplyTo", reply_to), ("FaultTo", fault_to.as_ref())];
    for (name, endpoint) in named {
        let Some(endpoint) = endpoint else { continue };
        open(version, name, writer);
        endpoint.write(writer);
        close(name, writer);
    }
}

/// Writes the headers of a reply (Core, §3.4; Submission, §3.2). `destination` is the endpoint of the request's headers that
/// it is sent to. `goes_elsewhere` is whether that is another address than the connection.
pub(crate) fn write_reply(
    version: AddressingVersion,
    (action, relates_to): (&str, &str),
    destination: Option<&EndpointReference>,
    goes_elsewhere: bool,
    writer: &mut Writer,
) {
    if !action.is_empty() {
        write_block(version, "Action", action, writer);
    }
    write_block(version, "RelatesTo", relates_to, writer);
    match destination {
        Some(destination) if goes_elsewhere => {
            write_block(version, "To", &destination.address, writer);
        }
        // The submission requires the block in every message.
        _ if version == AddressingVersion::August2004 => {
            write_block(version, "To", version.anonymous(), writer);
        }
        _ => {}
    }
    if let Some(destination) = destination {
        destination.write_parameters(version, writer);
    }
}

/// Writes the start tag of a block. Each block declares its prefix, since the envelope may bind `wsa`
/// to another namespace.
fn open(version: AddressingVersion, name: &str, writer: &mut Writer) {
    writer.raw("<wsa:");
    writer.raw(name);
    writer.raw(" xmlns:wsa=\"");
    writer.raw(version.namespace());
    writer.raw("\">");
}

fn close(name: &str, writer: &mut Writer) {
    writer.raw("</wsa:");
    writer.raw(name);
    writer.raw(">");
}

fn write_block(version: AddressingVersion, name: &str, text: &str, writer: &mut Writer) {
    open(version, name, writer);
    writer.text(text);
    close(name, writer);
}
