//! `cargo run -p example-axum-server [-- ADDRESS]`

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("serving at http://{}/webservices/CustomerCareService.asmx", listener.local_addr()?);
    axum::serve(listener, example_axum_server::router()).await?;
    Ok(())
}
