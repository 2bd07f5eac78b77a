//! A client whose generated code is checked in: it can be read in reviews, and building it takes no
//! generator. `tests/current.rs` says when the contract or the generator has moved on.

/// The contract of `CustomerCareService`.
// As it was generated: the formatter would change it, and the test would call it stale.
#[rustfmt::skip]
#[path = "generated/customer_care_service.rs"]
pub mod customer_care;

use std::error::Error;

use customer_care::{CustomerCareServiceClient, OperationType, UpdateCustomerPinRequest};

/// Locks an account's PIN and gives the service's explanation.
///
/// # Errors
///
/// When there is no reply, or the service refuses.
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
