//! TLS with a private certificate authority and with a client certificate.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use reqwest::{Certificate, Identity};
use wsdlgen_runtime::Transport;

use crate::BoxError;

/// Trusts only certificates issued by this authority.
///
/// To trust it in addition to the platform's authorities, use `tls_certs_merge` instead of `tls_certs_only`.
///
/// # Errors
///
/// If `authority` is not a PEM certificate, or the reqwest client cannot be built.
pub fn trusting(authority: &[u8]) -> reqwest::Result<Transport> {
    let authority = Certificate::from_pem(authority)?;
    Ok(Transport::from(crate::http().tls_certs_only([authority]).build()?))
}

/// Trusts only certificates issued by this authority, and authenticates with a client certificate.
///
/// `identity` contains a private key and its certificates in PEM.
///
/// # Errors
///
/// If either argument is not valid PEM, or the reqwest client cannot be built.
pub fn trusting_as(authority: &[u8], identity: &[u8]) -> reqwest::Result<Transport> {
    let authority = Certificate::from_pem(authority)?;
    let identity = Identity::from_pem(identity)?;
    let http = crate::http().tls_certs_only([authority]).identity(identity);
    Ok(Transport::from(http.build()?))
}

/// Returns the private key and the certificates of a PKCS#12 file (`.p12` or `.pfx`) in PEM, for [`trusting_as`].
///
/// # Errors
///
/// If the file is not PKCS#12, the password is wrong, or there is no private key.
pub fn from_pkcs12(file: &[u8], password: &str) -> Result<String, BoxError> {
    // Files of Windows may lack the certificates of authorities.
    let store = KeyStore::from_pkcs12(file, password, Pkcs12ImportPolicy::Relaxed)?;
    let (_, chain) = store.private_key_chain().ok_or("the file has no private key")?;
    let certificates = chain.certs().iter().map(|one| pem("CERTIFICATE", one.as_der()));
    Ok(pem("PRIVATE KEY", chain.key().as_der()) + &certificates.collect::<String>())
}

/// Returns a section of PEM (RFC 7468).
fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let lines: Vec<_> = lines.collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
