//! TLS with an authority of one's own, and with a certificate of the client's.

use reqwest::{Certificate, Identity};
use wsdlgen_runtime::Transport;

/// Trusts the certificates that this authority has signed, and no others. `tls_certs_merge` in place
/// of `tls_certs_only` trusts it beside those of the platform.
///
/// # Errors
///
/// When this is no certificate in PEM, or reqwest cannot be set up.
pub fn trusting(authority: &[u8]) -> reqwest::Result<Transport> {
    let authority = Certificate::from_pem(authority)?;
    Ok(Transport::from(crate::http().tls_certs_only([authority]).build()?))
}

/// The same, and shows who calls: `identity` is a private key and its certificates in PEM.
///
/// # Errors
///
/// When either is not in PEM, or reqwest cannot be set up.
pub fn trusting_as(authority: &[u8], identity: &[u8]) -> reqwest::Result<Transport> {
    let authority = Certificate::from_pem(authority)?;
    let identity = Identity::from_pem(identity)?;
    let http = crate::http().tls_certs_only([authority]).identity(identity);
    Ok(Transport::from(http.build()?))
}
