//! `cargo run -p example-blocking-client -- URL ACCOUNT`

use std::error::Error;

use example_blocking_client::{
    agent, call,
    customer_care::{OperationType, ScCredentials, UpdateCustomerPinRequest, operations, ports},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, account] = &*arguments else {
        return Err("usage: example-blocking-client URL ACCOUNT".into());
    };
    let request = UpdateCustomerPinRequest {
        account_number: Some(account.clone()),
        ..UpdateCustomerPinRequest::new(OperationType::Lock)
    };
    let port = ports::CUSTOMER_CARE_SERVICE_SOAP12.at(url);
    let headers = ScCredentials::default().into();
    let reply = call::<operations::UpdateCustomerPin>(&agent(), &port, &request.into(), &headers)?;
    println!("{:?}", reply.body);
    Ok(())
}
