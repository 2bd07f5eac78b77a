//! `wsse:BinarySecurityToken` and references to certificates (X.509 Certificate Token Profile 1.1).

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    Certificate, SecurityCode, SecurityError, WSSE,
    message::{Message, attribute, is, only, text_of},
    signature::DS,
};
use crate::xml::{AnyElement, Writer};

/// The token type of a single certificate (§3.1).
pub(super) const X509V3: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
/// The encoding of binary tokens (SOAP Message Security 1.1, §6.3).
const BASE64: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
/// The greatest number of certificates in a header: the sender's and intermediate authorities.
///
/// The time to find a chain grows exponentially with their number, and the sender is not yet authenticated.
const TOKENS: usize = 4;

pub(super) fn write(id: &str, certificate: &Certificate, writer: &mut Writer) {
    writer.raw("<wsse:BinarySecurityToken");
    writer.attribute("EncodingType", BASE64);
    writer.attribute("ValueType", X509V3);
    writer.attribute("wsu:Id", id);
    writer.raw(">");
    writer.raw(&STANDARD.encode(certificate.der()));
    writer.raw("</wsse:BinarySecurityToken>");
}

/// Returns the certificates in a security header.
pub(super) fn certificates(security: &AnyElement) -> Result<Vec<Certificate>, SecurityError> {
    let tokens = security.elements().filter(|child| is(child, WSSE, "BinarySecurityToken"));
    let tokens: Vec<_> = tokens.collect();
    if tokens.len() > TOKENS {
        return Err(SecurityError::invalid("too many security tokens"));
    }
    tokens.into_iter().map(read).collect()
}

/// Returns the certificate that a signature's `KeyInfo` refers to, or `None` if it is not in the message and the
/// receiver is expected to have it.
pub(super) fn named(
    key_info: &AnyElement,
    message: &Message<'_>,
    security: &AnyElement,
) -> Result<Option<Certificate>, SecurityError> {
    let around = only(key_info, WSSE, "SecurityTokenReference")?.unwrap_or(key_info);
    if let Some(reference) = only(around, WSSE, "Reference")? {
        let id = attribute(reference, "", "URI").and_then(|uri| uri.strip_prefix('#'));
        let id = id.ok_or_else(|| unsupported("the token is outside the message"))?;
        let path = message.by_id(id)?;
        let token = path.last().filter(|token| is(token, WSSE, "BinarySecurityToken"));
        let token = token.filter(|token| security.elements().any(|own| std::ptr::eq(own, **token)));
        let token = token.ok_or_else(|| unsupported("the key is not a certificate"))?;
        return read(token).map(Some);
    }
    let Some(data) = only(around, DS, "X509Data")? else { return Ok(None) };
    only(data, DS, "X509Certificate")?.map(decoded).transpose()
}

fn read(token: &AnyElement) -> Result<Certificate, SecurityError> {
    let has = |name, value| attribute(token, "", name).is_none_or(|given| given == value);
    if !has("ValueType", X509V3) || !has("EncodingType", BASE64) {
        return Err(unsupported("the token is not a single certificate in base64"));
    }
    decoded(token)
}

fn decoded(element: &AnyElement) -> Result<Certificate, SecurityError> {
    let der = base64_bytes(element).ok_or_else(|| {
        let code = SecurityCode::InvalidSecurityToken;
        SecurityError::new(code, "the certificate is not valid base64")
    })?;
    Ok(Certificate::from_der(der))
}

/// Decodes base64 text, which may contain white space.
pub(super) fn base64_bytes(element: &AnyElement) -> Option<Vec<u8>> {
    let text: String = text_of(element).split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}

fn unsupported(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::UnsupportedSecurityToken, reason)
}
