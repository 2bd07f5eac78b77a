//! Keys and certificates, generated for each test run.

use std::sync::LazyLock;

use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256};
use wsdlgen_runtime::security::{Certificate, Identity};

pub(crate) struct Keys {
    pub(crate) caller: Identity,
    pub(crate) service: Identity,
    /// A caller with an ECDSA key.
    pub(crate) curve: Identity,
    /// A caller whom the service does not know.
    pub(crate) stranger: Identity,
}

pub(crate) static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let identity = |name: &str, algorithm| {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = Certificate::from_der(&**params.self_signed(&key).unwrap().der());
        Identity::from_pkcs8(&key.serialize_der(), certificate).unwrap()
    };
    Keys {
        caller: identity("caller", &PKCS_RSA_SHA256),
        service: identity("service", &PKCS_RSA_SHA256),
        curve: identity("curve", &PKCS_ECDSA_P256_SHA256),
        stranger: identity("stranger", &PKCS_RSA_SHA256),
    }
});
