//! Incremental reader for the parts of a MIME body (RFC 2046, §5.1.1).

use std::{
    error::Error,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes, BytesMut};
use http_body::{Body, Frame};
use memchr::memmem;

use super::unpack::{
    HEAD_BYTES, Line, PADDING, PARTS, PartHead, delimiter_line, end_before, find_head,
};

pub(super) type BoxError = Box<dyn Error + Send + Sync>;

/// A body over any transport.
pub(super) type ArrivingBody = Pin<Box<dyn Body<Data = Bytes, Error = BoxError> + Send>>;

/// Converts the data and errors of a request's body to common types.
pub(crate) fn arriving_body<B>(body: B) -> ArrivingBody
where
    B: Body + Send + 'static,
    B::Data: Buf + Send,
{
    Box::pin(RequestBody(Box::pin(body)))
}

/// The body of a request.
struct RequestBody<B>(Pin<Box<B>>);

impl<B> Body for RequestBody<B>
where
    B: Body,
    B::Data: Buf,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(self.0.as_mut().poll_frame(context));
        let common =
            |frame: Frame<B::Data>| frame.map_data(|mut data| data.copy_to_bytes(data.remaining()));
        let incomplete = |_| "the request body is incomplete".into();
        Poll::Ready(frame.map(|frame| frame.map(common).map_err(incomplete)))
    }
}

/// The maximum length of the text before the first part, in bytes.
const PREAMBLE_BYTES: usize = 64 << 10;

/// A MIME body, read part by part. Only the headers of a part or a chunk of its content are in memory.
pub(super) struct Multipart {
    body: ArrivingBody,
    /// `true` after the last frame of the body.
    is_complete: bool,
    /// Bytes that have arrived and have not been returned.
    buffer: BytesMut,
    /// `true` if a line begins at the start of the buffer.
    is_at_line: bool,
    /// The delimiter without its line breaks.
    delimiter: Vec<u8>,
    position: Position,
    /// The number of parts so far.
    parts: usize,
    /// The length of the text before the first part that may still follow, in bytes.
    preamble_left: usize,
}

/// The position in a MIME body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    /// In the text before the first part, or in the content of a part.
    Content,
    /// After a delimiter line.
    Head,
    /// After the last part, or after an error.
    End,
}

impl Multipart {
    pub(super) fn new(body: ArrivingBody, boundary: &str) -> Self {
        Self {
            body,
            is_complete: false,
            buffer: BytesMut::new(),
            is_at_line: true,
            delimiter: format!("--{boundary}").into_bytes(),
            position: Position::Content,
            parts: 0,
            preamble_left: PREAMBLE_BYTES,
        }
    }

