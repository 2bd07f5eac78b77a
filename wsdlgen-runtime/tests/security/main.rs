//! WS-Security: securing messages, verifying them, and rejecting tampered ones.

#![cfg(feature = "ws-security")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod calls;
#[path = "../common/mod.rs"]
mod common;
mod keys;
mod signatures;
mod tokens;
mod trust;
mod xml_signatures;

use std::{
    sync::LazyLock,
    time::{Duration, SystemTime},
};

use wsdlgen_runtime::security::{Secret, SecurityCode, Verifier};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);
/// The time when the messages are created: 2 January 1970.
static NOW: LazyLock<SystemTime> = LazyLock::new(|| SystemTime::UNIX_EPOCH + DAY);

const ENVELOPE: &str = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:t='urn:t'>\
     <s:Body><t:pay to='ada' id='own'>100</t:pay></s:Body></s:Envelope>";

/// Returns the password of the only user, `ada`.
fn passwords(user: &str) -> Option<Secret> {
    (user == "ada").then(|| "secret".into())
}

/// Returns the reason for rejecting a message, or `None` if it is accepted.
fn refused(verifier: &Verifier, message: &str, at: SystemTime) -> Option<SecurityCode> {
    verifier.verify_at(message, at).err().map(|error| error.code())
}
