//! `cargo run -p example-quickstart-client -- URL ACCOUNT PIN`

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, account, pin] = &*arguments else {
        return Err("usage: example-quickstart-client URL ACCOUNT PIN".into());
    };
    println!("{}", example_quickstart_client::set_pin(url, account, pin).await?);
    Ok(())
}
