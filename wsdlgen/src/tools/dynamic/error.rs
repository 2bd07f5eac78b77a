//! The errors of calls without generated code.

use std::{error::Error, fmt};

use http::StatusCode;
use wsdlgen_runtime::message::{TransportError, UnpackError};

use super::PackError;
use crate::tools::{FaultAnswer, MessageError};

/// The reason why a call has no reply.
#[derive(Debug)]
#[non_exhaustive]
pub enum DynamicError {
    /// The request violates the contract, or there is no such operation. Nothing was sent.
    Request(MessageError),
    /// The request cannot be sent over HTTP. Nothing was sent.
    Packing(PackError),
    /// The transport failed, or there was no response in time.
    Transport(TransportError),
    /// The service returned a fault.
    Fault(FaultAnswer),
    /// The response has no body, but the operation has a reply.
    Empty(StatusCode),
    /// The response is not a message of the service: its status, and its body as text.
    Status(StatusCode, String),
    /// The body of the response is not text in a known encoding, or exceeds a limit.
    Unreadable(StatusCode, UnpackError),
    /// The response is not a reply of the operation.
    Reply(MessageError),
}

impl fmt::Display for DynamicError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(formatter),
            Self::Packing(error) => error.fmt(formatter),
            Self::Transport(error) => error.fmt(formatter),
            Self::Fault(fault) => {
                let [codes, reasons] =
                    [&fault.codes, &fault.reasons].map(|texts| texts.join(" / "));
                write!(formatter, "the service returned a fault: {reasons} ({codes})")
            }
            Self::Empty(status) => write!(formatter, "empty response with status {status}"),
            Self::Status(status, _) => {
                write!(formatter, "unexpected response with status {status}")
            }
            Self::Unreadable(status, error) => {
                write!(formatter, "cannot decode the response with status {status}: {error}")
            }
            Self::Reply(error) => write!(formatter, "cannot read the reply: {error}"),
        }
    }
}

impl Error for DynamicError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Request(error) | Self::Reply(error) => Some(error),
            Self::Packing(error) => Some(error),
            Self::Transport(error) => Some(error),
            Self::Unreadable(_, error) => Some(error),
            Self::Fault(_) | Self::Empty(_) | Self::Status(..) => None,
        }
    }
}
