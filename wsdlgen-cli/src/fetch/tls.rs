//! Certificates and keys from PEM files.

use std::fs;
use std::path::Path;

use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{Error, RootCertStore};
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, parse_pem};

use super::Problem;

/// Certificate authorities to trust instead of the public ones.
#[derive(Clone, Debug)]
pub struct Authorities {
    roots: RootCerts,
}

impl Authorities {
    /// Reads the certificates of the authorities from a PEM file.
    ///
    /// # Errors
    ///
    /// Returns [`Problem::Read`] or [`Problem::Pem`] for an unusable file, and [`Problem::Certificate`] if one of
    /// the certificates is invalid.
    ///
    /// ```no_run
    /// use wsdlgen_cli::fetch::{Authorities, Options};
    ///
    /// let authorities = Some(Authorities::read("company-ca.pem".as_ref())?);
    /// let options = Options { authorities, ..Options::default() };
    /// # Ok::<(), wsdlgen_cli::fetch::Problem>(())
    /// ```
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let certificates = certificates(path)?;
        let mut store = RootCertStore::empty();
        for certificate in &certificates {
            // The HTTP client silently ignores certificates it cannot use.
            store.add(certificate_der(certificate)).map_err(|error| unusable(path, error))?;
        }
        Ok(Self { roots: RootCerts::new_with_certs(&certificates) })
    }

    pub(super) fn roots(&self) -> RootCerts {
        self.roots.clone()
    }
}

/// Reads a client certificate and its private key.
pub(super) fn client_certificate(certificate: &Path, key: &Path) -> Result<ClientCert, Problem> {
    let chain = certificates(certificate)?;
    let private = private_key(key)?;
    let der =
        PrivateKeyDer::try_from(private.der().to_vec()).map_err(|reason| unusable(key, reason))?;
    let ders = chain.iter().map(certificate_der).collect();
    // The HTTP client panics on certificates that this check rejects.
    CertifiedKey::from_der(ders, der, &ring::default_provider()).map_err(|error| match error {
        Error::InconsistentKeys(_) | Error::InvalidCertificate(_) => unusable(certificate, error),
        error => unusable(key, error),
    })?;
    Ok(ClientCert::new_with_certs(&chain, private))
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, Problem> {
    let found = items(path)?.into_iter().filter_map(|item| match item {
        PemItem::Certificate(certificate) => Some(certificate),
        _ => None,
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return Err(Problem::Pem { path: path.to_owned(), expected: "certificate" });
    }
    Ok(found)
}

fn private_key(path: &Path) -> Result<PrivateKey<'static>, Problem> {
    let key = items(path)?.into_iter().find_map(|item| match item {
        PemItem::PrivateKey(key) => Some(key),
        _ => None,
    });
    key.ok_or_else(|| Problem::Pem { path: path.to_owned(), expected: "unencrypted private key" })
}

fn items(path: &Path) -> Result<Vec<PemItem<'static>>, Problem> {
    let pem = fs::read(path).map_err(|source| Problem::Read { path: path.to_owned(), source })?;
    parse_pem(&pem).collect::<Result<_, _>>().map_err(|error| unusable(path, error))
}

fn certificate_der(certificate: &Certificate<'static>) -> CertificateDer<'static> {
    CertificateDer::from(certificate.der().to_vec())
}

fn unusable(path: &Path, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Problem {
    Problem::Certificate { path: path.to_owned(), source: error.into() }
}
