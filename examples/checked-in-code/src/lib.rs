//! A client whose generated code is checked in.
//!
//! The code can be reviewed, and building it does not require the generator. `tests/current.rs` detects code that
//! no longer matches the contract or the generator.

/// The contract of `CustomerCareService`.
// The formatter would change the code, and the test would then report it as stale.
#[rustfmt::skip]
#[path = "generated/customer_care_service.rs"]
pub mod customer_care;

use std::error::Error;

use customer_care::{CustomerCareServiceClient, OperationType, UpdateCustomerPinRequest};

/// Locks an account's PIN and returns the service's explanation.
///
/// # Errors
///
/// If there is no reply or the service returns a fault.
pub async fn lock(
    client: &CustomerCareServiceClient,
    account: &str,
) -> Result<Option<String>, Box<dyn Error>> {
    let request = UpdateCustomerPinRequest {
        account_number: Some(account.into()),
        ..UpdateCustomerPinRequest::new(OperationType::Lock)
    };
    let reply = client.update_customer_pin(request).await?;
    Ok(reply.body.and_then(|body| body.explanation_code).and_then(|code| code.code))
}
