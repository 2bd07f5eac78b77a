//! Serves `CustomerCareService` on a local port, as the server of `cargo lab interop`.
//!
//! It prints `ready` once it accepts connections.
//!
//! ```text
//! cargo run -p generated-client --example serve -- PORT
//! ```

use std::error::Error;

use generated_client::{accounts::Accounts, customer_care::CustomerCareServiceServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: serve PORT")?.parse()?;
    let service = CustomerCareServiceServer::new(Accounts::default()).into_service();
    let router =
        axum::Router::new().route_service("/webservices/CustomerCareService.asmx", service);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("ready");
    axum::serve(listener, router).await?;
    Ok(())
}
