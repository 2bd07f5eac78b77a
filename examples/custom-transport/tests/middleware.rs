//! The middleware around a server in the same process, without a socket.

use std::sync::{Arc, Mutex};

use example_custom_transport::{
    Tenant,
    customer_care::{
        CustomerCareService, CustomerCareServiceClient, CustomerCareServiceServer, OperationType,
        UpdateCustomerPinReply, UpdateCustomerPinRequest, operations, ports,
    },
    observed,
};
use http::HeaderValue;
use wsdlgen_runtime::{CallError, Context, Fault, NoDetail};

/// A service that returns the received HTTP headers in a fault.
struct Echo;

impl CustomerCareService for Echo {
    async fn update_customer_pin(
        &self,
        context: &mut Context<operations::UpdateCustomerPin>,
        _request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<NoDetail>> {
        let header = |name| context.http.headers.get(name).and_then(|value| value.to_str().ok());
        let number = header("x-call-number").unwrap_or("none");
        let tenant = header("x-tenant").unwrap_or("no tenant");
        Err(Fault::receiver(format!("call {number} of {tenant}")))
    }
}

#[tokio::test]
async fn numbers_and_logs_calls() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let server = CustomerCareServiceServer::new(Echo).into_service();
    let transport = observed(server, move |line| log.lock().unwrap().push(line.to_owned()));
    let client = CustomerCareServiceClient::new(ports::CUSTOMER_CARE_SERVICE_SOAP, transport);

    let request = || UpdateCustomerPinRequest::new(OperationType::Lock);
    let first = client.update_customer_pin(request()).await;
    let tenant = Tenant(HeaderValue::from_static("north"));
    let second = client.update_customer_pin(request()).extension(tenant).await;

    let reasons = [first, second].map(|outcome| match outcome {
        Err(CallError::Fault(fault)) => fault.reason().to_owned(),
        other => panic!("expected a fault, got {other:?}"),
    });
    assert_eq!(reasons, ["call 0 of no tenant", "call 1 of north"]);
    let expected = ["HTTP 500 Internal Server Error"; 2];
    assert_eq!(*lines.lock().unwrap(), expected);
}
