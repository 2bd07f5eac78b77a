//! WS-Addressing: the action, id and endpoints of a message.

mod headers;
mod reference;
mod version;
mod write;

pub(crate) use headers::{AddressingHeaders, action_mismatch, action_not_supported};
pub use reference::EndpointReference;
pub use version::AddressingVersion;
pub(crate) use write::{RequestAddressing, write_reply, write_request};

use std::borrow::Cow;

use super::{Contract, Fault, Operation};
use crate::xml::{Name, NamespaceId, Namespaces};

/// Returns the action of a fault.
pub(crate) fn fault_action<D>(fault: &Fault<D>, version: AddressingVersion) -> &'static str {
    let is_own = fault.subcodes.iter().any(|code| code.namespace() == version.namespace());
    version.fault_action(is_own)
}

/// Returns the action of the requests of an operation at a port with this `soapAction`.
pub(crate) fn request_action<O: Operation>(soap_action: &'static str) -> Cow<'static, str> {
    let stated = [O::REQUEST_ACTION, soap_action].into_iter().find(|action| !action.is_empty());
    stated.map_or_else(|| default_action::<O>("Request"), Cow::Borrowed)
}

/// Returns the action of the replies of an operation.
pub(crate) fn reply_action<O: Operation>() -> Cow<'static, str> {
    match O::REPLY_ACTION {
        "" => default_action::<O>("Response"),
        stated => Cow::Borrowed(stated),
    }
}

/// Returns the default action of a message whose default name ends with `suffix` (Metadata, §4.4.4).
fn default_action<O: Operation>(suffix: &str) -> Cow<'static, str> {
    Cow::Owned([O::Contract::ACTIONS, O::NAME, suffix].concat())
}

/// The use of WS-Addressing headers in requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addressing {
    /// Used if the contract's binding requires it.
    #[default]
    AsBound,
    /// Always used: in the version that the binding requires, or else in version 1.0.
    On,
    /// Always used, in the version of August 2004.
    August2004,
    /// Never used.
    Off,
}

/// The endpoints that a client's WS-Addressing headers name.
///
/// ```
/// use wsdlgen_runtime::soap::Endpoints;
///
/// let endpoints = Endpoints { from: Some("urn:branch:7".into()), ..Endpoints::default() };
/// # let _ = endpoints;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// The destination (`wsa:To`), whose reference parameters become header blocks. By default, the address of the port.
    ///
    /// Requests are always sent to the address of the port.
    pub to: Option<EndpointReference>,
    /// The sender (`wsa:From`).
    pub from: Option<EndpointReference>,
    /// The destination of replies (`wsa:ReplyTo`). By default, the client's
    /// [`ReplyListener`](crate::client::ReplyListener) or the connection of the request.
    ///
    /// A call does not wait for replies sent elsewhere, unless the client has a listener. Its result is the response on its
    /// connection.
    pub reply_to: Option<EndpointReference>,
    /// The destination of faults (`wsa:FaultTo`). By default, the destination of replies.
    pub fault_to: Option<EndpointReference>,
}

/// Returns whether a header block that a contract declares belongs to WS-Addressing.
pub(crate) fn is_addressing(name: &Name, namespaces: &Namespaces) -> bool {
    name.namespace == NamespaceId::WSA
        || AddressingVersion::of_namespace(namespaces.uri(name.namespace)).is_some()
}
