//! Calls to the server over loopback, in both SOAP versions.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use example_axum_server::{
    Accounts, CALLS_AT_ONCE,
    customer_care::{
        CustomerCareService, CustomerCareServiceClient, OperationType, ScCredentials,
        UpdateCustomerPinReply, UpdateCustomerPinRequest, operations, ports,
    },
    router, serve,
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, oneshot},
};
use wsdlgen_runtime::{CallError, Context, Fault, NoDetail};

async fn listener() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

fn url(address: SocketAddr) -> String {
    format!("http://{address}/webservices/CustomerCareService.asmx")
}

fn request(operation: OperationType) -> UpdateCustomerPinRequest {
    UpdateCustomerPinRequest {
        account_number: Some("1".into()),
        pin: Some("4711".into()),
        ..UpdateCustomerPinRequest::new(operation)
    }
}

#[tokio::test]
async fn serves_both_soap_versions_at_one_address() {
    let (listener, address) = listener().await.unwrap();
    let router = router(Accounts::default(), CALLS_AT_ONCE);
    tokio::spawn(serve(listener, router, std::future::pending()));
    for port in [ports::CUSTOMER_CARE_SERVICE_SOAP, ports::CUSTOMER_CARE_SERVICE_SOAP12] {
        let client = CustomerCareServiceClient::connect(port.at(url(address))).unwrap();
        let refused = client.update_customer_pin(request(OperationType::Update)).await;
        let Err(CallError::Fault(fault)) = refused else {
            panic!("expected a fault, got {refused:?}")
        };
        assert_eq!(fault.reason(), "ScCredentials is missing");

        let client = client.with_header(ScCredentials::default());
        for (operation, expected) in
            [(OperationType::Update, "UPDATED"), (OperationType::Delete, "DELETED")]
        {
            let reply = client.update_customer_pin(request(operation)).await.unwrap();
            assert_eq!(reply.headers.sc_credentials, Some(ScCredentials::default()));
            let code = reply.body.unwrap().explanation_code.unwrap().code;
            assert_eq!(code.as_deref(), Some(expected));
        }
    }
}

#[tokio::test]
async fn publishes_the_contract_and_the_form() {
    let (listener, address) = listener().await.unwrap();
    let router = router(Accounts::default(), CALLS_AT_ONCE);
    tokio::spawn(serve(listener, router, std::future::pending()));
    let get = async |query: &str| {
        let page = format!("{}{query}", url(address));
        let read = move || ureq::get(page).call().unwrap().body_mut().read_to_string().unwrap();
        tokio::task::spawn_blocking(read).await.unwrap()
    };
    let contract = get("?wsdl").await;
    let location = format!("<soap:address location=\"{}\" />", url(address));
    assert!(contract.contains(&location), "{contract}");
    // The server offers the form because axum reports a loopback address for the peer.
    assert!(get("?op=UpdateCustomerPIN").await.contains("<form method=\"post\""));
}

/// A service that replies once it is permitted to.
struct Slow {
    has_begun: Arc<Semaphore>,
    may_end: Arc<Semaphore>,
}

impl CustomerCareService for Slow {
    async fn update_customer_pin(
        &self,
        _context: &mut Context<operations::UpdateCustomerPin>,
        _request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<NoDetail>> {
        self.has_begun.add_permits(1);
        let _permit = self.may_end.acquire().await.map_err(|_| Fault::receiver("closed"))?;
        Ok(None)
    }
}

#[tokio::test]
async fn rejects_excess_calls_and_finishes_calls_on_shutdown() {
    let (listener, address) = listener().await.unwrap();
    let (has_begun, may_end) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let slow = Slow { has_begun: has_begun.clone(), may_end: may_end.clone() };
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { stopped.await.unwrap_or_default() };
    let server = tokio::spawn(serve(listener, router(slow, 1), stopped));
    let port = ports::CUSTOMER_CARE_SERVICE_SOAP12.at(url(address));
    let client = CustomerCareServiceClient::connect(port.clone()).unwrap();

    let first = tokio::spawn({
        let client = client.clone();
        async move { client.update_customer_pin(request(OperationType::Lock)).await }
    });
    has_begun.acquire().await.unwrap().forget();
    let second = client.update_customer_pin(request(OperationType::Lock)).await;
    let Err(CallError::Http(error)) = second else {
        panic!("expected an HTTP error, got {second:?}")
    };
    assert_eq!(error.status().as_u16(), 503);

    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let third = CustomerCareServiceClient::connect(port).unwrap();
    let third = third.update_customer_pin(request(OperationType::Lock)).await;
    assert!(matches!(third, Err(CallError::Transport(_))), "{third:?}");
    assert!(!server.is_finished());
    may_end.add_permits(1);
    assert!(first.await.unwrap().unwrap().body.is_none());
    tokio::time::timeout(Duration::from_secs(5), server).await.unwrap().unwrap().unwrap();
}
