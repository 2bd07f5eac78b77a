//! The security of ports with a policy.

use super::PortSecurity;
use crate::{
    policy::{Binding, PolicyError, Supplied},
    soap::Port,
};

/// Checks that the address of a port has TLS if all alternatives of its policy require it.
pub(crate) fn check_address<C>(port: &Port<C>) -> Result<(), PolicyError> {
    let Some(policy) = port.policy() else { return Ok(()) };
    let needs_tls = |binding: &Binding| matches!(binding, Binding::Transport(_));
    let mut alternatives = policy.alternatives().iter();
    let needs_tls = alternatives.len() > 0 && alternatives.all(|one| needs_tls(&one.binding));
    let address = port.address();
    let has_tls = address.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("https:"));
    if needs_tls && !has_tls {
        return Err(PolicyError::without_tls(port.name(), &policy));
    }
    Ok(())
}

/// Returns the security of a client without credentials.
pub(crate) fn of_port<C>(port: &Port<C>) -> Result<PortSecurity, PolicyError> {
    let Some(policy) = port.policy() else { return Ok(None) };
    policy.choose(port.name(), Supplied::default())?;
    #[cfg(feature = "ws-security")]
    return of_port_with(port, super::Credentials::default());
    #[cfg(not(feature = "ws-security"))]
    Ok(None)
}

/// Returns the security of a client with credentials.
#[cfg(feature = "ws-security")]
pub(crate) fn of_port_with<C>(
    port: &Port<C>,
    credentials: super::Credentials,
) -> Result<PortSecurity, PolicyError> {
    let Some(policy) = port.policy() else { return Ok(None) };
    let chosen = policy.choose(port.name(), credentials.supplied())?.clone();
    Ok(Some(std::sync::Arc::new(super::Plan::of_client(chosen, credentials))))
}

/// Returns the security of a server whose callers meet a policy.
#[cfg(feature = "ws-security")]
pub(crate) fn of_server(
    policy: &crate::policy::SecurityPolicy,
    verifier: super::Verifier,
) -> Result<PortSecurity, PolicyError> {
    let mut missing: Vec<String> = policy
        .unsupported_assertions()
        .map(|name| format!("support of `{name}` in wsdlgen"))
        .collect();
    for requirements in policy.alternatives() {
        missing.extend(verifier.missing(requirements));
    }
    missing.dedup();
    if !missing.is_empty() {
        return Err(PolicyError::of_server(policy, missing));
    }
    let alternatives = policy.alternatives().to_vec();
    Ok(Some(std::sync::Arc::new(super::Plan::of_server(alternatives, verifier))))
}
