//! Creation of `ds:Signature` (XML Signature 1.0 as profiled by SOAP Message Security 1.1, §8).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::digest::{SHA256, digest};

use super::{SecurityCode, SecurityError, SigningKey, canonical, message::Message, token::X509V3};
use crate::xml::{AnyElement, Limits, ReadOptions};

/// The namespace of XML Signature.
pub(super) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Exclusive Canonical XML without comments. Also the namespace of its parameter.
pub(super) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// SHA-256 (XML Encryption, §5.7.2).
pub(super) const DIGEST_SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
/// RSA with SHA-256 (RFC 4051, §2.3.2).
pub(super) const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/// Creates a signature over the elements of an envelope with these ids.
pub(super) fn sign(
    envelope: &str,
    ids: &[String],
    token: &str,
    key: &SigningKey,
) -> Result<String, SecurityError> {
    let limits = Limits { message_bytes: usize::MAX, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let tree = AnyElement::parse(envelope, &options).map_err(|error| {
        SecurityError::invalid(format!("the envelope cannot be signed: {error}"))
    })?;
    let message = Message::of(&tree, usize::MAX)?;
    // Written directly in canonical form: with the namespace declaration, attributes in order, no empty-element tags.
    let mut info = format!(
        "<ds:SignedInfo xmlns:ds=\"{DS}\">\
         <ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"{RSA_SHA256}\"></ds:SignatureMethod>"
    );
    for id in ids {
        let canonical = canonical::exclusive(&message.by_id(id)?, &[], usize::MAX)?;
        info.push_str(&reference(id, &canonical));
    }
    info.push_str("</ds:SignedInfo>");
    let value = key.sign(info.as_bytes()).map_err(|()| {
        SecurityError::new(SecurityCode::FailedCheck, "the key cannot sign the message")
    })?;
    let value = STANDARD.encode(value);
    Ok(format!(
        "<ds:Signature xmlns:ds=\"{DS}\">{info}<ds:SignatureValue>{value}</ds:SignatureValue>\
         <ds:KeyInfo><wsse:SecurityTokenReference>\
         <wsse:Reference URI=\"#{token}\" ValueType=\"{X509V3}\"/>\
         </wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature>"
    ))
}

fn reference(id: &str, canonical: &str) -> String {
    let digest = STANDARD.encode(digest(&SHA256, canonical.as_bytes()));
    format!(
        "<ds:Reference URI=\"#{id}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"{EXCLUSIVE}\"></ds:Transform></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{DIGEST_SHA256}\"></ds:DigestMethod>\
         <ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"
    )
}
