//! The transport of requests and replies.

use std::{
    error::Error,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use super::timeout::within;

use bytes::{Buf, Bytes};
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use tower_service::Service;

use crate::{
    message::{Payload, TransportError, arrived},
    policy::PolicyError,
};

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The body of an incoming reply, over any transport.
pub struct Incoming(Pin<Box<dyn Body<Data = Bytes, Error = TransportError> + Send>>);

/// A transport of requests and replies. It wraps any `tower::Service<http::Request<Payload>>`, which
/// may include middleware.
///
/// A generated server is such a service, so clients can call it in tests without a socket. A transport
/// is a service too, so middleware can also wrap the default transport:
///
/// ```
/// use http::{HeaderValue, Request};
/// use tower::ServiceExt;
/// use wsdlgen_runtime::{Payload, Transport};
///
/// # fn named(http: Transport) -> Transport {
/// Transport::new(http.map_request(|mut request: Request<Payload>| {
///     request.headers_mut().insert("user-agent", HeaderValue::from_static("billing/1.0"));
///     request
/// }))
/// # }
/// ```
#[derive(Clone)]
pub struct Transport(Arc<dyn Carry>);

trait Carry: Send + Sync {
    fn carry(
        &self,
        request: Request<Payload>,
    ) -> BoxFuture<Result<Response<Incoming>, TransportError>>;
}

impl Transport {
    /// Creates a transport from a service.
    pub fn new<S, B>(service: S) -> Self
    where
        S: Service<Request<Payload>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<Box<dyn Error + Send + Sync>>,
        S::Future: Send,
        B: Body + Send + 'static,
        B::Data: Buf + Send,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        Self(Arc::new(Adapter(service)))
    }

    /// Sends a request and waits for the whole response of at most `limit` bytes, for callers without generated code.
    ///
    /// # Errors
    ///
    /// If the request cannot be sent, there is no response within `timeout`, or the response exceeds `limit`.
    ///
    /// ```no_run
    /// # use wsdlgen_runtime::{Payload, Transport, message::TransportError};
    /// # async fn example(transport: Transport, request: http::Request<Payload>) -> Result<(), TransportError> {
    /// let response = transport.exchange(request, 1 << 20, std::time::Duration::from_secs(5)).await?;
    /// println!("{}: {} bytes", response.status(), response.body().len());
    /// # Ok(()) }
    /// ```
    pub async fn exchange(
        &self,
        request: Request<Payload>,
        limit: usize,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let response = within(timeout, self.carry(request, limit)).await;
        response
            .unwrap_or_else(|| Err(TransportError::new(format!("no response within {timeout:?}"))))
    }

    /// Sends a request and waits for the whole reply of at most `limit` bytes.
    pub(super) async fn carry(
        &self,
        request: Request<Payload>,
        limit: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        arrived(self.0.carry(request).await?, limit).await
    }

    /// Sends a request and waits for the status and headers of the reply.
    pub(crate) async fn open(
        &self,
        request: Request<Payload>,
    ) -> Result<Response<Incoming>, TransportError> {
        self.0.carry(request).await
    }
}

impl Service<Request<Payload>> for Transport {
    type Response = Response<Incoming>;
    type Error = TransportError;
    type Future = BoxFuture<Result<Response<Incoming>, TransportError>>;

    /// Returns ready immediately. Calls wait until the wrapped service is ready.
    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        self.0.carry(request)
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Transport")
    }
}

struct Adapter<S>(S);

impl<S, B> Carry for Adapter<S>
where
    S: Service<Request<Payload>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Buf + Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    fn carry(
        &self,
        request: Request<Payload>,
    ) -> BoxFuture<Result<Response<Incoming>, TransportError>> {
        let mut service = self.0.clone();
        Box::pin(async move {
            poll_fn(|context| service.poll_ready(context)).await.map_err(TransportError::new)?;
            let response = service.call(request).await.map_err(TransportError::new)?;
            Ok(response.map(|body| Incoming(Box::pin(Uniform(Box::pin(body))))))
        })
    }
}

impl Body for Incoming {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.0.as_mut().poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Incoming")
    }
}

/// An adapter that converts the data and errors of any body to common types.
struct Uniform<B>(Pin<Box<B>>);

impl<B> Body for Uniform<B>
where
    B: Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(self.0.as_mut().poll_frame(context));
        let uniform =
            |frame: Frame<B::Data>| frame.map_data(|mut data| data.copy_to_bytes(data.remaining()));
        Poll::Ready(frame.map(|frame| frame.map(uniform).map_err(TransportError::new)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// The reason why a client could not be created for an address.
///
/// `Debug` shows the message, since `main` prints errors with it.
#[non_exhaustive]
pub enum ConnectError {
    /// The address is not an `http:` or `https:` URL. Secrets in it are removed.
    Address(String),
    /// The crate was built without the feature `reqwest`, so there is no default transport.
    NoTransport,
    /// The transport could not be set up.
    Transport(TransportError),
    /// The security policy of the port is not met.
    Policy(PolicyError),
}

impl fmt::Display for ConnectError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => {
                let address = address.escape_debug();
                write!(
                    formatter,
                    "`{address}` is not a valid HTTP URL: set the address with `ports::PORT.at(url)`"
                )
            }
            Self::NoTransport => formatter.write_str(
                "no HTTP transport is compiled in: enable the feature `reqwest` of \
                 wsdlgen-runtime, or pass a transport to the client",
            ),
            Self::Transport(error) => error.fmt(formatter),
            Self::Policy(error) => error.fmt(formatter),
        }
    }
}

impl fmt::Debug for ConnectError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ConnectError({self})")
    }
}

impl Error for ConnectError {}
