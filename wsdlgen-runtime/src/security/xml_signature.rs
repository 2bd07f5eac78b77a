//! XML signatures of elements, apart from WS-Security (XML Signature 1.1).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    Certificate, Identity, SecurityCode, SecurityError,
    canonical::{self, Form},
    enveloped::{ENVELOPED, Enveloped, uri_of},
    message::{is, only},
    token, tree,
    uris::{self, DS},
    verify::Legacy,
};
use crate::{
    policy::Digest,
    xml::{AnyElement, AnyNode, ReadOptions},
};

/// The greatest length of an element in canonical form, in bytes.
const LONGEST: usize = 64 << 20;

/// Signs elements, as e-invoices and tax services require.
///
/// The signature is the last child of an element, and covers this element or one inside of it.
///
/// ```no_run
/// use wsdlgen_runtime::{AnyElement, security::{Certificate, Identity, XmlSigner, XmlVerifier}};
///
/// let pem = std::fs::read("key.pem")?;
/// let signer = XmlSigner::new(Identity::from_pem(&pem, &pem)?);
/// let invoice: AnyElement = "<Invoice><Total>100</Total></Invoice>".parse()?;
/// let signed = signer.sign(invoice, None)?;
///
/// let known = signer.certificate().clone();
/// let verifier = XmlVerifier::new(move |certificate: &Certificate| *certificate == known);
/// assert_eq!(verifier.verify(&signed)?.element.name.local(), "Invoice");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct XmlSigner {
    identity: Identity,
    form: Form,
}

impl XmlSigner {
    /// Creates a signer with SHA-256 and exclusive canonical XML.
    pub fn new(identity: Identity) -> Self {
        Self { identity, form: Form::Exclusive }
    }

    /// Signs the inclusive form, Canonical XML 1.0.
    ///
    /// It covers all namespaces in scope, so that the signature is valid only where the same namespaces are declared.
    #[must_use]
    pub fn inclusive(mut self) -> Self {
        self.form = Form::Inclusive;
        self
    }

    /// Returns the certificate that signatures contain.
    pub fn certificate(&self) -> &Certificate {
        self.identity.certificate()
    }

    /// Adds a signature to an element, as its last child. It covers the descendant with the id `id` (an attribute `Id`, `ID` or
    /// `id`), or the whole element if there is no id.
    ///
    /// # Errors
    ///
    /// If no element or more than one has the id.
    pub fn sign(&self, element: AnyElement, id: Option<&str>) -> Result<AnyElement, SecurityError> {
        let last = element.children.len();
        self.sign_at(last, element, id)
    }

    /// Adds a signature to an element, as the child at an index.
    pub(super) fn sign_at(
        &self,
        index: usize,
        mut element: AnyElement,
        id: Option<&str>,
    ) -> Result<AnyElement, SecurityError> {
        let (method, digest) = (self.identity.signature_method(), Digest::Sha256);
        let signed = self.signed_form(&element, id)?;
        let value = STANDARD.encode(uris::compute(digest, signed.as_bytes()));
        let (form, uri) = (uri_of(self.form), id.map_or_else(String::new, |id| format!("#{id}")));
        let certificate = STANDARD.encode(self.certificate().der());
        let signature = format!(
            "<ds:Signature xmlns:ds=\"{DS}\"><ds:SignedInfo>\
             <ds:CanonicalizationMethod Algorithm=\"{form}\"/>\
             <ds:SignatureMethod Algorithm=\"{}\"/><ds:Reference><ds:Transforms>\
             <ds:Transform Algorithm=\"{ENVELOPED}\"/><ds:Transform Algorithm=\"{form}\"/></ds:Transforms>\
             <ds:DigestMethod Algorithm=\"{}\"/><ds:DigestValue>{value}</ds:DigestValue></ds:Reference>\
             </ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}\
             </ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>",
            method.uri(),
            uris::of_digest(digest),
        );
        let unreadable = |_| SecurityError::invalid("the signature cannot be written");
        let mut signature =
            AnyElement::parse(&signature, &ReadOptions::default()).map_err(unreadable)?;
        if let Some(reference) = descendant(&mut signature, &["SignedInfo", "Reference"]) {
            let name = crate::QName::new("", "URI");
            reference.attributes.push(crate::AnyAttribute::new(name, uri));
        }
        element.children.insert(index, AnyNode::Element(signature));
        let info = self.signed_info(&element, index)?;
        let value = self.identity.sign(info.as_bytes());
        let value = value.map_err(|()| {
            SecurityError::new(SecurityCode::FailedCheck, "the key cannot sign the element")
        })?;
        if let Some(AnyNode::Element(signature)) = element.children.get_mut(index)
            && let Some(holder) = descendant(signature, &["SignatureValue"])
        {
            holder.children.push(AnyNode::Text(STANDARD.encode(value)));
        }
        Ok(element)
    }

