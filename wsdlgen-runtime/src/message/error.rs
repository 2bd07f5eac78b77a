//! The errors of calls.

use std::{borrow::Cow, error::Error, fmt, time::Duration};

use http::StatusCode;

use super::{EncodeError, RawReply};
use crate::{
    security::SecurityError,
    soap::{Fault, NoDetail},
    validate::ValidationErrors,
    xml::{Deviation, ReadError},
};

/// The error of a call. `D` is the type of the operation's fault details.
///
/// If a reply was received, [`raw_reply`](Self::raw_reply) returns it.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<D = NoDetail> {
    /// The request could not be encoded. Nothing was sent, unless the error is in a streamed record.
    Encode(EncodeError),
    /// The request could not be sent, or the reply is incomplete.
    Transport(TransportError),
    /// No complete reply arrived within this time.
    Timeout(Duration),
    /// The response is not SOAP. The error has its status, content type and first bytes.
    Http(HttpError),
    /// The service returned a fault.
    Fault(Box<FaultReply<D>>),
    /// The reply is SOAP, but does not match the contract.
    Decode(DecodeError),
    /// The reply violates the contract, and replies are validated.
    Invalid(ValidationErrors),
    /// The reply does not meet the requirements of [`ClientSettings::reply_security`](crate::ClientSettings). Faults
    /// are exempt: they are always returned as [`Fault`](Self::Fault).
    Security(SecurityError),
}

impl<D> CallError<D> {
    /// Returns a short name of the kind of error, for spans.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Encode(_) => "not sent",
            Self::Transport(_) => "transport",
            Self::Timeout(_) => "timeout",
            Self::Http(_) => "not soap",
            Self::Fault(_) => "fault",
            Self::Decode(_) => "unreadable",
            Self::Invalid(_) => "invalid",
            Self::Security(_) => "not secure",
        }
    }
}

/// A fault and the reply that contained it. Dereferences to the [`Fault`].
#[derive(Debug)]
pub struct FaultReply<D = NoDetail> {
    /// The fault.
    pub fault: Fault<D>,
    /// The deviations from SOAP and from the contract that were accepted.
    pub deviations: Vec<Deviation>,
    /// The reply.
    pub reply: RawReply,
}

impl<D> std::ops::Deref for FaultReply<D> {
    type Target = Fault<D>;

    fn deref(&self) -> &Fault<D> {
        &self.fault
    }
}

impl<D: fmt::Debug> fmt::Display for FaultReply<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(formatter)
    }
}

impl<D> CallError<D> {
    /// Returns the reply that caused the error, if one was received.
    pub fn raw_reply(&self) -> Option<&RawReply> {
        match self {
            Self::Encode(_)
            | Self::Transport(_)
            | Self::Timeout(_)
            | Self::Invalid(_)
            | Self::Security(_) => None,
            Self::Http(error) => Some(&error.reply),
            Self::Fault(fault) => Some(&fault.reply),
            Self::Decode(error) => Some(&error.reply),
        }
    }

    /// Converts the detail of a fault, so that calls of several operations can return one error type.
    ///
    /// ```
    /// use wsdlgen_runtime::CallError;
    ///
    /// #[derive(Debug)]
    /// enum Refused {
    ///     Locked,
    ///     Unknown,
    /// }
    ///
    /// fn unlocked(error: CallError<String>) -> CallError<Refused> {
    ///     error.map_detail(|code| if code == "LOCKED" { Refused::Locked } else { Refused::Unknown })
    /// }
    /// ```
    pub fn map_detail<E>(self, convert: impl FnOnce(D) -> E) -> CallError<E> {
        self.convert_detail(|detail| detail.map(convert))
    }

    /// Drops the typed detail of a fault. [`Fault::raw_entry`] still finds the entries of the detail.
    pub fn without_detail(self) -> CallError {
        self.convert_detail(|_| None)
    }

    fn convert_detail<E>(self, convert: impl FnOnce(Option<D>) -> Option<E>) -> CallError<E> {
        match self {
            Self::Encode(error) => CallError::Encode(error),
            Self::Transport(error) => CallError::Transport(error),
            Self::Timeout(limit) => CallError::Timeout(limit),
            Self::Http(error) => CallError::Http(error),
            Self::Fault(reply) => {
                let FaultReply { fault, deviations, reply } = *reply;
                let fault = fault.convert_detail(convert);
                CallError::Fault(Box::new(FaultReply { fault, deviations, reply }))
            }
            Self::Decode(error) => CallError::Decode(error),
            Self::Invalid(errors) => CallError::Invalid(errors),
            Self::Security(error) => CallError::Security(error),
        }
    }

