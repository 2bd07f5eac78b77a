//! The server side: a `tower::Service` around an implementation of a generated trait.

mod answer;
mod handling;
mod http_binding;
mod incoming;
mod origin;
mod preflight;
mod publication;
mod rejection;
mod replies;
mod unwind;

use std::{
    any::Any,
    convert::Infallible,
    fmt,
    future::Future,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context as TaskContext, Poll},
};

use bytes::Buf;
use http::{Extensions, Request, Response};
use http_body::Body;
use tower_service::Service;

pub use answer::Context;
pub use incoming::IncomingRequest;
pub use origin::refuse_forwarding;
pub use preflight::preflight;
pub use publication::{
    Document, DocumentKind, Piece, Publication, PublishedOperation, SampleMessage, reply_head,
    request_head, sample_envelope,
};

pub use rejection::Rejection;
pub use replies::ReplySender;

use origin::Callers;

use crate::{
    message::Payload,
    security::Guard,
    soap::{Contract, Fault},
    xml::{Limits, QName, ReadOptions},
};

/// A service that routes each request to the method of its operation.
///
/// Generated code implements this trait.
pub trait Dispatch: Clone + Send + Sync + 'static {
    /// The contract being served.
    type Contract: Contract;

    /// The documents and pages that describe the contract, if they are published.
    const PUBLICATION: Option<&'static Publication<'static>> = None;

    /// Answers a request for the operation with index `operation` in the contract.
    fn dispatch(&self, operation: usize, received: IncomingRequest) -> DispatchFuture<'_>;
}

/// The return type of a service's method: a future that resolves to the reply or a fault.
///
/// A method may be written as `async fn`.
pub trait Answer<T, F>: Future<Output = Result<T, Fault<F>>> + Send {}

impl<T, F, A: Future<Output = Result<T, Fault<F>>> + Send> Answer<T, F> for A {}

/// A boxed future of a response: the method's, or a rejection if the method could not be called.
pub type DispatchFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Payload>, Rejection>> + Send + 'a>>;

/// A server of a contract.
///
/// It is a `tower::Service` that can be mounted in axum or hyper. For tests without a socket, it can be
/// mounted in a client's [`Transport`](crate::client::Transport).
///
/// The reply uses the SOAP version of the request. Every error in a request becomes a fault, so the
/// service's error type is [`Infallible`]. A panic in a method also becomes a fault. The caller learns only
/// that the operation failed; the panic hook receives the details.
///
/// With the generator's `publish` setting, the server answers GET requests with HTML pages and with the
/// contract's documents. `?wsdl` returns the main WSDL document.
#[derive(Clone, Debug)]
pub struct Server<D> {
    dispatch: D,
    options: Arc<ReadOptions>,
    whereabouts: Arc<ServerLocation>,
    callers: Arc<Callers>,
    guard: Arc<Guard>,
    /// `true` if methods are called before the attachments of requests have arrived.
    streams_attachments: bool,
    reply_sender: Option<Arc<ReplySender>>,
}

/// The address of a server, and the source of its callers' addresses.
#[derive(Clone, Default)]
struct ServerLocation {
    address: Option<String>,
    peer: Option<PeerOf>,
}

/// A function that finds the peer's address in the extensions of a request.
type PeerOf = Arc<dyn Fn(&Extensions) -> Option<SocketAddr> + Send + Sync>;

impl fmt::Debug for ServerLocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ServerLocation")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// The peer's address, as a request extension.
///
/// Insert it into requests if the HTTP server has no such extension. See [`Server::with_peer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddress(pub SocketAddr);

impl<D: Dispatch> Server<D> {
    /// Creates a server that reads leniently and accepts requests of at most 64 MiB.
    pub fn new(dispatch: D) -> Self {
        let options = ReadOptions { limits: Limits::SERVER, ..ReadOptions::default() };
        let options = Arc::new(Self::options_with(options));
        Self {
            dispatch,
            options,
            whereabouts: Arc::default(),
            callers: Arc::default(),
            guard: Arc::default(),
            streams_attachments: false,
            reply_sender: None,
        }
    }

    /// Calls methods as soon as the envelope of a request has arrived. Attachments that are members of the request are read
    /// from the connection when their content is read, so they may exceed available memory.
    ///
    /// Attachments are read in the order in which they arrive. Reading a later one first buffers the unread ones before it, up
    /// to [`Limits::message_bytes`]; the rest of a partially read one is discarded. Parts encoded as base64 or quoted-printable
    /// are held in memory. A member for a MIME part is always `Some`; if the part is missing, reading its content fails. If the request has attachments that are not of type
    /// [`Attachment`](crate::Attachment), such as [`Base64Binary`](crate::Base64Binary), or has to be verified, the method is
    /// called when all of it has arrived.
    #[must_use]
    pub fn with_streamed_attachments(mut self) -> Self {
        self.streams_attachments = true;
        self
    }

    /// Sets the options for reading requests. The default limits are [`Limits::SERVER`].
    #[must_use]
    pub fn with_reading(mut self, options: ReadOptions) -> Self {
        self.options = Arc::new(Self::options_with(options));
        self
    }

