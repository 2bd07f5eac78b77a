//! A proxy that overrides the environment's.

use reqwest::Proxy;
use wsdlgen_runtime::Transport;

/// Sends calls through this proxy.
///
/// By default, reqwest uses `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. To use no proxy at all, call `no_proxy()` on
/// its builder.
///
/// # Errors
///
/// If the address is not a valid URL, or the reqwest client cannot be built.
pub fn through_proxy(address: &str, user: &str, password: &str) -> reqwest::Result<Transport> {
    let proxy = Proxy::all(address)?.basic_auth(user, password);
    Ok(Transport::from(crate::http().proxy(proxy).build()?))
}
