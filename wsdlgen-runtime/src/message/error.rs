//! Why a call did not give a reply.

use std::{borrow::Cow, error::Error, fmt, time::Duration};

use http::StatusCode;

use super::{EncodeError, RawReply};
use crate::{
    security::SecurityError,
    soap::{Fault, NoDetail},
    validate::ValidationErrors,
    xml::ReadError,
};

/// Why a call did not give a reply. `D` is the type of the operation's fault details.
///
/// Where a reply came, [`raw_reply`](Self::raw_reply) has it.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<D = NoDetail> {
    /// The request could not be written; nothing was sent.
    Encode(EncodeError),
    /// The request could not be sent, or the reply broke off.
    Transport(TransportError),
    /// No whole reply came within this time.
    Timeout(Duration),
    /// An answer that is not SOAP: its status, content type and first bytes tell what it is.
    Http(HttpError),
    /// The service answered with a fault.
    Fault(Box<FaultReply<D>>),
    /// The reply is SOAP, but not what the contract says.
    Decode(DecodeError),
    /// The reply holds values that the contract forbids, and replies are checked.
    Invalid(ValidationErrors),
    /// The reply's security is not what [`ClientSettings::reply_security`](crate::ClientSettings) asks for. A fault
    /// is given as a fault all the same.
    Security(SecurityError),
}

impl<D> CallError<D> {
    /// Which of these it is, in a word.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Encode(_) => "not sent",
            Self::Transport(_) => "transport",
            Self::Timeout(_) => "timeout",
            Self::Http(_) => "no soap",
            Self::Fault(_) => "fault",
            Self::Decode(_) => "unreadable",
            Self::Invalid(_) => "invalid",
            Self::Security(_) => "not secure",
        }
    }
}

/// A fault, and the reply it came in. It dereferences to the [`Fault`].
#[derive(Debug)]
pub struct FaultReply<D = NoDetail> {
    /// The fault.
    pub fault: Fault<D>,
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
    /// The reply behind the error, where one came.
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

    /// The fault, where the service answered with one.
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
            Self::Fault(reply) => write!(formatter, "the service answered with a fault: {reply}"),
            Self::Decode(error) => error.fmt(formatter),
            Self::Security(error) => write!(formatter, "the reply is not secure: {error}"),
            Self::Invalid(errors) => {
                write!(formatter, "the reply holds what the contract forbids: {errors}")
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

/// A request that did not arrive, or a reply that did not arrive whole.
#[derive(Debug)]
pub struct TransportError {
    source: Box<dyn Error + Send + Sync>,
}

impl TransportError {
    /// An error of whatever carries the messages. One that is a `TransportError` already stays as it
    /// is: transports may be wrapped in transports.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        source.into().downcast::<Self>().map_or_else(|source| Self { source }, |same| *same)
    }

    /// The reply has more bytes than [`Limits::message_bytes`](crate::xml::Limits::message_bytes)
    /// allows.
    pub(super) fn too_long(limit: usize) -> Self {
        Self::new(TooLong { limit })
    }

    /// How many bytes a reply may have, where this one has more; `None` where something else is wrong.
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
        write!(formatter, "the reply is longer than the limit of {} bytes", self.limit)
    }
}

impl Error for TooLong {}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no whole reply: {}", self.source)?;
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

/// An answer that is not SOAP.
#[derive(Debug)]
pub struct HttpError {
    pub(super) reply: RawReply,
}

impl HttpError {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.reply.status()
    }

    /// The content type as it came, where there is one.
    pub fn content_type(&self) -> Option<Cow<'_, str>> {
        self.reply.content_type()
    }

    /// The beginning of the body as text, secrets left out; empty where there is no body.
    pub fn first_text(&self) -> String {
        self.reply.excerpt(200)
    }

    /// The whole reply.
    pub fn reply(&self) -> &RawReply {
        &self.reply
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content_type = self.content_type().unwrap_or("no content type".into());
        write!(formatter, "the answer is not SOAP: HTTP {}, {content_type}, ", self.status())?;
        match self.first_text() {
            text if text.is_empty() => formatter.write_str("no body"),
            text => write!(formatter, "{text:?}"),
        }
    }
}

impl Error for HttpError {}

/// A reply that is not what the contract says.
#[derive(Debug)]
pub struct DecodeError {
    pub(super) error: ReadError,
    pub(super) reply: RawReply,
}

impl DecodeError {
    /// What is wrong, and where.
    pub fn error(&self) -> &ReadError {
        &self.error
    }

    /// The elements around the place, from the root.
    pub fn path(&self) -> &str {
        self.error.path()
    }

    /// The whole reply.
    pub fn reply(&self) -> &RawReply {
        &self.reply
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the reply is not what the contract says: {}", self.error)
    }
}

impl Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::TransportError;

    #[test]
    fn an_error_that_is_handed_on_is_told_once() {
        let broken = TransportError::new("it broke off");
        assert_eq!(TransportError::new(broken).to_string(), "no whole reply: it broke off");
        let long = TransportError::new(TransportError::too_long(7));
        let told = "no whole reply: the reply is longer than the limit of 7 bytes";
        assert_eq!((long.to_string().as_str(), long.exceeded()), (told, Some(7)));
        assert_eq!(TransportError::new("it broke off").exceeded(), None);
    }
}
