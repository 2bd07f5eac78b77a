//! The server: a `tower::Service` around an implementation of a generated trait.

mod answer;
mod received;
mod unwind;

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context as TaskContext, Poll},
};

use bytes::Buf;
use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

pub use answer::Context;
pub use received::{Received, Refusal};

use crate::{
    message::{Payload, collect},
    soap::Contract,
    xml::ReadOptions,
};

/// Calls the right method of an implementation: what generated code provides for a server.
pub trait Dispatch: Clone + Send + Sync + 'static {
    /// The contract that is served.
    type Contract: Contract;

    /// Answers a request for operation number `operation` of the contract.
    fn dispatch(&self, operation: usize, received: Received) -> Answer<'_>;
}

/// The response to a request: the method's, or what says that it could not be called.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Response<Payload>, Refusal>> + Send + 'a>>;

/// A server of a contract: a `tower::Service` that mounts in axum, in hyper, or in a client's
/// [`Transport`](crate::client::Transport) for tests without a socket.
///
/// It answers with the SOAP version it was asked in. Whatever is wrong with a request becomes a
/// fault, so the service's error type has no values. So does a panic in a method: the caller sees that
/// the operation failed, and the panic hook what happened.
#[derive(Clone, Debug)]
pub struct Server<D> {
    dispatch: D,
    options: Arc<ReadOptions>,
}

impl<D: Dispatch> Server<D> {
    /// A server that reads leniently and accepts requests of at most 64 MiB.
    pub fn new(dispatch: D) -> Self {
        Self { dispatch, options: Arc::new(Self::options_with(ReadOptions::default())) }
    }

    /// The same server, reading requests with these options.
    #[must_use]
    pub fn with_reading(mut self, options: ReadOptions) -> Self {
        self.options = Arc::new(Self::options_with(options));
        self
    }

    fn options_with(options: ReadOptions) -> ReadOptions {
        ReadOptions { secrets: D::Contract::SECRETS, ..options }
    }

    async fn answer<B>(self, request: Request<B>) -> Response<Payload>
    where
        B: Body + Send,
        B::Data: Buf + Send,
    {
        let (head, body) = request.into_parts();
        if head.method != http::Method::POST {
            return received::method_not_allowed();
        }
        let collected = collect(body, self.options.limits.message_bytes).await;
        let received = collected
            .map_err(|error| received::body_failed(&head, &error))
            .and_then(|bytes| Received::open::<D::Contract>(head, &bytes, &self.options));
        let answered = match received {
            Ok((operation, received)) => {
                let version = received.version();
                let answer = self.dispatch.dispatch(operation, received);
                unwind::Unwinding(answer).await.unwrap_or_else(|_| Err(received::failed(version)))
            }
            Err(refusal) => Err(refusal),
        };
        answered.unwrap_or_else(|refusal| *refusal)
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
