//! Time limits: for a connection, and for a whole call.

use std::time::Duration;

use wsdlgen_runtime::{ClientSettings, Transport};

/// Gives up on a connection, TLS included, after this time.
///
/// # Errors
///
/// When reqwest cannot be set up.
pub fn connecting_within(time: Duration) -> reqwest::Result<Transport> {
    let http = crate::http().connect_timeout(time).build()?;
    Ok(Transport::from(http))
}

/// Gives up on a call after this time, whatever it is waiting for: a connection, a place below a
/// limit, another attempt, or the end of the reply.
pub fn answered_within(timeout: Duration) -> ClientSettings {
    ClientSettings::default().timeout(timeout)
}
