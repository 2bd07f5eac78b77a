//! A single call: its input, its options and its execution.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{
    Extensions, HeaderMap, HeaderName, HeaderValue, Request, Response,
    header::{AUTHORIZATION, InvalidHeaderValue},
};

use super::{
    Client, ClientSettings, RecordStream, ReplyListener, TraceDirection, http_headers,
    records::RecordBody,
    timeout::within,
    trace::{note_reply, trace_reply, trace_request},
};
use crate::{
    message::{
        Attachment, CallError, EncodeError, EncodedHeader, Packaging, Payload, Reply, Sent,
        TransportError, Unpacked, decode_checked, encode_with, merged, standing_for,
    },
    observe::CallSpan,
    offload::for_message,
    security::{Exchange, Guard, SecurityError},
    soap::{Addressing, Contract, Headers, Operation, StreamedInput, StreamedOutput},
    validate::ValidationErrors,
    xml::AnyElement,
};

/// A call that has not been made yet. Await it to make the call.
///
/// Dropping the call or its future cancels it.
#[must_use = "a call is made when it is awaited"]
pub struct Call<'a, O: Operation> {
    pub(super) client: &'a Client<O::Contract>,
    input: O::Input,
    headers: O::InputHeaders,
    pub(super) timeout: Duration,
    extensions: Extensions,
    attachments: Vec<Attachment>,
    following: Option<Result<RecordBody, EncodeError>>,
    /// Header blocks that the operation does not declare.
    undeclared_headers: Vec<Result<EncodedHeader, EncodeError>>,
    /// The state of the exchange, with the issued token.
    exchange: Exchange,
    /// `true` if the reply is returned before its attachments have arrived.
    streams_attachments: bool,
    /// The listener that receives the reply.
    listener: Option<ReplyListener>,
    http_headers: HeaderMap,
}

impl<'a, O: Operation> Call<'a, O> {
    pub(super) fn new(client: &'a Client<O::Contract>, input: O::Input) -> Self {
        let timeout = client.settings.timeout;
        let (headers, extensions) = (O::InputHeaders::default(), Extensions::new());
        Self {
            client,
            input,
            headers,
            timeout,
            extensions,
            attachments: Vec::new(),
            following: None,
            undeclared_headers: Vec::new(),
            exchange: Exchange::default(),
            streams_attachments: false,
            listener: None,
            http_headers: HeaderMap::new(),
        }
    }

    /// Sets a header of this call, which replaces the client's header of the same name. Accepts a
    /// header block, or the operation's struct of several blocks.
    pub fn header(mut self, header: impl Into<O::InputHeaders>) -> Self {
        self.headers.merge(header.into());
        self
    }

    /// Adds an undeclared header block, given as a tree, to this call. It replaces the client's header of the same name.
    pub fn undeclared_header(mut self, block: &AnyElement) -> Self {
        let encoded = EncodedHeader::of_element(block).map_err(EncodeError::Value);
        self.undeclared_headers.push(encoded);
        self
    }

    /// Adds an attachment to this call.
    pub fn attachment(mut self, attachment: Attachment) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// Streams records after those that the request already has. Each record is written when the
    /// transport requests it, so the request may exceed available memory.
    ///
    /// The body is sent chunked and cannot be replayed by retry middleware. Binary data is always
    /// inlined, and the request cannot have attachments.
    ///
    /// If a record cannot be written, the call fails with [`CallError::Encode`]. By then, the records
    /// before it have been sent, but not the end of the message.
    ///
    /// ```no_run
    /// # use wsdlgen_runtime::{Call, CallError, soap::StreamedInput};
    /// # async fn example<O: StreamedInput>(call: Call<'_, O>, records: Vec<O::Record>) -> Result<(), CallError<O::Fault>>
    /// # where O::Record: 'static {
    /// let reply = call.records(records).await?;
    /// # let _ = reply.http; Ok(()) }
    /// ```
    pub fn records<I>(mut self, records: I) -> Self
    where
        O: StreamedInput,
        I: IntoIterator<Item = O::Record>,
        I::IntoIter: Send + 'static,
    {
        let settings = &self.client.settings;
        self.following = RecordBody::of::<O, _>(&mut self.input, records.into_iter(), settings);
        self
    }

