//! Servers on loopback, and calls to them.

#![allow(dead_code, reason = "each test uses only part of this module")]

use axum::{Router, extract::Request, response::Response};
use example_production_client::customer_care::{
    CustomerCareService, CustomerCareServiceClient, CustomerCareServiceServer, ExplanationCode,
    OperationType, UpdateCustomerPinReply, UpdateCustomerPinRequest, operations, ports,
};
use http::HeaderMap;
use wsdlgen_runtime::{CallError, Context, Fault, NoDetail, Transport};

pub(crate) type Called = Result<String, CallError<NoDetail>>;

/// A service that replies with the result of a function of the HTTP headers.
pub(crate) struct Stub(pub(crate) fn(&HeaderMap) -> String);

impl CustomerCareService for Stub {
    async fn update_customer_pin(
        &self,
        context: &mut Context<operations::UpdateCustomerPin>,
        _request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<NoDetail>> {
        let code = Some((self.0)(&context.http.headers));
        let explanation_code = Some(ExplanationCode { code, description: None });
        Ok(Some(UpdateCustomerPinReply { explanation_code, ..UpdateCustomerPinReply::default() }))
    }
}

/// Returns a router with the service at every path.
pub(crate) fn service(code: fn(&HeaderMap) -> String) -> Router {
    Router::new().fallback_service(CustomerCareServiceServer::new(Stub(code)).into_service())
}

/// Returns a router with a service that replies `UPDATED`, behind a gate that may respond instead.
pub(crate) fn behind<F>(gate: impl Fn(Request) -> F + Clone + Send + Sync + 'static) -> Router
where
    F: Future<Output = Result<Request, Response>> + Send + 'static,
{
    let gate = move |request: Request, next: axum::middleware::Next| {
        let passed = gate(request);
        async move {
            match passed.await {
                Ok(request) => next.run(request).await,
                Err(response) => response,
            }
        }
    };
    service(|_| "UPDATED".to_owned()).layer(axum::middleware::from_fn(gate))
}

/// Serves on a free port and returns the URL.
pub(crate) async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/")
}

pub(crate) fn client(url: &str, transport: Transport) -> CustomerCareServiceClient {
    CustomerCareServiceClient::new(ports::CUSTOMER_CARE_SERVICE_SOAP12.at(url), transport)
}

/// Returns a request that sets a PIN.
pub(crate) fn request() -> UpdateCustomerPinRequest {
    UpdateCustomerPinRequest {
        pin: Some("4711".into()),
        ..UpdateCustomerPinRequest::new(OperationType::Update)
    }
}

/// Makes a call and returns its explanation code.
pub(crate) async fn call(url: &str, transport: &Transport) -> Called {
    let client = client(url, transport.clone());
    client.update_customer_pin(request()).await.map(code)
}

/// Returns the explanation code of a reply.
pub(crate) fn code(reply: wsdlgen_runtime::Reply<operations::UpdateCustomerPin>) -> String {
    let explanation = reply.body.and_then(|body| body.explanation_code);
    explanation.and_then(|explanation| explanation.code).unwrap_or_default()
}

pub(crate) fn plain() -> Transport {
    Transport::http("http://127.0.0.1/").expect("a valid URL")
}

/// Returns the text of an HTTP header, or `none` if it is missing.
pub(crate) fn header(headers: &HeaderMap, name: &str) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or("none").to_owned()
}

/// Starts building a response that is not SOAP.
pub(crate) fn answer(status: u16) -> http::response::Builder {
    http::Response::builder().status(status).header("content-type", "text/html")
}
