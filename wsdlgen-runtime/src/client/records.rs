//! Streamed records of a request, written while the request is sent.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, header};

use super::{ClientSettings, TraceDirection};
use crate::{
    attachment::{Chunks, IterStream, Source},
    message::{CallError, ContentType, EncodeError, Payload, PayloadError},
    soap::{Contract, Operation, StreamedInput},
    xml::{Limits, Name, ReadOptions, Splitter, Writer},
};

/// The streamed records of a request.
pub(super) struct RecordBody {
    /// The path of the records in the body.
    path: &'static [Name],
    chunks: Chunks,
    failure: Failure,
}

/// The error of a record that could not be written. The transport sees it too, but may not report it.
#[derive(Clone, Default)]
pub(super) struct Failure(Arc<Mutex<Option<EncodeError>>>);

impl Failure {
    fn set(&self, error: EncodeError) -> PayloadError {
        let shown = PayloadError::new(error.to_string());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        shown
    }

    /// Returns the error of a record, or else the result of the call.
    pub(super) fn or<T, F>(&self, came: Result<T, CallError<F>>) -> Result<T, CallError<F>> {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(CallError::Encode(error)),
            None => came,
        }
    }
}

/// The minimum length of a chunk, in bytes.
const CHUNK: usize = 16 << 10;

impl RecordBody {
    /// Adds the first record to the input, to mark the position of the others. Returns `None` if there
    /// are no records.
    pub(super) fn of<O, I>(
        input: &mut O::Input,
        mut records: I,
        settings: &Arc<ClientSettings>,
    ) -> Option<Result<Self, EncodeError>>
    where
        O: StreamedInput,
        I: Iterator<Item = O::Record> + Send + 'static,
    {
        let first = records.next()?;
        let Some(place) = O::records(input) else {
            let why = "the request lacks their parent element";
            return Some(Err(EncodeError::Records(why)));
        };
        place.push(first);
        let settings = Arc::clone(settings);
        let failure = Failure::default();
        let failed = failure.clone();
        let chunks = std::iter::from_fn(move || {
            let chunk = next_chunk::<O>(&mut records, &settings).transpose();
            chunk.map(|chunk| chunk.map_err(|error| failed.set(error).into()))
        });
        Some(Ok(Self {
            path: O::INPUT_PATH,
            chunks: Box::pin(IterStream(Box::new(chunks))),
            failure,
        }))
    }

    /// Returns a handle to the error of a record that could not be written.
    pub(super) fn failure(&self) -> Failure {
        self.failure.clone()
    }

    /// Appends these records to those of a request.
    pub(super) fn append_to<O: Operation>(
        self,
        mut request: Request<Payload>,
    ) -> Result<Request<Payload>, EncodeError> {
        if !request.body().is_complete() || is_multipart(&request) {
            return Err(EncodeError::Records("the request has attachments"));
        }
        let whole = std::mem::take(request.body_mut()).into_bytes();
        let limits =
            Limits { message_bytes: usize::MAX, record_bytes: usize::MAX, ..Limits::default() };
        let options = ReadOptions { limits, ..ReadOptions::default() };
        let splitter = Splitter::new(self.path, O::Contract::NAMESPACES, &options);
        let end = splitter.end_of_records(&whole).ok().flatten();
        let end = end.ok_or(EncodeError::Records("cannot find their position in the request"))?;
        let (before, after) = (whole.slice(..end), whole.slice(end..));
        let records = Source::new(self.chunks);
        *request.body_mut() = Payload::of_pieces([before.into(), records.into(), after.into()]);
        request.headers_mut().remove(header::CONTENT_LENGTH);
        Ok(request)
    }
}

/// Returns whether a request has attachments.
fn is_multipart(request: &Request<Payload>) -> bool {
    ContentType::of(request.headers()).is_some_and(|content_type| content_type.is_multipart())
}

/// Writes some records. Returns `None` after the last one.
fn next_chunk<O: StreamedInput>(
    records: &mut impl Iterator<Item = O::Record>,
    settings: &ClientSettings,
) -> Result<Option<Bytes>, EncodeError> {
    let mut written = Vec::with_capacity(CHUNK);
    while written.len() < CHUNK {
        let Some(record) = records.next() else { break };
        let check = || O::validate_record(&record);
        settings
            .judge(settings.requests, O::NAME, TraceDirection::Request, check)
            .map_err(EncodeError::Invalid)?;
        let mut writer = Writer::with_buffer(written);
        writer.collect_attachments(None);
        O::write_record(&record, &mut writer);
        if !writer.take_collected().attachments.is_empty() {
            return Err(EncodeError::Records("a record has attachments"));
        }
        written = writer.finish().map_err(EncodeError::Value)?;
    }
    Ok(if written.is_empty() { None } else { Some(written.into()) })
}
