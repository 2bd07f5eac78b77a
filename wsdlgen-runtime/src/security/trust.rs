//! Trust in certificates.

use std::time::SystemTime;

use pki_types::{CertificateDer, UnixTime};
use webpki::{
    EndEntityCert, Error as ChainError, ExtendedKeyUsageValidator, KeyPurposeIdIter,
    anchor_from_trusted_cert,
};

use super::{Certificate, SecurityCode, SecurityError, provider::chains as algorithms};

/// Checks that a certificate is pinned or chains to a trusted root.
pub(super) fn check(
    roots: &[Certificate],
    pinned: &[Certificate],
    certificate: &Certificate,
    others: &[Certificate],
    now: SystemTime,
) -> Result<(), SecurityError> {
    if pinned.contains(certificate) {
        return Ok(());
    }
    let code = SecurityCode::FailedAuthentication;
    let unknown = |_| SecurityError::new(code, "the certificate is not trusted");
    let roots: Vec<_> = roots.iter().map(|root| CertificateDer::from(root.der())).collect();
    let anchors: Vec<_> =
        roots.iter().filter_map(|root| anchor_from_trusted_cert(root).ok()).collect();
    let others: Vec<_> = others.iter().map(|other| CertificateDer::from(other.der())).collect();
    let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let der = CertificateDer::from(certificate.der());
    let read = EndEntityCert::try_from(&der).map_err(unknown)?;
    let time = UnixTime::since_unix_epoch(since);
    let chain = read.verify_for_usage(CHAIN, &anchors, &others, time, AnyUsage, None, None);
    chain.map(|_| ()).map_err(unknown)
}

/// The accepted signature algorithms of certificates.
static CHAIN: &[&dyn pki_types::SignatureVerificationAlgorithm] = &[
    algorithms::RSA_PKCS1_2048_8192_SHA256,
    algorithms::RSA_PKCS1_2048_8192_SHA384,
    algorithms::RSA_PKCS1_2048_8192_SHA512,
    algorithms::ECDSA_P256_SHA256,
    algorithms::ECDSA_P384_SHA384,
];

/// A validator that accepts every extended key usage, because none is defined for signing messages.
struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, _usages: KeyPurposeIdIter<'_, '_>) -> Result<(), ChainError> {
        Ok(())
    }
}
