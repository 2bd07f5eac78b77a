//! WS-Addressing 1.0: what a message is, where it goes, and which one it answers.

use crate::{
    security::WSSE,
    xml::{AnyElement, Cursor, Name, NamespaceId, ReadError, Writer},
};

/// The namespace of WS-Addressing 1.0 (W3C Recommendation of May 2006).
const NAMESPACE: &str = "http://www.w3.org/2005/08/addressing";
/// The address of whoever waits at the other end of the connection (Core, §2.1).
const ANONYMOUS: &str = "http://www.w3.org/2005/08/addressing/anonymous";
/// The action of faults that the contract does not give one (SOAP Binding, §6).
pub(crate) const FAULT_ACTION: &str = "http://www.w3.org/2005/08/addressing/soap/fault";

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

/// What the headers of a message say of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Addressed {
    pub(crate) action: Option<String>,
    pub(crate) message_id: Option<String>,
    /// Where the reply shall go, unless that is back over the connection.
    pub(crate) reply_elsewhere: Option<String>,
    /// Whether somebody else looks at the security header, so that it is understood.
    pub(crate) is_verified: bool,
}

/// Whether a header block is one of WS-Addressing's.
pub(crate) fn is_addressing(name: &Name) -> bool {
    name.namespace == NamespaceId::WSA
}

impl Addressed {
    /// Takes up the next header block if it is one of WS-Addressing's, or that of security where it is
    /// verified.
    pub(crate) fn take(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, ReadError> {
        if self.is_verified && cursor.peeked_expanded_name() == Some((WSSE, "Security")) {
            return cursor.skip().map(|()| true);
        }
        let Some((NAMESPACE, local)) = cursor.peeked_expanded_name() else { return Ok(false) };
        let local = local.to_owned();
        let block = cursor.capture()?;
        let text = || block.text().trim().to_owned();
        match &*local {
            "Action" => self.action = Some(text()),
            "MessageID" => self.message_id = Some(text()),
            "ReplyTo" => self.reply_elsewhere = address(&block).filter(|it| it != ANONYMOUS),
            _ => {}
        }
        Ok(true)
    }
}

/// The address of an endpoint reference (Core, §2.1).
fn address(reference: &AnyElement) -> Option<String> {
    let address = reference.elements().find(|one| one.name.local() == "Address")?;
    Some(address.text().trim().to_owned())
}

/// Writes the headers of a request (Core, §3.2).
pub(crate) fn write_request(action: &str, message_id: &str, to: &str, writer: &mut Writer) {
    write_block("Action", action, writer);
    write_block("MessageID", message_id, writer);
    write_block("To", to, writer);
    open("ReplyTo", writer);
    writer.raw("<wsa:Address>");
    writer.text(ANONYMOUS);
    writer.raw("</wsa:Address></wsa:ReplyTo>");
}

/// Writes the headers of a reply (Core, §3.4).
pub(crate) fn write_reply(action: &str, relates_to: &str, writer: &mut Writer) {
    if !action.is_empty() {
        write_block("Action", action, writer);
    }
    write_block("RelatesTo", relates_to, writer);
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
