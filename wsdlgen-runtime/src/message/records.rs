//! Replies that are read record by record, so that they may exceed available memory.

use std::{borrow::Cow, fmt, io::Read};

use http::Response;

use super::{CallError, ContentType, DecodeError, RawReply, Reply, TransportError, decode_checked};
use crate::{
    security::Guard,
    soap::{Contract, Operation, StreamedOutput},
    validate::ValidationErrors,
    xml::{Deviation, ReadError, ReadErrorKind, ReadOptions, Splitter, TextDecoder},
};

/// The maximum number of deviations in records that are kept for the reply.
const DEVIATIONS_KEPT: usize = 64;

/// An incremental decoder that reads a reply record by record.
///
/// It does no I/O: [`push`](Self::push) takes chunks of the body,
/// [`next_record`](Self::next_record) returns records, and [`finish`](Self::finish) returns the reply
/// without its records.
///
/// Only the current record and the reply without its records are held in memory. They are limited by
/// [`Limits::record_bytes`](crate::xml::Limits::record_bytes) and
/// [`Limits::message_bytes`](crate::xml::Limits::message_bytes).
///
/// ```no_run
/// # use wsdlgen_runtime::{CallError, message::RecordDecoder, soap::StreamedOutput};
/// # fn example<S, O: StreamedOutput<S>>(head: http::response::Parts, chunks: Vec<bytes::Bytes>, mut use_it: impl FnMut(O::Record))
/// # -> Result<(), CallError<O::Fault>> {
/// let mut decoder = RecordDecoder::<O, S>::new(head, &Default::default());
/// for chunk in chunks {
///     decoder.push(&chunk)?;
///     while let Some(record) = decoder.next_record()? {
///         use_it(record);
///     }
/// }
/// let reply = decoder.finish()?;
/// # let _ = reply.http; Ok(()) }
/// ```
pub struct RecordDecoder<O, S> {
    head: http::response::Parts,
    options: ReadOptions,
    /// True if the reply is a multipart message.
    is_multipart: bool,
    text: TextDecoder,
    splitter: Splitter,
    deviations: Vec<Deviation>,
    operation: std::marker::PhantomData<fn() -> (O, S)>,
}

impl<S, O: StreamedOutput<S>> RecordDecoder<O, S> {
    /// Creates a decoder for a reply whose status and headers have arrived.
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

    /// Returns the HTTP status and headers.
    pub fn http(&self) -> &http::response::Parts {
        &self.head
    }

    /// Adds a chunk of the reply's body.
    ///
    /// # Errors
    ///
    /// If the encoding of the reply is unknown, or the reply is a multipart message, which has to be
    /// unpacked first.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), CallError<O::Fault>> {
        if self.is_multipart {
            let what = "a multipart message cannot be read record by record";
            let kind = ReadErrorKind::Malformed(what.into());
            return Err(self.failed(ReadError::new(kind, String::new())));
        }
        match self.text.push(chunk) {
            Ok(text) => {
                self.splitter.push(&text);
                Ok(())
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Returns the next record, or `None` if more of the reply has to arrive first.
    ///
    /// # Errors
    ///
    /// If a record does not match the contract, or is too long.
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

    /// Returns the reply without its records. Call this after the whole reply has arrived and all
    /// records have been read.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`decode`](super::decode). A fault, too, is only returned here.
    pub fn finish(self) -> Result<Reply<O>, CallError<O::Fault>> {
        self.finish_checked(&Guard::default(), |_, _| Ok(()))
    }

    /// Works as [`finish`](Self::finish), but also passes the output and the headers to `check`.
    pub(crate) fn finish_checked(
        mut self,
        guard: &Guard,
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
        let mut reply = decode_checked::<O>(response, None, &self.options, guard, check)?;
        reply.deviations.splice(..0, self.deviations);
        Ok(reply)
    }

    fn failed(&self, error: ReadError) -> CallError<O::Fault> {
        CallError::Decode(DecodeError { error, reply: self.raw() })
    }

    /// Returns the part of the reply received so far, without its records.
    fn raw(&self) -> RawReply {
        let rest = self.splitter.rest().to_vec();
        RawReply::new(&self.head, rest.into(), O::Contract::SECRETS)
    }
}

impl<O, S> fmt::Debug for RecordDecoder<O, S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordDecoder")
            .field("status", &self.head.status)
            .finish_non_exhaustive()
    }
}

