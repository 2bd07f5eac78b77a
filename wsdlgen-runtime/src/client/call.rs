//! One call: what is sent, and how it is waited for.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{Extensions, HeaderMap, Request, Response};

use super::{Client, Settings, Trace, TraceDirection, timeout::within};
use crate::{
    message::{
        Attachment, CallError, EncodeError, EncodedHeader, Packaging, Payload, Reply,
        decode_checked, encode_with, standing_for,
    },
    soap::{Contract, Headers, Operation},
    validate::ValidationErrors,
    xml::redact,
};

/// A call that has not been made yet: await it to make it.
///
/// Dropping it, or the future it becomes, abandons the call.
#[must_use = "a call is made when it is awaited"]
pub struct Call<'a, O: Operation> {
    client: &'a Client<O::Contract>,
    input: O::Input,
    headers: O::InputHeaders,
    timeout: Duration,
    extensions: Extensions,
    attachments: Vec<Attachment>,
}

impl<'a, O: Operation> Call<'a, O> {
    pub(super) fn new(client: &'a Client<O::Contract>, input: O::Input) -> Self {
        let timeout = client.settings.timeout;
        let (headers, extensions) = (O::InputHeaders::default(), Extensions::new());
        Self { client, input, headers, timeout, extensions, attachments: Vec::new() }
    }

    /// Sends a header with this call, in place of the client's of the same name. Takes a header
    /// block, or several in the operation's own struct.
    pub fn header(mut self, header: impl Into<O::InputHeaders>) -> Self {
        self.headers.merge(header.into());
        self
    }

    /// Sends an attachment with this call.
    pub fn attachment(mut self, attachment: Attachment) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// Allows this call so long, in place of the client's timeout.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Gives the HTTP request an extension, for middleware in the transport to find.
    pub fn extension<T: Clone + Send + Sync + 'static>(mut self, extension: T) -> Self {
        self.extensions.insert(extension);
        self
    }

    /// The HTTP request that this call would send, without sending it.
    ///
    /// # Errors
    ///
    /// When the request cannot be written.
    pub fn encode(self) -> Result<Request<Payload>, CallError<O::Fault>> {
        let Client { port, headers: standing, refused, .. } = self.client;
        if let Some(error) = refused {
            return Err(CallError::Encode(EncodeError::Header(Arc::clone(error))));
        }
        let sent = TraceDirection::Request;
        self.client
            .settings
            .judge(self.client.settings.requests, O::NAME, sent, || self.validate())
            .map_err(|errors| CallError::Encode(EncodeError::Invalid(errors)))?;
        let Settings { mtom, addressing, .. } = *self.client.settings;
        let packaging = Packaging { attachments: self.attachments, mtom, addressing };
        let mut request = encode_with::<O>(port, &self.input, &self.headers, standing, &packaging)
            .map_err(CallError::Encode)?;
        request.extensions_mut().extend(self.extensions);
        Ok(request)
    }

    /// What goes out: the input, the headers of this call, and the client's that go with it.
    fn validate(&self) -> Result<(), ValidationErrors> {
        O::validate_input(&self.input)?;
        self.headers.validate()?;
        let mut standing = standing_for(&self.headers, &self.client.headers);
        standing.try_for_each(EncodedHeader::validate)
    }

    async fn make(self) -> Result<Reply<O>, CallError<O::Fault>> {
        let client = self.client;
        let timeout = self.timeout;
        let settings = &client.settings;
        let request = self.encode()?;
        trace_request::<O>(client, &request);
        let limit = settings.reading.limits.message_bytes;
        let response = within(timeout, client.transport.carry(request, limit))
            .await
            .ok_or(CallError::Timeout(timeout))?
            .map_err(CallError::Transport)?;
        trace_reply::<O>(client, &response);
        let reply = decode_checked::<O>(response, &settings.reading, |output, headers| {
            let received = TraceDirection::Reply;
            settings.judge(settings.replies, O::NAME, received, || {
                O::validate_output(output)?;
                headers.validate()
            })
        })?;
        if let Some(on_tolerated) = &settings.on_tolerated {
            reply.tolerated.iter().for_each(|tolerated| on_tolerated(tolerated));
        }
        Ok(reply)
    }
}

impl<'a, O: Operation> IntoFuture for Call<'a, O> {
    type Output = Result<Reply<O>, CallError<O::Fault>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.make())
    }
}

fn trace_request<O: Operation>(client: &Client<O::Contract>, request: &Request<Payload>) {
    let start = || format!("{} {}", request.method(), request.uri());
    let body = || request.body().clone().into_bytes();
    trace::<O>(client, TraceDirection::Request, request.headers(), start, body);
}

fn trace_reply<O: Operation>(client: &Client<O::Contract>, response: &Response<Bytes>) {
    let start = || format!("HTTP {}", response.status());
    let body = || response.body().clone();
    trace::<O>(client, TraceDirection::Reply, response.headers(), start, body);
}

/// Shows a message to the client's trace; costs nothing where there is none.
fn trace<O: Operation>(
    client: &Client<O::Contract>,
    direction: TraceDirection,
    headers: &HeaderMap,
    start: impl FnOnce() -> String,
    body: impl FnOnce() -> Bytes,
) {
    if let Some(trace) = &client.settings.trace {
        let body = redact(&String::from_utf8_lossy(&body()), O::Contract::SECRETS);
        trace(&Trace { operation: O::NAME, direction, start: start(), headers, body });
    }
}
