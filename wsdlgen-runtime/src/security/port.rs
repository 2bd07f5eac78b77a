//! The security of ports with a policy.

use super::PortSecurity;
#[cfg(feature = "ws-security")]
use crate::policy::SecurityPolicy;
use crate::{
    policy::{PolicyError, Supplied},
    soap::Port,
};

/// Returns whether a port can be called with TLS.
pub(crate) fn has_tls<C>(port: &Port<C>) -> bool {
    port.address().get(..6).is_some_and(|start| start.eq_ignore_ascii_case("https:"))
}

/// Returns the security of a client without credentials. `has_tls` is whether the transport has TLS.
pub(crate) fn of_port<C>(port: &Port<C>, has_tls: bool) -> Result<PortSecurity, PolicyError> {
    #[cfg(feature = "ws-security")]
    return of_port_with(port, super::Credentials::default(), has_tls);
    #[cfg(not(feature = "ws-security"))]
    {
        let Some(policy) = port.policy() else { return Ok(None) };
        policy.choose(port.name(), Supplied { has_tls, ..Supplied::default() })?;
        Ok(None)
    }
}

/// Returns the security of a client with credentials.
#[cfg(feature = "ws-security")]
pub(crate) fn of_port_with<C>(
    port: &Port<C>,
    credentials: super::Credentials,
    has_tls: bool,
) -> Result<PortSecurity, PolicyError> {
    of_policy(port.name(), port.policy(), credentials, has_tls)
}

/// Returns the security of a client of a port with this name and policy.
#[cfg(feature = "ws-security")]
pub(crate) fn of_policy(
    port: &'static str,
    policy: Option<SecurityPolicy>,
    credentials: super::Credentials,
    has_tls: bool,
) -> Result<PortSecurity, PolicyError> {
    let Some(policy) = policy else { return Ok(None) };
    let supplied = Supplied { has_tls, ..credentials.supplied() };
    let chosen = policy.choose(port, supplied)?.clone();
    Ok(Some(std::sync::Arc::new(super::Plan::of_client(chosen, credentials))))
}

/// Returns the security of a server whose callers meet a policy.
#[cfg(feature = "ws-security")]
pub(crate) fn of_server<C>(
    port: &Port<C>,
    verifier: super::Verifier,
) -> Result<PortSecurity, PolicyError> {
    let policy = port.policy().unwrap_or_default();
    let mut missing: Vec<String> = policy
        .unsupported_assertions()
        .map(|name| format!("support of `{name}` in wsdlgen"))
        .collect();
    for requirements in policy.alternatives() {
        missing.extend(verifier.missing(requirements));
    }
    missing.dedup();
    if !missing.is_empty() {
        return Err(PolicyError::new(port.name(), &policy, missing));
    }
    let alternatives = policy.alternatives().to_vec();
    Ok(Some(std::sync::Arc::new(super::Plan::of_server(alternatives, verifier))))
}
