//! Reading and checking of WS-Addressing headers.

use super::{AddressingVersion, EndpointReference};
use crate::{
    soap::{Fault, NoDetail},
    xml::{AnyElement, Cursor, QName, ReadError, ReadErrorKind, WSSE, shorten},
};

/// The address of messages that are discarded instead of sent (Core, §2.1).
const NONE: &str = "http://www.w3.org/2005/08/addressing/none";
/// The relationship of a reply to its request (Core, §3.1).
const REPLY: &str = "http://www.w3.org/2005/08/addressing/reply";

/// The maximum length of the reference parameters in a reply, where each element declares its
/// namespace again, in bytes.
const LONGEST_PARAMETERS: usize = 64 << 10;

/// The WS-Addressing headers of a received message.
#[derive(Clone, Debug, Default)]
pub(crate) struct AddressingHeaders {
    pub(crate) action: Option<String>,
    pub(crate) message_id: Option<String>,
    pub(crate) relates_to: Option<String>,
    reply_to: Option<EndpointReference>,
    fault_to: Option<EndpointReference>,
    /// The version of the first block. Blocks of the other version are not read.
    version: Option<AddressingVersion>,
    /// The blocks read so far that may occur only once.
    seen: Vec<&'static str>,
    /// The first duplicated block.
    repeated: Option<&'static str>,
    /// True if a verifier checks the security header, which is therefore understood.
    is_verified: bool,
    /// True if the headers are valid, and the server may send replies to their destination.
    may_send_reply: bool,
    /// True if the headers are valid, and the server may send faults to their destination.
    may_send_fault: bool,
}

/// The blocks that may occur only once in a message (Core, §3.2).
const ONCE: [&str; 6] = ["Action", "MessageID", "To", "From", "ReplyTo", "FaultTo"];

impl AddressingHeaders {
    /// Creates an empty set of headers. Set `is_verified` if a verifier checks the security header.
    pub(crate) fn new(is_verified: bool) -> Self {
        Self { is_verified, ..Self::default() }
    }

