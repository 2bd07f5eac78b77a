//! Recipes for clients in production. Each module makes a transport, or wraps one, so that they go
//! together: `CustomerCareServiceClient::new(port, limited(retried(transport, …), …))`.

pub mod basic;
pub mod bearer;
pub mod compression;
pub mod digest;
pub mod limits;
pub mod observed;
pub mod proxies;
pub mod redirects;
pub mod retries;
pub mod sessions;
pub mod timeouts;
pub mod tls;

use std::error::Error;

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);

/// Whatever went wrong on the way.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Returns the settings that every client over HTTP starts from.
fn http() -> reqwest::ClientBuilder {
    // reqwest takes TLS's cryptography from the process. An error means that the program has chosen before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(std::time::Duration::from_secs(10))
        // A redirect would turn the POST into a GET.
        .redirect(reqwest::redirect::Policy::none())
}
