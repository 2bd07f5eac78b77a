//! Verification of `ds:Signature` (XML Signature 1.1, as profiled by SOAP Message Security 1.1, §8).

use super::{Keys, Received, Signer, Verified, failed, key_info::NamedKey};
use crate::{
    policy::{AttachmentCoverage, Digest},
    security::{
        Certificate, SecurityCode, SecurityError, WSSE,
        algorithms::SignatureMethod,
        canonical,
        enveloped::ENVELOPED,
        message::{Message, algorithm, attribute, base64_bytes, is, only, required},
        provider::digest::{Context, SHA256},
        tree::{self, Path},
        uris::{
            self, DS, EXCLUSIVE, EXCLUSIVE_WITH_COMMENTS, STR_TRANSFORM, WSC, WSSE11, WSU, XENC,
        },
    },
    xml::AnyElement,
};

/// The greatest number of elements that a signature may cover.
const REFERENCES: usize = 32;
/// The greatest length of a `SignedInfo` in canonical form, in bytes.
///
/// The limit applies before the sender is authenticated. [`REFERENCES`] references take about half of it.
pub(in crate::security) const LONGEST_INFO: usize = 32 << 10;
/// The start of the namespaces of SAML assertions.
const SAML: &str = "urn:oasis:names:tc:SAML:";

impl Received {
    /// Verifies the signature at a position of the message.
    pub(super) fn verify(&self, element: Path, keys: &Keys<'_>) -> Result<Verified, SecurityError> {
        let around = tree::along(&self.tree, &element).unwrap_or_default();
        let Some(signature) = around.last().copied() else {
            return Err(SecurityError::invalid("the signature is missing"));
        };
        let info = required(signature, "SignedInfo")?;
        let value = base64_bytes(required(signature, "SignatureValue")?);
        let value =
            value.ok_or_else(|| SecurityError::invalid("the signature is not valid base64"))?;
        let key_info = required(signature, "KeyInfo")?;
        let prefixes = self.exclusively(required(info, "CanonicalizationMethod")?)?;
        let path = [&*around, &[info]].concat();
        let canonical = canonical::exclusive(&path, &prefixes, LONGEST_INFO)?;
        let method = method(required(info, "SignatureMethod")?, keys)?;
        let named = self.named(key_info, keys)?;
        let signer = signer(named, method, canonical.as_bytes(), &value, keys)?;
        let (covered, attachments) = self.references(info, keys, self.longest)?;
        // A signature with an elliptic curve has two valid values.
        let mut once = Context::new(&SHA256);
        match signer.public_key() {
            Some(key) => {
                once.update(key.der());
                once.update(canonical.as_bytes());
            }
            None => once.update(&value),
        }
        let once = once.finish().as_ref().try_into().unwrap_or_default();
        Ok(Verified { signer, covered, attachments, value, once, number: self.count, element })
    }

    /// Verifies the digests of the references, and returns the elements that they cover.
    fn references(
        &self,
        info: &AnyElement,
        keys: &Keys<'_>,
        mut longest: usize,
    ) -> Result<Covered, SecurityError> {
        let references: Vec<_> =
            info.elements().filter(|child| is(child, DS, "Reference")).collect();
        if references.is_empty() {
            return Err(SecurityError::invalid("the signature covers nothing"));
        }
        if references.len() > REFERENCES {
            return Err(SecurityError::invalid("the signature has too many references"));
        }
        let mut covered = Vec::new();
        let mut attachments: Vec<(usize, AttachmentCoverage)> = Vec::new();
        for reference in references {
            let uri = attribute(reference, "", "URI").unwrap_or_default();
            if uri.starts_with("cid:") {
                let (attachment, length) = self.signed_attachment(uri, reference, keys, longest)?;
                longest -= length.min(longest);
                if attachments.iter().any(|(known, _)| *known == attachment.0) {
                    return Err(SecurityError::invalid("an attachment is signed twice"));
                }
                attachments.push(attachment);
                continue;
            }
            let (path, length) = self.referred(reference, keys, longest)?;
            longest -= length.min(longest);
            if covered.contains(&path) {
                return Err(SecurityError::invalid("an element is signed twice"));
            }
            covered.push(path);
        }
        Ok((covered, attachments))
    }

