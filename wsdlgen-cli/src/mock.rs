//! An HTTP server for mocks on the loopback interface.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use std::{future, io};

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower_service::Service;
use wsdlgen::tools::{Mock, MockError, MockFuture};
use wsdlgen_runtime::{Payload, server::PeerAddress};

/// Maximum number of concurrent connections. Further connections wait.
const CONNECTIONS: usize = 256;
/// Time limit for receiving the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// Time limit for a connection.
const CONNECTION_TIME: Duration = Duration::from_secs(600);
/// Pause after a failed `accept`, typically caused by a lack of file descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves a mock on a port of the loopback interface until the process ends. Port 0 picks a free port.
///
/// Calls `started` with the address once the server is listening.
///
/// # Errors
///
/// Returns an error if the port is in use, if the runtime cannot be created, or if `started` fails.
///
/// ```no_run
/// use wsdlgen::{configure, tools::Mock};
///
/// let contract = configure().load("Orders.wsdl", |path| std::fs::read(path))?;
/// let never = wsdlgen_cli::mock::serve(&Mock::new(contract), 8080, |address| {
///     println!("http://{address}/");
///     Ok(())
/// })?;
/// match never {}
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn serve(
    mock: &Mock,
    port: u16,
    started: impl FnOnce(SocketAddr) -> io::Result<()>,
) -> io::Result<Infallible> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| {
            let help = "choose another one with `--port`, or a free one with `--port 0`";
            io::Error::new(error.kind(), format!("cannot listen on port {port}: {error}; {help}"))
        })?;
        started(listener.local_addr()?)?;
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                // Unreachable: the semaphore is never closed.
                return future::pending().await;
            };
            let Ok((stream, peer)) = listener.accept().await else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let mock = mock.clone();
            tokio::spawn(async move {
                // Connections that break off or time out are dropped.
                let _ = tokio::time::timeout(
                    CONNECTION_TIME,
                    connection(stream, WithPeer { mock, peer }),
                )
                .await;
                drop(place);
            });
        }
    })
}

async fn connection(stream: TcpStream, mock: WithPeer) -> Result<(), hyper::Error> {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
    builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(mock)).await
}

/// A mock that knows the address of the peer, to whom it may show the form for trying operations.
#[derive(Clone)]
struct WithPeer {
    mock: Mock,
    peer: SocketAddr,
}

impl Service<Request<Incoming>> for WithPeer {
    type Response = Response<Payload>;
    type Error = MockError;
    type Future = MockFuture;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), MockError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Incoming>) -> MockFuture {
        request.extensions_mut().insert(PeerAddress(self.peer));
        self.mock.call(request)
    }
}
