//! Replies that are read record by record, so that they may be longer than memory.

use std::{borrow::Cow, fmt, io::Read};

use http::Response;

use super::{CallError, ContentType, DecodeError, RawReply, Reply, TransportError, decode_checked};
use crate::{
    security::Guard,
    soap::{Contract, Operation, StreamedOutput},
    validate::ValidationErrors,
    xml::{Deviation, ReadError, ReadErrorKind, ReadOptions, Splitter, TextDecoder},
};

/// How much of what lenient reading passed over in records is kept for the reply.
const DEVIATIONS_KEPT: usize = 64;

/// Reads a reply record by record while it is arriving.
///
/// It knows no socket: chunks go in with [`push`](Self::push), records come out of
/// [`next_record`](Self::next_record), and [`finish`](Self::finish) gives the reply without them.
/// What it holds of the reply is the record that is arriving, and everything that is no record:
/// [`Limits::record_bytes`](crate::xml::Limits::record_bytes) and
/// [`Limits::message_bytes`](crate::xml::Limits::message_bytes) bound them.
///
/// ```no_run
/// # use wsdlgen_runtime::{CallError, message::RecordDecoder, soap::StreamedOutput};
/// # fn example<O: StreamedOutput>(head: http::response::Parts, chunks: Vec<bytes::Bytes>, mut use_it: impl FnMut(O::Record))
/// # -> Result<(), CallError<O::Fault>> {
/// let mut decoder = RecordDecoder::<O>::new(head, &Default::default());
/// for chunk in chunks {
///     decoder.push(&chunk)?;
///     while let Some(record) = decoder.next_record()? {
///         use_it(record);
///     }
/// }
/// let reply = decoder.finish()?;
/// # let _ = reply.http; Ok(()) }
/// ```
pub struct RecordDecoder<O: StreamedOutput> {
    head: http::response::Parts,
    options: ReadOptions,
    /// Whether it is one of several MIME parts.
    is_multipart: bool,
    text: TextDecoder,
    splitter: Splitter,
    deviations: Vec<Deviation>,
    operation: std::marker::PhantomData<fn() -> O>,
}

impl<O: StreamedOutput> RecordDecoder<O> {
    /// For a reply of which no more than this has arrived.
    pub fn new(head: http::response::Parts, options: &ReadOptions) -> Self {
        let options = ReadOptions { secrets: O::Contract::SECRETS, ..*options };
        let content_type = ContentType::of(&head.headers).unwrap_or_default();
        let charset = content_type.parameter("charset").map(Cow::into_owned);
        let is_multipart = content_type.is_multipart();
        let splitter = Splitter::new(O::OUTPUT_PATH, O::Contract::NAMESPACES, &options);
        Self {
            is_multipart,
            text: TextDecoder::new(charset),
            head,
            options,
            splitter,
            deviations: Vec::new(),
            operation: std::marker::PhantomData,
        }
    }

    /// The HTTP status and headers.
    pub fn http(&self) -> &http::response::Parts {
        &self.head
    }

    /// Takes more of the reply's body.
    ///
    /// # Errors
    ///
    /// When it is in an encoding that nobody knows, or one of several MIME parts, which have to be
    /// taken apart first.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), CallError<O::Fault>> {
        if self.is_multipart {
            let what = "a message of several parts, which cannot be read record by record";
            let kind = ReadErrorKind::Malformed(what.into());
            return Err(self.failed(ReadError::new(kind, String::new(), "", 0)));
        }
        match self.text.push(chunk) {
            Ok(text) => {
                self.splitter.push(&text);
                Ok(())
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// The next record; `None` where more of the reply has to arrive first.
    ///
    /// # Errors
    ///
    /// When a record is not what the contract says, or too long.
    pub fn next_record(&mut self) -> Result<Option<O::Record>, CallError<O::Fault>> {
        self.read_record().map_err(|error| self.failed(error))
    }

    fn read_record(&mut self) -> Result<Option<O::Record>, ReadError> {
        let Some(name) = O::OUTPUT_PATH.last() else { return Ok(None) };
        if !self.splitter.next()? {
            return Ok(None);
        }
        let path = self.splitter.path();
        let mut cursor = self.splitter.record(&path)?;
        cursor.expect(name)?;
        let record = O::read_record(&mut cursor)?;
        let deviations = cursor.finish()?;
        let room = DEVIATIONS_KEPT.saturating_sub(self.deviations.len());
        self.deviations.extend(deviations.into_iter().take(room));
        Ok(Some(record))
    }

    /// The reply without its records, once all of it has arrived and they have been read.
    ///
    /// # Errors
    ///
    /// As [`decode`](super::decode): the reply may as well be a fault.
    pub fn finish(self) -> Result<Reply<O>, CallError<O::Fault>> {
        self.finish_checked(|_, _| Ok(()))
    }

    /// As [`finish`](Self::finish), and `check` looks at output and headers.
    pub(crate) fn finish_checked(
        mut self,
        check: impl FnOnce(&O::Output, &O::OutputHeaders) -> Result<(), ValidationErrors>,
    ) -> Result<Reply<O>, CallError<O::Fault>> {
        match self.text.finish() {
            Ok(text) => self.splitter.push(&text),
            Err(error) => return Err(self.failed(error)),
        }
        let raw = self.raw();
        let rest = self.splitter.finish();
        let rest = rest.map_err(|error| CallError::Decode(DecodeError { error, reply: raw }))?;
        let response = Response::from_parts(self.head, self.text.mark(rest).into());
        let mut reply = decode_checked::<O>(response, &self.options, &Guard::default(), check)?;
        reply.deviations.splice(..0, self.deviations);
        Ok(reply)
    }

    fn failed(&self, error: ReadError) -> CallError<O::Fault> {
        CallError::Decode(DecodeError { error, reply: self.raw() })
    }

    /// What has come of the reply, without records.
    fn raw(&self) -> RawReply {
        let rest = self.splitter.rest().to_vec();
        RawReply::new(&self.head, rest.into(), O::Contract::SECRETS)
    }
}

impl<O: StreamedOutput> fmt::Debug for RecordDecoder<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordDecoder")
            .field("status", &self.head.status)
            .finish_non_exhaustive()
    }
}

