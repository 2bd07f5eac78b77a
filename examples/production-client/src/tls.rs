//! TLS with a private certificate authority and with a client certificate.

use reqwest::{Certificate, Identity};
use wsdlgen_runtime::Transport;

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
