//! OASIS Web Services Security: authentication, timestamps and signatures of messages.
//!
//! With the feature `ws-security`, `Security` adds a `wsse:Security` header to outgoing messages, and
//! `Verifier` checks the header of incoming messages. Clients have both in their
//! [`ClientSettings`](crate::ClientSettings). Servers have `with_security` and `with_reply_security`.
//! Both types work on whole envelopes and are independent of the transport.
//!
//! The module implements SOAP Message Security 1.1 with the names of version 1.0 (2004), and the
//! `UsernameToken` and X.509 Certificate Token profiles. Signatures use RSA with SHA-256, SHA-384 or
//! SHA-512 over exclusive canonical XML. Encryption is left to TLS.
//!
//! Without the feature, only the error types exist, and they are never returned.

mod error;
mod guard;

#[cfg(feature = "ws-security")]
mod authenticated;
#[cfg(feature = "ws-security")]
mod canonical;
#[cfg(feature = "ws-security")]
mod keys;
#[cfg(feature = "ws-security")]
mod message;
#[cfg(feature = "ws-security")]
mod outgoing;
#[cfg(feature = "ws-security")]
mod placing;
#[cfg(feature = "ws-security")]
mod replay;
#[cfg(feature = "ws-security")]
mod secret;
#[cfg(feature = "ws-security")]
mod signature;
#[cfg(feature = "ws-security")]
mod signed;
#[cfg(feature = "ws-security")]
mod timestamp;
#[cfg(feature = "ws-security")]
mod token;
#[cfg(feature = "ws-security")]
mod username;
#[cfg(feature = "ws-security")]
mod verify;

pub use error::{SecurityCode, SecurityError};
pub(crate) use guard::Guard;

#[cfg(feature = "ws-security")]
pub use self::{
    authenticated::Authenticated,
    keys::{Certificate, KeyError, SigningKey},
    outgoing::Security,
    secret::Secret,
    username::Password,
    verify::Verifier,
};

pub(crate) use crate::xml::WSSE;
