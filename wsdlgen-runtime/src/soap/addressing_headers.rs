//! Reading and checking of WS-Addressing 1.0 headers.

use super::{
    Fault, NoDetail,
    addressing::{ANONYMOUS, NAMESPACE},
};
use crate::xml::{AnyElement, AnyNode, Cursor, QName, ReadError, ReadErrorKind, WSSE, shorten};

/// The address of messages that are discarded instead of sent (Core, §2.1).
const NONE: &str = "http://www.w3.org/2005/08/addressing/none";
/// The relationship of a reply to its request (Core, §3.1).
const REPLY: &str = "http://www.w3.org/2005/08/addressing/reply";

/// The WS-Addressing headers of a received message.
#[derive(Clone, Debug, Default)]
pub(crate) struct AddressingHeaders {
    pub(crate) action: Option<String>,
    pub(crate) message_id: Option<String>,
    pub(crate) relates_to: Option<String>,
    reply_to: Option<Endpoint>,
    fault_to: Option<Endpoint>,
    /// The blocks read so far that may occur only once.
    seen: Vec<&'static str>,
    /// The first duplicated block.
    repeated: Option<&'static str>,
    /// True if a verifier checks the security header, which is therefore understood.
    is_verified: bool,
}

/// An endpoint reference (Core, §2.1).
#[derive(Clone, Debug)]
struct Endpoint {
    address: String,
    /// The reference parameters, which messages to the endpoint must repeat.
    parameters: Vec<AnyElement>,
}

impl Endpoint {
    /// The maximum length of the reference parameters in a reply, where each element declares its
    /// namespace again, in bytes.
    const LONGEST: usize = 64 << 10;

    fn of(mut reference: AnyElement, cursor: &Cursor<'_>) -> Result<Self, ReadError> {
        let address = reference.elements().find(|child| child.name.local() == "Address");
        let address = address.map(|address| address.text().trim().to_owned());
        let mut children = std::mem::take(&mut reference.children).into_iter();
        let parameters = children.find_map(|child| match child {
            AnyNode::Element(child) if child.name.local() == "ReferenceParameters" => Some(child),
            _ => None,
        });
        let parameters = parameters.into_iter().flat_map(|parameters| parameters.children);
        let parameters = parameters.filter_map(|child| match child {
            AnyNode::Element(child) => Some(child),
            AnyNode::Text(_) => None,
        });
        let parameters: Vec<_> = parameters.collect();
        if parameters.iter().map(written_length).sum::<usize>() > Self::LONGEST {
            let what = format!("reference parameters exceed {} bytes", Self::LONGEST);
            return Err(cursor.error(ReadErrorKind::Malformed(what.into())));
        }
        Ok(Self { address: address.unwrap_or_default(), parameters })
    }

    fn is_none(&self) -> bool {
        self.address == NONE
    }

    fn is_elsewhere(&self) -> bool {
        !matches!(&*self.address, ANONYMOUS | NONE)
    }
}

/// Estimates the length of an element in XML, with a namespace declaration for each name.
fn written_length(element: &AnyElement) -> usize {
    let name = |name: &QName| 2 * (name.local().len() + name.prefix().len() + 8);
    let namespace = |name: &QName| name.namespace().len();
    let attributes = element.attributes.iter();
    let attributes = attributes.map(|attribute| {
        name(&attribute.name) + namespace(&attribute.name) + attribute.value.len()
    });
    let children = element.children.iter().map(|child| match child {
        AnyNode::Element(child) => written_length(child),
        AnyNode::Text(text) => text.len(),
    });
    let own = name(&element.name) + namespace(&element.name);
    own + attributes.sum::<usize>() + children.sum::<usize>()
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
        let Some((NAMESPACE, local)) = cursor.peeked_expanded_name() else { return Ok(false) };
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
            "ReplyTo" => self.reply_to = Some(Endpoint::of(block, cursor)?),
            "FaultTo" => self.fault_to = Some(Endpoint::of(block, cursor)?),
            "RelatesTo" if matches!(block.attribute("RelationshipType"), None | Some(REPLY)) => {
                self.relates_to = Some(text());
            }
            _ => {}
        }
        Ok(true)
    }

    /// Checks the headers of a request (SOAP Binding, §6.4). A request that expects a reply needs a
    /// message id.
    ///
    /// # Errors
    ///
    /// Returns the fault to send.
    pub(crate) fn check(&self, is_answered: bool) -> Result<(), Box<Fault<NoDetail>>> {
        if let Some(repeated) = self.repeated {
            let reason = format!("the header `{repeated}` is duplicated");
            return Err(Box::new(fault(
                &["InvalidAddressingHeader", "InvalidCardinality"],
                reason,
            )));
        }
        if self.seen.is_empty() {
            return Ok(());
        }
        let missing = [("Action", true), ("MessageID", is_answered)];
        let missing = missing.into_iter().find(|(name, due)| *due && !self.seen.contains(name));
        if let Some((missing, _)) = missing {
            let reason = format!("the header `{missing}` is missing");
            return Err(Box::new(fault(&["MessageAddressingHeaderRequired"], reason)));
        }
        let endpoints = [self.reply_to.as_ref().filter(|_| is_answered), self.fault_to.as_ref()];
        match endpoints.into_iter().flatten().find(|endpoint| endpoint.is_elsewhere()) {
            Some(Endpoint { address, .. }) => {
                let address = shorten(address, 200);
                let reason = format!("expected the anonymous address, found `{address}`");
                let codes = ["InvalidAddressingHeader", "OnlyAnonymousAddressSupported"];
                Err(Box::new(fault(&codes, reason)))
            }
            None => Ok(()),
        }
    }

    /// Returns whether the caller wants no reply, or no fault.
    pub(crate) fn is_unwanted(&self, is_fault: bool) -> bool {
        self.endpoint(is_fault).is_some_and(Endpoint::is_none)
    }

    /// Returns the reference parameters to repeat in a reply or a fault.
    pub(crate) fn parameters(&self, is_fault: bool) -> &[AnyElement] {
        self.endpoint(is_fault).map_or(&[], |endpoint| &endpoint.parameters)
    }

    fn endpoint(&self, is_fault: bool) -> Option<&Endpoint> {
        self.fault_to.as_ref().filter(|_| is_fault).or(self.reply_to.as_ref())
    }
}

/// Creates a fault with subcodes of the specification, outermost first.
fn fault(codes: &[&'static str], reason: String) -> Fault<NoDetail> {
    let mut fault = Fault::sender(reason);
    fault.subcodes = codes.iter().map(|code| QName::new(NAMESPACE, *code)).collect();
    fault
}

/// Creates the fault for a request whose HTTP headers have another action (SOAP Binding, §6.4.1).
pub(crate) fn action_mismatch(action: &str, of_http: &str) -> Fault<NoDetail> {
    let [action, of_http] = [action, of_http].map(|action| shorten(action, 200));
    let reason = format!("the action is `{action}`, but the HTTP headers have `{of_http}`");
    fault(&["InvalidAddressingHeader", "ActionMismatch"], reason)
}

/// Creates the fault for an action that the operation does not support (SOAP Binding, §6.4.2).
pub(crate) fn action_not_supported(action: &str) -> Fault<NoDetail> {
    let action = shorten(action, 200);
    fault(&["ActionNotSupported"], format!("the operation does not support the action `{action}`"))
}
