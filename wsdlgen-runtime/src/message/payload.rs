//! The body of an outgoing message, in chunks that are shared instead of copied.

use std::{
    collections::VecDeque,
    error::Error,
    fmt,
    pin::Pin,
    task::{Context, Poll, Waker, ready},
};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};

use crate::attachment::{Attachment, Source};

/// The body of an outgoing message.
///
/// It implements [`http_body::Body`] and so works with any HTTP stack. Its length is known unless
/// [records](crate::Call::records) or [attachments](crate::Attachment::from_stream) are streamed.
///
/// ```
/// use wsdlgen_runtime::Payload;
///
/// let payload = Payload::new("<a/>");
/// assert_eq!(payload.len(), 4);
/// assert_eq!(payload.into_bytes(), "<a/>");
/// ```
#[derive(Clone, Default)]
pub struct Payload(VecDeque<Piece>);

/// A piece of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(Bytes),
    Stream(StreamedPiece),
}

/// Chunks that are produced while the body is sent.
#[derive(Clone)]
pub(crate) struct StreamedPiece {
    source: Source,
    /// The number of chunks taken by this clone of the payload.
    taken: usize,
    /// The number of bytes in these chunks.
    sent: u64,
}

impl StreamedPiece {
    /// Polls for the next chunk. The chunks must have the length of the source, if it is known.
    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, PayloadError>>> {
        let chunk = ready!(self.source.poll_chunk(&mut self.taken, context)).transpose();
        let chunk = chunk.map_err(PayloadError::new)?;
        self.sent += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        let is_wrong = self.source.length().is_some_and(|length| match chunk {
            Some(_) => self.sent > length,
            None => self.sent != length,
        });
        if is_wrong {
            let error = PayloadError::new("an attachment has another length than declared");
            return Poll::Ready(Some(Err(error)));
        }
        Poll::Ready(chunk.map(Ok))
    }
}

impl From<Bytes> for Piece {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Source> for Piece {
    fn from(source: Source) -> Self {
        Self::Stream(StreamedPiece { source, taken: 0, sent: 0 })
    }
}

impl Piece {
    /// Returns the content of an attachment.
    pub(crate) fn of(attachment: &Attachment) -> Self {
        match (attachment.source(), attachment.bytes()) {
            (Some(source), _) => source.clone().into(),
            (None, bytes) => bytes.cloned().unwrap_or_default().into(),
        }
    }

    /// Returns the length in bytes, if it is known.
    fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Stream(piece) => piece.source.length().filter(|_| piece.taken == 0),
        }
    }
}

impl Payload {
    /// Creates a body of one chunk.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self::from_iter([bytes.into()])
    }

    /// Creates a body of several pieces.
    pub(crate) fn of_pieces(pieces: impl IntoIterator<Item = Piece>) -> Self {
        let is_empty = |piece: &Piece| matches!(piece, Piece::Bytes(bytes) if bytes.is_empty());
        Self(pieces.into_iter().filter(|piece| !is_empty(piece)).collect())
    }

    /// Returns the number of bytes left to send, not counting those not produced yet.
    pub fn len(&self) -> usize {
        let produced = self.0.iter().map(|piece| match piece {
            Piece::Bytes(bytes) => bytes.len(),
            Piece::Stream(_) => 0,
        });
        produced.sum()
    }

    /// Returns whether there is nothing left to send.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the whole body is in memory.
    pub(crate) fn is_complete(&self) -> bool {
        self.0.iter().all(|piece| matches!(piece, Piece::Bytes(_)))
    }

    /// Returns the length of the whole body in bytes, if it is known.
    pub(crate) fn known_length(&self) -> Option<u64> {
        self.0.iter().try_fold(0, |sum: u64, piece| sum.checked_add(piece.length()?))
    }

    /// Returns the bytes of a body of at most one chunk, or the unchanged payload otherwise.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_piece(mut self) -> Result<Bytes, Self> {
        if self.0.len() > 1 || !self.is_complete() {
            return Err(self);
        }
        Ok(self.next_bytes())
    }

    /// Returns the bytes of the body, which are copied only if it has several chunks.
    ///
    /// The body is truncated before a record that cannot be written, and before content that is not available at once, as
    /// from a file. The result is then not well-formed, so the recipient notices.
    pub fn into_bytes(mut self) -> Bytes {
        if self.0.len() <= 1 && self.is_complete() {
            return self.next_bytes();
        }
        let mut whole = BytesMut::with_capacity(self.len());
        let mut context = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(Ok(chunk))) = self.poll_chunk(&mut context) {
            whole.extend_from_slice(&chunk);
        }
        whole.freeze()
    }

    /// Removes the first piece of a body in memory.
    fn next_bytes(&mut self) -> Bytes {
        match self.0.pop_front() {
            Some(Piece::Bytes(bytes)) => bytes,
            Some(Piece::Stream(_)) | None => Bytes::new(),
        }
    }

    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, PayloadError>>> {
        loop {
            match self.0.front_mut() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    self.0.pop_front();
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Some(Piece::Stream(piece)) => match ready!(piece.poll_chunk(context)) {
                    None => drop(self.0.pop_front()),
                    chunk => return Poll::Ready(chunk),
                },
            }
        }
    }
}

/// The error of a streamed body: a record cannot be written, an attachment cannot be read, or the body is sent twice.
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
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PayloadError>>> {
        self.poll_chunk(context).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        if let Some(length) = self.known_length() {
            return SizeHint::with_exact(length);
        }
        let mut hint = SizeHint::new();
        hint.set_lower(self.len() as u64);
        hint
    }
}

impl FromIterator<Bytes> for Payload {
    /// Creates a body of several chunks without copying them.
    fn from_iter<I: IntoIterator<Item = Bytes>>(chunks: I) -> Self {
        Self::of_pieces(chunks.into_iter().map(Piece::from))
    }
}
