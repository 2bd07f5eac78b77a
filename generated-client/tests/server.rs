//! The generated server with recorded requests of other clients, and with a client without a socket.

mod support;

use std::{
    future::pending,
    sync::{Arc, Mutex},
    time::Duration,
};

use generated_client::{
    accounts::{Accounts, credentials},
    customer_care::{
        CustomerCareService, CustomerCareServiceClient, CustomerCareServiceServer, OperationType,
        UpdateCustomerPinFault, UpdateCustomerPinReply, UpdateCustomerPinRequest, operations,
        ports,
    },
};
use support::{Recorded, sample_request};
use tower_service::Service;
use wsdlgen_runtime::{
    CallError, ClientSettings, Context, Fault, Transport, message::decode, xml::ReadOptions,
};

/// A service that returns the deviations of the request in a fault.
struct Reporting;

impl CustomerCareService for Reporting {
    async fn update_customer_pin(
        &self,
        context: &mut Context<operations::UpdateCustomerPin>,
        _request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<UpdateCustomerPinFault>> {
        let deviations: Vec<String> = context.deviations.iter().map(ToString::to_string).collect();
        Err(Fault::receiver(deviations.join("; ")))
    }
}

#[tokio::test]
async fn methods_see_the_deviations_of_a_request() {
    let request = "/Envelope/Body/UpdateCustomerPIN/updateCustomerPINRequest";
    let cases = [
        ("success_11", String::new()),
        ("unknown_element_11", format!("{request}: unexpected element `Unknown`")),
        (
            "out_of_order_11",
            format!("{request}: element `AccountNumber` occurs after elements that must follow it"),
        ),
    ];
    for (case, expected) in cases {
        let recorded = Recorded::read(&format!("traces/asmx/{case}.request.http"));
        let mut server = CustomerCareServiceServer::new(Reporting).into_service();
        let response = server.call(recorded.request()).await.expect("the service is infallible");
        let response = response.map(wsdlgen_runtime::Payload::into_bytes);
        let outcome = decode::<operations::UpdateCustomerPin>(response, &ReadOptions::default());
        let error = outcome.expect_err("a fault");
        assert_eq!(error.fault().map(Fault::reason), Some(&*expected), "{case}");
    }
}

fn client() -> CustomerCareServiceClient {
    let server = CustomerCareServiceServer::new(Accounts::default()).into_service();
    CustomerCareServiceClient::new(ports::CUSTOMER_CARE_SERVICE_SOAP12, Transport::new(server))
        .with_header(credentials("direct-token", "originating-token", "now"))
}

fn request(operation: OperationType) -> UpdateCustomerPinRequest {
    UpdateCustomerPinRequest {
        account_number: Some("1000000001".into()),
        pin: Some("4711".into()),
        ..UpdateCustomerPinRequest::new(operation)
    }
}

#[tokio::test]
async fn clients_call_servers_without_a_socket() {
    let client = client();
    let reply = client.update_customer_pin(request(OperationType::Lock)).await.expect("a reply");
    let body = reply.body.expect("a result");
    assert_eq!(body.explanation_code.and_then(|code| code.code).as_deref(), Some("LOCKED"));
    let header = reply.headers.sc_credentials.expect("the reply contains the header");
    assert_eq!(header.created.as_deref(), Some("now"));

    let call = client.update_customer_pin(request(OperationType::Update));
    let error = call.header(credentials("wrong", "wrong", "now")).await.expect_err("a fault");
    let fault = error.fault().expect("a fault");
    assert_eq!(fault.reason(), "ScCredentials header is not accepted");
    let Some(UpdateCustomerPinFault::ServiceFault(detail)) = &fault.detail else {
        panic!("expected a typed detail, found {:?}", fault.detail)
    };
    assert_eq!(detail.code.as_deref(), Some("AUTH002"));
}

/// A service that never replies.
struct Silent;

impl CustomerCareService for Silent {
    async fn update_customer_pin(
        &self,
        _context: &mut Context<operations::UpdateCustomerPin>,
        _request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<UpdateCustomerPinFault>> {
        pending().await
    }
}

#[tokio::test]
async fn calls_time_out() {
    let server = CustomerCareServiceServer::new(Silent).into_service();
    let client =
        CustomerCareServiceClient::new(ports::CUSTOMER_CARE_SERVICE_SOAP, Transport::new(server));
    let limit = Duration::from_millis(20);
    let call = client.update_customer_pin(request(OperationType::Update)).timeout(limit);
    let error = call.await.expect_err("the call times out");
    assert!(matches!(error, CallError::Timeout(waited) if waited == limit), "{error}");
}

#[tokio::test]
async fn does_not_send_characters_forbidden_in_xml() {
    let bad =
        UpdateCustomerPinRequest { pin: Some("\u{1}".into()), ..request(OperationType::Update) };
    let error = client().update_customer_pin(bad).await.expect_err("the request is not sent");
    let path = "/Envelope/Body/UpdateCustomerPIN/updateCustomerPINRequest/PIN";
    let CallError::Encode(error) = error else { panic!("{error}") };
    assert!(error.to_string().contains(path), "{error}");
}

#[test]
fn debug_output_contains_no_secrets() {
    let request = UpdateCustomerPinRequest {
        pin: Some("4711".into()),
        account_access_code: Some("open sesame".into()),
        ..sample_request()
    };
    let shown = format!("{request:?}");
    assert!(!shown.contains("4711") && !shown.contains("open sesame"), "{shown}");
    assert!(shown.contains("pin: Some([redacted])"), "{shown}");
    assert!(shown.contains("customer_number: Some(\"string\")"), "{shown}");
    let shown = format!("{:?}", credentials("direct-token", "originating-token", "now"));
    assert!(!shown.contains("-token") && shown.contains("now"), "{shown}");
}

#[tokio::test]
async fn traces_contain_no_secrets() {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let recorder = Arc::clone(&shown);
    let settings = ClientSettings::default().trace(move |trace| {
        recorder.lock().expect("one thread").push(format!("{} {}", trace.start, trace.body));
    });
    let client = client().with_settings(settings);
    client.update_customer_pin(request(OperationType::Update)).await.expect("a reply");
    let shown = shown.lock().expect("one thread");
    assert_eq!(shown.len(), 2);
    assert!(
        shown[0].starts_with("POST http://ua-custsvc-ihub.southerncompany.com/"),
        "{}",
        shown[0]
    );
    assert!(shown[0].contains("<AccountNumber>1000000001</AccountNumber><PIN>[redacted]</PIN>"));
    assert!(shown[1].starts_with("HTTP 200 OK"), "{}", shown[1]);
    for message in shown.iter() {
        assert!(!message.contains("4711") && !message.contains("direct-token"), "{message}");
    }
}

#[tokio::test]
async fn connect_rejects_invalid_urls() {
    for address in ["", "localhost:80", "ftp://example.org/", "http://"] {
        let port = ports::CUSTOMER_CARE_SERVICE_SOAP.at(address);
        let error = CustomerCareServiceClient::connect(port).expect_err("the URL is invalid");
        assert!(error.to_string().contains(&format!("`{address}`")), "{error}");
    }
}
