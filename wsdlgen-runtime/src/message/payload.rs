//! The body of a message: chunks that are shared, not copied.

use std::{
    collections::VecDeque,
    convert::Infallible,
    error::Error,
    fmt,
    future::poll_fn,
    pin::{Pin, pin},
    task::{Context, Poll},
};

use bytes::{Buf, Bytes, BytesMut};
use http::Response;
use http_body::{Body, Frame, SizeHint};

use super::TransportError;

/// The body of a message that is being sent.
///
/// It is an [`http_body::Body`] of known length, for any HTTP stack.
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
}

impl Payload {
    /// A body in one piece.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self { chunks: if bytes.is_empty() { VecDeque::new() } else { [bytes].into() } }
    }

    /// Bytes that are still to be sent.
    pub fn len(&self) -> usize {
        self.chunks.iter().map(Bytes::len).sum()
    }

    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The body, if it is in one piece, and itself again otherwise.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_piece(mut self) -> Result<Bytes, Self> {
        if self.chunks.len() > 1 {
            return Err(self);
        }
        Ok(self.chunks.pop_front().unwrap_or_default())
    }

    /// The body in one piece; copied only where it was in several.
    pub fn into_bytes(mut self) -> Bytes {
        if self.chunks.len() <= 1 {
            return self.chunks.pop_front().unwrap_or_default();
        }
        let mut whole = BytesMut::with_capacity(self.len());
        self.chunks.iter().for_each(|chunk| whole.extend_from_slice(chunk));
        whole.freeze()
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
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.chunks.pop_front().map(|chunk| Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.chunks.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.len() as u64)
    }
}

impl FromIterator<Bytes> for Payload {
    /// A body in several pieces, none of them copied.
    fn from_iter<I: IntoIterator<Item = Bytes>>(chunks: I) -> Self {
        Self { chunks: chunks.into_iter().filter(|chunk| !chunk.is_empty()).collect() }
    }
}

/// Why a body could not be collected.
pub(crate) enum CollectError<E> {
    /// It is longer than the limit.
    TooLong,
    /// It broke off.
    Body(E),
}

/// Reads a body to its end, if that comes before the limit.
pub(crate) async fn collect<B: Body>(
    body: B,
    limit: usize,
) -> Result<Bytes, CollectError<B::Error>> {
    let mut body = pin!(body);
    if body.size_hint().lower() > limit as u64 {
        return Err(CollectError::TooLong);
    }
    let mut whole = Collected::of_length(body.size_hint().lower().min(limit as u64));
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let Ok(mut data) = frame.map_err(CollectError::Body)?.into_data() else { continue };
        if whole.len() + data.remaining() > limit {
            return Err(CollectError::TooLong);
        }
        whole.push(data.copy_to_bytes(data.remaining()));
    }
    Ok(whole.finish())
}

/// A response once its whole body has arrived.
pub(crate) async fn arrived<B>(
    response: Response<B>,
    limit: usize,
) -> Result<Response<Bytes>, TransportError>
where
    B: Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (head, body) = response.into_parts();
    match collect(body, limit).await {
        Ok(bytes) => Ok(Response::from_parts(head, bytes)),
        Err(CollectError::TooLong) => {
            Err(TransportError::new(format!("the reply is longer than the limit of {limit} bytes")))
        }
        Err(CollectError::Body(error)) => Err(TransportError::new(error)),
    }
}

/// Most bodies come in one chunk, which needs no copy.
#[derive(Default)]
struct Collected {
    first: Bytes,
    all: BytesMut,
    /// How much is to come at least, as its sender says.
    announced: usize,
}

impl Collected {
    fn of_length(announced: u64) -> Self {
        let announced = usize::try_from(announced).unwrap_or_default();
        Self { announced, ..Self::default() }
    }

    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn push(&mut self, data: Bytes) {
        if self.len() == 0 {
            self.first = data;
            return;
        }
        let first = std::mem::take(&mut self.first);
        self.append(&first);
        self.append(&data);
    }

    /// Room is made for all that was announced, so that growing hardly needs it twice; but first
    /// for so many times what has come: who announces much has to send some of it.
    fn append(&mut self, data: &[u8]) {
        const AHEAD: usize = 16;
        let length = self.all.len() + data.len();
        if length > self.all.capacity() {
            let room = self.announced.min(AHEAD * length).max(length);
            self.all.reserve(room - self.all.len());
        }
        self.all.extend_from_slice(data);
    }

    fn finish(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}
