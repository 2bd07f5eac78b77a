//! `cargo run -p example-axum-server [-- ADDRESS]`

use std::error::Error;

use example_axum_server::{Accounts, CALLS_AT_ONCE, router, serve};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("serving at http://{}/webservices/CustomerCareService.asmx", listener.local_addr()?);
    let router = router(Accounts::default(), CALLS_AT_ONCE);
    // If the signal handler cannot be installed, the server stops immediately.
    let stop = async { tokio::signal::ctrl_c().await.unwrap_or(()) };
    serve(listener, router, stop).await?;
    Ok(())
}
