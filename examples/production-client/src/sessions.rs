//! Cookies: what a session of ASP.NET or a load balancer goes by.

use wsdlgen_runtime::Transport;

/// Sends back the cookies of the service, for as long as the transport and its clones live.
///
/// # Errors
///
/// When reqwest cannot be set up.
pub fn with_cookies() -> reqwest::Result<Transport> {
    Ok(Transport::from(crate::http().cookie_store(true).build()?))
}