    /// Returns the reply as soon as its envelope has arrived. Attachments that are members of the reply are read from the
    /// connection when their content is read, so they may exceed available memory.
    ///
    /// Attachments are read in the order in which they arrive. Reading a later one first buffers the unread ones before it, up
    /// to [`Limits::message_bytes`](crate::xml::Limits::message_bytes); the rest of a partially read one is discarded. Parts
    /// encoded as base64 or quoted-printable are held in memory. A member for a MIME part is always `Some`; if the part is
    /// missing, reading its content fails. If the client verifies replies, the call returns [`CallError::Security`]. The timeout of the call applies to each wait for more
    /// of the reply. If the reply has attachments that are not of type [`Attachment`], such as
    /// [`Base64Binary`](crate::Base64Binary), it is returned when all of it has arrived.
    ///
    /// ```no_run
    /// # use wsdlgen_runtime::{Attachment, Call, Operation};
    /// # async fn example<O: Operation<Body = Attachment>>(call: Call<'_, O>) -> Result<(), Box<dyn std::error::Error>>
    /// # where O::Fault: std::fmt::Debug + 'static {
    /// let reply = call.stream_attachments().await?;
    /// reply.body.save("report.pdf").await?;
    /// # Ok(()) }
    /// ```
    pub fn stream_attachments(mut self) -> Self {
        self.streams_attachments = true;
        self
    }

