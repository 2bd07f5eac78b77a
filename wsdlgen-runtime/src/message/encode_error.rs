//! The error of encoding a request.

use std::{error::Error, fmt, sync::Arc};

use crate::{
    policy::PolicyError,
    security::SecurityError,
    validate::ValidationErrors,
    xml::{ReadError, WriteError},
};

/// The reason why a request could not be encoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum EncodeError {
    /// A value contains a character that XML cannot represent.
    Value(WriteError),
    /// The address is not a valid URL.
    Address {
        /// The address, with secrets removed.
        address: String,
        /// The error of the URL parser.
        error: http::Error,
    },
    /// The port's binding lacks the operation, so that the contract does not say how to call it there.
    NotBound {
        /// The name of the operation.
        operation: &'static str,
        /// The name of the port.
        port: &'static str,
    },
    /// A header that is sent with every call could not be encoded.
    Header(Arc<EncodeError>),
    /// The request violates the contract, and requests are validated.
    Invalid(ValidationErrors),
    /// The contract's action is not valid in an HTTP header.
    Action(&'static str),
    /// The message cannot be sent over HTTP without SOAP.
    Http(&'static str),
    /// The request cannot be sent with streamed records.
    Records(&'static str),
    /// The envelope is too large or too deep to be written in the client's envelope style.
    Style(ReadError),
    /// The security header could not be created.
    Security(SecurityError),
    /// The security policy of the port is not met.
    Policy(Arc<PolicyError>),
}

impl fmt::Display for EncodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(error) => error.fmt(formatter),
            Self::Address { address, error } => {
                write!(formatter, "`{}` is not a valid URL: {error}", address.escape_debug())
            }
            Self::NotBound { operation, port } => write!(
                formatter,
                "the port `{port}` does not bind the operation `{operation}`: call it at another port of the contract"
            ),
            Self::Header(error) => write!(formatter, "invalid client header: {error}"),
            Self::Invalid(errors) => write!(
                formatter,
                "it violates the contract: {errors} (`ClientSettings::requests` configures this check)"
            ),
            Self::Action(action) => {
                write!(
                    formatter,
                    "the action `{}` is not valid in an HTTP header",
                    action.escape_debug()
                )
            }
            Self::Http(why) => {
                write!(formatter, "the message cannot be sent over HTTP without SOAP: {why}")
            }
            Self::Records(why) => write!(formatter, "cannot stream records: {why}"),
            Self::Style(error) => write!(formatter, "cannot apply the envelope style: {error}"),
            Self::Security(error) => {
                write!(formatter, "cannot create the security header: {error}")
            }
            Self::Policy(error) => error.fmt(formatter),
        }
    }
}

impl Error for EncodeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Value(error) => Some(error),
            Self::Address { error, .. } => Some(error),
            Self::Header(error) => Some(error),
            Self::Invalid(errors) => Some(errors),
            Self::Style(error) => Some(error),
            Self::Security(error) => Some(error),
            Self::Policy(error) => Some(error),
            Self::Action(_) | Self::NotBound { .. } | Self::Http(_) | Self::Records(_) => None,
        }
    }
}
