//! Calls to a local server generated from the same contract.

use example_quickstart_client::{
    customer_care::{
        CustomerCareService, CustomerCareServiceServer, ExplanationCode, UpdateCustomerPinReply,
        UpdateCustomerPinRequest, operations,
    },
    set_pin,
};
use wsdlgen_runtime::{Context, Fault, NoDetail};

/// A service with one account.
struct Stub;

impl CustomerCareService for Stub {
    async fn update_customer_pin(
        &self,
        context: &mut Context<operations::UpdateCustomerPin>,
        request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<NoDetail>> {
        if context.headers.sc_credentials.is_none() {
            return Err(Fault::sender("ScCredentials header is missing"));
        }
        if request.and_then(|request| request.account_number).as_deref() != Some("1000000001") {
            return Err(Fault::sender("no such account"));
        }
        let explanation = ExplanationCode { code: Some("UPDATED".into()), description: None };
        let explanation_code = Some(explanation);
        Ok(Some(UpdateCustomerPinReply { explanation_code, ..UpdateCustomerPinReply::default() }))
    }
}

async fn serve() -> String {
    let service = CustomerCareServiceServer::new(Stub).into_service();
    let router = axum::Router::new().route_service("/", service);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/")
}

#[tokio::test]
async fn sets_a_pin() {
    let url = serve().await;
    assert_eq!(set_pin(&url, "1000000001", "4711").await.unwrap(), "UPDATED");
}

#[tokio::test]
async fn reports_the_reason_of_a_fault() {
    let url = serve().await;
    let error = set_pin(&url, "9", "4711").await.unwrap_err();
    assert_eq!(error.to_string(), "rejected: no such account");
}
