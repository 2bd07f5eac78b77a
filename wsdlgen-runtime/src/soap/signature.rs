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
    /// The parts of HTTP requests that are arrays or have a namespace, and the names of their items, if any.
    pub(crate) parts: &'static [(Name, &'static [Name])],
}

impl WireSignature {
    /// Creates the signature of a body that starts with this element.
    pub const fn of(element: Name) -> Self {
        Self { element: Some(element), actions: &[], locations: &[], parts: &[] }
    }

    /// Creates the signature of an empty body.
    pub const fn of_empty_body() -> Self {
        Self { element: None, actions: &[], locations: &[], parts: &[] }
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

    /// Sets the parts of HTTP requests that are arrays or have a namespace. For an array, the slice has the name of its items.
    ///
    /// Fields of URLs and forms have the local names of parts alone (WSDL 1.1, §4.5 and §4.6).
    #[must_use]
    pub const fn with_parts(self, parts: &'static [(Name, &'static [Name])]) -> Self {
        Self { parts, ..self }
    }

    /// Returns the part with this local name, and the name of its items if it is an array.
    pub(crate) fn part(&self, local: &str) -> Option<(&'static Name, Option<&'static Name>)> {
        let (name, items) = self.parts.iter().find(|(name, _)| name.local == local)?;
        Some((name, items.first()))
    }
}
