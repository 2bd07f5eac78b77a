//! The default transport, based on `reqwest`.

use http::Uri;

use super::{ConnectError, Transport};
use crate::message::public_address;

impl Transport {
    /// Creates the default transport, after checking that it supports the address of the service.
    ///
    /// # Errors
    ///
    /// If the address is not an `http:` or `https:` URL, or the transport cannot be set up.
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

    let builder = reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        // A redirect would turn the POST into a GET. The resulting error has the `Location` header.
        .redirect(reqwest::redirect::Policy::none());
    #[cfg(feature = "rustls")]
    let builder = builder.tls_backend_preconfigured(tls().map_err(unusable)?);
    Ok(Transport::from(builder.build().map_err(unusable)?))
}

/// Wraps the reason why the default transport cannot be set up.
#[cfg(feature = "reqwest")]
fn unusable(error: impl std::error::Error + Send + Sync + 'static) -> ConnectError {
    ConnectError::Transport(crate::message::TransportError::new(error))
}

/// Returns the TLS configuration. It uses the program's default crypto provider, or else that of a feature, and
/// trusts the certificates of the operating system.
#[cfg(feature = "rustls")]
fn tls() -> Result<rustls::ClientConfig, rustls::Error> {
    use rustls::crypto::CryptoProvider;
    use rustls_platform_verifier::BuilderVerifierExt;

    let provider = CryptoProvider::get_default().cloned().or_else(own_provider);
    let missing =
        "no library of cryptography: enable the feature `ring` or `aws-lc` of wsdlgen-runtime";
    let provider = provider.ok_or_else(|| rustls::Error::General(missing.to_owned()))?;
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?;
    Ok(config.with_no_client_auth())
}

/// Returns the crypto provider of the feature that is on.
#[cfg(feature = "rustls")]
#[allow(clippy::unnecessary_wraps, reason = "`None` without both features")]
fn own_provider() -> Option<std::sync::Arc<rustls::crypto::CryptoProvider>> {
    #[cfg(feature = "aws-lc")]
    return Some(std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    #[cfg(all(feature = "ring", not(feature = "aws-lc")))]
    return Some(std::sync::Arc::new(rustls::crypto::ring::default_provider()));
    #[cfg(not(any(feature = "ring", feature = "aws-lc")))]
    None
}

#[cfg(feature = "reqwest")]
impl From<reqwest::Client> for Transport {
    /// Creates a transport from a configured client, for custom proxies, certificates or redirects.
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

    /// Converts a payload to a request body.
    ///
    /// A body of one chunk can be resent on another connection. Bodies with attachments are streamed
    /// to avoid copying them. In both cases, the request's headers have the length.
    fn body(payload: Payload) -> reqwest::Body {
        match payload.into_piece() {
            Ok(bytes) => reqwest::Body::from(bytes),
            Err(pieces) => reqwest::Body::wrap(pieces),
        }
    }

    /// Removes the user, the password and the query from the address in an error.
    fn without_secrets(mut error: reqwest::Error) -> reqwest::Error {
        if let Some(url) = error.url_mut() {
            // Fails only for addresses that cannot have credentials.
            let _ = (url.set_username(""), url.set_password(None));
            url.set_query(None);
            url.set_fragment(None);
        }
        error
    }

    /// An adapter from `reqwest` to a service over the types of the `http` crate.
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
