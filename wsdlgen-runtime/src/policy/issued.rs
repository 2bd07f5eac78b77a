//! Tokens that security token services issue.

/// The token that a policy asks a security token service for (§5.4.2).
///
/// ```
/// use wsdlgen_runtime::policy::{IssuedKey, TokenTemplate};
///
/// let template = TokenTemplate::new(IssuedKey::Public).issuer("https://sts.example");
/// assert_eq!(template.issuer.as_deref(), Some("https://sts.example"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenTemplate {
    /// The key that the token confirms.
    pub key: IssuedKey,
    /// The URI of the token's type, if the policy demands one.
    pub token_type: Option<String>,
    /// The address of the service (`sp:Issuer`).
    pub issuer: Option<String>,
    /// The other elements of the `sp:RequestSecurityTokenTemplate`, each as XML of its own.
    pub parameters: Vec<String>,
}

/// The key that an issued token confirms (WS-Trust 1.4, §9.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IssuedKey {
    /// A key that the service shares with the caller and the receiver.
    #[default]
    Symmetric,
    /// The caller's own key pair.
    Public,
    /// None: everyone who has the token may use it.
    Bearer,
}

impl TokenTemplate {
    /// Creates a template.
    pub fn new(key: IssuedKey) -> Self {
        Self { key, ..Self::default() }
    }

    /// Sets the URI of the token's type.
    #[must_use]
    pub fn token_type(mut self, uri: impl Into<String>) -> Self {
        self.token_type = Some(uri.into());
        self
    }

    /// Sets the address of the service.
    #[must_use]
    pub fn issuer(mut self, address: impl Into<String>) -> Self {
        self.issuer = Some(address.into());
        self
    }

    /// Adds another element of the template, as XML.
    #[must_use]
    pub fn parameter(mut self, xml: impl Into<String>) -> Self {
        self.parameters.push(xml.into());
        self
    }
}
