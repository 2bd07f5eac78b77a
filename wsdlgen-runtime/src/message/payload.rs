//! The body of a message: chunks that are shared, not copied.

use std::{
    collections::VecDeque,
    error::Error,
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};

/// The body of a message that is being sent.
///
/// It is an [`http_body::Body`], for any HTTP stack, and its length is known unless records are
/// [written while it is sent](crate::Call::records).
///
/// ```
/// use wsdlgen_runtime::Payload;
///
/// let payload = Payload::new("<a/>");
/// assert_eq!(payload.len(), 4);
/// assert_eq!(payload.into_bytes(), "<a/>");
/// ```
#[derive(Clone, Default)]
pub struct Payload {
    chunks: VecDeque<Bytes>,
    later: Option<Later>,
}

/// Chunks that are made when they are asked for, and what comes behind them.
#[derive(Clone)]
struct Later {
    source: Arc<Mutex<Source>>,
    /// How many were taken by this clone of the payload.
    taken: usize,
    behind: Bytes,
}

struct Source {
    chunks: Chunks,
    /// How many were taken by whichever clone.
    given: usize,
}

/// Makes chunks.
pub(crate) type Chunks = Box<dyn Iterator<Item = Result<Bytes, PayloadError>> + Send>;

impl Payload {
    /// A body in one piece.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let chunks = if bytes.is_empty() { VecDeque::new() } else { [bytes].into() };
        Self { chunks, later: None }
    }

    /// A body of which a part is made while it is sent.
    pub(crate) fn with_later(before: Bytes, chunks: Chunks, behind: Bytes) -> Self {
        let source = Arc::new(Mutex::new(Source { chunks, given: 0 }));
        Self { later: Some(Later { source, taken: 0, behind }), ..Self::new(before) }
    }

    /// Bytes that are still to be sent, as far as they have been made.
    pub fn len(&self) -> usize {
        let behind = self.later.as_ref().map_or(0, |later| later.behind.len());
        self.chunks.iter().map(Bytes::len).sum::<usize>() + behind
    }

    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty() && self.later.is_none()
    }

    /// Whether all of it has been made.
    pub(crate) fn is_complete(&self) -> bool {
        self.later.is_none()
    }

    /// The body, if it is in one piece, and itself again otherwise.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_piece(mut self) -> Result<Bytes, Self> {
        if self.chunks.len() > 1 || self.later.is_some() {
            return Err(self);
        }
        Ok(self.chunks.pop_front().unwrap_or_default())
    }

    /// The body in one piece; copied only where it was in several. It is cut off before a record that
    /// cannot be written, so that nobody takes it for whole.
    pub fn into_bytes(mut self) -> Bytes {
        if self.chunks.len() <= 1 && self.later.is_none() {
            return self.chunks.pop_front().unwrap_or_default();
        }
        let mut whole = BytesMut::with_capacity(self.len());
        while let Some(Ok(chunk)) = self.next_chunk() {
            whole.extend_from_slice(&chunk);
        }
        whole.freeze()
    }

    fn next_chunk(&mut self) -> Option<Result<Bytes, PayloadError>> {
        if let Some(chunk) = self.chunks.pop_front() {
            return Some(Ok(chunk));
        }
        let later = self.later.as_mut()?;
        match later.next_chunk() {
            Some(chunk) => Some(chunk),
            None => self.later.take().map(|later| Ok(later.behind)),
        }
    }
}

impl Later {
    fn next_chunk(&mut self) -> Option<Result<Bytes, PayloadError>> {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        if source.given != self.taken {
            return Some(Err(PayloadError::new("what is made while it is sent is sent once")));
        }
        let chunk = source.chunks.next()?;
        source.given += 1;
        self.taken += 1;
        Some(chunk)
    }
}

/// Why a body that is being sent cannot go on: a record in it cannot be written.
#[derive(Debug)]
pub struct PayloadError(Box<dyn Error + Send + Sync>);

impl PayloadError {
    pub(crate) fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Error for PayloadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}

/// Without the message, which may hold secrets.
impl fmt::Debug for Payload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Payload({} bytes)", self.len())
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = PayloadError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PayloadError>>> {
        Poll::Ready(self.next_chunk().map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let known = self.len() as u64;
        if self.is_complete() {
            return SizeHint::with_exact(known);
        }
        let mut hint = SizeHint::new();
        hint.set_lower(known);
        hint
    }
}

impl FromIterator<Bytes> for Payload {
    /// A body in several pieces, none of them copied.
    fn from_iter<I: IntoIterator<Item = Bytes>>(chunks: I) -> Self {
        let chunks = chunks.into_iter().filter(|chunk| !chunk.is_empty()).collect();
        Self { chunks, later: None }
    }
}
