//! Bearer tokens that are fetched, kept until they expire, and fetched again if they are rejected.

use std::{future::Future, sync::Arc, time::Instant};

use http::{HeaderValue, Request, StatusCode, header::AUTHORIZATION};
use tokio::sync::Mutex;
use tower::{Service, service_fn};
use wsdlgen_runtime::{Payload, Transport};

use crate::BoxError;

/// A token issued by an authorization server.
#[derive(Clone)]
pub struct Token {
    /// `Bearer …`, marked as sensitive.
    pub authorization: HeaderValue,
    /// The time from which the token must no longer be used.
    pub expires: Instant,
}

/// Sends a token from `fetch` with every call. While one call fetches a token, others wait for it.
pub fn with_token<F, T>(transport: Transport, fetch: F) -> Transport
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, BoxError>> + Send,
{
    let tokens = Arc::new(Tokens { fetch, current: Mutex::default() });
    Transport::new(service_fn(move |request: Request<Payload>| {
        let (mut transport, tokens) = (transport.clone(), Arc::clone(&tokens));
        async move {
            let token = tokens.other_than(None).await?;
            let response = transport.call(authorized(request.clone(), &token)).await?;
            if response.status() != StatusCode::UNAUTHORIZED {
                return Ok::<_, BoxError>(response);
            }
            // The token was revoked early. Retry exactly once with a new one.
            let token = tokens.other_than(Some(&token)).await?;
            Ok(transport.call(authorized(request, &token)).await?)
        }
    }))
}

struct Tokens<F> {
    fetch: F,
    current: Mutex<Option<Token>>,
}

impl<F, T> Tokens<F>
where
    F: Fn() -> T,
    T: Future<Output = Result<Token, BoxError>>,
{
    /// Returns the current token, or a new one if there is none, it has expired, or it equals `refused`.
    async fn other_than(&self, refused: Option<&HeaderValue>) -> Result<HeaderValue, BoxError> {
        let mut current = self.current.lock().await;
        let kept = current.take().filter(|token| {
            token.expires > Instant::now() && refused != Some(&token.authorization)
        });
        let token = match kept {
            Some(token) => token,
            None => (self.fetch)().await?,
        };
        Ok(current.insert(token).authorization.clone())
    }
}

fn authorized(mut request: Request<Payload>, token: &HeaderValue) -> Request<Payload> {
    request.headers_mut().insert(AUTHORIZATION, token.clone());
    request
}
