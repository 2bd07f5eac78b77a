//! Collecting a body that arrives in chunks.

use std::{error::Error, future::poll_fn, pin::pin};

use bytes::{Buf, Bytes, BytesMut};
use http::Response;
use http_body::Body;

use super::TransportError;

/// The reason why a body could not be collected.
pub(crate) enum CollectError<E> {
    /// The body exceeds the limit.
    TooLong,
    /// The body ended with an error.
    Body(E),
}

/// Reads a body of at most `limit` bytes to its end.
pub(crate) async fn collect<B: Body>(
    body: B,
    limit: usize,
) -> Result<Bytes, CollectError<B::Error>> {
    let mut body = pin!(body);
    if body.size_hint().lower() > limit as u64 {
        return Err(CollectError::TooLong);
    }
    let mut whole = Collected::new(body.size_hint().lower(), limit);
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let Ok(mut data) = frame.map_err(CollectError::Body)?.into_data() else { continue };
        if whole.len() + data.remaining() > limit {
            return Err(CollectError::TooLong);
        }
        whole.push(data.copy_to_bytes(data.remaining()));
    }
    Ok(whole.finish())
}

/// Collects the body of a response of at most `limit` bytes.
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
        Err(CollectError::TooLong) => Err(TransportError::too_long(limit)),
        Err(CollectError::Body(error)) => Err(TransportError::new(error)),
    }
}

/// The chunks collected so far. Most bodies consist of one chunk, which is not copied.
struct Collected {
    first: Bytes,
    all: BytesMut,
    /// The least length of the body, as announced by the sender.
    announced: usize,
    /// The greatest length of the body.
    limit: usize,
}

impl Collected {
    fn new(announced: u64, limit: usize) -> Self {
        let announced = usize::try_from(announced).map_or(limit, |announced| announced.min(limit));
        Self { first: Bytes::new(), all: BytesMut::new(), announced, limit }
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

    /// Appends a chunk.
    ///
    /// The buffer grows to the announced length at once, so that it is rarely reallocated, but never
    /// to more than 16 times the bytes received: a sender that announces a long body has to
    /// send part of it first. After that, the capacity doubles up to the limit.
    fn append(&mut self, data: &[u8]) {
        const AHEAD: usize = 16;
        let length = self.all.len() + data.len();
        if length > self.all.capacity() {
            let announced = self.announced.min(length.saturating_mul(AHEAD));
            let doubled = self.all.capacity().saturating_mul(2).min(self.limit);
            let room = if announced > length { announced } else { doubled.max(length) };
            // `reserve` itself would double beyond the limit.
            let mut larger = BytesMut::with_capacity(room);
            larger.extend_from_slice(&self.all);
            self.all = larger;
        }
        self.all.extend_from_slice(data);
    }

    fn finish(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}
