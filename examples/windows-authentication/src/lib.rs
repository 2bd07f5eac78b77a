//! NTLM (MS-NLMP) and Kerberos over HTTP (RFC 4559, MS-NTHT), with which services of Windows authenticate callers.
//!
//! Channel bindings (Extended Protection) are not sent.

mod kerberos;
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
use sspi::{AuthIdentity, Username};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tower::{Service, service_fn};
use wsdlgen_runtime::{Payload, Transport, client::Incoming, message::TransportError};

use kerberos::KerberosExchange;
use ntlm::NtlmExchange;

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

/// The credentials of the caller.
#[derive(Clone)]
pub struct Credentials {
    /// The user: `DOMAIN\user` or `user@domain.example`.
    pub user: String,
    /// The password. It is never sent.
    pub password: String,
}

/// The way to authenticate.
enum Method {
    Ntlm,
    /// With the address of the key distribution centre (KDC).
    Kerberos(String),
}

impl Method {
    /// Returns the schemes of `WWW-Authenticate` that accept the tokens, in the order of preference.
    fn schemes(&self) -> &'static [&'static str] {
        match self {
            Self::Ntlm => &["NTLM", "Negotiate"],
            Self::Kerberos(_) => &["Negotiate", "Kerberos"],
        }
    }
}

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
    transport(client, credentials, Method::Ntlm)
}

/// Authenticates the connection to a service with Kerberos.
///
/// `kdc` is the address of the key distribution centre (KDC), in Windows a domain controller: `tcp://dc.example:88`. The service
/// principal is `HTTP/` followed by the host in the service's address. As with NTLM, the transport has one connection.
///
/// Once it has sent a ticket, the client rejects a reply without a valid token of the service. A service that never asks for
/// authentication is not checked.
///
/// # Errors
///
/// If the credentials or the address of the KDC are invalid, or the HTTP client cannot be built.
pub fn with_kerberos(
    client: reqwest::ClientBuilder,
    credentials: &Credentials,
    kdc: impl Into<String>,
) -> Result<Transport, BoxError> {
    let kdc = kdc.into();
    if !kdc.starts_with("tcp://") {
        return Err(
            format!("expected the address of a KDC, `tcp://host:port`, found `{kdc}`").into()
        );
    }
    transport(client, credentials, Method::Kerberos(kdc))
}

fn transport(
    client: reqwest::ClientBuilder,
    credentials: &Credentials,
    method: Method,
) -> Result<Transport, BoxError> {
    let client = client.http1_only().pool_max_idle_per_host(1).build()?;
    let connection = Arc::new(Mutex::new(Transport::from(client)));
    let username = Username::parse(&credentials.user)?;
    let identity = AuthIdentity { username, password: credentials.password.clone().into() };
    let caller = Arc::new((identity, method));
    Ok(Transport::new(service_fn(move |request: Request<Payload>| {
        let (connection, caller) = (Arc::clone(&connection), Arc::clone(&caller));
        async move {
            let mut connection = connection.lock_owned().await;
            let response = authenticated(&mut connection, request, &caller).await?;
            Ok::<_, BoxError>(response.map(|body| Held { body, _connection: connection }))
        }
    })))
}

/// Sends a request, and again with tokens if the service asks for them.
async fn authenticated(
    connection: &mut Transport,
    request: Request<Payload>,
    (identity, method): &(AuthIdentity, Method),
) -> Result<Response<Incoming>, BoxError> {
    let mut response = connection.call(request.clone()).await?;
    let Some((scheme, _)) = challenge(&response, method) else { return Ok(response) };
    let host = request.uri().host().unwrap_or_default();
    let mut exchange = Exchange::new(identity, method, host)?;
    let mut received = Vec::new();
    for step in 0..STEPS {
        drain(response).await;
        let token;
        (exchange, token) = exchange.next(received).await?;
        let mut attempt = request.clone();
        if step == 0 && matches!(method, Method::Ntlm) {
            // The service answers the NEGOTIATE message with a challenge and does not process the body.
            *attempt.body_mut() = Payload::default();
            attempt.headers_mut().remove(CONTENT_LENGTH);
        }
        authorize(attempt.headers_mut(), scheme, &token)?;
        response = connection.call(attempt).await?;
        received = match challenge(&response, method) {
            Some((_, token)) if !token.is_empty() => token,
            _ => break,
        };
    }
    if matches!(method, Method::Kerberos(_)) && response.status() != StatusCode::UNAUTHORIZED {
        // Only the service that the ticket is for can create the token.
        let proof = offer(&response, method).filter(|(_, token)| !token.is_empty());
        let (_, proof) = proof.ok_or("the service did not authenticate itself")?;
        exchange.next(proof).await?;
    }
    Ok(response)
}

/// Maximum number of requests with tokens.
const STEPS: usize = 3;

/// The caller's side of an exchange of tokens.
enum Exchange {
    Ntlm(Box<NtlmExchange>),
    Kerberos(Box<KerberosExchange>),
}

impl Exchange {
    fn new(identity: &AuthIdentity, method: &Method, host: &str) -> Result<Self, BoxError> {
        Ok(match method {
            Method::Ntlm => Self::Ntlm(Box::new(NtlmExchange::new(identity)?)),
            Method::Kerberos(kdc) => {
                Self::Kerberos(Box::new(KerberosExchange::new(identity, kdc, host)?))
            }
        })
    }

    /// Returns the next token for the service. `received` is empty at first.
    async fn next(self, received: Vec<u8>) -> Result<(Self, Vec<u8>), BoxError> {
        match self {
            Self::Ntlm(mut ntlm) => {
                let token = ntlm.next(received)?;
                Ok((Self::Ntlm(ntlm), token))
            }
            // Tickets come from another server.
            Self::Kerberos(mut kerberos) => {
                tokio::task::spawn_blocking(move || {
                    let token = kerberos.next(received)?;
                    Ok((Self::Kerberos(kerberos), token))
                })
                .await?
            }
        }
    }
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
fn challenge(response: &Response<Incoming>, method: &Method) -> Option<(&'static str, Vec<u8>)> {
    let is_challenge = response.status() == StatusCode::UNAUTHORIZED;
    is_challenge.then(|| offer(response, method))?
}

/// Returns the scheme and the token of a response.
fn offer(response: &Response<Incoming>, method: &Method) -> Option<(&'static str, Vec<u8>)> {
    let offers = || response.headers().get_all(WWW_AUTHENTICATE).iter();
    method.schemes().iter().find_map(|scheme| {
        let offers = offers().filter_map(|offer| offer.to_str().ok());
        // One header may have several challenges.
        let offered =
            offers.flat_map(|offer| offer.split(',').map(str::trim)).find_map(|offer| {
                let (name, token) = offer.split_once(' ').unwrap_or((offer, ""));
                name.eq_ignore_ascii_case(scheme).then_some(token)
            })?;
        Some((*scheme, STANDARD.decode(offered.trim()).ok()?))
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
