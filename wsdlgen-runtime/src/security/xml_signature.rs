//! XML signatures of elements, apart from WS-Security (XML Signature 1.1).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    Certificate, Identity, SecurityCode, SecurityError,
    algorithms::SignatureMethod,
    canonical::{self, Form},
    message::{algorithm, attribute, base64_bytes, is, only, required},
    token, tree,
    uris::{self, DS, EXCLUSIVE},
};
use crate::{
    policy::Digest,
    xml::{AnyElement, AnyNode, ReadOptions},
};

/// Canonical XML 1.0 without comments.
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
/// The transform that leaves out the signature itself (§6.6.4).
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
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
        let mut element = element;
        element.children.push(AnyNode::Element(signature));
        let info = self.signed_info(&element)?;
        let value = self.identity.sign(info.as_bytes());
        let value = value.map_err(|()| {
            SecurityError::new(SecurityCode::FailedCheck, "the key cannot sign the element")
        })?;
        let signature = element.children.last_mut();
        if let Some(AnyNode::Element(signature)) = signature
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
        canonical::enveloping(&around, self.form, None, LONGEST)
    }

    /// Returns the canonical form of the `SignedInfo` in the last child of an element.
    fn signed_info(&self, element: &AnyElement) -> Result<String, SecurityError> {
        let signature = element.elements().last();
        let info = signature.map(|signature| only(signature, DS, "SignedInfo")).transpose()?;
        let (Some(signature), Some(info)) = (signature, info.flatten()) else {
            return Err(SecurityError::invalid("there is no signature"));
        };
        canonical::enveloping(&[element, signature, info], self.form, None, LONGEST)
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

fn uri_of(form: Form) -> &'static str {
    match form {
        Form::Exclusive => EXCLUSIVE,
        Form::Inclusive => INCLUSIVE,
    }
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
        let signature = only(element, DS, "Signature")?.ok_or_else(missing)?;
        let info = only(signature, DS, "SignedInfo")?.ok_or_else(missing)?;
        let certificate = certificate_in(signature)?;
        if !(self.trusted)(&certificate) {
            let code = SecurityCode::FailedAuthentication;
            return Err(SecurityError::new(code, "the certificate is not trusted"));
        }
        let form = form_of(required(info, "CanonicalizationMethod")?)?;
        let canonical = canonical::enveloping(&[element, signature, info], form, None, LONGEST)?;
        let method = SignatureMethod::of_uri(algorithm(required(info, "SignatureMethod")?));
        let method = method.filter(|method| *method != SignatureMethod::RsaSha1);
        let accepted = method.and_then(SignatureMethod::algorithm);
        let accepted =
            accepted.ok_or_else(|| unsupported("the signature algorithm is not accepted"))?;
        let value = base64_bytes(required(signature, "SignatureValue")?).unwrap_or_default();
        if !certificate.verifies(accepted, canonical.as_bytes(), &value) {
            return Err(failed("the signature is not valid"));
        }
        let mut references = info.elements().filter(|child| is(child, DS, "Reference"));
        let reference = references.next().ok_or_else(missing)?;
        if references.next().is_some() {
            return Err(unsupported("a signature of several elements is not supported"));
        }
        let element = covered(element, signature, reference)?;
        Ok(SignedElement { element, certificate })
    }
}

impl fmt::Debug for XmlVerifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("XmlVerifier")
    }
}

/// Verifies the digest of a reference, and returns its element.
fn covered<'e>(
    around: &'e AnyElement,
    signature: &'e AnyElement,
    reference: &AnyElement,
) -> Result<&'e AnyElement, SecurityError> {
    let uri = attribute(reference, "", "URI").unwrap_or_default();
    let path = match uri.strip_prefix('#') {
        Some(id) => tree::by_id(around, id)?,
        None if uri.is_empty() => Vec::new(),
        None => return Err(unsupported("a signature reference is outside the element")),
    };
    let (mut form, mut is_enveloped) = (Form::Inclusive, false);
    for transform in required(reference, "Transforms")?.elements() {
        if algorithm(transform) == ENVELOPED {
            is_enveloped = true;
        } else {
            form = form_of(transform)?;
        }
    }
    let omitted = is_enveloped.then_some(signature);
    let path = tree::along(around, &path).unwrap_or_default();
    let canonical = canonical::enveloping(&path, form, omitted, LONGEST)?;
    let digest = uris::digest_of(algorithm(required(reference, "DigestMethod")?));
    let digest = digest.filter(|digest| *digest != Digest::Sha1);
    let digest = digest.ok_or_else(|| unsupported("the digest algorithm is not accepted"))?;
    let expected = base64_bytes(required(reference, "DigestValue")?);
    match path.last() {
        Some(element)
            if expected.as_deref() == Some(&*uris::compute(digest, canonical.as_bytes())) =>
        {
            Ok(element)
        }
        _ => Err(failed("the signed element was changed")),
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

fn form_of(method: &AnyElement) -> Result<Form, SecurityError> {
    if method.elements().next().is_some() {
        return Err(unsupported("parameters of canonicalization are not supported"));
    }
    match algorithm(method) {
        EXCLUSIVE => Ok(Form::Exclusive),
        INCLUSIVE => Ok(Form::Inclusive),
        _ => Err(unsupported("only canonical XML 1.0 and its exclusive form are supported")),
    }
}

fn unsupported(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::UnsupportedAlgorithm, reason)
}

fn failed(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::FailedCheck, reason)
}