    /// Reads the next header block if it belongs to WS-Addressing or is a verified security header.
    /// Returns whether it was read.
    pub(crate) fn take(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, ReadError> {
        if self.is_verified && cursor.peeked_expanded_name() == Some((WSSE, "Security")) {
            return cursor.skip().map(|()| true);
        }
        let Some((namespace, local)) = cursor.peeked_expanded_name() else { return Ok(false) };
        let Some(version) = AddressingVersion::of_namespace(namespace) else { return Ok(false) };
        if *self.version.get_or_insert(version) != version {
            return Ok(false);
        }
        let local = local.to_owned();
        let block = cursor.capture()?;
        if let Some(once) = ONCE.into_iter().find(|once| *once == local) {
            if self.seen.contains(&once) {
                self.repeated.get_or_insert(once);
                return Ok(true);
            }
            self.seen.push(once);
        }
        let text = || block.text().trim().to_owned();
        match &*local {
            "Action" => self.action = Some(text()),
            "MessageID" => self.message_id = Some(text()),
            "ReplyTo" => self.reply_to = Some(endpoint(&block, cursor)?),
            "FaultTo" => self.fault_to = Some(endpoint(&block, cursor)?),
            "RelatesTo" if is_reply(&block) => self.relates_to = Some(text()),
            _ => {}
        }
        Ok(true)
    }

    /// Checks the headers of a request (SOAP Binding, §6.4). A request that expects a reply needs a
    /// message id. `allows` returns whether messages may be sent to an address.
    ///
    /// # Errors
    ///
    /// Returns the fault to send.
    pub(crate) fn check(
        &mut self,
        is_answered: bool,
        allows: impl Fn(&str) -> bool,
    ) -> Result<(), Box<Fault<NoDetail>>> {
        let version = self.version();
        if let Some(repeated) = self.repeated {
            let reason = format!("the header `{repeated}` is duplicated");
            let codes = ["InvalidAddressingHeader", "InvalidCardinality"];
            return Err(Box::new(fault(version, &codes, reason)));
        }
        if self.seen.is_empty() {
            return Ok(());
        }
        let missing = [("Action", true), ("MessageID", is_answered)];
        let missing = missing.into_iter().find(|(name, due)| *due && !self.seen.contains(name));
        if let Some((missing, _)) = missing {
            let reason = format!("the header `{missing}` is missing");
            return Err(Box::new(fault(version, &["MessageAddressingHeaderRequired"], reason)));
        }
        let endpoints = [self.reply_to.as_ref().filter(|_| is_answered), self.fault_to.as_ref()];
        let mut elsewhere = endpoints.into_iter().flatten().filter(|to| self.is_elsewhere(to));
        if let Some(to) = elsewhere.find(|to| !allows(&to.address)) {
            let address = shorten(&to.address, 200);
            let reason = format!("expected the anonymous address, found `{address}`");
            let codes = ["InvalidAddressingHeader", "OnlyAnonymousAddressSupported"];
            return Err(Box::new(fault(version, &codes, reason)));
        }
        // The `ReplyTo` of a request without a reply is not required to be allowed, but its faults go there, too.
        let may_send = |is_fault| self.destination(is_fault).is_some_and(|to| allows(&to.address));
        (self.may_send_reply, self.may_send_fault) = (may_send(false), may_send(true));
        Ok(())
    }

    /// Returns the version of the headers. Without any, it is irrelevant.
    pub(crate) fn version(&self) -> AddressingVersion {
        self.version.unwrap_or_default()
    }

    /// Returns whether the caller wants no reply, or no fault.
    pub(crate) fn is_unwanted(&self, is_fault: bool) -> bool {
        self.destination(is_fault).is_some_and(|to| to.address == NONE)
    }

    /// Returns the endpoint that a reply or a fault is meant for, or `None` for the connection.
    pub(crate) fn destination(&self, is_fault: bool) -> Option<&EndpointReference> {
        self.fault_to.as_ref().filter(|_| is_fault).or(self.reply_to.as_ref())
    }

    /// Returns the address of a reply or a fault that must be sent elsewhere than over the connection.
    pub(crate) fn address_elsewhere(&self, is_fault: bool) -> Option<&str> {
        let is_allowed = if is_fault { self.may_send_fault } else { self.may_send_reply };
        let to = self.destination(is_fault).filter(|to| is_allowed && self.is_elsewhere(to));
        to.map(|to| &*to.address)
    }

    /// Returns whether any endpoint is not the connection.
    pub(crate) fn has_other_destination(&self) -> bool {
        [&self.reply_to, &self.fault_to].into_iter().flatten().any(|to| self.is_elsewhere(to))
    }

    fn is_elsewhere(&self, to: &EndpointReference) -> bool {
        to.address != self.version().anonymous() && to.address != NONE
    }
}

/// Reads an endpoint reference.
fn endpoint(block: &AnyElement, cursor: &Cursor<'_>) -> Result<EndpointReference, ReadError> {
    let endpoint = EndpointReference::of(block).unwrap_or_default();
    if endpoint.parameters_length() > LONGEST_PARAMETERS {
        let what = format!("reference parameters exceed {LONGEST_PARAMETERS} bytes");
        return Err(cursor.error(ReadErrorKind::Malformed(what.into())));
    }
    Ok(endpoint)
}

/// Returns whether a `RelatesTo` block refers to the request of a reply. The submission of August 2004 has a qualified
/// name in place of the URI (§3.1).
fn is_reply(relates_to: &AnyElement) -> bool {
    match relates_to.attribute("RelationshipType").map(str::trim) {
        None | Some(REPLY) => true,
        Some(name) => name == "Reply" || name.ends_with(":Reply"),
    }
}

/// Creates a fault with subcodes of the specification, outermost first.
fn fault(version: AddressingVersion, codes: &[&'static str], reason: String) -> Fault<NoDetail> {
    let mut fault = Fault::sender(reason);
    let namespace = version.namespace();
    fault.subcodes = match version {
        AddressingVersion::V1 => codes.iter().map(|code| QName::new(namespace, *code)).collect(),
        // The submission has one level of codes, with other names (§4).
        AddressingVersion::August2004 => {
            let codes = codes.first().map(|code| match *code {
                "InvalidAddressingHeader" => "InvalidMessageInformationHeader",
                "MessageAddressingHeaderRequired" => "MessageInformationHeaderRequired",
                code => code,
            });
            codes.into_iter().map(|code| QName::new(namespace, code)).collect()
        }
    };
    fault
}

/// Creates the fault for a request whose HTTP headers have another action (SOAP Binding, §6.4.1).
pub(crate) fn action_mismatch(
    version: AddressingVersion,
    action: &str,
    of_http: &str,
) -> Fault<NoDetail> {
    let [action, of_http] = [action, of_http].map(|action| shorten(action, 200));
    let reason = format!("the action is `{action}`, but the HTTP headers have `{of_http}`");
    fault(version, &["InvalidAddressingHeader", "ActionMismatch"], reason)
}

/// Creates the fault for an action that the operation does not support (SOAP Binding, §6.4.2).
pub(crate) fn action_not_supported(version: AddressingVersion, action: &str) -> Fault<NoDetail> {
    let action = shorten(action, 200);
    let reason = format!("the operation does not support the action `{action}`");
    fault(version, &["ActionNotSupported"], reason)
}
