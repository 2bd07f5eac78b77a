//! Blocking calls.

use std::{net::TcpListener, thread, time::Duration};

use axum::Router;
use generated_client::{
    accounts::{Accounts, credentials},
    customer_care::{
        CustomerCareServiceClient, CustomerCareServiceContract, CustomerCareServiceServer,
        OperationType, UpdateCustomerPinRequest, ports,
    },
};
use wsdlgen_runtime::{CallError, Port, Transport};

/// Serves the accounts on loopback in a detached thread and returns the port.
fn serve() -> Port<CustomerCareServiceContract> {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/", listener.local_addr().expect("an address"));
    listener.set_nonblocking(true).expect("tokio requires nonblocking mode");
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let service = CustomerCareServiceServer::new(Accounts::default()).into_service();
        runtime.expect("a runtime").block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            let router = Router::new().fallback_service(service);
            axum::serve(listener, router).await.expect("a server");
        });
    });
    ports::CUSTOMER_CARE_SERVICE_SOAP12.at(&address)
}

fn with_header(client: CustomerCareServiceClient) -> CustomerCareServiceClient {
    client.with_header(credentials("direct-token", "originating-token", "now"))
}

fn lock(account: &str) -> UpdateCustomerPinRequest {
    let account_number = Some(account.to_owned());
    UpdateCustomerPinRequest {
        account_number,
        ..UpdateCustomerPinRequest::new(OperationType::Lock)
    }
}

/// Makes a call and returns the explanation code of its reply.
fn explanation(client: &CustomerCareServiceClient, account: &str) -> Option<String> {
    let reply = client.update_customer_pin(lock(account)).send().expect("a reply");
    reply.body?.explanation_code?.code
}

#[test]
fn calls_servers_over_sockets_from_any_thread() {
    let client = with_header(CustomerCareServiceClient::connect(serve()).expect("a transport"));
    assert_eq!(explanation(&client, "1000000001").as_deref(), Some("LOCKED"));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || explanation(&client, "0000000000"))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("no panic").as_deref(), Some("NOT_FOUND"));
    }
}

#[test]
fn calls_servers_in_the_same_process() {
    let service = CustomerCareServiceServer::new(Accounts::default()).into_service();
    let port = ports::CUSTOMER_CARE_SERVICE_SOAP;
    let client = with_header(CustomerCareServiceClient::new(port, Transport::new(service)));
    assert_eq!(explanation(&client, "1000000001").as_deref(), Some("LOCKED"));
    let refused = client.update_customer_pin(lock("1000000001"));
    let refused = refused.header(credentials("wrong", "originating-token", "now")).send();
    let Err(CallError::Fault(fault)) = refused else { panic!("{refused:?}") };
    assert!(fault.to_string().contains("AUTH002"), "{fault}");
}

#[test]
fn times_out_if_the_server_is_silent() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/", silent.local_addr().expect("an address"));
    let port = ports::CUSTOMER_CARE_SERVICE_SOAP12.at(&address);
    let client = CustomerCareServiceClient::connect(port).expect("a transport");
    let timeout = Duration::from_millis(50);
    match client.update_customer_pin(lock("1")).timeout(timeout).send() {
        Err(CallError::Timeout(waited)) => assert_eq!(waited, timeout),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn rejects_blocking_calls_inside_an_async_runtime() {
    let service = CustomerCareServiceServer::new(Accounts::default()).into_service();
    let port = ports::CUSTOMER_CARE_SERVICE_SOAP;
    let client = CustomerCareServiceClient::new(port, Transport::new(service));
    let error = client.update_customer_pin(lock("1")).send().expect_err("the call is rejected");
    assert!(
        error.to_string().ends_with("inside an asynchronous runtime: await the call instead"),
        "{error}"
    );
}