/// The records of a reply that is read from a blocking source: what [`decode`](super::decode) is
/// for replies that fit into memory. The source has the timeout.
///
/// ```no_run
/// # use wsdlgen_runtime::{CallError, message::Records, soap::StreamedOutput};
/// # fn example<O: StreamedOutput>(response: http::Response<std::net::TcpStream>, mut use_it: impl FnMut(O::Record))
/// # -> Result<(), CallError<O::Fault>> {
/// let mut records = Records::<O, _>::new(response, &Default::default());
/// for record in &mut records {
///     use_it(record?);
/// }
/// let reply = records.finish()?;
/// # let _ = reply.http; Ok(()) }
/// ```
pub struct Records<O: StreamedOutput, R> {
    source: R,
    progress: Progress<O>,
}

/// How much of a reply has arrived.
pub(crate) enum Progress<O: StreamedOutput> {
    Arriving(Box<RecordDecoder<O>>),
    /// All of it.
    Arrived(Box<Reply<O>>),
    Failed,
}

impl<O: StreamedOutput> Progress<O> {
    pub(crate) fn begin(head: http::response::Parts, options: &ReadOptions) -> Self {
        Self::Arriving(Box::new(RecordDecoder::new(head, options)))
    }

    /// The reply without its records.
    pub(crate) fn into_reply(self) -> Result<Reply<O>, CallError<O::Fault>> {
        match self {
            Self::Arrived(reply) => Ok(*reply),
            Self::Arriving(_) | Self::Failed => {
                let what = "reading the reply has failed before";
                Err(CallError::Transport(TransportError::new(what)))
            }
        }
    }
}

/// A record, or nothing where there is none.
pub(crate) type NextRecord<O> =
    Result<Option<<O as StreamedOutput>::Record>, CallError<<O as Operation>::Fault>>;

impl<O: StreamedOutput, R: Read> Records<O, R> {
    /// For a response whose body is still to be read.
    pub fn new(response: Response<R>, options: &ReadOptions) -> Self {
        let (head, source) = response.into_parts();
        Self { source, progress: Progress::begin(head, options) }
    }

    /// The reply without its records. Those that nobody asked for are passed over.
    ///
    /// # Errors
    ///
    /// As [`decode`](super::decode), and when a record is not what the contract says.
    pub fn finish(mut self) -> Result<Reply<O>, CallError<O::Fault>> {
        while self.read()?.is_some() {}
        self.progress.into_reply()
    }

    /// The next record, or what comes after the last one.
    fn read(&mut self) -> NextRecord<O> {
        let mut decoder = match std::mem::replace(&mut self.progress, Progress::Failed) {
            Progress::Arriving(decoder) => decoder,
            other => {
                self.progress = other;
                return Ok(None);
            }
        };
        let record = next_from(&mut self.source, &mut decoder)?;
        self.progress = match record {
            Some(_) => Progress::Arriving(decoder),
            None => Progress::Arrived(Box::new(decoder.finish()?)),
        };
        Ok(record)
    }
}

/// The next record of a source; `None` at its end.
fn next_from<O: StreamedOutput>(
    source: &mut impl Read,
    decoder: &mut RecordDecoder<O>,
) -> NextRecord<O> {
    let mut chunk = [0; 16 << 10];
    loop {
        if let Some(record) = decoder.next_record()? {
            return Ok(Some(record));
        }
        let read = source.read(&mut chunk);
        match read.map_err(|error| CallError::Transport(TransportError::new(error)))? {
            0 => return Ok(None),
            length => decoder.push(&chunk[..length])?,
        }
    }
}

impl<O: StreamedOutput, R> fmt::Debug for Records<O, R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Records").finish_non_exhaustive()
    }
}

/// The records, and what is wrong with the reply: a fault as well comes as the last item.
impl<O: StreamedOutput, R: Read> Iterator for Records<O, R> {
    type Item = Result<O::Record, CallError<O::Fault>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
