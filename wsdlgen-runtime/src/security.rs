//! OASIS Web Services Security: who sends a message, when it was sent, and that nobody changed it.
//!
//! With the feature `ws-security`, `Security` gives outgoing messages their `wsse:Security` header, and
//! `Verifier` says what has to be in that of incoming ones and holds them to it. Clients have both in
//! their [`Settings`](crate::ClientSettings), servers take them by `with_security` and `with_reply_security`.
//! Both know no socket: they take whole envelopes, whoever carries these.
//!
//! What is implemented: SOAP Message Security 1.1 with the names of 1.0 (2004), the
//! `UsernameToken` and X.509 Certificate Token profiles. Signatures are RSA with SHA-256, 384 or
//! 512 over exclusive canonical XML. There is no encryption: that is TLS's.
//!
//! Without the feature there are the errors alone, which nothing gives then.

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
