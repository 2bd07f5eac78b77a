//! Why a message's security is not what it has to be.

use std::{borrow::Cow, error::Error, fmt};

use super::WSSE;
use crate::{
    soap::{Fault, NoDetail},
    xml::QName,
};

/// Why a message is refused for its security, or could not be given any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityError {
    code: SecurityCode,
    reason: Cow<'static, str>,
}

/// The kinds of faults that are about security (SOAP Message Security 1.1, §12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecurityCode {
    /// A token of a kind that is not supported.
    UnsupportedSecurityToken,
    /// An algorithm that is not supported, or not accepted.
    UnsupportedAlgorithm,
    /// Something is wrong with the header, or missing in it.
    InvalidSecurity,
    /// Something is wrong with a token.
    InvalidSecurityToken,
    /// The user and the password, or the certificate, are not known.
    FailedAuthentication,
    /// A signature does not hold, or the message came before.
    FailedCheck,
    /// A token that is referred to is not there.
    SecurityTokenUnavailable,
    /// The message is too old, or from the future.
    MessageExpired,
}

impl SecurityCode {
    /// The name of the fault's code in the namespace of the header.
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

    /// One error for whatever of user and password was wrong.
    pub(super) fn not_authenticated() -> Self {
        Self::new(SecurityCode::FailedAuthentication, "user and password are not known together")
    }
}

impl SecurityError {
    /// What is read before it has arrived cannot be verified.
    pub(crate) fn of_streams() -> Self {
        let reason = "a reply is verified when it is whole: it cannot be read record by record";
        Self { code: SecurityCode::FailedCheck, reason: reason.into() }
    }

    /// What kind of error it is.
    pub fn code(&self) -> SecurityCode {
        self.code
    }

    /// The fault that tells the sender: of what was compared, no more than that it does not hold.
    pub(crate) fn fault(&self) -> Fault<NoDetail> {
        let reason = match self.code {
            SecurityCode::FailedAuthentication => "the sender could not be authenticated",
            SecurityCode::FailedCheck => "the message's security does not hold",
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
