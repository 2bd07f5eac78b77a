//! Reading and verifying `ds:Signature`.

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use ring::{
    digest,
    signature::{RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, UnparsedPublicKey},
};
use webpki::ring as algorithms;

use super::{
    SecurityCode, SecurityError, canonical,
    message::{Message, attribute, is, only},
    signature::{DIGEST_SHA256, DS, EXCLUSIVE, RSA_SHA256},
    token::base64_bytes,
};
use crate::xml::AnyElement;

/// The greatest number of elements that a signature may cover.
const REFERENCES: usize = 32;
/// The greatest length of a `SignedInfo` in canonical form, in bytes.
///
/// The limit applies before the sender is authenticated. [`REFERENCES`] references take about half of it.
const LONGEST_INFO: usize = 32 << 10;
/// The greatest length of a list of inclusive prefixes, in bytes.
const LONGEST_LIST: usize = 4 << 10;

/// The policy for SHA-1 in signatures and digests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sha1 {
    #[default]
    Refused,
    Accepted,
}

/// A parsed signature.
pub(super) struct Signature<'t> {
    info: &'t AnyElement,
    /// `SignedInfo` in canonical form: the signed text.
    canonical: String,
    pub(super) value: Vec<u8>,
    pub(super) key_info: &'t AnyElement,
    pub(super) algorithm: &'static dyn SignatureVerificationAlgorithm,
}

impl<'t> Signature<'t> {
    pub(super) fn read(
        signature: &'t AnyElement,
        message: &Message<'t>,
        sha1: Sha1,
    ) -> Result<Self, SecurityError> {
        let info = required(signature, "SignedInfo")?;
        let value = base64_bytes(required(signature, "SignatureValue")?);
        let value =
            value.ok_or_else(|| SecurityError::invalid("the signature is not valid base64"))?;
        let key_info = required(signature, "KeyInfo")?;
        let prefixes = exclusively(required(info, "CanonicalizationMethod")?)?;
        let canonical = canonical::exclusive(&message.path_to(info), &prefixes, LONGEST_INFO)?;
        let method = algorithm(required(info, "SignatureMethod")?);
        let algorithm: &dyn SignatureVerificationAlgorithm = match (method, sha1) {
            (RSA_SHA256, _) => algorithms::RSA_PKCS1_2048_8192_SHA256,
            ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", _) => {
                algorithms::RSA_PKCS1_2048_8192_SHA384
            }
            ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", _) => {
                algorithms::RSA_PKCS1_2048_8192_SHA512
            }
            ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", Sha1::Accepted) => &RsaSha1,
            _ => return Err(unsupported("the signature algorithm is not accepted")),
        };
        Ok(Self { info, canonical, value, key_info, algorithm })
    }

    /// Returns the signed text.
    pub(super) fn signed(&self) -> &[u8] {
        self.canonical.as_bytes()
    }

    /// Verifies the digests of the signature's references and returns the elements that they cover.
    pub(super) fn covered(
        &self,
        message: &Message<'t>,
        sha1: Sha1,
    ) -> Result<Vec<&'t AnyElement>, SecurityError> {
        let references: Vec<_> =
            self.info.elements().filter(|child| is(child, DS, "Reference")).collect();
        if references.len() > REFERENCES {
            return Err(SecurityError::invalid("the signature has too many references"));
        }
        references.into_iter().map(|reference| referred(reference, message, sha1)).collect()
    }
}

/// Verifies the digest of a reference and returns its element.
fn referred<'t>(
    reference: &'t AnyElement,
    message: &Message<'t>,
    sha1: Sha1,
) -> Result<&'t AnyElement, SecurityError> {
    let id = attribute(reference, "", "URI").and_then(|uri| uri.strip_prefix('#'));
    let id = id.filter(|id| !id.is_empty() && !id.starts_with("xpointer"));
    let id = id.ok_or_else(|| unsupported("a signature reference is not of the form `#id`"))?;
    let path = message.by_id(id)?;
    let mut transforms = required(reference, "Transforms")?.elements();
    let (Some(transform), None) = (transforms.next(), transforms.next()) else {
        return Err(unsupported("a signature reference does not have exactly one transform"));
    };
    if !is(transform, DS, "Transform") {
        return Err(SecurityError::invalid("expected a `Transform` element"));
    }
    let canonical = canonical::exclusive(&path, &exclusively(transform)?, message.longest)?;
    let method = match (algorithm(required(reference, "DigestMethod")?), sha1) {
        (DIGEST_SHA256, _) => &digest::SHA256,
        ("http://www.w3.org/2001/04/xmldsig-more#sha384", _) => &digest::SHA384,
        ("http://www.w3.org/2001/04/xmlenc#sha512", _) => &digest::SHA512,
        ("http://www.w3.org/2000/09/xmldsig#sha1", Sha1::Accepted) => {
            &digest::SHA1_FOR_LEGACY_USE_ONLY
        }
        _ => return Err(unsupported("the digest algorithm is not accepted")),
    };
    let expected = base64_bytes(required(reference, "DigestValue")?);
    let found = digest::digest(method, canonical.as_bytes());
    match path.last() {
        Some(element) if expected.as_deref() == Some(found.as_ref()) => Ok(element),
        _ => Err(SecurityError::new(SecurityCode::FailedCheck, "a signed element was changed")),
    }
}

fn required<'t>(
    element: &'t AnyElement,
    local: &'static str,
) -> Result<&'t AnyElement, SecurityError> {
    let missing = || SecurityError::invalid(format!("the signature has no `{local}`"));
    only(element, DS, local)?.ok_or_else(missing)
}

