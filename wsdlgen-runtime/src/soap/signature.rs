//! How a server tells which operation a message calls.

use crate::xml::Name;

/// What a message looks like that calls an operation: the element that comes first in its body, and
/// the actions that tell it from other operations with the same (WS-I Basic Profile 1.1, R2710 calls
/// the element alone the *operation signature*).
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
    /// `None` where the body is empty.
    pub(crate) element: Option<Name>,
    pub(crate) actions: &'static [&'static str],
}

impl WireSignature {
    /// A body that begins with this element.
    pub const fn of(element: Name) -> Self {
        Self { element: Some(element), actions: &[] }
    }

    /// A body with nothing in it.
    pub const fn of_empty_body() -> Self {
        Self { element: None, actions: &[] }
    }

    /// The same, under one of these actions where another operation has the same body.
    #[must_use]
    pub const fn with_actions(self, actions: &'static [&'static str]) -> Self {
        Self { element: self.element, actions }
    }
}
