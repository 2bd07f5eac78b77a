//! Replies that arrive over a different connection from the request's.

use std::{
    collections::HashMap,
    convert::Infallible,
    fmt,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use bytes::{Buf, Bytes};
use futures_channel::oneshot;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body::Body;
use tower_service::Service;

use crate::{
    message::{CollectError, ContentType, Payload, collect, unpack},
    soap::{AddressingHeaders, EnvelopeKind, NoHeaders, open_envelope, read_headers},
    xml::{Cursor, Limits, Namespaces, ReadOptions, decode_text},
};

/// A listener for replies and faults that a service sends to another address than the connection of the request.
///
/// Some services with long-running operations send replies to such an address, or even require one. The listener is a `tower::Service`: mount it in an HTTP
/// server at the address that the service is to use, and pass it to
/// [`ClientSettings::reply_listener`](crate::ClientSettings::reply_listener). Calls then wait for the message that refers to
/// their message id, up to their timeout. All clients may share one listener.
///
/// Messages that no call waits for are rejected with status 404. They may be late replies to calls that timed out.
///
/// ```
/// use wsdlgen_runtime::{ClientSettings, client::ReplyListener};
///
/// let listener = ReplyListener::new("http://orders.example/replies");
/// let settings = ClientSettings::default().reply_listener(listener.clone());
/// // axum: Router::new().route_service("/replies", listener)
/// # let _ = settings;
/// ```
#[derive(Clone)]
pub struct ReplyListener {
    address: Arc<str>,
    options: ReadOptions,
    waiting: Arc<Mutex<Waiting>>,
}

/// The calls that wait for a reply, by message id.
type Waiting = HashMap<String, oneshot::Sender<Response<Bytes>>>;

impl ReplyListener {
    /// Creates a listener with the address at which the service reaches it.
    pub fn new(address: impl Into<Arc<str>>) -> Self {
        let options = ReadOptions { limits: Limits::SERVER, ..ReadOptions::default() };
        Self { address: address.into(), options, waiting: Arc::default() }
    }

    /// Sets the limits of received messages. The default is [`Limits::SERVER`].
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.options.limits = limits;
        self
    }

    /// Returns the address at which the service reaches the listener.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Sends a request and waits for its reply, over the connection or at the listener.
    pub(super) async fn exchange<E>(
        &self,
        message_id: &str,
        sent: impl Future<Output = Result<Response<Bytes>, E>>,
    ) -> Result<Response<Bytes>, E> {
        let (sender, receiver) = oneshot::channel();
        self.lock().insert(message_id.to_owned(), sender);
        let registration = Registration { listener: self, message_id };
        let (mut sent, mut receiver) = (pin!(sent), pin!(receiver));
        let mut is_sent = false;
        let reply = poll_fn(|context| {
            // The reply may arrive before the response to the request.
            if let Poll::Ready(Ok(reply)) = receiver.as_mut().poll(context) {
                return Poll::Ready(Ok(reply));
            }
            if is_sent {
                return Poll::Pending;
            }
            match sent.as_mut().poll(context) {
                Poll::Ready(Ok(response)) if is_acknowledgement(&response) => {
                    is_sent = true;
                    Poll::Pending
                }
                other => other,
            }
        });
        let reply = reply.await;
        drop(registration);
        reply
    }

    /// Hands a message to the call that waits for it.
    async fn receive<B>(&self, request: Request<B>) -> Response<Payload>
    where
        B: Body,
        B::Data: Buf,
    {
        let (head, body) = request.into_parts();
        if head.method != Method::POST {
            return plain(
                StatusCode::METHOD_NOT_ALLOWED,
                "This address is for replies to SOAP requests.\n",
            );
        }
        let bytes = match collect(body, self.options.limits.message_bytes).await {
            Ok(bytes) => bytes,
            Err(CollectError::TooLong) => {
                return plain(StatusCode::PAYLOAD_TOO_LARGE, "The message is too long.\n");
            }
            Err(CollectError::Body(_)) => {
                return plain(StatusCode::BAD_REQUEST, "The message is incomplete.\n");
            }
        };
        let Some(message_id) = relates_to(&head.headers, &bytes, &self.options) else {
            return plain(
                StatusCode::BAD_REQUEST,
                "Expected a SOAP message with the header `RelatesTo`.\n",
            );
        };
        let mut response = Response::new(bytes);
        *response.headers_mut() = head.headers;
        let sender = self.lock().remove(&message_id);
        if sender.is_some_and(|sender| sender.send(response).is_ok()) {
            return plain(StatusCode::ACCEPTED, "");
        }
        plain(StatusCode::NOT_FOUND, "No call waits for this reply.\n")
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The registration of a waiting call, removed on drop.
struct Registration<'a> {
    listener: &'a ReplyListener,
    message_id: &'a str,
}

impl Drop for Registration<'_> {
    fn drop(&mut self) {
        self.listener.lock().remove(self.message_id);
    }
}

/// Returns whether a response only acknowledges the request (WS-Addressing 1.0 Core, §3.4; WS-I Basic Profile 2.0, R1162).
fn is_acknowledgement(response: &Response<Bytes>) -> bool {
    response.status() == StatusCode::ACCEPTED
        || response.status().is_success() && response.body().is_empty()
}

/// Returns the id of the message that a reply refers to.
fn relates_to(headers: &HeaderMap, bytes: &Bytes, options: &ReadOptions) -> Option<String> {
    let content_type = ContentType::of(headers)?;
    let unpacked = unpack(content_type, bytes.clone()).ok()?;
    let charset = unpacked.content_type.parameter("charset");
    let text = decode_text(&unpacked.envelope, charset.as_deref()).ok()?;
    let mut cursor = Cursor::new(&text, Namespaces::NONE, options).ok()?;
    let EnvelopeKind::Envelope(version) = open_envelope(&mut cursor).ok()? else { return None };
    let mut addressed = AddressingHeaders::default();
    read_headers(&mut cursor, version, &mut NoHeaders, &mut addressed, None).ok()?;
    addressed.relates_to
}

fn plain(status: StatusCode, text: &'static str) -> Response<Payload> {
    let mut response = Response::new(Payload::new(text));
    *response.status_mut() = status;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    response
}

impl<B> Service<Request<B>> for ReplyListener
where
    B: Body + Send + 'static,
    B::Data: Buf + Send,
    B::Error: Send,
{
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Payload>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let listener = self.clone();
        Box::pin(async move { Ok(listener.receive(request).await) })
    }
}

impl fmt::Debug for ReplyListener {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ReplyListener")
            .field("address", &crate::message::public_address(&self.address))
            .finish_non_exhaustive()
    }
}
