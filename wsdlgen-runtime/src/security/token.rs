//! `wsse:BinarySecurityToken` (X.509 Certificate Token Profile 1.1).

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    Certificate, SecurityCode, SecurityError, WSSE,
    message::{attribute, base64_bytes, is},
    uris::{BASE64, X509V3},
};
use crate::xml::{AnyElement, Writer};

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

pub(super) fn read(token: &AnyElement) -> Result<Certificate, SecurityError> {
    let has = |name, value| attribute(token, "", name).is_none_or(|given| given == value);
    if !has("ValueType", X509V3) || !has("EncodingType", BASE64) {
        return Err(unsupported("the token is not a single certificate in base64"));
    }
    decoded(token)
}

pub(super) fn decoded(element: &AnyElement) -> Result<Certificate, SecurityError> {
    let der = base64_bytes(element).ok_or_else(|| {
        let code = SecurityCode::InvalidSecurityToken;
        SecurityError::new(code, "the certificate is not valid base64")
    })?;
    Ok(Certificate::from_der(der))
}

fn unsupported(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::UnsupportedSecurityToken, reason)
}
