//! `cargo run -p example-checked-in-code -- URL ACCOUNT`

use std::error::Error;

use example_checked_in_code::{
    customer_care::{CustomerCareServiceClient, ports},
    lock,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, account] = &*arguments else {
        return Err("usage: example-checked-in-code URL ACCOUNT".into());
    };
    let client = CustomerCareServiceClient::connect(ports::CUSTOMER_CARE_SERVICE_SOAP.at(url))?;
    println!("{}", lock(&client, account).await?.unwrap_or_else(|| "no explanation".into()));
    Ok(())
}
