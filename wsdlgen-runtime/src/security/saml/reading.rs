//! Subjects and conditions of assertions.

use std::time::SystemTime;

use super::{SAML2, invalid, named, version};
use crate::{
    policy::SamlVersion,
    security::{
        Certificate, SecurityError,
        message::{attribute, is, only, text_of},
        public_key::PublicKey,
        timestamp, token,
        uris::{DS, XENC},
    },
    xml::AnyElement,
};

/// The greatest numbers of subjects of an assertion, and of confirmations of each. Their keys are tried before it is known
/// whether the issuer is trusted.
const SUBJECTS: usize = 4;
const CONFIRMATIONS: usize = 4;

/// The subject of an assertion, or of one of its statements in SAML 1.1.
pub(in crate::security) struct Subject<'e> {
    name: Option<String>,
    pub(in crate::security) confirmations: Vec<Confirmation<'e>>,
}

/// A way in which a sender proves its relation to the subject (SAML 2.0 Core, §2.4.1.1; SAML 1.1, §2.4.2.3).
pub(in crate::security) struct Confirmation<'e> {
    pub(in crate::security) method: Method,
    /// The element with the period of validity, in SAML 2.0.
    pub(in crate::security) data: Option<&'e AnyElement>,
    key_info: Option<&'e AnyElement>,
}

/// A method of confirmation (SAML Token Profile 1.1, §3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::security) enum Method {
    HolderOfKey,
    SenderVouches,
    Bearer,
    Other,
}

/// The key of the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::security) enum Holder {
    Certificate(Certificate),
    Key(PublicKey),
}

impl Holder {
    pub(in crate::security) fn key(&self) -> PublicKey {
        match self {
            Self::Certificate(certificate) => certificate.public_key(),
            Self::Key(key) => key.clone(),
        }
    }
}

impl<'e> Confirmation<'e> {
    /// Returns the shared key that the sender must know, encrypted for the receiver.
    pub(in crate::security) fn encrypted_key(&self) -> Option<&'e AnyElement> {
        let info = self.key_info.filter(|_| self.method == Method::HolderOfKey)?;
        only(info, XENC, "EncryptedKey").ok().flatten()
    }

    /// Returns the key that the sender must hold.
    pub(in crate::security) fn holder(&self) -> Option<Holder> {
        let info = self.key_info.filter(|_| self.method == Method::HolderOfKey)?;
        let child = |parent, local| only(parent, DS, local).ok().flatten();
        if let Some(data) = child(info, "X509Data") {
            let certificate = named(data, DS, "X509Certificate").next()?;
            return token::decoded(certificate).ok().map(Holder::Certificate);
        }
        child(info, "KeyValue").and_then(PublicKey::read).map(Holder::Key)
    }
}

/// Returns the keys that the sender of an assertion may have to hold.
pub(in crate::security) fn holders(assertion: &AnyElement) -> Result<Vec<Holder>, SecurityError> {
    let subjects = subjects(assertion)?;
    let mut holders: Vec<Holder> = Vec::new();
    let confirmations = subjects.iter().flat_map(|subject| &subject.confirmations);
    for holder in confirmations.filter_map(Confirmation::holder) {
        if !holders.contains(&holder) {
            holders.push(holder);
        }
    }
    Ok(holders)
}

/// Returns the encrypted keys that the sender of an assertion may have to know.
#[cfg(feature = "ws-encryption")]
pub(in crate::security) fn encrypted_keys(
    assertion: &AnyElement,
) -> Result<Vec<&AnyElement>, SecurityError> {
    let confirmations = subjects(assertion)?.into_iter().flat_map(|subject| subject.confirmations);
    Ok(confirmations.filter_map(|confirmation| confirmation.encrypted_key()).collect())
}

/// Reads the subjects of an assertion.
///
/// # Errors
///
/// If there is none.
pub(in crate::security) fn subjects(
    assertion: &AnyElement,
) -> Result<Vec<Subject<'_>>, SecurityError> {
    let namespace = assertion.name.namespace();
    let subjects: Vec<&AnyElement> = match version(assertion) {
        Some(SamlVersion::V20) => only(assertion, namespace, "Subject")?.into_iter().collect(),
        _ => statements(assertion).flat_map(|part| named(part, namespace, "Subject")).collect(),
    };
    if subjects.is_empty() {
        return Err(invalid("the assertion has no subject"));
    }
    if subjects.len() > SUBJECTS {
        return Err(invalid("the assertion has too many statements"));
    }
    subjects.into_iter().map(|subject| read_subject(subject, namespace)).collect()
}