    /// Sets the timeout of this call, which replaces the client's timeout.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Adds an extension to the HTTP request, for middleware in the transport.
    pub fn extension<T: Clone + Send + Sync + 'static>(mut self, extension: T) -> Self {
        self.extensions.insert(extension);
        self
    }

    /// Sets an HTTP header of this call, in place of the client's header with the same name.
    pub fn http_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        let value = http_headers::hidden(&name, value);
        self.http_headers.insert(name, value);
        self
    }

    /// Authenticates this call with a user name and a password (RFC 7617). The user name must not contain a colon.
    ///
    /// Anyone who can read the request can read the password: use it over TLS only.
    pub fn basic_auth(self, user: &str, password: &str) -> Self {
        self.http_header(AUTHORIZATION, http_headers::basic(user, password))
    }

    /// Authenticates this call with a bearer token (RFC 6750).
    ///
    /// # Errors
    ///
    /// If the token has characters that an HTTP header cannot contain.
    pub fn bearer_auth(self, token: &str) -> Result<Self, InvalidHeaderValue> {
        Ok(self.http_header(AUTHORIZATION, http_headers::bearer(token)?))
    }

    /// Returns the HTTP request of this call without sending it.
    ///
    /// # Errors
    ///
    /// If the request cannot be encoded.
    pub fn encode(self) -> Result<Request<Payload>, CallError<O::Fault>> {
        let Client { port, headers, refused, .. } = self.client;
        if let Some(error) = refused {
            return Err(CallError::Encode(EncodeError::Header(Arc::clone(error))));
        }
        let sent = TraceDirection::Request;
        self.client
            .settings
            .judge(self.client.settings.requests, O::NAME, sent, || self.validate())
            .map_err(|errors| CallError::Encode(EncodeError::Invalid(errors)))?;
        let others = self.undeclared_headers.into_iter().collect::<Result<Vec<_>, _>>();
        let others = others.map_err(CallError::Encode)?;
        let standing = merged(headers, &others);
        let following = self.following.transpose().map_err(CallError::Encode)?;
        if following.is_some() && !self.attachments.is_empty() {
            let why = "the request has attachments";
            return Err(CallError::Encode(EncodeError::Records(why)));
        }
        let guard = Guard { exchange: self.exchange, ..self.client.guard() };
        if following.is_some() && guard.seals() {
            let why = "the security header covers the whole message";
            return Err(CallError::Encode(EncodeError::Records(why)));
        }
        let ClientSettings { mtom, addressing, .. } = *self.client.settings;
        let mtom = mtom.or(port.mtom());
        let mtom = mtom.filter(|_| following.is_none() && !guard.signs());
        let mut endpoints = self.client.settings.endpoints.clone();
        let mut addressing = addressing;
        if let Some(listener) = self.listener.as_ref() {
            endpoints.reply_to.get_or_insert_with(|| listener.address().into());
            if addressing == Addressing::AsBound {
                addressing = Addressing::On;
            }
        }
        let style = self.client.settings.style.clone();
        if following.is_some() && style.is_some() {
            let why = "the settings have an envelope style";
            return Err(CallError::Encode(EncodeError::Records(why)));
        }
        let attachments = self.attachments;
        let packaging = Packaging { attachments, mtom, addressing, endpoints, style };
        let mut request =
            encode_with::<O>(port, &self.input, &self.headers, &standing, &packaging, &guard)
                .map_err(CallError::Encode)?;
        if let Some(following) = following {
            request = following.append_to::<O>(request).map_err(CallError::Encode)?;
        }
        http_headers::set(request.headers_mut(), &self.client.settings.http_headers);
        http_headers::set(request.headers_mut(), &self.http_headers);
        request.extensions_mut().extend(self.extensions);
        Ok(request)
    }

    /// Validates the outgoing message: the input, the headers of this call, and those of the client.
    fn validate(&self) -> Result<(), ValidationErrors> {
        O::validate_input(&self.input)?;
        self.headers.validate()?;
        let mut standing = standing_for(&self.headers, &self.client.headers);
        standing.try_for_each(EncodedHeader::validate)
    }

    /// Makes the call and returns the reply record by record, as it arrives. The reply may exceed
    /// available memory; see [`RecordStream`].
    ///
    /// If the reply has several repeated elements, `S` selects one. It is the type of the records, `stream::<Item>()`, or
    /// a marker if several elements have records of that type.
    ///
    /// # Errors
    ///
    /// If the request cannot be encoded, or the transport fails before there is a reply. The stream
    /// returns errors of the reply itself, including faults.
    pub async fn stream<S>(self) -> Result<RecordStream<O, S>, CallError<O::Fault>>
    where
        O: StreamedOutput<S>,
    {
        let (client, timeout) = (self.client, self.timeout);
        if client.guard().verifies() {
            let reason = "a reply must be complete to be verified: it cannot be streamed";
            return Err(CallError::Security(SecurityError::of_reply(reason)));
        }
        let observed = self.observed();
        let opening = self.carry(&observed, |request| client.transport.open(request));
        let opened = observed.within(opening).await;
        observed.ended(opened.as_ref().map_or_else(CallError::kind, |_| "streamed"));
        let response = opened?;
        observed.answered(response.status().as_u16(), None);
        trace_reply::<O, _>(client, &response, Bytes::new);
        Ok(RecordStream::new(Arc::clone(&client.settings), client.guard(), timeout, response))
    }

    /// Encodes the request and passes it to `hand_over`. Enforces the timeout.
    pub(super) async fn carry<T, C>(
        mut self,
        observed: &CallSpan,
        hand_over: impl FnOnce(Request<Payload>) -> C,
    ) -> Result<Response<T>, CallError<O::Fault>>
    where
        C: Future<Output = Result<Response<T>, TransportError>>,
    {
        let (client, timeout) = (self.client, self.timeout);
        let following = self.following.as_ref().and_then(|following| following.as_ref().ok());
        let failure = following.map(RecordBody::failure);
        let start = Instant::now();
        let begun = within(timeout, client.begin()).await.ok_or(CallError::Timeout(timeout))?;
        self.exchange = begun.map_err(CallError::Security)?;
        let request = self.encode()?;
        trace_request::<O>(client, &request);
        observed.asked(request.body().len());
        let sent = request.extensions().get::<Sent>().cloned();
        let left = timeout.saturating_sub(start.elapsed());
        let came = within(left, hand_over(request)).await;
        let came = came.ok_or(CallError::Timeout(timeout));
        let came = came.and_then(|came| came.map_err(CallError::Transport));
        let came = came.map(|mut response| {
            sent.map(|sent| response.extensions_mut().insert(sent));
            response
        });
        match failure {
            Some(failure) => failure.or(came),
            None => came,
        }
    }

    async fn make(self) -> Result<Reply<O>, CallError<O::Fault>> {
        let observed = self.observed();
        let reply = if self.streams_attachments {
            observed.within(self.exchange_streamed(&observed)).await
        } else {
            observed.within(self.exchange(&observed)).await
        };
        observed.ended(reply.as_ref().map_or_else(CallError::kind, |_| "reply"));
        reply
    }

    fn observed(&self) -> CallSpan {
        CallSpan::call(O::Contract::NAME, O::NAME, self.client.port.address())
    }

    async fn exchange(mut self, observed: &CallSpan) -> Result<Reply<O>, CallError<O::Fault>> {
        let client = self.client;
        let limit = client.settings.reading.limits.message_bytes;
        let listener = client.settings.reply_listener.as_ref();
        let listener = listener.filter(|_| O::without_output().is_none());
        self.listener = listener.cloned();
        let hand_over = |request: Request<Payload>| async move {
            let sent = request.extensions().get::<Sent>();
            let message_id = sent.and_then(|sent| sent.id.clone());
            let response = client.transport.carry(request, limit);
            match listener.zip(message_id) {
                Some((listener, id)) => listener.exchange(&id, response).await,
                None => response.await,
            }
        };
        let response = self.carry(observed, hand_over).await?;
        note_reply::<O>(client, &response, observed);
        client.read(response, None).await
    }
}

