//! Credentials of callers and services, for the programs that call ports with security policies.

use std::path::PathBuf;

use wsdlgen_runtime::security::{Credentials, Identity, TlsCaller, Verifier};

fn identity(name: &str) -> Result<Identity, String> {
    let folder = std::env::var_os("KEYS").map(PathBuf::from).ok_or("`KEYS` is not set")?;
    let pem = std::fs::read(folder.join(name)).map_err(|error| error.to_string())?;
    Identity::from_pem(&pem, &pem).map_err(|error| error.to_string())
}

pub fn credentials() -> Result<Credentials, String> {
    let service = identity("service.pem")?.certificate().clone();
    let caller = identity("caller.pem")?;
    Ok(Credentials::new().username("ada", "secret").identity(caller).service(service))
}

pub fn verifier() -> Result<Verifier, String> {
    let caller = identity("caller.pem")?.certificate().clone();
    let verifier = Verifier::new().username(|user| (user == "ada").then(|| "secret".into()));
    let verifier = verifier.signature_without_timestamp();
    Ok(verifier.pinned(caller).identity(identity("service.pem")?))
}

/// Returns the caller that a server behind TLS would see.
pub fn tls_caller() -> TlsCaller {
    let caller = identity("caller.pem").expect("the key should be readable");
    TlsCaller(caller.certificate().clone())
}