/// Returns the parts of an assertion, without the signature: anyone can change it.
fn statements(assertion: &AnyElement) -> impl Iterator<Item = &AnyElement> {
    let namespace = assertion.name.namespace();
    assertion.elements().filter(move |part| part.name.namespace() == namespace)
}

fn read_subject<'e>(
    subject: &'e AnyElement,
    namespace: &'e str,
) -> Result<Subject<'e>, SecurityError> {
    let is_v20 = namespace == SAML2;
    let name = only(subject, namespace, if is_v20 { "NameID" } else { "NameIdentifier" })?;
    let mut confirmations = Vec::new();
    for element in named(subject, namespace, "SubjectConfirmation") {
        if is_v20 {
            let data = only(element, namespace, "SubjectConfirmationData")?;
            let key_info = data.map(|data| only(data, DS, "KeyInfo")).transpose()?.flatten();
            let method = method_of(attribute(element, "", "Method").unwrap_or_default());
            confirmations.push(Confirmation { method, data, key_info });
        } else {
            let key_info = only(element, DS, "KeyInfo")?;
            let mut methods: Vec<Method> = named(element, namespace, "ConfirmationMethod")
                .map(|method| method_of(&text_of(method)))
                .collect();
            methods.sort_unstable();
            methods.dedup();
            let confirmations_of = |method| Confirmation { method, data: None, key_info };
            confirmations.extend(methods.into_iter().map(confirmations_of));
        }
    }
    if confirmations.len() > CONFIRMATIONS {
        return Err(invalid("the assertion has too many methods of confirmation"));
    }
    Ok(Subject { name: name.map(text_of), confirmations })
}

fn method_of(uri: &str) -> Method {
    let uri = uri.trim();
    let versions = ["urn:oasis:names:tc:SAML:1.0:cm:", "urn:oasis:names:tc:SAML:2.0:cm:"];
    match versions.into_iter().find_map(|start| uri.strip_prefix(start)) {
        Some("holder-of-key") => Method::HolderOfKey,
        Some("sender-vouches") => Method::SenderVouches,
        Some("bearer") => Method::Bearer,
        _ => Method::Other,
    }
}

/// Returns the name that all subjects have.
///
/// # Errors
///
/// If they have different ones.
pub(super) fn subject_name(subjects: &[Subject<'_>]) -> Result<Option<String>, SecurityError> {
    let name = subjects.first().and_then(|subject| subject.name.clone());
    if subjects.iter().any(|subject| subject.name != name) {
        return Err(invalid("the statements of the assertion have different subjects"));
    }
    Ok(name)
}

/// The conditions under which an assertion is valid (SAML 2.0 Core, §2.5; SAML 1.1, §2.3.2.1).
#[derive(Default)]
pub(in crate::security) struct Conditions {
    pub(in crate::security) not_before: Option<SystemTime>,
    pub(in crate::security) not_on_or_after: Option<SystemTime>,
    /// The audiences of each restriction. A receiver has to belong to one of each.
    pub(in crate::security) audiences: Vec<Vec<String>>,
    /// `true` if the assertion may be used once only.
    pub(in crate::security) is_for_one_use: bool,
}

/// Reads the conditions of an assertion.
///
/// # Errors
///
/// If there is a condition of an unknown kind.
pub(in crate::security) fn conditions(assertion: &AnyElement) -> Result<Conditions, SecurityError> {
    let namespace = assertion.name.namespace();
    let Some(element) = only(assertion, namespace, "Conditions")? else {
        return Ok(Conditions::default());
    };
    let (not_before, not_on_or_after) = period(element)?;
    let mut conditions = Conditions { not_before, not_on_or_after, ..Conditions::default() };
    for condition in element.elements() {
        let is_known = |names: &[&str]| names.iter().any(|name| is(condition, namespace, name));
        if is_known(&["AudienceRestriction", "AudienceRestrictionCondition"]) {
            conditions
                .audiences
                .push(named(condition, namespace, "Audience").map(text_of).collect());
        } else if is_known(&["OneTimeUse"]) {
            conditions.is_for_one_use = true;
        } else if !is_known(&["ProxyRestriction", "DoNotCacheCondition"]) {
            // Neither limits the use of the assertion itself. An unknown condition might.
            return Err(invalid("the assertion has an unknown condition"));
        }
    }
    Ok(conditions)
}

/// Reads the period of validity in the attributes of an element.
pub(in crate::security) fn period(
    element: &AnyElement,
) -> Result<(Option<SystemTime>, Option<SystemTime>), SecurityError> {
    let time = |name| attribute(element, "", name).map(timestamp::time).transpose();
    Ok((time("NotBefore")?, time("NotOnOrAfter")?))
}
