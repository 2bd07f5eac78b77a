//! Timeouts for connections and for whole calls.

use std::time::Duration;

use wsdlgen_runtime::{ClientSettings, Transport};

/// Sets the timeout for establishing a connection, including TLS.
///
/// # Errors
///
/// If the reqwest client cannot be built.
pub fn connecting_within(time: Duration) -> reqwest::Result<Transport> {
    let http = crate::http().connect_timeout(time).build()?;
    Ok(Transport::from(http))
}

/// Sets the timeout for a whole call, including waiting for a limit, retries, and reading the reply.
pub fn answered_within(timeout: Duration) -> ClientSettings {
    ClientSettings::default().timeout(timeout)
}
