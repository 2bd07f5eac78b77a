//! `wsse:BinarySecurityToken`, and what refers to certificates (X.509 Certificate Token Profile 1.1).

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    Certificate, SecurityCode, SecurityError, WSSE,
    message::{Message, attribute, is, only, text_of},
    signature::DS,
};
use crate::xml::{AnyElement, Writer};

/// A single certificate (§3.1).
pub(super) const X509V3: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
/// The encoding of binary tokens (SOAP Message Security 1.1, §6.3).
const BASE64: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
/// How many certificates one header may bring: the sender's, and authorities between it and a root. The time to find a
/// path grows with the power of their number, and nobody is known before that.
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

/// The certificates that a header brings.
pub(super) fn certificates(security: &AnyElement) -> Result<Vec<Certificate>, SecurityError> {
    let tokens = security.elements().filter(|child| is(child, WSSE, "BinarySecurityToken"));
    let tokens: Vec<_> = tokens.collect();
    if tokens.len() > TOKENS {
        return Err(SecurityError::invalid("too many tokens"));
    }
    tokens.into_iter().map(read).collect()
}

/// The certificate that a signature's `KeyInfo` names: one in the message, or `None` where it names one that
/// the receiver is to have.
pub(super) fn named(
    key_info: &AnyElement,
    message: &Message<'_>,
    security: &AnyElement,
) -> Result<Option<Certificate>, SecurityError> {
    let around = only(key_info, WSSE, "SecurityTokenReference")?.unwrap_or(key_info);
    if let Some(reference) = only(around, WSSE, "Reference")? {
        let id = attribute(reference, "", "URI").and_then(|uri| uri.strip_prefix('#'));
        let id = id.ok_or_else(|| unsupported("a token outside of the message"))?;
        let path = message.by_id(id)?;
        let token = path.last().filter(|token| is(token, WSSE, "BinarySecurityToken"));
        let token = token.filter(|token| security.elements().any(|it| std::ptr::eq(it, **token)));
        let token = token.ok_or_else(|| unsupported("a signature by what is no certificate"))?;
        return read(token).map(Some);
    }
    let Some(data) = only(around, DS, "X509Data")? else { return Ok(None) };
    only(data, DS, "X509Certificate")?.map(decoded).transpose()
}

fn read(token: &AnyElement) -> Result<Certificate, SecurityError> {
    let has = |name, value| attribute(token, "", name).is_none_or(|given| given == value);
    if !has("ValueType", X509V3) || !has("EncodingType", BASE64) {
        return Err(unsupported("a token that is no single certificate in base64"));
    }
    decoded(token)
}

fn decoded(element: &AnyElement) -> Result<Certificate, SecurityError> {
    let octets = octets(element).ok_or_else(|| {
        SecurityError::new(SecurityCode::InvalidSecurityToken, "a certificate that is no base64")
    })?;
    Ok(Certificate::from_der(octets))
}

/// Base64, which may be in lines.
pub(super) fn octets(element: &AnyElement) -> Option<Vec<u8>> {
    let text: String = text_of(element).split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}

fn unsupported(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::UnsupportedSecurityToken, reason)
}
