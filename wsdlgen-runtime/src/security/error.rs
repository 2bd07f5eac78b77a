//! Security errors.

use std::{borrow::Cow, error::Error, fmt};

use super::WSSE;
use crate::{
    soap::{Fault, NoDetail},
    xml::QName,
};

/// The reason why a message failed verification or could not be secured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityError {
    code: SecurityCode,
    reason: Cow<'static, str>,
}

/// The kinds of security faults (SOAP Message Security 1.1, §12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecurityCode {
    /// A token of an unsupported kind.
    UnsupportedSecurityToken,
    /// An algorithm that is unsupported or not accepted.
    UnsupportedAlgorithm,
    /// An invalid or incomplete security header.
    InvalidSecurity,
    /// An invalid token.
    InvalidSecurityToken,
    /// Unknown credentials or an untrusted certificate.
    FailedAuthentication,
    /// An invalid signature or a replayed message.
    FailedCheck,
    /// An unresolved reference to a token.
    SecurityTokenUnavailable,
    /// A message that is too old or dated in the future.
    MessageExpired,
}

impl SecurityCode {
    /// Returns the local name of the fault code. Its namespace is that of the security header.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnsupportedSecurityToken => "UnsupportedSecurityToken",
            Self::UnsupportedAlgorithm => "UnsupportedAlgorithm",
            Self::InvalidSecurity => "InvalidSecurity",
            Self::InvalidSecurityToken => "InvalidSecurityToken",
            Self::FailedAuthentication => "FailedAuthentication",
            Self::FailedCheck => "FailedCheck",
            Self::SecurityTokenUnavailable => "SecurityTokenUnavailable",
            Self::MessageExpired => "MessageExpired",
        }
    }
}

#[cfg(feature = "ws-security")]
impl SecurityError {
    pub(super) fn new(code: SecurityCode, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { code, reason: reason.into() }
    }

    pub(super) fn invalid(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(SecurityCode::InvalidSecurity, reason)
    }

    /// Creates the error for an unknown user or a wrong password. It does not tell the two apart.
    pub(super) fn not_authenticated() -> Self {
        Self::new(SecurityCode::FailedAuthentication, "unknown user or wrong password")
    }
}

impl SecurityError {
    /// Creates the error for a reply that would be accepted if it did not have to be verified.
    pub(crate) fn of_reply(reason: &'static str) -> Self {
        Self { code: SecurityCode::FailedCheck, reason: reason.into() }
    }

    /// Creates the error for a message that must not be sent.
    pub(crate) fn of_request(reason: &'static str) -> Self {
        Self { code: SecurityCode::InvalidSecurity, reason: reason.into() }
    }

    /// Returns the kind of error.
    pub fn code(&self) -> SecurityCode {
        self.code
    }

    /// Returns the fault for the sender. It hides the details of failed checks.
    pub(crate) fn fault(&self) -> Fault<NoDetail> {
        let reason = match self.code {
            SecurityCode::FailedAuthentication => "the sender could not be authenticated",
            SecurityCode::FailedCheck => "the message failed a security check",
            SecurityCode::InvalidSecurityToken => "a security token is not valid",
            _ => &self.reason,
        };
        let mut fault = Fault::sender(reason);
        fault.subcodes.push(QName::new(WSSE, self.code.name()));
        fault
    }
}

impl fmt::Display for SecurityError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code.name(), self.reason)
    }
}

impl Error for SecurityError {}
