//! The body of an outgoing message, in chunks that are shared instead of copied.

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

/// The body of an outgoing message.
///
/// It implements [`http_body::Body`] and so works with any HTTP stack. Its length is known unless
/// [records are streamed](crate::Call::records).
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

/// Chunks that are produced on demand, and the bytes after them.
#[derive(Clone)]
struct Later {
    source: Arc<Mutex<Source>>,
    /// The number of chunks taken by this clone of the payload.
    taken: usize,
    after: Bytes,
}

struct Source {
    chunks: Chunks,
    /// The number of chunks taken by all clones together.
    given: usize,
}

/// An iterator that produces chunks.
pub(crate) type Chunks = Box<dyn Iterator<Item = Result<Bytes, PayloadError>> + Send>;

impl Payload {
    /// Creates a body of one chunk.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let chunks = if bytes.is_empty() { VecDeque::new() } else { [bytes].into() };
        Self { chunks, later: None }
    }

    /// Creates a body whose middle part is produced while it is sent.
    pub(crate) fn with_later(before: Bytes, chunks: Chunks, after: Bytes) -> Self {
        let source = Arc::new(Mutex::new(Source { chunks, given: 0 }));
        Self { later: Some(Later { source, taken: 0, after }), ..Self::new(before) }
    }

    /// Returns the number of bytes left to send, not counting those not produced yet.
    pub fn len(&self) -> usize {
        let after = self.later.as_ref().map_or(0, |later| later.after.len());
        self.chunks.iter().map(Bytes::len).sum::<usize>() + after
    }

    /// Returns whether there is nothing left to send.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty() && self.later.is_none()
    }

    /// Returns whether the whole body is in memory.
    pub(crate) fn is_complete(&self) -> bool {
        self.later.is_none()
    }

    /// Returns the bytes of a body of at most one chunk, or the unchanged payload otherwise.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_piece(mut self) -> Result<Bytes, Self> {
        if self.chunks.len() > 1 || self.later.is_some() {
            return Err(self);
        }
        Ok(self.chunks.pop_front().unwrap_or_default())
    }

    /// Returns the bytes of the body, which are copied only if it has several chunks.
    ///
    /// The body is truncated before a record that cannot be written. The result is then not
    /// well-formed, so the recipient notices.
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
            None => self.later.take().map(|later| Ok(later.after)),
        }
    }
}

impl Later {
    fn next_chunk(&mut self) -> Option<Result<Bytes, PayloadError>> {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        if source.given != self.taken {
            return Some(Err(PayloadError::new("a streamed body cannot be sent twice")));
        }
        let chunk = source.chunks.next()?;
        source.given += 1;
        self.taken += 1;
        Some(chunk)
    }
}

/// The error of a streamed body: a record cannot be written, or the body is sent twice.
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

/// Omits the bytes, which may contain secrets.
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
    /// Creates a body of several chunks without copying them.
    fn from_iter<I: IntoIterator<Item = Bytes>>(chunks: I) -> Self {
        let chunks = chunks.into_iter().filter(|chunk| !chunk.is_empty()).collect();
        Self { chunks, later: None }
    }
}