impl<C: Contract> Client<C> {
    /// Reads a reply. If its attachments are still arriving, `arrived` is its beginning, and the response has its envelope.
    pub(super) async fn read<O: Operation<Contract = C>>(
        &self,
        response: Response<Bytes>,
        arrived: Option<Unpacked<'static>>,
    ) -> Result<Reply<O>, CallError<O::Fault>> {
        let settings = &self.settings;
        let (for_reading, guard) = (Arc::clone(settings), self.guard());
        let length = response.body().len();
        let work = move || read_reply(response, arrived, &for_reading, &guard);
        let reply = for_message(length, work).await;
        let stopped = || CallError::Transport(TransportError::new("the runtime is shutting down"));
        let reply = reply.ok_or_else(stopped)?;
        let deviations = match &reply {
            Ok(reply) => &*reply.deviations,
            Err(CallError::Fault(reply)) => &reply.deviations,
            Err(_) => &[],
        };
        CallSpan::deviations(deviations);
        if let Some(on_deviation) = &settings.on_deviation {
            for deviation in deviations {
                on_deviation(deviation);
            }
        }
        reply
    }
}

impl<'a, O: Operation> IntoFuture for Call<'a, O> {
    type Output = Result<Reply<O>, CallError<O::Fault>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.make())
    }
}

/// Decodes a reply, and validates it if the settings require it.
fn read_reply<O: Operation>(
    response: Response<Bytes>,
    arrived: Option<Unpacked<'static>>,
    settings: &ClientSettings,
    guard: &Guard,
) -> Result<Reply<O>, CallError<O::Fault>> {
    decode_checked::<O>(response, arrived, &settings.reading, guard, |output, headers| {
        settings.judge(settings.replies, O::NAME, TraceDirection::Reply, || {
            O::validate_output(output)?;
            headers.validate()
        })
    })
}
