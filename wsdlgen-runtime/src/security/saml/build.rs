//! Issuing of assertions.

use std::time::{Duration, SystemTime};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Assertion, SAML1, SAML2};
use crate::{
    policy::SamlVersion,
    security::{Certificate, Identity, SecurityError, XmlSigner, provider, timestamp, uris::DS},
    xml::{AnyAttribute, AnyElement, AnyNode, QName},
};

/// A builder of an [`Assertion`].
///
/// ```no_run
/// use std::time::Duration;
/// use wsdlgen_runtime::{policy::SamlVersion, security::{Assertion, Identity}};
///
/// let pem = std::fs::read("issuer.pem")?;
/// let issuer = Identity::from_pem(&pem, &pem)?;
/// let assertion = Assertion::builder(SamlVersion::V20, "https://sts.example", "ada")
///     .bearer()
///     .audience("https://service.example")
///     .attribute("role", ["nurse"])
///     .sign(issuer)?;
/// # let _ = assertion;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct AssertionBuilder {
    version: SamlVersion,
    issuer: String,
    subject: String,
    /// Methods, each with the `ds:KeyInfo` of the key that confirms the sender.
    confirmations: Vec<(&'static str, Option<AnyElement>)>,
    audiences: Vec<String>,
    attributes: Vec<(String, Vec<String>)>,
    is_for_one_use: bool,
    issued: SystemTime,
    lifetime: Duration,
}

impl AssertionBuilder {
    pub(super) fn new(version: SamlVersion, issuer: String, subject: String) -> Self {
        Self {
            version,
            issuer,
            subject,
            confirmations: Vec::new(),
            audiences: Vec::new(),
            attributes: Vec::new(),
            is_for_one_use: false,
            issued: SystemTime::now(),
            lifetime: Duration::from_secs(300),
        }
    }

    /// Confirms senders that have the key of a certificate (SAML Token Profile 1.1, §3.5.1).
    pub fn holder_of_key(mut self, certificate: &Certificate) -> Self {
        self.confirmations.push(("holder-of-key", Some(key_info(certificate))));
        self
    }

    /// Confirms senders that know a shared key, which is encrypted for the receiver.
    ///
    /// # Errors
    ///
    /// If the key has fewer than 128 bits, or nothing can be encrypted for the certificate.
    #[cfg(feature = "ws-encryption")]
    pub fn holder_of_shared_key(
        mut self,
        key: &[u8],
        receiver: &Certificate,
    ) -> Result<Self, SecurityError> {
        if key.len() < crate::security::keys::SHORTEST {
            return Err(SecurityError::invalid("the key is too short"));
        }
        let encrypted = crate::security::sealing::encrypted_key(receiver, key)?;
        let mut info = AnyElement::new(QName::new(DS, "KeyInfo").with_prefix("ds"));
        info.declarations.push(("ds".to_owned(), DS.into()));
        info.children.push(encrypted.into());
        self.confirmations.push(("holder-of-key", Some(info)));
        Ok(self)
    }

    /// Confirms any sender that the receiver trusts (§3.5.2).
    pub fn sender_vouches(mut self) -> Self {
        self.confirmations.push(("sender-vouches", None));
        self
    }

    /// Confirms everyone who has the assertion (§3.5.3).
    pub fn bearer(mut self) -> Self {
        self.confirmations.push(("bearer", None));
        self
    }

    /// Adds a receiver that the assertion is meant for.
    pub fn audience(mut self, uri: impl Into<String>) -> Self {
        self.audiences.push(uri.into());
        self
    }

    /// Allows a single use of the assertion. SAML 1.1 has no such condition: there, it is only not to be kept
    /// (`DoNotCacheCondition`).
    pub fn one_time_use(mut self) -> Self {
        self.is_for_one_use = true;
        self
    }

    /// Adds an attribute of the subject with its values.
    pub fn attribute<V: Into<String>>(
        mut self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.attributes.push((name.into(), values.into_iter().map(Into::into).collect()));
        self
    }

    /// Sets the time from which the assertion is valid. The default is now.
    pub fn issued_at(mut self, time: SystemTime) -> Self {
        self.issued = time;
        self
    }

    /// Sets the time after which the assertion is no longer valid. The default is 5 minutes.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Returns the assertion with the signature of the issuer.
    ///
    /// # Errors
    ///
    /// If it cannot be signed.
    pub fn sign(self, issuer: Identity) -> Result<Assertion, SecurityError> {
        let element = self.element()?;
        let id = super::id(&element).map(str::to_owned);
        // In SAML 2.0, the signature is after the issuer.
        let index = if self.version == SamlVersion::V20 { 1 } else { element.children.len() };
        let signed = XmlSigner::new(issuer).sign_at(index, element, id.as_deref())?;
        Assertion::of(&[&signed])
    }

    /// Returns the assertion without a signature, for senders that vouch for it with theirs.
    ///
    /// # Errors
    ///
    /// If there are no random numbers for its id.
    pub fn unsigned(self) -> Result<Assertion, SecurityError> {
        Assertion::of(&[&self.element()?])
    }

