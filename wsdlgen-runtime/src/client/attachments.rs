//! Replies whose attachments are read as they arrive.

use std::{
    future::Future as _,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::Response;
use http_body::{Body, Frame};

use super::{
    Call, Incoming,
    timeout::{Delay, within},
    trace::note_reply,
};
use crate::{
    message::{Arriving, CallError, ContentType, Reply, TransportError, Unpacked, arrived},
    observe::CallSpan,
    security::SecurityError,
    soap::Operation,
};

type Failure<O> = CallError<<O as Operation>::Fault>;

impl<O: Operation> Call<'_, O> {
    /// Makes the call and waits for the envelope of the reply.
    pub(super) async fn exchange_streamed(
        self,
        observed: &CallSpan,
    ) -> Result<Reply<O>, Failure<O>> {
        let (client, timeout) = (self.client, self.timeout);
        if client.guard().verifies() {
            let reason =
                "a reply must be complete to be verified: its attachments cannot be streamed";
            return Err(CallError::Security(SecurityError::of_reply(reason)));
        }
        let limit = client.settings.reading.limits.message_bytes;
        let response = self.carry(observed, |request| client.transport.open(request)).await?;
        let is_multipart = ContentType::of(response.headers())
            .is_some_and(|content_type| content_type.is_multipart());
        if !is_multipart {
            let whole = within(timeout, arrived(response, limit)).await;
            let response =
                whole.ok_or(CallError::Timeout(timeout))?.map_err(CallError::Transport)?;
            note_reply::<O>(client, &response, observed);
            return client.read(response, None).await;
        }
        let (head, body) = response.into_parts();
        let body = Timed { body, timeout, waiting: None };
        let failed = |error| CallError::Transport(TransportError::new(error));
        let content_type = ContentType::of(&head.headers).unwrap_or_default();
        let message = Arriving::open(&content_type, Box::pin(body), limit).await.map_err(failed)?;
        let envelope = || Response::from_parts(head.clone(), message.envelope.clone());
        note_reply::<O>(client, &envelope(), observed);
        match client.read(envelope(), Some(message.clone())).await {
            // A value may need the content of an attachment.
            Err(CallError::Decode(_)) => {
                let mut attachments = message.attachments.clone();
                attachments.collect().await.map_err(failed)?;
                client.read(envelope(), Some(Unpacked { attachments, ..message.clone() })).await
            }
            reply => reply,
        }
    }
}

/// A body with a timeout for each wait.
struct Timed {
    body: Incoming,
    timeout: Duration,
    /// The timeout of the current wait.
    waiting: Option<Delay>,
}

impl Body for Timed {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            self.waiting = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let timeout = self.timeout;
        let waiting = self.waiting.get_or_insert_with(|| Delay::new(timeout));
        ready!(Pin::new(waiting).poll(context));
        Poll::Ready(Some(Err(format!("no more of the reply arrived within {timeout:?}").into())))
    }
}
