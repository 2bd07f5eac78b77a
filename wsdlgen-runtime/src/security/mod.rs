//! OASIS Web Services Security: who sends a message, when it was sent, and that nobody changed it.
//!
//! [`Security`] gives outgoing messages their `wsse:Security` header, [`Verifier`] says what has to
//! be in that of incoming ones and holds them to it. Clients have both in their
//! [`Settings`](crate::Settings), servers take them by
//! [`with_security`](crate::Server::with_security) and
//! [`with_reply_security`](crate::Server::with_reply_security). Both know no socket: they take
//! whole envelopes, whoever carries these.
//!
//! ```
//! use std::time::Duration;
//! use wsdlgen_runtime::security::{Password, Security, Verifier};
//!
//! let envelope = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>";
//! let security = Security::new()
//!     .username_token("ada", Password::Digest("secret".into()))
//!     .timestamp(Duration::from_secs(60));
//! let secured = security.apply(envelope)?;
//!
//! let verifier = Verifier::new()
//!     .username(|user| (user == "ada").then(|| "secret".into()))
//!     .timestamp();
//! assert_eq!(verifier.verify(&secured)?.username.as_deref(), Some("ada"));
//! // The same message again is a replay.
//! assert!(verifier.verify(&secured).is_err());
//! # Ok::<(), wsdlgen_runtime::security::SecurityError>(())
//! ```
//!
//! What is implemented: SOAP Message Security 1.1 with the names of 1.0 (2004), the
//! `UsernameToken` and X.509 Certificate Token profiles. Signatures are RSA with SHA-256, 384 or
//! 512 over exclusive canonical XML. There is no encryption: that is TLS's.

mod error;
mod guard;

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
    keys::{Certificate, KeyError, SigningKey},
    outgoing::Security,
    secret::Secret,
    username::Password,
    verify::{Authenticated, Verifier},
};

/// The namespace of the header and its tokens (SOAP Message Security 1.0, 2004).
pub(crate) const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
