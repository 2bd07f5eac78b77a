//! A proxy other than the environment's.

use reqwest::Proxy;
use wsdlgen_runtime::Transport;

/// Goes through this proxy. Without it, reqwest goes by `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`;
/// `no_proxy()` on its builder goes by none.
///
/// # Errors
///
/// When the address is no URL, or reqwest cannot be set up.
pub fn through_proxy(address: &str, user: &str, password: &str) -> reqwest::Result<Transport> {
    let proxy = Proxy::all(address)?.basic_auth(user, password);
    Ok(Transport::from(crate::http().proxy(proxy).build()?))
}
