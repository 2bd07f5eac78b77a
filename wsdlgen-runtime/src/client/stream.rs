//! Streaming of replies, record by record.

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_core::Stream;
use http_body::Body;

use super::{ClientSettings, Incoming, TraceDirection, timeout::Delay};
use crate::{
    message::{CallError, NextRecord, Progress, Reply},
    security::Guard,
    soap::{Headers, StreamedOutput},
};

/// A [`Stream`] of the records of a reply that is still arriving.
///
/// Only the current record and the reply without its records are held in memory. The call's timeout
/// applies to each wait for more of the reply. Dropping the stream cancels the call.
///
/// ```no_run
/// # use wsdlgen_runtime::{Call, CallError, soap::StreamedOutput};
/// # async fn example<S, O: StreamedOutput<S>>(call: Call<'_, O>, mut use_it: impl FnMut(O::Record))
/// # -> Result<(), CallError<O::Fault>> {
/// let mut records = call.stream::<S>().await?;
/// while let Some(record) = records.next().await {
///     use_it(record?);
/// }
/// let reply = records.finish().await?;
/// # let _ = reply.http; Ok(()) }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct RecordStream<O: StreamedOutput<S>, S> {
    settings: Arc<ClientSettings>,
    guard: Guard,
    timeout: Duration,
    /// The timeout of the current wait for more of the reply.
    waiting: Option<Delay>,
    body: Incoming,
    progress: Progress<O, S>,
}

/// A record, an error, or the end of the reply.
type Next<O, S> = Option<Result<<O as StreamedOutput<S>>::Record, CallError<Fault<O>>>>;
type Fault<O> = <O as crate::soap::Operation>::Fault;

impl<S, O: StreamedOutput<S>> RecordStream<O, S> {
    pub(super) fn new(
        settings: Arc<ClientSettings>,
        guard: Guard,
        timeout: Duration,
        response: http::Response<Incoming>,
    ) -> Self {
        let (head, body) = response.into_parts();
        let progress = Progress::begin(head, &settings.reading);
        Self { settings, guard, timeout, waiting: None, body, progress }
    }

    /// Returns the next record, or `None` after the last one. If the reply is a fault or invalid, the
    /// last item is an error.
    pub async fn next(&mut self) -> Next<O, S> {
        poll_fn(|context| self.poll_record(context)).await
    }

    /// Returns the reply without its records. Records that have not been read are skipped.
    ///
    /// # Errors
    ///
    /// Returns the errors of any call, and an error if a record does not match the contract.
    pub async fn finish(mut self) -> Result<Reply<O>, CallError<O::Fault>> {
        while let Some(record) = self.next().await {
            record?;
        }
        self.progress.into_reply()
    }

    fn poll_record(&mut self, context: &mut Context<'_>) -> Poll<Next<O, S>> {
        let polled = match self.poll_arrived(context) {
            Poll::Pending => match self.poll_timeout(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(error) => Err(error),
            },
            Poll::Ready(record) => record,
        };
        if polled.is_err() {
            self.progress = Progress::Failed;
        }
        Poll::Ready(polled.transpose())
    }

    fn poll_timeout(&mut self, context: &mut Context<'_>) -> Poll<CallError<O::Fault>> {
        let limit = self.timeout;
        let waiting = self.waiting.get_or_insert_with(|| Delay::new(limit));
        ready!(Pin::new(waiting).poll(context));
        Poll::Ready(CallError::Timeout(limit))
    }

    fn poll_arrived(&mut self, context: &mut Context<'_>) -> Poll<NextRecord<O, S>> {
        loop {
            let Progress::Arriving(decoder) = &mut self.progress else {
                return Poll::Ready(Ok(None));
            };
            if let Some(record) = decoder.next_record()? {
                self.judge_record(&record)?;
                return Poll::Ready(Ok(Some(record)));
            }
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            self.waiting = None;
            match frame {
                Some(frame) => {
                    if let Ok(data) = frame.map_err(CallError::Transport)?.into_data() {
                        decoder.push(&data)?;
                    }
                }
                None => self.arrive()?,
            }
        }
    }

    /// Decodes the reply without its records, once all of it has arrived.
    fn arrive(&mut self) -> Result<(), CallError<O::Fault>> {
        let Progress::Arriving(decoder) = std::mem::replace(&mut self.progress, Progress::Failed)
        else {
            return Ok(());
        };
        let settings = &self.settings;
        let reply = decoder.finish_checked(&self.guard, |output, headers| {
            settings.judge(settings.replies, O::NAME, TraceDirection::Reply, || {
                O::validate_output(output)?;
                headers.validate()
            })
        })?;
        if let Some(on_deviation) = &settings.on_deviation {
            reply.deviations.iter().for_each(|deviation| on_deviation(deviation));
        }
        self.progress = Progress::Arrived(Box::new(reply));
        Ok(())
    }

    fn judge_record(&self, record: &O::Record) -> Result<(), CallError<O::Fault>> {
        let settings = &self.settings;
        let check = || O::validate_record(record);
        settings
            .judge(settings.replies, O::NAME, TraceDirection::Reply, check)
            .map_err(CallError::Invalid)
    }
}

impl<S, O: StreamedOutput<S>> Stream for RecordStream<O, S> {
    type Item = Result<O::Record, CallError<O::Fault>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Next<O, S>> {
        self.get_mut().poll_record(context)
    }
}

impl<S, O: StreamedOutput<S>> fmt::Debug for RecordStream<O, S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RecordStream").field("operation", &O::NAME).finish_non_exhaustive()
    }
}
