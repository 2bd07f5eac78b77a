//! X.509 certificates, and the ways in which messages refer to them.

use std::{fmt, sync::Arc};

use pki_types::{CertificateDer, SignatureVerificationAlgorithm, pem::PemObject};
use webpki::EndEntityCert;
use x509_cert::{Certificate as Parsed, der::Decode, ext::pkix::SubjectKeyIdentifier};

use super::{KeyError, public_key::PublicKey, uris};
use crate::policy::Digest;

/// An X.509 certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate(Arc<[u8]>);

impl Certificate {
    /// Creates a certificate from DER.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Self {
        Self(der.into())
    }

    /// Parses the first certificate of a PEM file.
    ///
    /// # Errors
    ///
    /// If the file contains no certificate.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let der = CertificateDer::from_pem_slice(pem);
        let der =
            der.map_err(|error| KeyError::new(format!("cannot read the certificate: {error}")))?;
        Ok(Self::from_der(&*der))
    }

    /// Returns the certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// Returns whether a signature is valid for the certificate's key. Returns `false` if the certificate cannot
    /// be parsed.
    pub(super) fn verifies(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let der = CertificateDer::from(self.der());
        EndEntityCert::try_from(&der)
            .is_ok_and(|read| read.verify_signature(algorithm, message, signature).is_ok())
    }

    /// Returns the public key in DER (`SubjectPublicKeyInfo`), or the whole certificate if it cannot be parsed.
    pub(super) fn public_key(&self) -> PublicKey {
        let der = CertificateDer::from(self.der());
        let read = EndEntityCert::try_from(&der);
        let key = read.map(|read| read.subject_public_key_info().to_vec());
        PublicKey::from_der(key.unwrap_or_else(|_| self.0.to_vec()))
    }

    /// Returns the SHA-1 digest of the certificate (SOAP Message Security 1.1, §7.2).
    pub(super) fn thumbprint(&self) -> Vec<u8> {
        uris::compute(Digest::Sha1, self.der())
    }

    /// Returns the subject key identifier (RFC 5280, §4.2.1.2), which is the SHA-1 digest of the public key if the
    /// certificate does not have one.
    pub(super) fn key_identifier(&self) -> Option<Vec<u8>> {
        let parsed = self.parsed()?;
        let own: Option<(bool, SubjectKeyIdentifier)> = parsed.tbs_certificate.get().ok()?;
        let key = parsed.tbs_certificate.subject_public_key_info.subject_public_key.raw_bytes();
        let computed = || uris::compute(Digest::Sha1, key);
        Some(own.map_or_else(computed, |(_, own)| own.0.as_bytes().to_vec()))
    }

    /// Returns the name of the issuer (RFC 4514) and the serial number in decimal notation (XML Signature 1.1, §4.5.4.1).
    pub(super) fn issuer_serial(&self) -> Option<(String, String)> {
        let parsed = self.parsed()?;
        let serial = decimal(parsed.tbs_certificate.serial_number.as_bytes());
        Some((parsed.tbs_certificate.issuer.to_string(), serial))
    }

    /// Returns whether the certificate has this serial number, in decimal notation.
    ///
    /// Issuers have too many notations to be compared as text. The key decides whether it is the right certificate.
    pub(super) fn has_serial(&self, serial: &str) -> bool {
        let written = serial.trim().trim_start_matches('0');
        self.issuer_serial().is_some_and(|(_, own)| own == written)
    }

    fn parsed(&self) -> Option<Parsed> {
        Parsed::from_der(self.der()).ok()
    }
}

/// Converts a positive big-endian number to decimal notation.
fn decimal(bytes: &[u8]) -> String {
    let mut digits = vec![0_u8];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            let value = u32::from(*digit) * 256 + carry;
            *digit = u8::try_from(value % 10).unwrap_or_default();
            carry = value / 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).unwrap_or_default());
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}

impl fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Certificate({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn writes_serial_numbers_in_decimal_notation() {
        let cases: [(&[u8], &str); 4] =
            [(&[0], "0"), (&[0, 10], "10"), (&[1, 0], "256"), (&[0xff; 8], "18446744073709551615")];
        for (bytes, expected) in cases {
            assert_eq!(decimal(bytes), expected);
        }
    }
}
