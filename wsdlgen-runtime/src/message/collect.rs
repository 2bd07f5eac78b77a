//! Bodies that are arriving, put together.

use std::{error::Error, future::poll_fn, pin::pin};

use bytes::{Buf, Bytes, BytesMut};
use http::Response;
use http_body::Body;

use super::TransportError;

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
        Err(CollectError::TooLong) => Err(TransportError::too_long(limit)),
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