    /// Sets the public address of the server, which `?wsdl` contains as the address of its ports.
    ///
    /// By default, this is the address of the request for the document. Set it if a proxy, TLS
    /// termination, or a router that strips a path prefix makes that address differ from the public one.
    #[must_use]
    pub fn with_address(mut self, address: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.whereabouts).address = Some(address.into());
        self
    }

    /// Sets the type of the request extension that contains the peer's address. The default is [`PeerAddress`].
    ///
    /// Users on the server's own machine are offered a form for trying operations.
    ///
    /// ```
    /// use std::net::SocketAddr;
    /// use wsdlgen_runtime::server::{Dispatch, Server};
    ///
    /// // A stand-in for `axum::extract::ConnectInfo`.
    /// #[derive(Clone)]
    /// struct ConnectInfo<T>(T);
    ///
    /// fn with_form<D: Dispatch>(server: Server<D>) -> Server<D> {
    ///     server.with_peer(|ConnectInfo(peer): &ConnectInfo<SocketAddr>| *peer)
    /// }
    /// ```
    #[must_use]
    pub fn with_peer<T: Any + Send + Sync>(
        mut self,
        address: impl Fn(&T) -> SocketAddr + Send + Sync + 'static,
    ) -> Self {
        let peer: PeerOf = Arc::new(move |extensions| extensions.get().map(&address));
        Arc::make_mut(&mut self.whereabouts).peer = Some(peer);
        self
    }

    /// Lets pages of other sites call this server from a browser.
    ///
    /// An origin consists of a scheme, a host and an optional port, such as `https://shop.example` (RFC 6454).
    ///
    /// By default, cross-site browser requests are rejected with status 403. A request is cross-site if its
    /// `Origin` matches neither the address of the request nor that of [`with_address`](Self::with_address), or
    /// if its `Sec-Fetch-Site` names another site. Programs other than browsers send neither header. The
    /// server does not answer preflight requests; use middleware such as tower-http's `CorsLayer`.
    ///
    /// ```
    /// use wsdlgen_runtime::server::{Dispatch, Server};
    ///
    /// fn for_the_shop<D: Dispatch>(server: Server<D>) -> Server<D> {
    ///     server.with_origins(["https://shop.example"]).with_hosts(["api.example"])
    /// }
    /// ```
    #[must_use]
    pub fn with_origins<S: Into<String>>(mut self, origins: impl IntoIterator<Item = S>) -> Self {
        let callers = Arc::make_mut(&mut self.callers);
        callers.origins.extend(origins.into_iter().map(Into::into));
        self
    }

    /// Accepts only requests for these host names and rejects all others with status 421.
    ///
    /// By default, any host name is accepted. The list protects against DNS rebinding, where a page's
    /// host name is made to resolve to this server.
    #[must_use]
    pub fn with_hosts<S: Into<String>>(mut self, hosts: impl IntoIterator<Item = S>) -> Self {
        let callers = Arc::make_mut(&mut self.callers);
        callers.hosts.extend(hosts.into_iter().map(Into::into));
        self
    }

    /// Accepts only requests that pass `verifier`. All others are rejected with the faults of SOAP Message
    /// Security 1.1, §12.
    #[cfg(feature = "ws-security")]
    #[must_use]
    pub fn with_security(mut self, verifier: crate::security::Verifier) -> Self {
        Arc::make_mut(&mut self.guard).incoming = Some(verifier);
        self
    }

    /// Accepts only requests that meet the security policy of a port, and secures replies as it requires.
    ///
    /// ```
    /// # #[cfg(feature = "ws-security")]
    /// # fn example<D: wsdlgen_runtime::server::Dispatch>(
    /// #     server: wsdlgen_runtime::Server<D>, port: wsdlgen_runtime::Port<D::Contract>,
    /// # ) -> Result<(), wsdlgen_runtime::policy::PolicyError> {
    /// use wsdlgen_runtime::security::Verifier;
    ///
    /// let users = Verifier::new().username(|user| (user == "ada").then(|| "secret".into()));
    /// let server = server.with_policy_of(&port, users)?;
    /// # let _ = server; Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// If `verifier` lacks what the policy requires: the error lists what is missing.
    #[cfg(feature = "ws-security")]
    pub fn with_policy_of(
        mut self,
        port: &crate::Port<D::Contract>,
        verifier: crate::security::Verifier,
    ) -> Result<Self, crate::policy::PolicyError> {
        if port.policy().is_some() {
            Arc::make_mut(&mut self.guard).security = crate::security::of_server(port, verifier)?;
        }
        Ok(self)
    }

    /// Adds a security header to the replies and faults of the service's methods.
    #[cfg(feature = "ws-security")]
    #[must_use]
    pub fn with_reply_security(mut self, security: crate::security::Security) -> Self {
        Arc::make_mut(&mut self.guard).outgoing = Some(security);
        self
    }

    /// Accepts requests with this header block although the contract does not declare it and the client requires it to be
    /// understood (`mustUnderstand`; SOAP 1.1, §4.2.3).
    ///
    /// The block is in [`Context::undeclared_headers`]. Its meaning is the responsibility of the service's methods.
    #[must_use]
    pub fn with_understood(mut self, block: QName) -> Self {
        Arc::make_mut(&mut self.guard).understood.push(block);
        self
    }

    /// Sends replies and faults to other addresses if requests ask for it with WS-Addressing headers. Without this, such
    /// requests get a fault.
    #[must_use]
    pub fn with_reply_sender(mut self, sender: ReplySender) -> Self {
        self.reply_sender = Some(Arc::new(sender));
        self
    }

    fn options_with(options: ReadOptions) -> ReadOptions {
        ReadOptions { secrets: D::Contract::SECRETS, ..options }
    }
}

impl<D, B> Service<Request<B>> for Server<D>
where
    D: Dispatch,
    B: Body + Send + 'static,
    B::Data: Buf + Send,
    B::Error: Send,
{
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Payload>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _context: &mut TaskContext<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let server = self.clone();
        Box::pin(async move { Ok(server.answer(request).await) })
    }
}
