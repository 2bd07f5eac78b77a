//! Replies and faults sent to other addresses than the connection of the request (WS-Addressing 1.0 Core, §3.4).

mod allowed;

#[cfg(feature = "tokio")]
mod released;

use std::{
    borrow::Cow,
    fmt,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_channel::oneshot;
use http::{HeaderValue, Method, Request, Response, Uri};

use super::answer::accepted;
use crate::{
    client::{ConnectError, Transport, within},
    message::{Payload, SOAP_ACTION, TransportError},
    observe,
    soap::AddressingHeaders,
};

use allowed::Allowed;

/// Sends replies and faults to the addresses that requests name in `ReplyTo` and `FaultTo`.
///
/// Replies are sent only to addresses on its list: otherwise a caller could make the server send requests to other machines of its
/// network. Requests that name another address get a fault.
///
/// In a tokio runtime, with the feature `tokio`, a request that uses its connection for neither reply nor fault is answered with
/// status 202 as soon as it has been read, so methods may take as long as they need. If the connection is meant for one of them and
/// the other is sent elsewhere, status 202 precedes it. At most 256 requests are processed in this way at once. All others keep their connection until the reply has been sent.
///
/// ```
/// use wsdlgen_runtime::{Transport, client::ConnectError, server::{Dispatch, ReplySender, Server}};
///
/// # fn example<D: Dispatch>(server: Server<D>, transport: Transport) -> Result<Server<D>, ConnectError> {
/// let sender = ReplySender::new(transport, ["https://orders.example", "http://partner.example/replies"])?;
/// let server = server.with_reply_sender(sender);
/// # Ok(server) }
/// ```
#[derive(Clone)]
pub struct ReplySender {
    transport: Transport,
    allowed: Vec<Allowed>,
    timeout: Duration,
    on_failure: Option<OnFailure>,
    #[cfg(feature = "tokio")]
    tasks: released::Tasks,
}

/// A callback for each reply that could not be delivered.
type OnFailure = Arc<dyn Fn(&str, &TransportError) + Send + Sync>;

impl ReplySender {
    /// Creates a sender for these addresses. An address without a path allows all paths on its host and port; an address with
    /// a path allows exactly itself.
    ///
    /// # Errors
    ///
    /// If one of the addresses is not an `http:` or `https:` URL, or has a user name.
    pub fn new<S: AsRef<str>>(
        transport: Transport,
        allowed: impl IntoIterator<Item = S>,
    ) -> Result<Self, ConnectError> {
        let allowed = allowed.into_iter().map(|address| Allowed::new(address.as_ref()));
        Ok(Self {
            transport,
            allowed: allowed.collect::<Result<_, _>>()?,
            timeout: Duration::from_secs(60),
            on_failure: None,
            #[cfg(feature = "tokio")]
            tasks: released::Tasks::default(),
        })
    }

    /// Limits the time for sending a reply. The default is 60 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Calls `report` with the address and the error of each reply that could not be delivered. With the feature `tracing`, it
    /// is also logged.
    #[must_use]
    pub fn on_failure(
        mut self,
        report: impl Fn(&str, &TransportError) + Send + Sync + 'static,
    ) -> Self {
        self.on_failure = Some(Arc::new(report));
        self
    }

    /// Returns whether replies may be sent to an address.
    pub(super) fn allows(&self, address: &str) -> bool {
        self.allowed.iter().any(|allowed| allowed.matches(address))
    }

    /// Runs `work`, which answers a request. If `released` completes first, returns status 202 while `work` continues.
    pub(super) async fn run<W>(&self, work: W, released: oneshot::Receiver<()>) -> Response<Payload>
    where
        W: Future<Output = Response<Payload>> + Send + 'static,
    {
        #[cfg(feature = "tokio")]
        return self.tasks.run(work, released).await;
        #[cfg(not(feature = "tokio"))]
        {
            drop(released);
            work.await
        }
    }

    /// Sends a response to its destination, if it has one, and returns the response to send over the connection.
    pub(super) async fn deliver(&self, mut response: Response<Payload>) -> Response<Payload> {
        let Some(Destination { address, action }) = response.extensions_mut().remove() else {
            return response;
        };
        let status = response.status();
        // The headers were checked before. A mistake there must not reach the network.
        let checked = if self.allows(&address) {
            request(response, &address, &action)
        } else {
            Err(TransportError::new("the address is not allowed"))
        };
        let sent = match checked {
            Ok(request) => within(self.timeout, self.transport.open(request)).await,
            Err(error) => Some(Err(error)),
        };
        let failure = match sent {
            Some(Ok(taken)) if taken.status().is_success() => {
                observe::log_delivered(&address, status);
                None
            }
            Some(Ok(taken)) => Some(TransportError::new(format!("status {}", taken.status()))),
            Some(Err(error)) => Some(error),
            None => Some(TransportError::new(format!("no response in {:?}", self.timeout))),
        };
        if let Some(error) = failure {
            observe::log_undelivered(&address, &error);
            if let Some(report) = &self.on_failure {
                report(&address, &error);
            }
        }
        accepted()
    }
}

impl fmt::Debug for ReplySender {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ReplySender")
            .field("allowed", &self.allowed)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// Delivery of one request's reply or fault to another address.
#[derive(Clone)]
pub(super) struct ReplyDelivery {
    sender: Arc<ReplySender>,
    connection: Arc<Mutex<Connection>>,
}

/// The connection of a request.
struct Connection {
    /// Releases the connection, unless that has happened.
    release: Option<oneshot::Sender<()>>,
    /// The headers of the request, if neither its reply nor a fault uses the connection.
    addressed: Option<Box<AddressingHeaders>>,
}

impl Connection {
    fn release(&mut self) {
        if let Some(release) = self.release.take() {
            // Fails if the caller has closed the connection.
            let _ = release.send(());
        }
    }
}

impl ReplyDelivery {
    /// Creates the delivery, and a receiver that completes when the connection is released.
    pub(super) fn new(sender: &Arc<ReplySender>) -> (Self, oneshot::Receiver<()>) {
        let (release, released) = oneshot::channel();
        let connection = Connection { release: Some(release), addressed: None };
        let connection = Arc::new(Mutex::new(connection));
        (Self { sender: Arc::clone(sender), connection }, released)
    }

    pub(super) fn allows(&self, address: &str) -> bool {
        self.sender.allows(address)
    }

    /// Releases the connection if neither a reply nor a fault uses it.
    pub(super) fn release_if_unused(&self, addressed: &AddressingHeaders) {
        let leaves = |is_fault| {
            addressed.address_elsewhere(is_fault).is_some() || addressed.is_unwanted(is_fault)
        };
        if !(leaves(false) && leaves(true)) {
            return;
        }
        let mut connection = self.connection();
        connection.addressed = Some(Box::new(addressed.clone()));
        connection.release();
    }

    /// Releases the connection if a response does not use it.
    pub(super) fn release_after(&self, response: &Response<Payload>) {
        if response.extensions().get::<Destination>().is_some() {
            self.connection().release();
        }
    }

    /// Returns the addressing headers of the request if it has released its connection.
    pub(super) fn released(&self) -> Option<AddressingHeaders> {
        self.connection().addressed.as_deref().cloned()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic cannot leave the connection half changed.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ReplyDelivery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ReplyDelivery")
    }
}

/// The destination of a response. It is an extension of the response.
#[derive(Clone, Debug)]
struct Destination {
    address: String,
    action: Cow<'static, str>,
}

/// Marks a response for delivery if it is meant for another address than the connection.
pub(super) fn set_destination(
    mut response: Response<Payload>,
    addressed: &AddressingHeaders,
    action: impl FnOnce() -> Cow<'static, str>,
    is_fault: bool,
) -> Response<Payload> {
    if let Some(address) = addressed.address_elsewhere(is_fault) {
        let destination = Destination { address: address.to_owned(), action: action() };
        response.extensions_mut().insert(destination);
    }
    response
}

/// Converts a response into a request with the same message.
fn request(
    response: Response<Payload>,
    address: &str,
    action: &str,
) -> Result<Request<Payload>, TransportError> {
    let (head, body) = response.into_parts();
    let mut request = Request::new(body);
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::try_from(address).map_err(TransportError::new)?;
    *request.headers_mut() = head.headers;
    let action = HeaderValue::try_from(format!("\"{action}\"")).map_err(TransportError::new)?;
    request.headers_mut().insert(SOAP_ACTION, action);
    Ok(request)
}
