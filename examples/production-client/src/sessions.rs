//! Cookies, as used by ASP.NET sessions and load balancers.

use wsdlgen_runtime::Transport;

/// Stores the service's cookies and sends them back. The transport and its clones share them.
///
/// # Errors
///
/// If the reqwest client cannot be built.
pub fn with_cookies() -> reqwest::Result<Transport> {
    Ok(Transport::from(crate::http().cookie_store(true).build()?))
}
