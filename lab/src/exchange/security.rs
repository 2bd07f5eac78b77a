//! Credentials of callers and services, for the programs that call ports with security policies.

use std::path::PathBuf;

use wsdlgen_runtime::policy::{Requirements, SamlVersion, Token, TokenKind};
use wsdlgen_runtime::security::{Assertion, Credentials, Identity, TlsCaller, Verifier};
use wsdlgen_runtime::soap::Port;

/// The name of the issuer of assertions, which has the key of the service.
const ISSUER: &str = "https://sts.example";

fn identity(name: &str) -> Result<Identity, String> {
    let folder = std::env::var_os("KEYS").map(PathBuf::from).ok_or("`KEYS` is not set")?;
    let pem = std::fs::read(folder.join(name)).map_err(|error| error.to_string())?;
    Identity::from_pem(&pem, &pem).map_err(|error| error.to_string())
}

/// Returns credentials for a port.
pub fn credentials<C>(port: &Port<C>) -> Result<Credentials, String> {
    let (caller, service) = (identity("caller.pem")?, identity("service.pem")?);
    let holder = caller.certificate().clone();
    let assertion = Assertion::builder(assertion_version(port), ISSUER, "ada");
    let assertion = assertion.holder_of_key(&holder).bearer().sign(service.clone());
    let assertion = assertion.map_err(|error| error.to_string())?;
    let credentials = Credentials::new().username("ada", "secret").assertion(assertion);
    let credentials = credentials.rsa15_encryption();
    Ok(credentials.identity(caller).service(service.certificate().clone()))
}

/// Returns the version of the assertions that the policy of a port requires.
fn assertion_version<C>(port: &Port<C>) -> SamlVersion {
    let policy = port.policy().unwrap_or_default();
    let is_old = |token: &Token| token.kind == TokenKind::Saml(SamlVersion::V11);
    let requires_old =
        |one: &Requirements| one.all_tokens().any(|supporting| is_old(&supporting.token));
    if policy.alternatives().iter().any(requires_old) { SamlVersion::V11 } else { SamlVersion::V20 }
}

pub fn verifier() -> Result<Verifier, String> {
    let caller = identity("caller.pem")?.certificate().clone();
    let verifier = Verifier::new().username(|user| (user == "ada").then(|| "secret".into()));
    let service = identity("service.pem")?;
    let issuer = service.certificate().clone();
    let verifier = verifier.signature_without_timestamp().rsa15_encryption();
    let verifier = verifier.assertion_issuer(ISSUER, issuer);
    Ok(verifier.pinned(caller).identity(service))
}

/// Returns the caller that a server behind TLS would see.
pub fn tls_caller() -> TlsCaller {
    let caller = identity("caller.pem").expect("the key should be readable");
    TlsCaller(caller.certificate().clone())
}
