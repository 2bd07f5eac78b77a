//! The client with a transport that returns a canned reply.

use std::convert::Infallible;

use example_checked_in_code::{
    customer_care::{CustomerCareServiceClient, ports},
    lock,
};
use http::{Request, Response};
use wsdlgen_runtime::{Payload, Transport};

const REPLY: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<UpdateCustomerPINResponse xmlns="http://ws.southernco.com/CustSvc-iHub">
<UpdateCustomerPINResult><ExplanationCode xmlns=""><Code>LOCKED</Code></ExplanationCode></UpdateCustomerPINResult>
</UpdateCustomerPINResponse></s:Body></s:Envelope>"#;

#[tokio::test]
async fn reads_a_canned_reply() {
    let transport = Transport::new(tower::service_fn(async |request: Request<Payload>| {
        let sent = String::from_utf8(request.into_body().into_bytes().to_vec()).unwrap();
        assert!(sent.contains("<AccountNumber>1</AccountNumber>"), "{sent}");
        let reply = Response::builder().header("content-type", "text/xml");
        Ok::<_, Infallible>(reply.body(Payload::new(REPLY)).unwrap())
    }));
    let client = CustomerCareServiceClient::new(ports::CUSTOMER_CARE_SERVICE_SOAP, transport);
    assert_eq!(lock(&client, "1").await.unwrap().as_deref(), Some("LOCKED"));
}
