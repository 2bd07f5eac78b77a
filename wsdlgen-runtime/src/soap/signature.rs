//! The signature by which a server recognizes the operation of a message.

use super::HttpMethod;
use crate::xml::Name;

/// The wire signature of an operation: the first element in the body of its requests, and the actions
/// that distinguish it from operations with the same element.
///
/// In WS-I Basic Profile 1.1, R2710, the element alone is the *operation signature*.
///
/// ```
/// use wsdlgen_runtime::WireSignature;
/// use wsdlgen_runtime::xml::{Name, NamespaceId};
///
/// const TNS: NamespaceId = NamespaceId::generated(0);
/// const ECHO: WireSignature = WireSignature::of(Name::new(TNS, "Echo"));
/// const PING: WireSignature = WireSignature::of_empty_body().with_actions(&["urn:ping"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireSignature {
    /// The first element, or `None` for an empty body.
    pub(crate) element: Option<Name>,
    pub(crate) actions: &'static [&'static str],
    /// The methods of HTTP ports without SOAP, and the locations of the operation there, relative to their addresses.
    pub(crate) locations: &'static [(HttpMethod, &'static str)],
}

impl WireSignature {
    /// Creates the signature of a body that starts with this element.
    pub const fn of(element: Name) -> Self {
        Self { element: Some(element), actions: &[], locations: &[] }
    }

    /// Creates the signature of an empty body.
    pub const fn of_empty_body() -> Self {
        Self { element: None, actions: &[], locations: &[] }
    }

    /// Sets the actions that distinguish the operation from others with the same body.
    #[must_use]
    pub const fn with_actions(self, actions: &'static [&'static str]) -> Self {
        Self { actions, ..self }
    }

    /// Sets the locations of an operation that is bound to HTTP without SOAP (`http:operation`, WSDL 1.1, §4.5).
    #[must_use]
    pub const fn at(self, locations: &'static [(HttpMethod, &'static str)]) -> Self {
        Self { locations, ..self }
    }
}
