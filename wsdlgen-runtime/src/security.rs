//! OASIS Web Services Security: authentication, integrity and confidentiality of messages.
//!
//! With the feature `ws-security`, `Credentials` meet the [security policy](crate::policy) of a port. `Security` and `Verifier`
//! work without a policy, on whole envelopes and independently of the transport.
//!
//! The module implements SOAP Message Security 1.1 with the profiles for `UsernameToken`, X.509 certificates, SAML and
//! attachments. Signatures use RSA or ECDSA with SHA-2, or shared keys with the digest of the policy's algorithms, over
//! exclusive canonical XML. With the feature `ws-encryption`, messages are encrypted with AES, and keys with RSA-OAEP or, if allowed, RSA 1.5.
//!
//! Without the features, only the error types exist, and they are never returned.

mod error;
mod guard;
#[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "nothing is signed"))]
mod mime;
mod port;

#[cfg(feature = "ws-security")]
mod algorithms;
#[cfg(feature = "ws-security")]
mod authenticated;
#[cfg(feature = "ws-security")]
mod basic;
#[cfg(feature = "ws-security")]
mod canonical;
#[cfg(feature = "ws-security")]
mod certificate;
#[cfg(feature = "ws-security")]
#[cfg_attr(not(feature = "ws-encryption"), allow(dead_code, reason = "nothing is encrypted"))]
mod check;
#[cfg(feature = "ws-encryption")]
mod cipher;
#[cfg(feature = "ws-security")]
mod credentials;
#[cfg(feature = "ws-security")]
mod enveloped;
#[cfg(feature = "ws-security")]
mod identity;
#[cfg(feature = "ws-security")]
#[cfg_attr(not(feature = "ws-encryption"), allow(dead_code, reason = "nothing is encrypted"))]
mod incoming;
#[cfg(feature = "ws-security")]
mod issued;
#[cfg(feature = "ws-security")]
mod issuing;
#[cfg(feature = "ws-security")]
#[cfg_attr(not(feature = "ws-encryption"), allow(dead_code, reason = "nothing is encrypted"))]
mod keys;
#[cfg(feature = "ws-security")]
mod message;
#[cfg(feature = "ws-security")]
mod outgoing;
#[cfg(feature = "ws-security")]
mod placing;
#[cfg(feature = "ws-security")]
mod plan;
#[cfg(feature = "ws-security")]
mod provider;
#[cfg(feature = "ws-security")]
mod public_key;
#[cfg(feature = "ws-security")]
mod replay;
#[cfg(feature = "ws-security")]
mod saml;
#[cfg(feature = "ws-security")]
#[cfg_attr(not(feature = "ws-encryption"), allow(dead_code, reason = "nothing is encrypted"))]
mod sealing;
#[cfg(feature = "ws-security")]
mod secret;
#[cfg(feature = "ws-security")]
mod timestamp;
#[cfg(feature = "ws-security")]
mod token;
#[cfg(feature = "ws-security")]
#[cfg_attr(not(feature = "ws-encryption"), allow(dead_code, reason = "nothing is encrypted"))]
mod tree;
#[cfg(feature = "ws-security")]
mod trust;
#[cfg(feature = "ws-security")]
#[cfg_attr(not(feature = "ws-encryption"), allow(dead_code, reason = "nothing is encrypted"))]
mod uris;
#[cfg(feature = "ws-security")]
mod username;
#[cfg(feature = "ws-security")]
mod verify;
#[cfg(feature = "ws-security")]
mod xml_signature;

pub use error::{SecurityCode, SecurityError};
pub(crate) use guard::{Exchange, Guard, Opened, PortSecurity, Sealed};
#[cfg(feature = "ws-security")]
pub(crate) use issuing::{Entropy, Purpose, TokenRequest, WST, WST14, is_valid, token_in};
pub(crate) use mime::MimePart;
#[cfg(feature = "ws-security")]
pub(crate) use plan::Plan;
pub(crate) use port::{has_tls, of_port};
#[cfg(feature = "ws-security")]
pub(crate) use port::{of_policy, of_port_with, of_server};

#[cfg(feature = "ws-security")]
pub use self::{
    authenticated::Authenticated,
    certificate::Certificate,
    credentials::Credentials,
    identity::{Identity, KeyError},
    issued::{IssuedToken, TokenFuture, TokenSource},
    outgoing::Security,
    plan::TlsCaller,
    replay::ReplayMemory,
    saml::{Assertion, AssertionBuilder},
    secret::Secret,
    username::Password,
    verify::Verifier,
    xml_signature::{SignedElement, XmlSigner, XmlVerifier},
};

pub(crate) use crate::xml::WSSE;
