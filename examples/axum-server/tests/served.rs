//! The server on the loopback, called in both versions of SOAP.

use example_axum_server::customer_care::{
    CustomerCareServiceClient, OperationType, ScCredentials, UpdateCustomerPinRequest, ports,
};
use wsdlgen_runtime::CallError;

#[tokio::test]
async fn both_versions_are_served_at_one_address() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, example_axum_server::router()).await });
    let url = format!("http://{address}/webservices/CustomerCareService.asmx");
    for port in [ports::CUSTOMER_CARE_SERVICE_SOAP, ports::CUSTOMER_CARE_SERVICE_SOAP12] {
        let client = CustomerCareServiceClient::connect(port.at(&url)).unwrap();
        let request = |operation| UpdateCustomerPinRequest {
            account_number: Some("1".into()),
            pin: Some("4711".into()),
            ..UpdateCustomerPinRequest::new(operation)
        };
        let refused = client.update_customer_pin(request(OperationType::Update)).await;
        let Err(CallError::Fault(fault)) = refused else { panic!("not refused: {refused:?}") };
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
