//! Targets for WS-Security headers and SOAP-encoded references.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use wsdlgen_runtime::{
    security::{Certificate, Identity, Verifier},
    soap::inline_references,
    xml::ReadOptions,
};

/// The certificate that signed the seeds.
const CERTIFICATE: &[u8] = include_bytes!("certificate.pem");
/// The key for which the encrypted seeds are encrypted, which has also signed the assertions, and its certificate.
const SERVICE: &[u8] = include_bytes!("service.pem");
/// The time at which the seeds were signed, in seconds since 1970.
const SIGNED_AT: u64 = 1_798_761_600;

/// The envelope around an input that is the content of a security header.
const BEFORE: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
    xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\" \
    xmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" \
    xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><s:Header><wsse:Security s:mustUnderstand=\"1\">";
const AFTER: &str = "</wsse:Security></s:Header><s:Body wsu:Id=\"body\"><a/></s:Body></s:Envelope>";

/// Verifies an envelope, or the content of a security header, with a password, a signature, a key and assertions.
pub(crate) fn security(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let is_whole = text.contains("Envelope");
    let envelope = if is_whole { text.to_owned() } else { format!("{BEFORE}{text}{AFTER}") };
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(SIGNED_AT);
    for verifier in [by_user(), by_signature(), by_encryption(), by_assertion(), by_word()] {
        match verifier.verify_at(&envelope, now) {
            Ok(authenticated) => drop(format!("{authenticated:?}")),
            Err(error) => drop(format!("{error} {error:?}")),
        }
    }
}

fn by_user() -> Verifier {
    Verifier::new().username(|user| (user == "ann").then(|| "secret".into())).timestamp()
}

fn by_signature() -> Verifier {
    static TRUSTED: OnceLock<Certificate> = OnceLock::new();
    let trusted = TRUSTED.get_or_init(|| {
        Certificate::from_pem(CERTIFICATE).expect("the certificate should be valid")
    });
    Verifier::new()
        .pinned(trusted.clone())
        .root(trusted.clone())
        .sha1_signatures()
        .signature_without_timestamp()
}

fn by_encryption() -> Verifier {
    Verifier::new().identity(service().clone()).unauthenticated_encryption()
}

/// Returns a verifier of assertions of an issuer.
fn by_assertion() -> Verifier {
    Verifier::new()
        .assertion_issuer("https://sts.example", service().certificate().clone())
        .audience("https://service.example")
        .identity(service().clone())
}

/// Returns a verifier of assertions for which a sender vouches.
fn by_word() -> Verifier {
    Verifier::new().vouched_assertions().pinned(service().certificate().clone())
}

fn service() -> &'static Identity {
    static SERVICE_KEY: OnceLock<Identity> = OnceLock::new();
    SERVICE_KEY
        .get_or_init(|| Identity::from_pem(SERVICE, SERVICE).expect("the key should be valid"))
}

/// Checks that expanding references yields at most 16 times the length, or 1 MiB, and leaves no references.
pub(crate) fn references(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let options = ReadOptions::default();
    let Ok(inlined) = inline_references(text, &options) else { return };
    assert!(inlined.len() <= (16 * text.len()).max(1 << 20), "{} bytes", inlined.len());
    // No references are left, so a second pass changes nothing.
    let again = inline_references(&inlined, &options).expect("the result should be readable");
    assert_eq!(inlined, again);
}
