//! SAML 1.1 and 2.0 assertions (SAML Token Profile 1.1).

mod build;
mod reading;

use std::{fmt, str::FromStr, sync::Arc};

pub use build::AssertionBuilder;
pub(super) use build::key_info;
#[cfg(feature = "ws-encryption")]
pub(super) use reading::encrypted_keys;
pub(super) use reading::{Confirmation, Holder, Method, conditions, holders, period, subjects};

use super::{
    SecurityCode, SecurityError,
    message::{attribute, is, only, text_of},
};
use crate::{
    policy::SamlVersion,
    xml::{AnyElement, ReadOptions},
};

/// Assertions of SAML 1.0 and 1.1.
const SAML1: &str = "urn:oasis:names:tc:SAML:1.0:assertion";
/// Assertions of SAML 2.0.
const SAML2: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

/// A SAML assertion: statements of an issuer about a user or another subject (SAML 2.0 Core, §2; SAML 1.1, §2).
///
/// A caller gets it from a security token service, or [issues](Self::builder) it, and sends it with its
/// [`Credentials`](super::Credentials::assertion). A server finds the one that it has verified in
/// [`Authenticated::assertion`](super::Authenticated::assertion).
///
/// ```
/// use wsdlgen_runtime::security::Assertion;
///
/// let assertion: Assertion = r#"
///     <Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z">
///         <Issuer>https://sts.example</Issuer>
///         <Subject><NameID>ada</NameID></Subject>
///         <AttributeStatement>
///             <Attribute Name="role"><AttributeValue>nurse</AttributeValue></Attribute>
///         </AttributeStatement>
///     </Assertion>"#.parse()?;
/// assert_eq!(assertion.issuer(), "https://sts.example");
/// assert_eq!(assertion.subject(), Some("ada"));
/// let roles: Vec<_> = assertion.attribute("role").map(|value| value.text().into_owned()).collect();
/// assert_eq!(roles, ["nurse"]);
/// # Ok::<(), wsdlgen_runtime::security::SecurityError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Assertion(Arc<Content>);

#[derive(PartialEq, Eq)]
struct Content {
    element: AnyElement,
    version: SamlVersion,
    id: String,
    issuer: String,
    subject: Option<String>,
}

impl Assertion {
    /// Creates a builder of an assertion by `issuer` about `subject`.
    pub fn builder(
        version: SamlVersion,
        issuer: impl Into<String>,
        subject: impl Into<String>,
    ) -> AssertionBuilder {
        AssertionBuilder::new(version, issuer.into(), subject.into())
    }

    /// Reads the last element of `path`, which starts at the root. The result is independent of the other elements.
    pub(super) fn of(path: &[&AnyElement]) -> Result<Self, SecurityError> {
        let Some((element, around)) = path.split_last() else { return Err(not_an_assertion()) };
        let version = version(element).ok_or_else(not_an_assertion)?;
        let id = id(element).ok_or_else(|| invalid("the assertion has no id"))?.to_owned();
        let issuer = match version {
            SamlVersion::V11 => attribute(element, "", "Issuer").map(str::to_owned),
            SamlVersion::V20 => only(element, SAML2, "Issuer")?.map(text_of),
        };
        let issuer = issuer.ok_or_else(|| invalid("the assertion has no issuer"))?;
        let subject = reading::subject_name(&subjects(element)?)?;
        let mut element = (*element).clone();
        declare_inherited(&mut element, around);
        Ok(Self(Arc::new(Content { element, version, id, issuer, subject })))
    }

    /// Returns the version.
    pub fn version(&self) -> SamlVersion {
        self.0.version
    }