    /// Skips the rest of the current part and reads the headers of the next one. Returns `None` after the last part.
    pub(super) fn poll_head(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<PartHead>, BoxError>> {
        while self.position == Position::Content {
            let skipped = ready!(self.poll_content(context))?;
            if self.parts == 0 {
                let length = skipped.map_or(0, |skipped| skipped.len());
                let Some(left) = self.preamble_left.checked_sub(length) else {
                    let error = self.failed("the text before the first message part is too long");
                    return Poll::Ready(Err(error));
                };
                self.preamble_left = left;
            }
        }
        while self.position == Position::Head {
            if let Some(head) = self.head()? {
                return Poll::Ready(Ok(Some(head)));
            }
            ready!(self.poll_more(context))?;
        }
        Poll::Ready(Ok(None))
    }

    /// Reads a chunk of the content of the current part. Returns `None` at its end.
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, BoxError>> {
        while self.position == Position::Content {
            if let Some(chunk) = ready!(self.poll_content(context))? {
                return Poll::Ready(Ok(Some(chunk)));
            }
        }
        Poll::Ready(Ok(None))
    }

    /// Reads the headers of a part, if they have arrived.
    fn head(&mut self) -> Result<Option<PartHead>, BoxError> {
        let start = &self.buffer[..self.buffer.len().min(HEAD_BYTES + 4)];
        let delimiter = self.delimiter_in(start);
        let is_cut = |at: &usize| delimiter_line(start, *at, at + self.delimiter.len()).is_none();
        if delimiter.as_ref().is_some_and(is_cut) && !self.is_complete && start.len() <= HEAD_BYTES
        {
            return Ok(None);
        }
        let (head, content) = match (find_head(start), delimiter) {
            // Without an empty line, the part consists of headers.
            (found, Some(next)) if found.is_none_or(|(_, content)| next < content) => {
                (end_before(&self.buffer, 0, next), next)
            }
            (Some(found), _) => found,
            (None, _) if self.buffer.len() <= HEAD_BYTES => return Ok(None),
            (None, _) => (self.buffer.len(), 0),
        };
        self.parts += 1;
        if head > HEAD_BYTES {
            return Err(self.failed("the headers of a message part are too long"));
        }
        if self.parts > PARTS {
            return Err(self.failed("the multipart message has too many parts"));
        }
        let parsed = PartHead::parse(&self.buffer[..head]);
        self.buffer.advance(content);
        self.is_at_line = true;
        self.position = Position::Content;
        Ok(Some(parsed))
    }

    /// Reads a chunk of content, or the delimiter line after it. Waits for more of the body if neither is complete.
    fn poll_content(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BoxError>> {
        let (end, delimiter) = self.content_end();
        if end > 0 {
            // The line break before a delimiter belongs to it and stays in the buffer.
            let chunk = self.buffer.split_to(end).freeze();
            self.is_at_line = chunk.ends_with(b"\n");
            return Poll::Ready(Ok(Some(chunk)));
        }
        if let Some(at) = delimiter {
            let line = delimiter_line(&self.buffer, at, at + self.delimiter.len());
            match line {
                Some(Line::Next(next)) => {
                    self.buffer.advance(next);
                    self.is_at_line = true;
                    self.position = Position::Head;
                    return Poll::Ready(Ok(None));
                }
                Some(Line::Last) => {
                    self.position = Position::End;
                    return Poll::Ready(Ok(None));
                }
                None => {}
            }
        }
        self.poll_more(context).map_ok(|()| None)
    }

    /// Returns the end of the content in the buffer, and the offset of the delimiter after it. Bytes that may belong to a
    /// delimiter are not content yet.
    fn content_end(&self) -> (usize, Option<usize>) {
        match self.delimiter_in(&self.buffer) {
            Some(at) => (end_before(&self.buffer, 0, at), Some(at)),
            // "\r\n" and all but one byte of the delimiter.
            None => (self.buffer.len().saturating_sub(self.delimiter.len() + 1), None),
        }
    }

    /// Returns the offset of the first delimiter. It may be one whose line is incomplete.
    fn delimiter_in(&self, buffer: &[u8]) -> Option<usize> {
        memmem::find_iter(buffer, &self.delimiter).find(|at| {
            let starts_line = if *at == 0 { self.is_at_line } else { buffer[at - 1] == b'\n' };
            let after = at + self.delimiter.len();
            let may_be_cut = buffer[after..].len() <= PADDING
                && buffer[after..].iter().all(|byte| b" \t\r-".contains(byte));
            starts_line && (may_be_cut || delimiter_line(buffer, *at, after).is_some())
        })
    }

    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        if self.is_complete {
            let error = self.failed("the last part of the multipart message is not terminated");
            return Poll::Ready(Err(error));
        }
        match ready!(self.body.as_mut().poll_frame(context)) {
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    self.buffer.extend_from_slice(&data);
                }
            }
            Some(Err(error)) => {
                self.position = Position::End;
                return Poll::Ready(Err(error));
            }
            None => self.is_complete = true,
        }
        Poll::Ready(Ok(()))
    }

    fn failed(&mut self, reason: &'static str) -> BoxError {
        self.position = Position::End;
        reason.into()
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use http_body::SizeHint;
    use proptest::{
        collection::vec, prelude::ProptestConfig, prop_assert_eq, proptest, sample::select,
    };

    use super::*;
    use crate::message::{ContentType, unpack};

    /// A body that arrives in chunks of a length, with a wait before each.
    struct Slow {
        rest: Bytes,
        length: usize,
        waits: bool,
    }

    impl Body for Slow {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            self.waits = !self.waits;
            if self.waits {
                return Poll::Pending;
            }
            let length = self.length.min(self.rest.len());
            let chunk = self.rest.split_to(length);
            Poll::Ready((length > 0).then(|| Ok(Frame::data(chunk))))
        }

        fn size_hint(&self) -> SizeHint {
            SizeHint::default()
        }
    }

    type Parts = Result<Vec<(String, String, Bytes)>, String>;

    /// Reads all parts of a body with the boundary `b`.
    fn read_in_chunks(body: &str, length: usize) -> Parts {
        let rest = Bytes::from(body.to_owned());
        let body = Slow { rest, length, waits: false };
        let mut multipart = Multipart::new(Box::pin(body), "b");
        let context = &mut Context::from_waker(Waker::noop());
        let mut parts = Vec::new();
        let mut current: Option<(PartHead, BytesMut)> = None;
        loop {
            if let Some((_, content)) = &mut current {
                match multipart.poll_chunk(context) {
                    Poll::Pending => continue,
                    Poll::Ready(Ok(Some(chunk))) => {
                        assert!(!chunk.is_empty());
                        content.extend_from_slice(&chunk);
                        continue;
                    }
                    Poll::Ready(Ok(None)) => {}
                    Poll::Ready(Err(error)) => return Err(error.to_string()),
                }
            }
            if let Some((head, content)) = current.take() {
                let part = head.attachment(content.freeze())?;
                let bytes = part.bytes().cloned().unwrap_or_default();
                parts.push((part.id().to_owned(), part.content_type().to_owned(), bytes));
            }
            loop {
                match multipart.poll_head(context) {
                    Poll::Pending => {}
                    Poll::Ready(Ok(Some(head))) => break current = Some((head, BytesMut::new())),
                    Poll::Ready(Ok(None)) => return Ok(parts),
                    Poll::Ready(Err(error)) => return Err(error.to_string()),
                }
            }
        }
    }

    /// Reads all parts of a body that has arrived. The root is the first part.
    fn read_whole(body: &str) -> Parts {
        let content_type = ContentType::from("multipart/related; boundary=b".to_owned());
        let unpacked = unpack(content_type, Bytes::from(body.to_owned()))?;
        let attachments = unpacked.attachments.iter().map(|one| {
            (one.id().to_owned(), one.content_type().to_owned(), one.bytes().unwrap().clone())
        });
        let root_type = unpacked.content_type.media_type().to_owned();
        Ok([("root".to_owned(), root_type, unpacked.envelope)]
            .into_iter()
            .chain(attachments)
            .collect())
    }

    #[test]
    fn reads_the_same_parts_in_chunks_of_any_length() {
        let many = format!("--b\n\n{}--b--", "x\n--b\n\n".repeat(1001));
        let long = format!("--b\n{}\n\nx\n--b--", "y".repeat(20_000));
        let bodies = [
            "--b\r\nContent-ID: <root>\r\n\r\n<e/>\r\n--b\r\nContent-ID: <1>\r\n\r\n\r\none\r\n\r\n--b--\r\nend",
            "before\n--b\nContent-ID: root\n\n<e/>\n--b \t\nContent-Type: a/b\n\n--bx\n--b x\n x--b\r\n--b--",
            // Parts without content or headers.
            "--b\r\nContent-ID: root\r\n\r\n\r\n--b\r\n\r\n\r\n--b\r\nContent-ID: 2\r\n--b\r\n\r\n--b--",
            "--b\nContent-ID: root\n\n\n\n--b\nContent-Transfer-Encoding: base64\n\naGVs\nbG8=\n--b--",
            "--b\nContent-ID: root\n\n<e/>\n--b\n\nx",
            "--b\nContent-ID: root\n\n<e/>\n--b",
            "--b\nContent-ID: root\n\n<e/>\n--b-",
            "no parts",
            &many,
            &long,
        ];
        for body in bodies {
            let expected = read_whole(body);
            let lengths: &[usize] =
                if body.len() < 200 { &[1, 2, 3, 4, 5, 7, 11, 1000] } else { &[1000] };
            for length in lengths {
                assert_eq!(
                    read_in_chunks(body, *length),
                    expected,
                    "{body:.100?} in chunks of {length}"
                );
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn reads_the_same_parts_of_random_bodies(
            pieces in vec(select(&["--b", "--b", "\r\n", "\n", "\n\n", "-", "--", " ", "x", "b", "A: 1"][..]), 0..24),
            length in 1_usize..9,
        ) {
            let body = pieces.concat();
            let contents = |parts: Parts| {
                let parts = parts.map_err(drop)?;
                Ok::<_, ()>(parts.into_iter().map(|(_, _, content)| content).collect::<Vec<_>>())
            };
            // The reader of a complete body needs an envelope.
            let expected = contents(read_whole(&body)).or_else(|()| match &*body {
                _ if read_in_chunks(&body, length) == Ok(Vec::new()) => Ok(Vec::new()),
                _ => Err(()),
            });
            prop_assert_eq!(contents(read_in_chunks(&body, length)), expected, "{:?}", body);
        }
    }
}
