//! The default transport: reqwest.

use http::Uri;

use super::{ConnectError, Transport};
use crate::message::public_address;

impl Transport {
    /// The default transport, for services at an address like this one.
    ///
    /// # Errors
    ///
    /// When the address is not an `http:` or `https:` URL, or the transport cannot be set up.
    pub fn http(address: &str) -> Result<Self, ConnectError> {
        let uri: Option<Uri> = address.parse().ok();
        let usable = uri.filter(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()
        });
        if usable.is_none() {
            return Err(ConnectError::Address(public_address(address)));
        }
        default_transport()
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Transport, ConnectError> {
    Err(ConnectError::NoTransport)
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Transport, ConnectError> {
    use std::time::Duration;

    use crate::message::TransportError;

    let builder = reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        // A redirect would turn the POST into a GET. The error names the new address instead.
        .redirect(reqwest::redirect::Policy::none());
    #[cfg(feature = "rustls")]
    let builder = {
        let tls = tls().map_err(|error| ConnectError::Transport(TransportError::new(error)))?;
        builder.tls_backend_preconfigured(tls)
    };
    let client =
        builder.build().map_err(|error| ConnectError::Transport(TransportError::new(error)))?;
    Ok(Transport::from(client))
}

/// Returns the settings of TLS: the program's default provider of cryptography or else ring, and the
/// certificates that the operating system trusts.
#[cfg(feature = "rustls")]
fn tls() -> Result<rustls::ClientConfig, rustls::Error> {
    use std::sync::Arc;

    use rustls::crypto::{CryptoProvider, ring};
    use rustls_platform_verifier::BuilderVerifierExt;

    let provider = CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(ring::default_provider()));
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?;
    Ok(config.with_no_client_auth())
}

#[cfg(feature = "reqwest")]
impl From<reqwest::Client> for Transport {
    /// A transport with settings of one's own: proxies, certificates, redirects.
    fn from(client: reqwest::Client) -> Self {
        Self::new(adapter::ReqwestService(client))
    }
}

#[cfg(feature = "reqwest")]
mod adapter {
    use std::{
        future::Future,
        pin::Pin,
        task::{Context, Poll},
    };

    use http::{Request, Response};
    use tower_service::Service;

    use crate::message::Payload;

    /// What is in one piece can be sent again on another connection; attachments are not copied
    /// for that. The length goes ahead of either: the request's headers have it.
    fn body(payload: Payload) -> reqwest::Body {
        match payload.into_piece() {
            Ok(bytes) => reqwest::Body::from(bytes),
            Err(pieces) => reqwest::Body::wrap(pieces),
        }
    }

    /// An error whose address has no password and no query.
    fn without_secrets(mut error: reqwest::Error) -> reqwest::Error {
        if let Some(url) = error.url_mut() {
            // Refused only for addresses that cannot have them.
            let _ = (url.set_username(""), url.set_password(None));
            url.set_query(None);
            url.set_fragment(None);
        }
        error
    }

    /// reqwest as a service of `http`'s own types.
    #[derive(Clone)]
    pub(super) struct ReqwestService(pub(super) reqwest::Client);

    impl Service<Request<Payload>> for ReqwestService {
        type Response = Response<reqwest::Body>;
        type Error = reqwest::Error;
        type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

        fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request<Payload>) -> Self::Future {
            let client = self.0.clone();
            Box::pin(async move {
                let request = request.map(body);
                let request = reqwest::Request::try_from(request).map_err(without_secrets)?;
                let response = client.execute(request).await.map_err(without_secrets)?;
                Ok(Response::from(response))
            })
        }
    }
}
