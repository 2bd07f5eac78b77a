//! A SOAP service as a route in axum.
//!
//! It supports both SOAP versions, limits the number of concurrent calls, and shuts down without losing calls.

use std::{
    collections::BTreeMap,
    future::{Future, IntoFuture},
    io,
    net::SocketAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router, error_handling::HandleErrorLayer, extract::ConnectInfo, http::StatusCode, routing::get,
};
use customer_care::{
    BaseResponse, CustomerCareService, CustomerCareServiceServer, ExplanationCode, OperationType,
    UpdateCustomerPinReply, UpdateCustomerPinRequest, operations,
};
use tokio::net::TcpListener;
use tower::{BoxError, ServiceBuilder, load_shed::error::Overloaded};
use wsdlgen_runtime::{
    Context, DateTime, Fault, NoDetail,
    xml::{Limits, ReadOptions},
};

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);

/// Accounts and their PINs.
#[derive(Debug, Default)]
pub struct Accounts(Mutex<BTreeMap<String, String>>);

impl CustomerCareService for Accounts {
    async fn update_customer_pin(
        &self,
        context: &mut Context<operations::UpdateCustomerPin>,
        request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<NoDetail>> {
        let missing = |what: &str| Fault::sender(format!("{what} is missing"));
        let credentials = context.headers.sc_credentials.take();
        context.reply_headers.sc_credentials =
            Some(credentials.ok_or_else(|| missing("ScCredentials"))?);
        let request = request.ok_or_else(|| missing("updateCustomerPINRequest"))?;
        let account = request.account_number.ok_or_else(|| missing("AccountNumber"))?;
        // A panic cannot leave an account partly changed, so a poisoned lock is safe to use.
        let mut accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let code = match request.operation_type {
            OperationType::Update => {
                accounts.insert(account, request.pin.ok_or_else(|| missing("PIN"))?);
                "UPDATED"
            }
            OperationType::Delete if accounts.remove(&account).is_some() => "DELETED",
            OperationType::Delete => "NO_PIN",
            other => return Err(Fault::receiver(format!("{other} is not supported"))),
        };
        Ok(Some(UpdateCustomerPinReply {
            base_response: Some(BaseResponse::new(DateTime::now())),
            sev_code: None,
            explanation_code: Some(ExplanationCode { code: Some(code.into()), description: None }),
        }))
    }
}

/// The greatest number of concurrent calls. Further calls are rejected with status 503.
pub const CALLS_AT_ONCE: usize = 64;
/// The time for calls in progress to finish on shutdown.
const FAREWELL: Duration = Duration::from_secs(10);

/// Returns a router with the service, its limits, and a route for health checks.
pub fn router<S: CustomerCareService>(service: S, at_once: usize) -> Router {
    let limits = Limits { message_bytes: 64 << 10, ..Limits::default() };
    let service = CustomerCareServiceServer::new(service)
        .into_service()
        .with_reading(ReadOptions { limits, ..ReadOptions::default() })
        .with_peer(|ConnectInfo(peer): &ConnectInfo<SocketAddr>| *peer);
    let service = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(refuse))
        .load_shed()
        .concurrency_limit(at_once)
        // The time from the request's head to the reply. It also ends slow requests.
        .timeout(Duration::from_secs(30))
        .service(service);
    Router::new()
        .route("/health", get(async || "ok"))
        .route_service("/webservices/CustomerCareService.asmx", service)
}

/// Rejects calls above the limit immediately instead of queueing them, and calls that time out.
async fn refuse(error: BoxError) -> (StatusCode, &'static str) {
    let reason = if error.is::<Overloaded>() { "busy" } else { "the request timed out" };
    (StatusCode::SERVICE_UNAVAILABLE, reason)
}

/// Serves until `stop` resolves, then finishes the calls in progress.
///
/// # Errors
///
/// If the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, mut stopped) = tokio::sync::watch::channel(());
    let stop = async move {
        stop.await;
        drop(stopping);
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stop);
    let farewell = async {
        // This resolves when the sender is dropped.
        let _ = stopped.changed().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        ended = server.into_future() => ended,
        () = farewell => Ok(()),
    }
}