    fn element(&self) -> Result<AnyElement, SecurityError> {
        let id = format!("_{:032x}", u128::from_be_bytes(provider::random()?));
        let issued = timestamp::written(self.issued);
        let mut assertion = self.node("Assertion");
        assertion.declarations.push(("saml".to_owned(), self.namespace().into()));
        match self.version {
            SamlVersion::V11 => {
                set(&mut assertion, "AssertionID", &id);
                set(&mut assertion, "Issuer", &self.issuer);
                set(&mut assertion, "MajorVersion", "1");
                set(&mut assertion, "MinorVersion", "1");
                set(&mut assertion, "IssueInstant", &issued);
                assertion.children.push(self.conditions().into());
                let mut statement = if self.attributes.is_empty() {
                    self.authentication_statement(&issued)
                } else {
                    self.attribute_statement()
                };
                statement.children.insert(0, self.subject().into());
                assertion.children.push(statement.into());
            }
            SamlVersion::V20 => {
                set(&mut assertion, "ID", &id);
                set(&mut assertion, "Version", "2.0");
                set(&mut assertion, "IssueInstant", &issued);
                let own_name = self.text_node("Issuer", &self.issuer);
                assertion
                    .children
                    .extend([own_name, self.subject(), self.conditions()].map(AnyNode::from));
                if !self.attributes.is_empty() {
                    assertion.children.push(self.attribute_statement().into());
                }
            }
        }
        Ok(assertion)
    }

    fn subject(&self) -> AnyElement {
        let is_v20 = self.version == SamlVersion::V20;
        let mut subject = self.node("Subject");
        let name = if is_v20 { "NameID" } else { "NameIdentifier" };
        subject.children.push(self.text_node(name, &self.subject).into());
        for (method, holder) in &self.confirmations {
            let mut confirmation = self.node("SubjectConfirmation");
            let key_info = holder.clone();
            if is_v20 {
                let method = format!("urn:oasis:names:tc:SAML:2.0:cm:{method}");
                set(&mut confirmation, "Method", &method);
                let mut data = self.node("SubjectConfirmationData");
                if let Some(until) = self.issued.checked_add(self.lifetime) {
                    set(&mut data, "NotOnOrAfter", &timestamp::written(until));
                }
                data.children.extend(key_info.map(AnyNode::from));
                confirmation.children.push(data.into());
            } else {
                let method = format!("urn:oasis:names:tc:SAML:1.0:cm:{method}");
                confirmation.children.push(self.text_node("ConfirmationMethod", &method).into());
                confirmation.children.extend(key_info.map(AnyNode::from));
            }
            subject.children.push(confirmation.into());
        }
        subject
    }

    fn conditions(&self) -> AnyElement {
        let mut conditions = self.node("Conditions");
        set(&mut conditions, "NotBefore", &timestamp::written(self.issued));
        if let Some(until) = self.issued.checked_add(self.lifetime) {
            set(&mut conditions, "NotOnOrAfter", &timestamp::written(until));
        }
        if !self.audiences.is_empty() {
            let mut restriction = self.node(match self.version {
                SamlVersion::V11 => "AudienceRestrictionCondition",
                SamlVersion::V20 => "AudienceRestriction",
            });
            let audiences = self.audiences.iter().map(|uri| self.text_node("Audience", uri).into());
            restriction.children.extend(audiences);
            conditions.children.push(restriction.into());
        }
        if self.is_for_one_use {
            let name = match self.version {
                SamlVersion::V11 => "DoNotCacheCondition",
                SamlVersion::V20 => "OneTimeUse",
            };
            conditions.children.push(self.node(name).into());
        }
        conditions
    }

    /// Returns an `AuthenticationStatement` of SAML 1.1, which says nothing about the method.
    fn authentication_statement(&self, instant: &str) -> AnyElement {
        let mut statement = self.node("AuthenticationStatement");
        let method = "urn:oasis:names:tc:SAML:1.0:am:unspecified";
        set(&mut statement, "AuthenticationMethod", method);
        set(&mut statement, "AuthenticationInstant", instant);
        statement
    }

    fn attribute_statement(&self) -> AnyElement {
        let mut statement = self.node("AttributeStatement");
        for (name, values) in &self.attributes {
            let mut attribute = self.node("Attribute");
            if self.version == SamlVersion::V20 {
                set(&mut attribute, "Name", name);
            } else {
                set(&mut attribute, "AttributeName", name);
                set(&mut attribute, "AttributeNamespace", &self.issuer);
            }
            let values = values.iter().map(|value| self.text_node("AttributeValue", value).into());
            attribute.children.extend(values);
            statement.children.push(attribute.into());
        }
        statement
    }

    fn namespace(&self) -> &'static str {
        match self.version {
            SamlVersion::V11 => SAML1,
            SamlVersion::V20 => SAML2,
        }
    }

    fn node(&self, local: &str) -> AnyElement {
        AnyElement::new(QName::new(self.namespace(), local).with_prefix("saml"))
    }

    fn text_node(&self, local: &str, text: &str) -> AnyElement {
        let mut element = self.node(local);
        element.children.push(AnyNode::Text(text.to_owned()));
        element
    }
}

fn set(element: &mut AnyElement, name: &str, value: &str) {
    element.attributes.push(AnyAttribute::new(QName::new("", name), value));
}

/// Returns a `ds:KeyInfo` with a certificate.
pub(in crate::security) fn key_info(certificate: &Certificate) -> AnyElement {
    let node = |local| AnyElement::new(QName::new(DS, local).with_prefix("ds"));
    let mut holder = node("X509Certificate");
    holder.children.push(AnyNode::Text(STANDARD.encode(certificate.der())));
    let [mut data, mut info] = [node("X509Data"), node("KeyInfo")];
    data.children.push(holder.into());
    info.children.push(data.into());
    info.declarations.push(("ds".to_owned(), DS.into()));
    info
}