/// The records of a reply that is read from a blocking source.
///
/// This is the counterpart of [`decode`](super::decode) for replies that exceed available memory.
/// There is no timeout; the source has to impose one.
///
/// ```no_run
/// # use wsdlgen_runtime::{CallError, message::Records, soap::StreamedOutput};
/// # fn example<S, O: StreamedOutput<S>>(response: http::Response<std::net::TcpStream>, mut use_it: impl FnMut(O::Record))
/// # -> Result<(), CallError<O::Fault>> {
/// let mut records = Records::<O, S, _>::new(response, &Default::default());
/// for record in &mut records {
///     use_it(record?);
/// }
/// let reply = records.finish()?;
/// # let _ = reply.http; Ok(()) }
/// ```
pub struct Records<O: StreamedOutput<S>, S, R> {
    source: R,
    progress: Progress<O, S>,
}

/// The state of a reply that is read record by record.
pub(crate) enum Progress<O: StreamedOutput<S>, S> {
    Arriving(Box<RecordDecoder<O, S>>),
    /// The whole reply has been read.
    Arrived(Box<Reply<O>>),
    Failed,
}

impl<S, O: StreamedOutput<S>> Progress<O, S> {
    pub(crate) fn begin(head: http::response::Parts, options: &ReadOptions) -> Self {
        Self::Arriving(Box::new(RecordDecoder::new(head, options)))
    }

    /// Returns the reply without its records.
    pub(crate) fn into_reply(self) -> Result<Reply<O>, CallError<O::Fault>> {
        match self {
            Self::Arrived(reply) => Ok(*reply),
            Self::Arriving(_) | Self::Failed => {
                let what = "an earlier attempt to read the reply failed";
                Err(CallError::Transport(TransportError::new(what)))
            }
        }
    }
}

/// The result of reading the next record, if there is one.
pub(crate) type NextRecord<O, S> =
    Result<Option<<O as StreamedOutput<S>>::Record>, CallError<<O as Operation>::Fault>>;

impl<S, O: StreamedOutput<S>, R: Read> Records<O, S, R> {
    /// Creates an iterator over the records of a response whose body has not been read yet.
    pub fn new(response: Response<R>, options: &ReadOptions) -> Self {
        let (head, source) = response.into_parts();
        Self { source, progress: Progress::begin(head, options) }
    }

    /// Returns the reply without its records. Records that have not been read are skipped.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`decode`](super::decode), and an error if a record does not match the
    /// contract.
    pub fn finish(mut self) -> Result<Reply<O>, CallError<O::Fault>> {
        while self.read()?.is_some() {}
        self.progress.into_reply()
    }

    /// Reads the next record. After the last one, reads the rest of the reply and returns `None`.
    fn read(&mut self) -> NextRecord<O, S> {
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

/// Reads the next record from a source. Returns `None` at its end.
fn next_from<S, O: StreamedOutput<S>>(
    source: &mut impl Read,
    decoder: &mut RecordDecoder<O, S>,
) -> NextRecord<O, S> {
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

impl<S, O: StreamedOutput<S>, R> fmt::Debug for Records<O, S, R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Records").finish_non_exhaustive()
    }
}

/// Yields the records. If the reply is a fault or invalid, the last item is an error.
impl<S, O: StreamedOutput<S>, R: Read> Iterator for Records<O, S, R> {
    type Item = Result<O::Record, CallError<O::Fault>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