    /// Verifies the digest of a reference. Returns the position of its element, and the length of its canonical form.
    fn referred(
        &self,
        reference: &AnyElement,
        keys: &Keys<'_>,
        longest: usize,
    ) -> Result<(Path, usize), SecurityError> {
        let id = attribute(reference, "", "URI").and_then(|uri| uri.strip_prefix('#'));
        let id = id.filter(|id| !id.is_empty() && !id.starts_with("xpointer"));
        let id = id.ok_or_else(|| unsupported("a signature reference is not of the form `#id`"))?;
        let mut path = tree::by_id(&self.tree, id)?;
        let transform = transform(required(reference, "Transforms")?)?;
        let mut method = transform;
        if algorithm(transform) == STR_TRANSFORM {
            path = self.dereferenced(&path, keys)?;
            let parameters = only(transform, WSSE, "TransformationParameters")?;
            let inner = parameters.map(|parameters| required(parameters, "CanonicalizationMethod"));
            method = inner.transpose()?.unwrap_or(transform);
        }
        if !self.is_in_place(&path, keys)? {
            return Err(failed(
                "a signed element is neither the body, a header block, nor a token",
            ));
        }
        let around = tree::along(&self.tree, &path).unwrap_or_default();
        let canonical = canonical::exclusive(&around, &self.exclusively(method)?, longest)?;
        let digest = accepted_digest(reference, keys)?;
        let expected = base64_bytes(required(reference, "DigestValue")?);
        let is_expected = |canonical: &str| {
            expected.as_deref() == Some(&*uris::compute(digest, canonical.as_bytes()))
        };
        // Some senders do not declare the default namespace.
        let is_dereferenced = algorithm(transform) == STR_TRANSFORM;
        let is_valid = is_expected(&canonical)
            || is_dereferenced && is_expected(&canonical::with_default_namespace(&canonical));
        if is_valid {
            Ok((path, canonical.len()))
        } else {
            Err(failed("a signed element was changed"))
        }
    }

    /// Returns whether an element is at a place where a receiver looks for it.
    ///
    /// Otherwise someone could move a signed header block to where it is ignored.
    fn is_in_place(&self, path: &Path, keys: &Keys<'_>) -> Result<bool, SecurityError> {
        let message = Message::of(&self.tree)?;
        let is_block = path.len() == 2 && path[0] == 0 && message.body_path() != [0];
        let is_inside = self.security.as_ref().is_some_and(|security| path.starts_with(security));
        let element = tree::at(&self.tree, path);
        let namespace = element.map_or("", |element| element.name.namespace());
        let is_of_security = [WSSE, WSU, WSSE11, DS, XENC].contains(&namespace)
            || WSC.contains(&namespace)
            || namespace.starts_with(SAML)
            || element.is_some_and(|element| keys.tokens.contains(&&element.name));
        Ok(*path == message.body_path() || is_block || is_inside && is_of_security)
    }

    /// Returns the position of the token that a security token reference refers to (§8.3).
    fn dereferenced(&self, path: &[usize], keys: &Keys<'_>) -> Result<Path, SecurityError> {
        let reference = tree::at(&self.tree, path);
        let reference = reference.filter(|one| is(one, WSSE, "SecurityTokenReference"));
        let reference = reference.ok_or_else(|| unsupported("expected a token reference"))?;
        match self.named(reference, keys)? {
            NamedKey::Certificate(_, Some(token)) | NamedKey::Assertion(_, token) => Ok(token),
            _ => Err(unsupported("a signed token is not in the message")),
        }
    }