fn algorithm(element: &AnyElement) -> &str {
    attribute(element, "", "Algorithm").unwrap_or_default()
}

/// Returns the inclusive prefixes of an exclusive canonicalization, or an error for any other method.
fn exclusively(method: &AnyElement) -> Result<Vec<&str>, SecurityError> {
    if algorithm(method) != EXCLUSIVE {
        return Err(unsupported("only exclusive canonicalization is supported"));
    }
    let inclusive = only(method, EXCLUSIVE, "InclusiveNamespaces")?;
    let list = inclusive.and_then(|inclusive| attribute(inclusive, "", "PrefixList"));
    let list = list.unwrap_or_default();
    if list.len() > LONGEST_LIST {
        return Err(SecurityError::invalid("the list of inclusive prefixes is too long"));
    }
    let prefixes = list.split_ascii_whitespace();
    Ok(prefixes.map(|prefix| if prefix == "#default" { "" } else { prefix }).collect())
}

fn unsupported(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::UnsupportedAlgorithm, reason)
}

/// RSA with SHA-1, for legacy senders.
#[derive(Debug)]
struct RsaSha1;

impl SignatureVerificationAlgorithm for RsaSha1 {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, public_key);
        key.verify(message, signature).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        // The id is only used to verify certificates, and those are never accepted with SHA-1.
        AlgorithmIdentifier::from_slice(&[])
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};

    use super::{DIGEST_SHA256, DS, EXCLUSIVE, Message, Sha1, referred};
    use crate::xml::{AnyElement, ReadOptions};

    const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";

    /// Resolves a reference in a message whose body has the id `b`.
    fn outcome(uri: &str, transforms: &str, method: &str, sha1: Sha1) -> Result<(), String> {
        let soap = "http://schemas.xmlsoap.org/soap/envelope/";
        let message = format!("<s:Envelope xmlns:s='{soap}'><s:Body Id='b'/></s:Envelope>");
        let root = AnyElement::parse(&message, &ReadOptions::default()).unwrap();
        let canonical = format!("<s:Body xmlns:s=\"{soap}\" Id=\"b\"></s:Body>");
        let algorithm = if method == SHA1 { &SHA1_FOR_LEGACY_USE_ONLY } else { &SHA256 };
        let value = STANDARD.encode(digest(algorithm, canonical.as_bytes()));
        let reference = format!(
            "<Reference xmlns='{DS}' URI='{uri}'>{transforms}<DigestMethod Algorithm='{method}'/>\
             <DigestValue>{value}</DigestValue></Reference>"
        );
        let reference = AnyElement::parse(&reference, &ReadOptions::default()).unwrap();
        let message = Message::of(&root, usize::MAX).unwrap();
        let referred = referred(&reference, &message, sha1);
        referred.map(|element| assert_eq!(element, message.body)).map_err(|error| error.to_string())
    }

    #[test]
    fn accepts_only_references_inside_the_message() {
        const ELSEWHERE: Result<(), &str> =
            Err("UnsupportedAlgorithm: a signature reference is not of the form `#id`");
        const MORE: Result<(), &str> =
            Err("UnsupportedAlgorithm: a signature reference does not have exactly one transform");
        const OTHER: Result<(), &str> =
            Err("UnsupportedAlgorithm: only exclusive canonicalization is supported");
        let once = format!("<Transform Algorithm='{EXCLUSIVE}'/>");
        let transforms = |inside: &str| format!("<Transforms>{inside}</Transforms>");
        let by = |algorithm: &str| transforms(&format!("<Transform Algorithm='{algorithm}'/>"));
        let plain = transforms(&once);
        let cases = [
            ("#b", &plain, Ok(())),
            ("#c", &plain, Err("SecurityTokenUnavailable: a reference is unresolved")),
            ("", &plain, ELSEWHERE),
            ("#", &plain, ELSEWHERE),
            ("#xpointer(/)", &plain, ELSEWHERE),
            ("cid:b", &plain, ELSEWHERE),
            ("http://localhost/#b", &plain, ELSEWHERE),
            ("#b", &String::new(), Err("InvalidSecurity: the signature has no `Transforms`")),
            ("#b", &transforms(""), MORE),
            ("#b", &transforms(&once.repeat(2)), MORE),
            ("#b", &transforms("<Other/>"), Err("InvalidSecurity: expected a `Transform` element")),
            ("#b", &by("http://www.w3.org/TR/1999/REC-xslt-19991116"), OTHER),
            ("#b", &by("http://www.w3.org/TR/1999/REC-xpath-19991116"), OTHER),
            ("#b", &by("http://www.w3.org/2000/09/xmldsig#enveloped-signature"), OTHER),
            ("#b", &by("http://www.w3.org/2001/10/xml-exc-c14n#WithComments"), OTHER),
        ];
        for (uri, transforms, expected) in cases {
            let found = outcome(uri, transforms, DIGEST_SHA256, Sha1::Refused);
            assert_eq!(found, expected.map_err(str::to_owned), "{uri} {transforms}");
        }
        let refused = "UnsupportedAlgorithm: the digest algorithm is not accepted";
        assert_eq!(outcome("#b", &plain, SHA1, Sha1::Refused), Err(refused.to_owned()));
        assert_eq!(outcome("#b", &plain, SHA1, Sha1::Accepted), Ok(()));
        assert_eq!(outcome("#b", &plain, "", Sha1::Accepted), Err(refused.to_owned()));
    }
}
