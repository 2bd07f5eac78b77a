//! Recipes for clients in production.
//!
//! Each module creates or wraps a transport, so they can be combined:
//! `CustomerCareServiceClient::new(port, limited(retried(transport, …), …))`.

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

/// Any error of a transport.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Returns the common settings of all HTTP clients.
fn http() -> reqwest::ClientBuilder {
    // reqwest takes its TLS cryptography provider from the process. An error means that the program has already
    // installed one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(std::time::Duration::from_secs(10))
        // A redirect would turn the POST into a GET.
        .redirect(reqwest::redirect::Policy::none())
}
