//! Trust in certificates.

use std::{sync::Arc, time::SystemTime};

use pki_types::{CertificateDer, CertificateRevocationListDer, UnixTime, pem::PemObject};
use webpki::{
    CertRevocationList, EndEntityCert, Error as ChainError, ExpirationPolicy,
    ExtendedKeyUsageValidator, KeyPurposeIdIter, OwnedCertRevocationList, RevocationOptionsBuilder,
    UnknownStatusPolicy, anchor_from_trusted_cert,
};

use super::{Certificate, KeyError, SecurityCode, SecurityError, provider::chains as algorithms};

/// The certificates that are trusted.
#[derive(Clone, Default)]
pub(super) struct Trust {
    /// Authorities.
    pub(super) roots: Vec<Certificate>,
    pub(super) pinned: Vec<Certificate>,
    /// Lists of revoked certificates.
    revocations: Vec<Arc<CertRevocationList<'static>>>,
}

impl Trust {
    /// Returns whether any certificate is trusted.
    pub(super) fn is_empty(&self) -> bool {
        self.roots.is_empty() && self.pinned.is_empty()
    }

    /// Adds a list of revoked certificates in DER or PEM.
    pub(super) fn add_revocations(&mut self, list: &[u8]) -> Result<(), KeyError> {
        let unreadable = |error: String| {
            KeyError::new(format!("cannot read the certificate revocation list: {error}"))
        };
        let pem = CertificateRevocationListDer::from_pem_slice(list);
        let der = pem.unwrap_or_else(|_| CertificateRevocationListDer::from(list));
        let list = OwnedCertRevocationList::from_der(&der)
            .map_err(|error| unreadable(error.to_string()))?;
        self.revocations.push(Arc::new(list.into()));
        Ok(())
    }

    /// Checks that a certificate is pinned or chains to a trusted root, over `others` if need be.
    pub(super) fn check(
        &self,
        certificate: &Certificate,
        others: &[Certificate],
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        if self.pinned.contains(certificate) {
            return Ok(());
        }
        let code = SecurityCode::FailedAuthentication;
        let unknown = |_| SecurityError::new(code, "the certificate is not trusted");
        let roots: Vec<_> =
            self.roots.iter().map(|root| CertificateDer::from(root.der())).collect();
        let anchors: Vec<_> =
            roots.iter().filter_map(|root| anchor_from_trusted_cert(root).ok()).collect();
        let others: Vec<_> = others.iter().map(|other| CertificateDer::from(other.der())).collect();
        let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let der = CertificateDer::from(certificate.der());
        let read = EndEntityCert::try_from(&der).map_err(unknown)?;
        let time = UnixTime::since_unix_epoch(since);
        let lists: Vec<&CertRevocationList<'_>> =
            self.revocations.iter().map(|list| &**list).collect();
        let revocation = RevocationOptionsBuilder::new(&lists).ok().map(|options| {
            // Certificates of authorities that have no list are accepted.
            options
                .with_status_policy(UnknownStatusPolicy::Allow)
                .with_expiration_policy(ExpirationPolicy::Enforce)
                .build()
        });
        let chain =
            read.verify_for_usage(CHAIN, &anchors, &others, time, AnyUsage, revocation, None);
        chain.map(|_| ()).map_err(unknown)
    }
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
