//! Revoked certificates, and memories of messages that servers share.

use std::{
    collections::HashSet,
    error::Error,
    sync::{Arc, Mutex},
    time::SystemTime,
};

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, IsCa, Issuer,
    KeyIdMethod, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RevokedCertParams, SerialNumber,
    date_time_ymd,
};
use wsdlgen_runtime::security::{
    Certificate, Identity, ReplayMemory, Security,
    SecurityCode::{FailedAuthentication, FailedCheck},
    Verifier,
};

use crate::{DAY, ENVELOPE, MINUTE, NOW, keys::KEYS, refused};

/// An authority with two certificates, and its list, which revokes the second one and expires on 3 January 1970.
struct Revoking {
    authority: Certificate,
    valid: Identity,
    revoked: Identity,
    list: Vec<u8>,
}

fn revoking() -> Revoking {
    let params = |name: &str| {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(1970, 1, 1);
        params.not_after = date_time_ymd(1970, 1, 10);
        params
    };
    let mut own = params("authority");
    own.distinguished_name.push(DnType::CommonName, "an authority that revokes");
    own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    own.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate().unwrap();
    let authority = Certificate::from_der(&**own.self_signed(&key).unwrap().der());
    let issuer = Issuer::new(own, key);
    let identity = |serial: u64| {
        let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
        let mut params = params("sender");
        params.serial_number = Some(SerialNumber::from(serial));
        let certificate = params.signed_by(&key, &issuer).unwrap();
        let certificate = Certificate::from_der(&**certificate.der());
        Identity::from_pkcs8(&key.serialize_der(), certificate).unwrap()
    };
    let revoked = RevokedCertParams {
        serial_number: SerialNumber::from(2),
        revocation_time: date_time_ymd(1970, 1, 1),
        reason_code: None,
        invalidity_date: None,
    };
    let list = CertificateRevocationListParams {
        this_update: date_time_ymd(1970, 1, 1),
        next_update: date_time_ymd(1970, 1, 3),
        crl_number: SerialNumber::from(1),
        issuing_distribution_point: None,
        revoked_certs: vec![revoked],
        key_identifier_method: KeyIdMethod::Sha256,
    };
    let list = list.signed_by(&issuer).unwrap().der().to_vec();
    Revoking { authority, valid: identity(1), revoked: identity(2), list }
}

#[test]
fn rejects_revoked_certificates() {
    let Revoking { authority, valid, revoked, list } = revoking();
    let signed = |identity: &Identity, at: SystemTime| {
        Security::new().timestamp(MINUTE).sign(identity.clone()).apply_at(ENVELOPE, at).unwrap()
    };
    let verifier = || Verifier::new().root(authority.clone());
    let strict = || verifier().revocations(&list).unwrap();
    let later = *NOW + 3 * DAY;
    let cases = [
        (verifier(), &revoked, *NOW, None),
        (strict(), &valid, *NOW, None),
        (strict(), &revoked, *NOW, Some(FailedAuthentication)),
        // The list has expired.
        (verifier(), &valid, later, None),
        (strict(), &valid, later, Some(FailedAuthentication)),
        // Authorities without a list are accepted.
        (strict().root(KEYS.authority.clone()), &KEYS.issued, *NOW, None),
    ];
    for (number, (verifier, identity, at, expected)) in cases.into_iter().enumerate() {
        assert_eq!(refused(&verifier, &signed(identity, at), at), expected, "{number}");
    }
    let unreadable = verifier().revocations(b"list").unwrap_err().to_string();
    assert!(
        unreadable.starts_with("cannot read the certificate revocation list: "),
        "{unreadable}"
    );
}

/// A memory that may fail.
#[derive(Clone, Default)]
struct Memory {
    messages: Arc<Mutex<HashSet<[u8; 32]>>>,
    is_broken: bool,
}

impl ReplayMemory for Memory {
    fn remember(&self, message: [u8; 32], until: SystemTime) -> Result<bool, Box<dyn Error>> {
        assert_eq!(until, *NOW + 15 * MINUTE);
        if self.is_broken {
            return Err("the memory is unavailable".into());
        }
        Ok(self.messages.lock().unwrap().insert(message))
    }
}

#[test]
fn detects_replays_across_servers() {
    let message = Security::new().timestamp(MINUTE).sign(KEYS.issued.clone());
    let message = message.apply_at(ENVELOPE, *NOW).unwrap();
    let memory = Memory::default();
    let server = |memory: &Memory| {
        Verifier::new().root(KEYS.authority.clone()).replay_memory(memory.clone())
    };
    assert_eq!(refused(&server(&memory), &message, *NOW), None);
    assert_eq!(refused(&server(&memory), &message, *NOW), Some(FailedCheck));
    assert_eq!(refused(&server(&Memory::default()), &message, *NOW), None);
    let broken = Memory { is_broken: true, ..Memory::default() };
    assert_eq!(refused(&server(&broken), &message, *NOW), Some(FailedCheck));
}
