//! A client that is generated when the crate is built, and called over HTTP.

use std::{error::Error, time::Duration};

use customer_care::{
    CustomerCareServiceClient, OperationType, ScCredentials, UpdateCustomerPinRequest, ports,
};
use wsdlgen_runtime::CallError;

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);

/// Sets an account's PIN and gives the service's explanation.
///
/// # Errors
///
/// When there is no reply, or the service refuses.
pub async fn set_pin(url: &str, account: &str, pin: &str) -> Result<String, Box<dyn Error>> {
    let credentials = ScCredentials { created: Some("now".into()), ..ScCredentials::default() };
    let client = CustomerCareServiceClient::connect(ports::CUSTOMER_CARE_SERVICE_SOAP12.at(url))?
        .with_header(credentials);
    let request = UpdateCustomerPinRequest {
        account_number: Some(account.into()),
        pin: Some(pin.into()),
        ..UpdateCustomerPinRequest::new(OperationType::Update)
    };
    match client.update_customer_pin(request).timeout(Duration::from_secs(5)).await {
        Ok(reply) => {
            let explanation = reply.body.and_then(|body| body.explanation_code);
            Ok(explanation.and_then(|code| code.code).unwrap_or_else(|| "no explanation".into()))
        }
        Err(CallError::Fault(fault)) => Err(format!("refused: {}", fault.reason()).into()),
        Err(other) => Err(other.into()),
    }
}
