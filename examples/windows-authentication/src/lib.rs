//! NTLM (MS-NLMP) over HTTP (RFC 4559, MS-NTHT), with which services of Windows authenticate callers.
//!
//! Kerberos is not included: a service that offers `Negotiate` gets NTLM tokens, which Windows accepts unless a policy
//! forbids NTLM. Channel bindings (Extended Protection) are not sent.

mod ntlm;

use std::{
    error::Error,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Request, Response, StatusCode,
    header::{AUTHORIZATION, CONTENT_LENGTH, WWW_AUTHENTICATE},
};
use http_body::{Body, Frame};
use http_body_util::BodyExt as _;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tower::{Service, service_fn};
use wsdlgen_runtime::{Payload, Transport, client::Incoming, message::TransportError};

pub use ntlm::Credentials;
use ntlm::Exchange;

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);

/// Any error of a transport.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Returns the common settings of HTTP clients.
pub fn http() -> reqwest::ClientBuilder {
    // reqwest takes its TLS cryptography provider from the process. An error means that the program has already
    // installed one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().connect_timeout(Duration::from_secs(10))
}

/// The schemes of `WWW-Authenticate` that accept NTLM tokens, in the order of preference.
const SCHEMES: [&str; 2] = ["NTLM", "Negotiate"];

/// Authenticates the connection to a service with NTLM.
///
/// NTLM authenticates connections, so the transport has one connection, and calls run one after the other. Create a
/// transport for each call that runs at the same time. `client` has the settings of the connection: [`http`], with proxies and
/// certificates.
///
/// # Errors
///
/// If the credentials are invalid, or the HTTP client cannot be built.
pub fn with_ntlm(
    client: reqwest::ClientBuilder,
    credentials: &Credentials,
) -> Result<Transport, BoxError> {
    let client = client.http1_only().pool_max_idle_per_host(1).build()?;
    let connection = Arc::new(Mutex::new(Transport::from(client)));
    let identity = Arc::new(credentials.identity()?);
    Ok(Transport::new(service_fn(move |request: Request<Payload>| {
        let (connection, identity) = (Arc::clone(&connection), Arc::clone(&identity));
        async move {
            let mut connection = connection.lock_owned().await;
            let response = connection.call(request.clone()).await?;
            let Some((scheme, _)) = challenge(&response) else {
                return Ok::<_, BoxError>(
                    response.map(|body| Held { body, _connection: connection }),
                );
            };
            drain(response).await;
            let mut exchange = Exchange::new(&identity)?;
            // The first token needs no body, which the service would not read.
            let mut first = request.clone();
            *first.body_mut() = Payload::default();
            first.headers_mut().remove(CONTENT_LENGTH);
            authorize(first.headers_mut(), scheme, &exchange.next(Vec::new())?)?;
            let response = connection.call(first).await?;
            let Some((scheme, token)) = challenge(&response).filter(|(_, token)| !token.is_empty())
            else {
                return Ok(response.map(|body| Held { body, _connection: connection }));
            };
            drain(response).await;
            let mut second = request;
            authorize(second.headers_mut(), scheme, &exchange.next(token)?)?;
            let response = connection.call(second).await?;
            Ok(response.map(|body| Held { body, _connection: connection }))
        }
    })))
}

/// The body of a reply. The connection is locked until it has been read.
struct Held {
    body: Incoming,
    _connection: OwnedMutexGuard<Transport>,
}

impl Body for Held {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }
}

/// Returns the scheme and the token of a challenge. The first challenge has no token.
fn challenge(response: &Response<Incoming>) -> Option<(&'static str, Vec<u8>)> {
    if response.status() != StatusCode::UNAUTHORIZED {
        return None;
    }
    let offers = || response.headers().get_all(WWW_AUTHENTICATE).iter();
    SCHEMES.into_iter().find_map(|scheme| {
        let offers = offers().filter_map(|offer| offer.to_str().ok());
        // One header may have several challenges.
        let offered =
            offers.flat_map(|offer| offer.split(',').map(str::trim)).find_map(|offer| {
                let (name, token) = offer.split_once(' ').unwrap_or((offer, ""));
                name.eq_ignore_ascii_case(scheme).then_some(token)
            })?;
        Some((scheme, STANDARD.decode(offered.trim()).ok()?))
    })
}

fn authorize(headers: &mut HeaderMap, scheme: &str, token: &[u8]) -> Result<(), BoxError> {
    let mut value = HeaderValue::try_from(format!("{scheme} {}", STANDARD.encode(token)))?;
    value.set_sensitive(true);
    headers.insert(AUTHORIZATION, value);
    Ok(())
}

/// Reads a body to its end, so that the connection can be used again. An error shows up in the next request.
async fn drain(response: Response<Incoming>) {
    let mut body = response.into_body();
    while let Some(Ok(_)) = body.frame().await {}
}
