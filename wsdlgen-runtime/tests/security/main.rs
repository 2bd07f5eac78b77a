//! Messages with WS-Security: given, verified, and refused when somebody has had a hand in them.

#![cfg(feature = "ws-security")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop and say where"
)]

mod calls;
#[path = "../common/mod.rs"]
mod common;
mod keys;
mod signatures;
mod tokens;

use std::{
    sync::LazyLock,
    time::{Duration, SystemTime},
};

use wsdlgen_runtime::security::{Secret, SecurityCode, Verifier};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);
/// When the messages are made: on the second of January 1970.
static NOW: LazyLock<SystemTime> = LazyLock::new(|| SystemTime::UNIX_EPOCH + DAY);

const ENVELOPE: &str = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:t='urn:t'>\
     <s:Body><t:pay to='ada' id='own'>100</t:pay></s:Body></s:Envelope>";

/// The one user there is.
fn passwords(user: &str) -> Option<Secret> {
    (user == "ada").then(|| "secret".into())
}

/// Why a message is refused, or that it is not.
fn refused(verifier: &Verifier, message: &str, at: SystemTime) -> Option<SecurityCode> {
    verifier.verify_at(message, at).err().map(|error| error.code())
}
