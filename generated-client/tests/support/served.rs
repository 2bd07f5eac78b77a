//! The generated server, mounted in axum on loopback.

use std::{
    future::Future,
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use axum::Router;
use generated_client::customer_care::{
    CustomerCareService, CustomerCareServiceServer, ExplanationCode, UpdateCustomerPinFault,
    UpdateCustomerPinReply, UpdateCustomerPinRequest, operations,
};
use wsdlgen_runtime::{
    Context, Fault,
    xml::{Limits, ReadOptions},
};

/// A service that counts the calls of its method.
#[derive(Clone, Default)]
pub(crate) struct Counting(Arc<AtomicUsize>);

impl Counting {
    pub(crate) fn calls(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl CustomerCareService for Counting {
    async fn update_customer_pin(
        &self,
        _context: &mut Context<operations::UpdateCustomerPin>,
        _request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<UpdateCustomerPinFault>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let code = ExplanationCode { code: Some("HEARD".into()), description: None };
        Ok(Some(UpdateCustomerPinReply {
            explanation_code: Some(code),
            ..UpdateCustomerPinReply::default()
        }))
    }
}

/// Returns a router with the service at every path. It accepts requests of up to `message_bytes`.
pub(crate) fn router(service: &Counting, message_bytes: usize) -> Router {
    let limits = Limits { message_bytes, ..Limits::default() };
    let service = CustomerCareServiceServer::new(service.clone())
        .into_service()
        .with_reading(ReadOptions { limits, ..ReadOptions::default() });
    Router::new().fallback_service(service)
}

/// Serves a router with axum's own server.
pub(crate) fn serve(router: Router) -> SocketAddr {
    serve_with(|listener| async move {
        axum::serve(listener, router).await.expect("axum serves until the test ends");
    })
}

/// Serves with `serve` in a detached thread and returns the address.
pub(crate) fn serve_with<F: Future<Output = ()>>(
    serve: impl FnOnce(tokio::net::TcpListener) -> F + Send + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    listener.set_nonblocking(true).expect("tokio requires nonblocking mode");
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async move {
            serve(tokio::net::TcpListener::from_std(listener).expect("a listener")).await;
        });
    });
    address
}
