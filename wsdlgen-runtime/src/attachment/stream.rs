//! Content that is produced or received in chunks, and read once.

use std::{
    error::Error,
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    task::{Context, Poll, Wake, Waker, ready},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};

use super::{Attachment, Content};

type BoxError = Box<dyn Error + Send + Sync>;

/// A stream of chunks.
pub(crate) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// A stream shared by several readers. Only the first to take a chunk can read it; the others get an error.
#[derive(Clone)]
pub(crate) struct Source {
    length: Option<u64>,
    /// The media type of an attachment that is still arriving, once its headers have been read.
    content_type: Arc<OnceLock<String>>,
    state: Arc<Mutex<State>>,
}

struct State {
    /// `None` after the last chunk.
    chunks: Option<Chunks>,
    /// The number of chunks read so far.
    given: usize,
    /// The error with which the stream ended.
    failure: Option<String>,
    /// The readers to wake when there is progress.
    waiting: Arc<Waiting>,
}

/// The tasks that wait for the same source. Waking one wakes all, since the source keeps only one waker.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<Vec<Waker>>);

impl Waiting {
    /// Adds the task of a context.
    pub(crate) fn add(&self, context: &Context<'_>) {
        let mut wakers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !wakers.iter().any(|known| known.will_wake(context.waker())) {
            wakers.push(context.waker().clone());
        }
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        let wakers = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl Source {
    pub(crate) fn new(chunks: Chunks) -> Self {
        let waiting = Arc::default();
        let state = State { chunks: Some(chunks), given: 0, failure: None, waiting };
        Self { length: None, content_type: Arc::default(), state: Arc::new(Mutex::new(state)) }
    }

    /// Sets the media type of an attachment that is still arriving.
    pub(crate) fn with_type(self, content_type: Arc<OnceLock<String>>) -> Self {
        Self { content_type, ..self }
    }

    /// Returns the media type of an attachment that is still arriving, once its headers have been read.
    pub(crate) fn content_type(&self) -> Option<&str> {
        self.content_type.get().map(String::as_str)
    }

    /// Returns the length in bytes, if it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// Polls for the next chunk. `taken` is the number of chunks that the reader has had.
    pub(crate) fn poll_chunk(
        &self,
        taken: &mut usize,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BoxError>>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.given != *taken {
            return Poll::Ready(Some(Err("a stream cannot be read or sent twice".into())));
        }
        if let Some(failure) = &state.failure {
            return Poll::Ready(Some(Err(failure.clone().into())));
        }
        let waiting = Arc::clone(&state.waiting);
        waiting.add(context);
        let waker = Waker::from(Arc::clone(&waiting));
        let Some(chunks) = &mut state.chunks else { return Poll::Ready(None) };
        let chunk = ready!(chunks.as_mut().poll_next(&mut Context::from_waker(&waker)));
        match &chunk {
            Some(Ok(_)) => {
                state.given += 1;
                *taken += 1;
            }
            Some(Err(error)) => {
                state.failure = Some(error.to_string());
                state.chunks = None;
            }
            None => state.chunks = None,
        }
        waiting.wake();
        Poll::Ready(chunk)
    }
}

/// Streams are equal if they are the same stream.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }
}

impl Eq for Source {}

impl Attachment {
    /// Creates an attachment whose content is produced while it is sent. It is never held in memory as a whole.
    ///
    /// The body of the message is sent chunked, unless [`with_length`](Self::with_length) sets the length. It cannot be
    /// replayed by retry middleware.
    ///
    /// ```
    /// use wsdlgen_runtime::Attachment;
    ///
    /// # fn example(lines: impl futures_core::Stream<Item = Result<Vec<u8>, std::io::Error>> + Send + 'static) {
    /// let report = Attachment::from_stream("text/csv", lines);
    /// assert!(report.bytes().is_none());
    /// # }
    /// ```
    pub fn from_stream<S, B, E>(content_type: impl Into<String>, chunks: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::of_source(content_type, Source::new(Box::pin(Uniform(Box::pin(chunks)))))
    }