    /// Returns the canonical form of the element to sign.
    fn signed_form(&self, element: &AnyElement, id: Option<&str>) -> Result<String, SecurityError> {
        let path = id.map(|id| tree::by_id(element, id)).transpose()?.unwrap_or_default();
        let around = tree::along(element, &path).unwrap_or_default();
        canonical::enveloping(&around, &self.form.into(), None, LONGEST)
    }

    /// Returns the canonical form of the `SignedInfo` in the child at an index.
    fn signed_info(&self, element: &AnyElement, index: usize) -> Result<String, SecurityError> {
        let missing = || SecurityError::invalid("there is no signature");
        let Some(AnyNode::Element(signature)) = element.children.get(index) else {
            return Err(missing());
        };
        let info = only(signature, DS, "SignedInfo")?.ok_or_else(missing)?;
        canonical::enveloping(&[element, signature, info], &self.form.into(), None, LONGEST)
    }
}

/// Returns the first descendant with these local names, each inside of the one before.
fn descendant<'e>(element: &'e mut AnyElement, names: &[&str]) -> Option<&'e mut AnyElement> {
    names.iter().try_fold(element, |element, name| {
        element.children.iter_mut().find_map(|child| match child {
            AnyNode::Element(child) if child.name.local() == *name => Some(child),
            _ => None,
        })
    })
}

/// A function that decides whether a certificate is trusted.
type Trusted = dyn Fn(&Certificate) -> bool + Send + Sync;

/// Verifies signatures of elements.
pub struct XmlVerifier {
    trusted: Box<Trusted>,
}

/// An element with a valid signature.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignedElement<'e> {
    /// The signed element. Use it, and not an element that is found in another way: nothing else is signed.
    pub element: &'e AnyElement,
    /// The certificate of the signer.
    pub certificate: Certificate,
}

impl XmlVerifier {
    /// Creates a verifier that accepts the signatures of certificates that `trusted` accepts.
    pub fn new(trusted: impl Fn(&Certificate) -> bool + Send + Sync + 'static) -> Self {
        Self { trusted: Box::new(trusted) }
    }

    /// Verifies the signature that is a child of an element, and returns the element that it covers: this element or one inside
    /// of it.
    ///
    /// The signature uses RSA or ECDSA with SHA-256 or better, covers one element, and contains its certificate.
    ///
    /// # Errors
    ///
    /// If there is not exactly one signature, or it is not valid or not trusted.
    pub fn verify<'e>(&self, element: &'e AnyElement) -> Result<SignedElement<'e>, SecurityError> {
        let missing = || SecurityError::invalid("there is no signature");
        let signature = Enveloped::of(&[element], Legacy::Refused)?.ok_or_else(missing)?;
        let certificate = certificate_in(signature.element)?;
        if !(self.trusted)(&certificate) {
            let code = SecurityCode::FailedAuthentication;
            return Err(SecurityError::new(code, "the certificate is not trusted"));
        }
        signature.check(LONGEST, |algorithm, signed, value| {
            certificate.verifies(algorithm, signed, value)
        })?;
        Ok(SignedElement { element: signature.covered(LONGEST)?, certificate })
    }
}

impl fmt::Debug for XmlVerifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("XmlVerifier")
    }
}

/// Returns the certificate in a signature.
fn certificate_in(signature: &AnyElement) -> Result<Certificate, SecurityError> {
    let data = only(signature, DS, "KeyInfo")?;
    let data = data.map(|info| only(info, DS, "X509Data")).transpose()?.flatten();
    let certificate =
        data.and_then(|data| data.elements().find(|child| is(child, DS, "X509Certificate")));
    let code = SecurityCode::SecurityTokenUnavailable;
    let missing = || SecurityError::new(code, "the signature contains no certificate");
    token::decoded(certificate.ok_or_else(missing)?)
}
