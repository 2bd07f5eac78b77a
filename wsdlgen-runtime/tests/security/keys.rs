//! Keys and certificates, generated for each test run.

use std::sync::LazyLock;

use rcgen::{
    BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PKCS_RSA_SHA256, date_time_ymd,
};
use wsdlgen_runtime::security::{Certificate, Identity};

/// A certificate authority and keys with and without its certificates.
pub(crate) struct Keys {
    pub(crate) authority: Certificate,
    /// A key whose certificate was issued by the authority.
    pub(crate) issued: Identity,
    /// The key `issued` with another certificate from the authority.
    pub(crate) renewed: Identity,
    /// A key with a self-signed certificate.
    pub(crate) stranger: Identity,
}

pub(crate) static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let mut params = params(Vec::new());
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let authority = Certificate::from_der(&**params.self_signed(&key).unwrap().der());
    let issuer = Issuer::new(params, key);
    let (key, params) = pair("issued");
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let issued = Identity::from_pem(key.serialize_pem().as_bytes(), certificate.pem().as_bytes());
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let certificate = Certificate::from_der(&**certificate.der());
    let renewed = Identity::from_pkcs8(&key.serialize_der(), certificate);
    let (key, params) = pair("stranger");
    let certificate = Certificate::from_der(&**params.self_signed(&key).unwrap().der());
    let stranger = Identity::from_pkcs8(&key.serialize_der(), certificate);
    let [issued, renewed, stranger] = [issued, renewed, stranger].map(Result::unwrap);
    Keys { authority, issued, renewed, stranger }
});

fn pair(name: &str) -> (KeyPair, CertificateParams) {
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    (key, params(vec![name.to_owned()]))
}

/// Returns the parameters of a certificate that is valid on 2 and 3 January 1970.
fn params(names: Vec<String>) -> CertificateParams {
    let mut params = CertificateParams::new(names).unwrap();
    params.not_before = date_time_ymd(1970, 1, 2);
    params.not_after = date_time_ymd(1970, 1, 4);
    params
}

#[test]
fn rejects_certificates_of_another_key() {
    let (key, _) = pair("other");
    let certificate = KEYS.issued.certificate().clone();
    let mixed = Identity::from_pkcs8(&key.serialize_der(), certificate.clone());
    assert_eq!(
        mixed.unwrap_err().to_string(),
        "the certificate does not belong to the private key"
    );
    let none = Identity::from_pkcs8(b"", certificate).unwrap_err().to_string();
    assert!(none.starts_with("the private key is not accepted: "), "{none}");
    assert!(Identity::from_pem(b"", b"").is_err());
    let shown = format!("{:?}", KEYS.issued);
    assert!(shown.starts_with("Identity { certificate: Certificate("), "{shown}");
}
