//! The transport of forwarded requests, over the HTTP client of the other commands.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tower_service::Service;
use ureq::Agent;
use ureq::http::{Request, Response};
use wsdlgen_runtime::{Payload, Transport};

use crate::fetch::{Options, Problem, calling};
use crate::send::{add_credentials, exchange};

/// Returns a transport with the connection settings of the command. Credentials are added to every request, or replace its
/// own. It works inside a tokio runtime.
///
/// # Errors
///
/// If the proxy or a certificate is not usable.
///
/// ```no_run
/// use std::time::Duration;
/// use wsdlgen_cli::{fetch::Options, transport::transport};
///
/// let transport = transport(&Options::default(), Duration::from_secs(60))?;
/// # let _ = transport;
/// # Ok::<(), wsdlgen_cli::fetch::Problem>(())
/// ```
pub fn transport(options: &Options, timeout: Duration) -> Result<Transport, Problem> {
    let agent = calling(options, timeout)?;
    Ok(Transport::new(BlockingTransport { agent, options: options.clone() }))
}

/// The service that sends requests on blocking threads.
#[derive(Clone)]
struct BlockingTransport {
    agent: Agent,
    options: Options,
}

type Failure = Box<dyn Error + Send + Sync>;

impl Service<Request<Payload>> for BlockingTransport {
    type Response = Response<Payload>;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Payload>, Failure>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Payload>) -> Self::Future {
        if let Err(error) = add_credentials(request.headers_mut(), &self.options) {
            return Box::pin(std::future::ready(Err(error.into())));
        }
        let agent = self.agent.clone();
        Box::pin(async move {
            let request = request.map(|body| body.into_bytes().to_vec());
            let sent = tokio::task::spawn_blocking(move || exchange(&agent, request));
            let (head, bytes) = sent.await??;
            Ok(Response::from_parts(head, Payload::new(bytes)))
        })
    }
}