    pub(crate) fn of_source(content_type: impl Into<String>, source: Source) -> Self {
        let content_type = content_type.into();
        Self { content_type, content: Content::Stream(source), ..Self::default() }
    }

    /// Sets the length of streamed content, in bytes, so that the message can be sent with a `Content-Length`.
    ///
    /// Sending fails if the stream ends earlier or later.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        if let Content::Stream(source) = &mut self.content {
            source.length = Some(length);
        }
        self
    }

    /// Returns the stream, unless the content is in memory.
    pub(crate) fn source(&self) -> Option<&Source> {
        match &self.content {
            Content::Bytes(_) => None,
            Content::Stream(source) => Some(source),
        }
    }

    /// Returns the content as a stream of chunks.
    pub fn into_stream(self) -> AttachmentStream {
        let (source, rest) = match self.content {
            Content::Bytes(bytes) => (None, bytes),
            Content::Stream(source) => (Some((source, 0)), Bytes::new()),
        };
        AttachmentStream { source, rest }
    }

    /// Reads the whole content into memory.
    ///
    /// # Errors
    ///
    /// If the content is longer than `limit` bytes, has been read already, or has not arrived in full.
    pub async fn collect(self, limit: usize) -> Result<Bytes, AttachmentError> {
        let mut stream = self.into_stream();
        let mut whole = BytesMut::new();
        while let Some(chunk) = stream.next_chunk().await {
            let chunk = chunk?;
            if whole.len() + chunk.len() > limit {
                let error = format!("the attachment is longer than {limit} bytes");
                return Err(AttachmentError(error.into()));
            }
            if whole.is_empty() && stream.is_end_stream() {
                return Ok(chunk);
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }
}

/// The content of an attachment as a stream of chunks.
///
/// It implements [`Stream`] and [`Body`], and `tokio::io::AsyncRead` with the feature `tokio`.
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct AttachmentStream {
    /// The source, and the number of chunks taken from it.
    source: Option<(Source, usize)>,
    /// Bytes that are next, before those of the source.
    pub(super) rest: Bytes,
}

impl AttachmentStream {
    /// Returns the next chunk, or `None` after the last one.
    pub async fn next_chunk(&mut self) -> Option<Result<Bytes, AttachmentError>> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, AttachmentError>>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.rest))));
        }
        let Some((source, taken)) = &mut self.source else { return Poll::Ready(None) };
        source
            .poll_chunk(taken, context)
            .map(|chunk| chunk.map(|chunk| chunk.map_err(AttachmentError)))
    }
}

impl Stream for AttachmentStream {
    type Item = Result<Bytes, AttachmentError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}

impl Body for AttachmentStream {
    type Data = Bytes;
    type Error = AttachmentError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, AttachmentError>>> {
        self.poll_chunk(context).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.source.is_none() && self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let known = self.rest.len() as u64;
        match &self.source {
            None => SizeHint::with_exact(known),
            Some(_) => SizeHint::default(),
        }
    }
}

/// The reason why the content of an attachment could not be read.
#[derive(Debug)]
pub struct AttachmentError(BoxError);

impl fmt::Display for AttachmentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Error for AttachmentError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

impl From<AttachmentError> for std::io::Error {
    fn from(error: AttachmentError) -> Self {
        match error.0.downcast() {
            Ok(error) => *error,
            Err(error) => Self::other(error),
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Source").field("length", &self.length).finish_non_exhaustive()
    }
}

/// An adapter that converts the chunks and errors of any stream to common types.
struct Uniform<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Uniform<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(chunk.map(|chunk| chunk.map(Into::into).map_err(Into::into)))
    }
}

/// A stream of the items of an iterator.
pub(crate) struct IterStream<I>(pub(crate) Box<I>);

impl<I: Iterator> Stream for IterStream<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}
