//! Verification of signatures of elements, apart from WS-Security (XML Signature 1.1).

use pki_types::SignatureVerificationAlgorithm;

use super::{
    SecurityCode, SecurityError,
    algorithms::SignatureMethod,
    canonical::{self, Form, Method},
    message::{algorithm, attribute, base64_bytes, is, only, required},
    tree,
    uris::{self, DS, EXCLUSIVE},
    verify::Legacy,
};
use crate::{policy::Digest, xml::AnyElement};

/// Canonical XML 1.0 without comments.
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
/// The transform that leaves out the signature itself (§6.6.4).
pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// A signature that is a child of an element, and covers this element or one inside of it.
pub(super) struct Enveloped<'e> {
    /// The elements from the root to the parent of the signature.
    path: Vec<&'e AnyElement>,
    parent: &'e AnyElement,
    pub(super) element: &'e AnyElement,
    info: &'e AnyElement,
    sha1: Legacy,
}

impl<'e> Enveloped<'e> {
    /// Finds the signature of the last element of `path`, which starts at the root.
    pub(super) fn of(path: &[&'e AnyElement], sha1: Legacy) -> Result<Option<Self>, SecurityError> {
        let Some(parent) = path.last().copied() else { return Ok(None) };
        let Some(element) = only(parent, DS, "Signature")? else { return Ok(None) };
        let info = required(element, "SignedInfo")?;
        Ok(Some(Self { path: path.to_vec(), parent, element, info, sha1 }))
    }

    /// Verifies the signature with a key for which `holds` tells whether a message has a given signature. The canonical form
    /// of the `SignedInfo` has up to `longest` bytes.
    pub(super) fn check(
        &self,
        longest: usize,
        holds: impl Fn(&dyn SignatureVerificationAlgorithm, &[u8], &[u8]) -> bool,
    ) -> Result<(), SecurityError> {
        let method = method_of(required(self.info, "CanonicalizationMethod")?)?;
        let path = [&*self.path, &[self.element, self.info]].concat();
        let canonical = canonical::enveloping(&path, &method, None, longest)?;
        let method = SignatureMethod::of_uri(algorithm(required(self.info, "SignatureMethod")?));
        let method = method
            .filter(|method| *method != SignatureMethod::RsaSha1 || self.sha1 == Legacy::Accepted);
        let accepted = method.and_then(SignatureMethod::algorithm);
        let accepted =
            accepted.ok_or_else(|| unsupported("the signature algorithm is not accepted"))?;
        let value = base64_bytes(required(self.element, "SignatureValue")?).unwrap_or_default();
        if holds(accepted, canonical.as_bytes(), &value) {
            Ok(())
        } else {
            Err(failed("the signature is not valid"))
        }
    }

    /// Verifies the digest of the only reference, and returns its element. Its canonical form has up to `longest` bytes.
    pub(super) fn covered(&self, longest: usize) -> Result<&'e AnyElement, SecurityError> {
        let mut references = self.info.elements().filter(|child| is(child, DS, "Reference"));
        let missing = || SecurityError::invalid("the signature covers nothing");
        let reference = references.next().ok_or_else(missing)?;
        if references.next().is_some() {
            return Err(unsupported("a signature of several elements is not supported"));
        }
        let path = self.referred(reference)?;
        let (mut method, mut is_enveloped) = (Form::Inclusive.into(), false);
        for transform in required(reference, "Transforms")?.elements() {
            if algorithm(transform) == ENVELOPED {
                is_enveloped = true;
            } else {
                method = method_of(transform)?;
            }
        }
        let omitted = is_enveloped.then_some(self.element);
        let canonical = canonical::enveloping(&path, &method, omitted, longest)?;
        let digest = uris::digest_of(algorithm(required(reference, "DigestMethod")?));
        let digest =
            digest.filter(|digest| *digest != Digest::Sha1 || self.sha1 == Legacy::Accepted);
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

    /// Returns the elements from the root to the one that a reference refers to: the parent of the signature or one inside of
    /// it.
    fn referred(&self, reference: &AnyElement) -> Result<Vec<&'e AnyElement>, SecurityError> {
        let uri = attribute(reference, "", "URI").unwrap_or_default();
        let inside = match uri.strip_prefix('#') {
            Some(id) => tree::by_id(self.parent, id)?,
            None if uri.is_empty() => Vec::new(),
            None => return Err(unsupported("a signature reference is outside the element")),
        };
        let inside = tree::along(self.parent, &inside).unwrap_or_default();
        let around = self.path.len().saturating_sub(1);
        Ok([&self.path[..around], &inside].concat())
    }
}

/// Returns the URI of a form of canonical XML.
pub(super) fn uri_of(form: Form) -> &'static str {
    match form {
        Form::Exclusive => EXCLUSIVE,
        Form::Inclusive => INCLUSIVE,
    }
}

/// Returns the method of a canonicalization.
fn method_of(method: &AnyElement) -> Result<Method<'_>, SecurityError> {
    let inclusive = canonical::inclusive_prefixes(method)?;
    match algorithm(method) {
        EXCLUSIVE => Ok(Method { form: Form::Exclusive, inclusive }),
        INCLUSIVE => Ok(Form::Inclusive.into()),
        _ => Err(unsupported("only canonical XML 1.0 and its exclusive form are supported")),
    }
}

fn unsupported(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::UnsupportedAlgorithm, reason)
}

fn failed(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::FailedCheck, reason)
}