    /// Returns the fault, if the service returned one.
    pub fn fault(&self) -> Option<&Fault<D>> {
        match self {
            Self::Fault(reply) => Some(&reply.fault),
            _ => None,
        }
    }
}

impl<D: fmt::Debug> fmt::Display for CallError<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encode(error) => write!(formatter, "the request was not sent: {error}"),
            Self::Transport(error) => error.fmt(formatter),
            Self::Timeout(limit) => write!(formatter, "no reply within {limit:?}"),
            Self::Http(error) => error.fmt(formatter),
            Self::Fault(reply) => write!(formatter, "the service returned a fault: {reply}"),
            Self::Decode(error) => error.fmt(formatter),
            Self::Security(error) => {
                write!(formatter, "the reply failed its security check: {error}")
            }
            Self::Invalid(errors) => {
                write!(formatter, "the reply violates the contract: {errors}")
            }
        }
    }
}

impl<D: fmt::Debug> Error for CallError<D> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Encode(error) => Some(error),
            Self::Transport(error) => error.source(),
            Self::Decode(error) => Some(&error.error),
            Self::Invalid(errors) => Some(errors),
            Self::Security(error) => Some(error),
            Self::Timeout(_) | Self::Http(_) | Self::Fault(_) => None,
        }
    }
}

/// An error of the transport: the request was not delivered, or the reply is incomplete.
#[derive(Debug)]
pub struct TransportError {
    source: Box<dyn Error + Send + Sync>,
}

impl TransportError {
    /// Wraps an error of the transport. A `TransportError` is returned unchanged, since transports
    /// may wrap each other.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        source.into().downcast::<Self>().map_or_else(|source| Self { source }, |same| *same)
    }

    /// Creates the error for a reply that exceeds
    /// [`Limits::message_bytes`](crate::xml::Limits::message_bytes).
    pub(super) fn too_long(limit: usize) -> Self {
        Self::new(TooLong { limit })
    }

    /// Returns the limit that the reply exceeded, in bytes, or `None` for any other error.
    pub fn exceeded(&self) -> Option<usize> {
        self.source.downcast_ref::<TooLong>().map(|too_long| too_long.limit)
    }
}

#[derive(Debug)]
struct TooLong {
    limit: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the reply exceeds the limit of {} bytes", self.limit)
    }
}

impl Error for TooLong {}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the call failed: {}", self.source)?;
        let mut cause = self.source.source();
        while let Some(error) = cause {
            write!(formatter, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// A response that is not SOAP.
#[derive(Debug)]
pub struct HttpError {
    pub(super) reply: RawReply,
}

impl HttpError {
    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.reply.status()
    }

    /// Returns the content type as received, if any.
    pub fn content_type(&self) -> Option<Cow<'_, str>> {
        self.reply.content_type()
    }

    /// Returns the start of the body as text with secrets redacted, or an empty string if there is no
    /// body.
    pub fn first_text(&self) -> String {
        self.reply.excerpt(200)
    }

    /// Returns the whole reply.
    pub fn reply(&self) -> &RawReply {
        &self.reply
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.status().is_success() && self.first_text().is_empty() {
            return write!(
                formatter,
                "the service sent no reply, which the contract declares: HTTP {}, no body",
                self.status()
            );
        }
        let content_type = self.content_type().unwrap_or("no content type".into());
        write!(formatter, "the response is not SOAP: HTTP {}, {content_type}, ", self.status())?;
        match self.first_text() {
            text if text.is_empty() => formatter.write_str("no body"),
            text => write!(formatter, "{text:?}"),
        }
    }
}

impl Error for HttpError {}

/// A reply that does not match the contract.
#[derive(Debug)]
pub struct DecodeError {
    pub(super) error: ReadError,
    pub(super) reply: RawReply,
}

impl DecodeError {
    /// Returns the first mismatch and its location.
    pub fn error(&self) -> &ReadError {
        &self.error
    }

    /// Returns the path of the element with the error, from the root.
    pub fn path(&self) -> &str {
        self.error.path()
    }

    /// Returns the whole reply.
    pub fn reply(&self) -> &RawReply {
        &self.reply
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the reply does not match the contract: {}", self.error)
    }
}

impl Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::TransportError;

    #[test]
    fn does_not_nest_transport_errors() {
        let broken = TransportError::new("connection reset");
        assert_eq!(TransportError::new(broken).to_string(), "the call failed: connection reset");
        let long = TransportError::new(TransportError::too_long(7));
        let message = "the call failed: the reply exceeds the limit of 7 bytes";
        assert_eq!((long.to_string().as_str(), long.exceeded()), (message, Some(7)));
        assert_eq!(TransportError::new("connection reset").exceeded(), None);
    }
}