    /// Returns the id, which is unique among the issuer's assertions.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Returns the name of the issuer.
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Returns the name of the subject, or `None` if it has none or an encrypted one.
    pub fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// Returns the values of an attribute: elements `AttributeValue`, whose content is text or XML.
    pub fn attribute(&self, name: &str) -> impl Iterator<Item = &AnyElement> {
        let namespace = self.0.element.name.namespace();
        let key = if self.0.version == SamlVersion::V11 { "AttributeName" } else { "Name" };
        let statements = named(&self.0.element, namespace, "AttributeStatement");
        let attributes =
            statements.flat_map(move |statement| named(statement, namespace, "Attribute"));
        let attributes = attributes
            .filter(move |found| attribute(found, "", key).is_some_and(|own| own == name));
        attributes.flat_map(move |found| named(found, namespace, "AttributeValue"))
    }

    /// Encrypts the assertion for the certificate of a receiver (`xenc:EncryptedData`). The sender of a message cannot read it.
    ///
    /// # Errors
    ///
    /// If nothing can be encrypted for the certificate.
    #[cfg(feature = "ws-encryption")]
    pub fn encrypted_for(
        &self,
        receiver: &super::Certificate,
    ) -> Result<AnyElement, SecurityError> {
        super::sealing::encrypted_token(&self.0.element, receiver)
    }

    /// Returns the assertion as XML, for everything that has no method of its own.
    pub fn element(&self) -> &AnyElement {
        &self.0.element
    }
}

/// Returns the children with this name.
fn named<'e>(
    element: &'e AnyElement,
    namespace: &'e str,
    local: &'e str,
) -> impl Iterator<Item = &'e AnyElement> {
    element.elements().filter(move |child| is(child, namespace, local))
}

/// Parses an assertion from XML, without verifying it.
impl FromStr for Assertion {
    type Err = SecurityError;

    fn from_str(text: &str) -> Result<Self, SecurityError> {
        let element = AnyElement::parse(text.trim(), &ReadOptions::default());
        let unreadable = |error| invalid(format!("the assertion cannot be read: {error}"));
        Self::of(&[&element.map_err(unreadable)?])
    }
}

/// Reads an assertion from an element, without verifying it.
impl TryFrom<&AnyElement> for Assertion {
    type Error = SecurityError;

    fn try_from(element: &AnyElement) -> Result<Self, SecurityError> {
        Self::of(&[element])
    }
}

/// Shows the id and the issuer only: anyone who has the assertion may use it.
impl fmt::Debug for Assertion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Content { id, issuer, .. } = &*self.0;
        let mut shown = formatter.debug_struct("Assertion");
        shown.field("id", id).field("issuer", issuer).finish_non_exhaustive()
    }
}

/// Returns the version of an assertion, or `None` for another element.
pub(super) fn version(element: &AnyElement) -> Option<SamlVersion> {
    let is_version = |name, value| attribute(element, "", name) == Some(value);
    if is(element, SAML1, "Assertion") && is_version("MajorVersion", "1") {
        Some(SamlVersion::V11)
    } else if is(element, SAML2, "Assertion") && is_version("Version", "2.0") {
        Some(SamlVersion::V20)
    } else {
        None
    }
}

/// Returns the id of an assertion.
pub(super) fn id(element: &AnyElement) -> Option<&str> {
    let name = match version(element)? {
        SamlVersion::V11 => "AssertionID",
        SamlVersion::V20 => "ID",
    };
    attribute(element, "", name).filter(|id| !id.is_empty())
}

/// Adds the declarations in scope to an element, for names in attributes and text.
pub(super) fn declare_inherited(element: &mut AnyElement, around: &[&AnyElement]) {
    for (prefix, uri) in around.iter().rev().flat_map(|outer| outer.declarations.iter().rev()) {
        if element.declarations.iter().all(|(known, _)| known != prefix) {
            element.declarations.push((prefix.clone(), Arc::clone(uri)));
        }
    }
}

fn not_an_assertion() -> SecurityError {
    let code = SecurityCode::UnsupportedSecurityToken;
    SecurityError::new(code, "expected an assertion of SAML 1.1 or 2.0")
}

fn invalid(reason: impl Into<std::borrow::Cow<'static, str>>) -> SecurityError {
    SecurityError::new(SecurityCode::InvalidSecurityToken, reason)
}

#[cfg(test)]
mod tests;
