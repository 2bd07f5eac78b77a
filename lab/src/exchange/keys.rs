//! Keys and certificates of callers and services.

use std::fs;
use std::path::Path;

use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256};

use crate::Result;

/// Writes a key and a certificate for the caller and for the service.
pub(super) fn write(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for name in ["caller", "service"] {
        let key = KeyPair::generate_for(&PKCS_RSA_SHA256)?;
        let certificate = CertificateParams::new(vec![name.to_owned()])?.self_signed(&key)?;
        fs::write(folder.join(format!("{name}.pem")), key.serialize_pem() + &certificate.pem())?;
    }
    Ok(())
}