    /// Returns the inclusive prefixes of an exclusive canonicalization, or an error for any other method.
    ///
    /// Comments are not read, so that those that are signed are accepted only if there are none.
    fn exclusively<'m>(&self, method: &'m AnyElement) -> Result<Vec<&'m str>, SecurityError> {
        let algorithm = algorithm(method);
        let is_accepted = algorithm == EXCLUSIVE
            || algorithm == EXCLUSIVE_WITH_COMMENTS && !self.text.contains("<!--");
        if !is_accepted {
            return Err(unsupported("only exclusive canonicalization is supported"));
        }
        canonical::inclusive_prefixes(method)
    }
}

/// The signed elements, and the signed attachments.
type Covered = (Vec<Path>, Vec<(usize, AttachmentCoverage)>);

/// Returns the transform of a reference. That of enveloped signatures may precede it: it has no effect, since no signed
/// element contains the signature.
fn transform(transforms: &AnyElement) -> Result<&AnyElement, SecurityError> {
    let transforms: Vec<_> = transforms.elements().collect();
    if !transforms.iter().all(|transform| is(transform, DS, "Transform")) {
        return Err(SecurityError::invalid("expected a `Transform` element"));
    }
    match transforms[..] {
        [transform] => Ok(transform),
        [first, transform] if algorithm(first) == ENVELOPED => Ok(transform),
        _ => Err(unsupported("the transforms of a signature reference are not supported")),
    }
}

/// Returns the digest algorithm of a reference, if it is accepted.
pub(super) fn accepted_digest(
    reference: &AnyElement,
    keys: &Keys<'_>,
) -> Result<Digest, SecurityError> {
    let digest = uris::digest_of(algorithm(required(reference, "DigestMethod")?));
    let digest = digest.filter(|digest| *digest != Digest::Sha1 || keys.accepts_sha1);
    digest.ok_or_else(|| unsupported("the digest algorithm is not accepted"))
}

/// Returns the method of a signature, if it is accepted.
fn method(element: &AnyElement, keys: &Keys<'_>) -> Result<SignatureMethod, SecurityError> {
    if only(element, DS, "HMACOutputLength")?.is_some() {
        return Err(unsupported("truncated signatures are not accepted"));
    }
    let method = SignatureMethod::of_uri(algorithm(element));
    let method = method.filter(|method| *method != SignatureMethod::RsaSha1 || keys.accepts_sha1);
    method.ok_or_else(|| unsupported("the signature algorithm is not accepted"))
}

/// Returns the owner of the key with which a signature is valid.
fn signer(
    named: NamedKey<'_>,
    method: SignatureMethod,
    signed: &[u8],
    value: &[u8],
    keys: &Keys<'_>,
) -> Result<Signer, SecurityError> {
    let algorithm = method.algorithm();
    let holds = |certificate: &Certificate| {
        algorithm.is_some_and(|algorithm| certificate.verifies(algorithm, signed, value))
    };
    let is_shared = algorithm.is_none();
    let owner = match named {
        NamedKey::Certificate(..) | NamedKey::Assertion(..) | NamedKey::Unknown if is_shared => {
            return Err(unsupported("the signature algorithm does not fit the key"));
        }
        NamedKey::Shared(_) if !is_shared => {
            return Err(unsupported("the signature algorithm does not fit the key"));
        }
        NamedKey::Certificate(certificate, token) => {
            holds(&certificate).then_some(Signer::Certificate(certificate, token))
        }
        NamedKey::Assertion(holders, path) => {
            let mut holders = holders.into_iter();
            let holder = holders.find(|holder| {
                algorithm.is_some_and(|algorithm| holder.key().verifies(algorithm, signed, value))
            });
            holder.map(|holder| Signer::Holder(holder, path))
        }
        NamedKey::Shared(brought) => method
            .verifies(brought.key.bytes(), signed, value)
            .then_some(Signer::Shared { origin: brought.origin, base: brought.base }),
        NamedKey::Unknown => {
            let certificate = keys.certificates.iter().find(|certificate| holds(certificate));
            certificate.map(|certificate| Signer::Certificate((*certificate).clone(), None))
        }
    };
    owner.ok_or_else(|| failed("the signature is not valid"))
}

pub(super) fn unsupported(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::UnsupportedAlgorithm, reason)
}
