//! Attachments of a message whose envelope has arrived, read as the rest of the message arrives.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    task::{Context, Poll, Wake as _, Waker, ready},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::{
    Attachments, ContentType, Unpacked,
    multipart::{ArrivingBody, BoxError, Multipart},
    unpack::{PartHead, bare_id},
};
use crate::{
    address::unescape,
    attachment::{Attachment, Source, Waiting},
    xml::shorten,
};

/// The maximum length of a boundary, in bytes. RFC 2046, §5.1.1, allows 70.
const MAX_BOUNDARY: usize = 250;

/// The attachments of a message that are still arriving. Clones share them.
#[derive(Clone)]
pub(crate) struct Arriving(Arc<Mutex<State>>);

struct State {
    multipart: Multipart,
    /// The part that is being stored.
    storing: Option<(PartHead, BytesMut)>,
    /// Attachments that have arrived before they were wanted, with their positions.
    stored: Vec<(usize, Attachment)>,
    /// The number of bytes that may still be stored.
    left: usize,
    /// The number of attachments whose headers have been read.
    heads: usize,
    /// The position of the attachment that is being read.
    open: Option<usize>,
    /// The error after which nothing more can be read.
    failure: Option<String>,
    /// The readers to wake when there is progress.
    waiting: Arc<Waiting>,
}

/// The attachment that a reader wants.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// The attachment with this `Content-ID`, as written in the reference and decoded.
    Id { written: String, plain: String },
    /// The attachment that names a part of the contract's message, or else the one at this position.
    Part(&'static str, usize, &'static [&'static str]),
}

impl Wanted {
    /// Selects an attachment by a reference without its `cid:` prefix.
    pub(super) fn by_id(written: &str) -> Self {
        Self::Id { written: written.to_owned(), plain: unescape(written).into_owned() }
    }

    fn is(&self, position: usize, id: &str) -> bool {
        match self {
            Self::Id { written, plain } => *written == id || *plain == id,
            Self::Part(name, at, all) => {
                let named = id.split_once('=').map(|(part, _)| unescape(part));
                let is_declared = |part: &str| all.contains(&part);
                match named.as_deref().filter(|part| is_declared(part)) {
                    Some(part) => part == *name,
                    None => position == *at,
                }
            }
        }
    }
}

impl Arriving {
    /// Reads a multipart message up to the end of its envelope. At most `limit` bytes are held in memory.
    pub(crate) async fn open(
        content_type: &ContentType<'_>,
        body: ArrivingBody,
        limit: usize,
    ) -> Result<Unpacked<'static>, BoxError> {
        let boundary =
            content_type.parameter("boundary").ok_or("the multipart message has no boundary")?;
        if boundary.len() > MAX_BOUNDARY {
            return Err("the boundary of the multipart message is too long".into());
        }
        let start = content_type.parameter("start").map(|start| bare_id(&start).to_owned());
        let multipart = Multipart::new(body, &boundary);
        let mut state = State {
            multipart,
            storing: None,
            stored: Vec::new(),
            left: limit,
            heads: 0,
            open: None,
            failure: None,
            waiting: Arc::default(),
        };
        let root = poll_fn(|context| state.poll_root(start.as_deref(), context)).await?;
        let arriving = Self(Arc::new(Mutex::new(state)));
        Ok(Unpacked::of_root(&root, Attachments::arriving(arriving)))
    }

    /// Returns an attachment whose content is read on demand.
    pub(super) fn attachment(&self, wanted: Wanted) -> Attachment {
        let content_type = Arc::default();
        let id = match &wanted {
            Wanted::Id { plain, .. } => plain.clone(),
            Wanted::Part(..) => String::new(),
        };
        let reader = Reader {
            arriving: self.clone(),
            wanted,
            content_type: Arc::clone(&content_type),
            state: ReaderState::Searching,
        };
        let source = Source::new(Box::pin(reader)).with_type(content_type);
        Attachment::of_source("", source).with_id(id)
    }

    /// Waits for the rest of the message and returns the attachments.
    pub(crate) async fn collect(&self) -> Result<Vec<Attachment>, BoxError> {
        poll_fn(|context| self.lock().poll_all(context)).await
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Reads the part with the id `start`, or else the first part.
    fn poll_root(
        &mut self,
        start: Option<&str>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Attachment, BoxError>> {
        loop {
            if self.storing.is_some() {
                let part = ready!(self.poll_stored(context))?;
                if start.is_none_or(|start| part.id() == start) {
                    return Poll::Ready(Ok(part));
                }
                self.store(part);
            }
            match ready!(self.multipart.poll_head(context))? {
                Some(head) => self.storing = Some((head, BytesMut::new())),
                None if self.stored.is_empty() => {
                    return Poll::Ready(Err("the multipart message has no parts".into()));
                }
                None => {
                    let (_, root) = self.stored.remove(0);
                    self.stored.iter_mut().for_each(|(position, _)| *position -= 1);
                    self.heads -= 1;
                    return Poll::Ready(Ok(root));
                }
            }
        }
    }

    /// Reads the rest of the message.
    fn poll_all(&mut self, context: &mut Context<'_>) -> Poll<Result<Vec<Attachment>, BoxError>> {
        loop {
            if self.storing.is_some() {
                let part = ready!(self.poll_stored(context))?;
                self.store(part);
            }
            let Some(head) = ready!(self.multipart.poll_head(context))? else {
                let all = std::mem::take(&mut self.stored).into_iter();
                return Poll::Ready(Ok(all.map(|(_, attachment)| attachment).collect()));
            };
            self.storing = Some((head, BytesMut::new()));
        }
    }

    fn store(&mut self, attachment: Attachment) {
        self.stored.push((self.heads, attachment));
        self.heads += 1;
    }

    /// Reads the part that is being stored to its end.
    fn poll_stored(&mut self, context: &mut Context<'_>) -> Poll<Result<Attachment, BoxError>> {
        loop {
            let chunk = ready!(self.multipart.poll_chunk(context))?;
            match (chunk, &mut self.storing) {
                (Some(chunk), Some((_, stored))) => {
                    self.left = self.left.checked_sub(chunk.len()).ok_or(
                        "the buffered part of the message exceeds the limit (`Limits::message_bytes`): read attachments in the order in which they arrive",
                    )?;
                    stored.extend_from_slice(&chunk);
                }
                (Some(_), None) => {}
                (None, _) => {
                    let stored = self.storing.take().ok_or("no part is being stored")?;
                    return Poll::Ready(Ok(stored.0.attachment(stored.1.freeze())?));
                }
            }
        }
    }

    /// Removes a stored attachment.
    fn take(&mut self, index: usize) -> Attachment {
        let (_, stored) = self.stored.remove(index);
        self.left += stored.bytes().map_or(0, Bytes::len);
        stored
    }

    /// Records an error so that later reads fail too.
    fn failed<T>(&mut self, result: Result<T, BoxError>) -> Result<T, BoxError> {
        result.inspect_err(|error| self.failure = Some(error.to_string()))
    }
}

/// A reader of the content of one attachment.
struct Reader {
    arriving: Arriving,
    wanted: Wanted,
    content_type: Arc<OnceLock<String>>,
    state: ReaderState,
}

/// The progress of a reader.
#[derive(Clone, Copy)]
enum ReaderState {
    /// The attachment has not been found.
    Searching,
    /// The attachment at this position is being read.
    Reading(usize),
    Done,
}

impl Stream for Reader {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let arriving = self.arriving.clone();
        let mut state = arriving.lock();
        if let Some(failure) = &state.failure {
            return Poll::Ready(Some(Err(failure.clone().into())));
        }
        let waiting = Arc::clone(&state.waiting);
        waiting.add(context);
        let waker = Waker::from(Arc::clone(&waiting));
        let polled = self.poll(&mut state, &mut Context::from_waker(&waker));
        drop(state);
        if polled.is_ready() {
            waiting.wake();
        }
        polled.map(Result::transpose)
    }
}

impl Reader {
    fn poll(
        &mut self,
        state: &mut State,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, BoxError>> {
        if matches!(self.state, ReaderState::Searching)
            && let Some(content) = ready!(self.poll_found(state, context))?
        {
            self.state = ReaderState::Done;
            return Poll::Ready(Ok(Some(content)));
        }
        let ReaderState::Reading(position) = self.state else { return Poll::Ready(Ok(None)) };
        if state.open != Some(position) {
            return Poll::Ready(Err(
                "the attachment was skipped because a later one was read before its end".into(),
            ));
        }
        let chunk = ready!(state.multipart.poll_chunk(context));
        let chunk = state.failed(chunk)?;
        if chunk.is_none() {
            state.open = None;
            self.state = ReaderState::Done;
        }
        Poll::Ready(Ok(chunk))
    }

    /// Finds the attachment. Returns its content if it has been stored.
    fn poll_found(
        &mut self,
        state: &mut State,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, BoxError>> {
        let is_wanted =
            |(position, stored): &(usize, Attachment)| self.wanted.is(*position, stored.id());
        let mut found = state.stored.iter().position(is_wanted);
        loop {
            if let Some(index) = found {
                let stored = state.take(index);
                let _ = self.content_type.set(stored.content_type().to_owned());
                return Poll::Ready(Ok(stored.bytes().cloned()));
            }
            if state.storing.is_some() {
                let part = ready!(state.poll_stored(context));
                let part = state.failed(part)?;
                state.store(part);
                let last = state.stored.len() - 1;
                found = state.stored.last().filter(|one| is_wanted(one)).map(|_| last);
                continue;
            }
            state.open = None;
            let head = ready!(state.multipart.poll_head(context));
            let Some(head) = state.failed(head)? else {
                return Poll::Ready(Err(format!("cannot find attachment {}", self.wanted).into()));
            };
            if !self.wanted.is(state.heads, &head.id) || head.is_encoded() {
                state.storing = Some((head, BytesMut::new()));
                continue;
            }
            let _ = self.content_type.set(head.content_type);
            self.state = ReaderState::Reading(state.heads);
            state.open = Some(state.heads);
            state.heads += 1;
            return Poll::Ready(Ok(None));
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id { written, .. } => write!(formatter, "`{}`", shorten(written, 200)),
            Self::Part(name, ..) => write!(formatter, "`{name}`"),
        }
    }
}

/// Omits the content, which may be long or secret.
impl fmt::Debug for Arriving {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Arriving")
    }
}

/// Attachments are equal if they belong to the same message.
impl PartialEq for Arriving {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Arriving {}
