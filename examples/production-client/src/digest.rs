//! Digest authentication (RFC 7616), which answers challenges without sending the password.

use std::sync::{Arc, Mutex, PoisonError};

use http::{
    HeaderValue, Request, StatusCode,
    header::{AUTHORIZATION, WWW_AUTHENTICATE},
};
use http_auth::{PasswordClient, PasswordParams};
use tower::{Service, service_fn};
use wsdlgen_runtime::{Payload, Transport};

use crate::BoxError;

/// The credentials of the caller.
#[derive(Clone)]
pub struct Credentials {
    /// The user's name.
    pub user: String,
    /// The password. It is never sent.
    pub password: String,
}

/// Answers challenges with these credentials.
///
/// The first call is sent twice. Later calls answer the same challenge until the server sends a new one.
pub fn with_digest(transport: Transport, credentials: Credentials) -> Transport {
    let session = Arc::new(Session { credentials, challenge: Mutex::default() });
    Transport::new(service_fn(move |request: Request<Payload>| {
        let (mut transport, session) = (transport.clone(), Arc::clone(&session));
        async move {
            let response = transport.call(session.authorized(request.clone())?).await?;
            if response.status() != StatusCode::UNAUTHORIZED {
                return Ok::<_, BoxError>(response);
            }
            let challenge = response.headers().get_all(WWW_AUTHENTICATE);
            session.meet(PasswordClient::try_from(challenge)?);
            Ok(transport.call(session.authorized(request)?).await?)
        }
    }))
}

struct Session {
    credentials: Credentials,
    challenge: Mutex<Option<PasswordClient>>,
}

impl Session {
    fn meet(&self, challenge: PasswordClient) {
        *self.challenge.lock().unwrap_or_else(PoisonError::into_inner) = Some(challenge);
    }

    /// Adds the answer to the current challenge, if there is one, to a request.
    fn authorized(&self, mut request: Request<Payload>) -> Result<Request<Payload>, BoxError> {
        let mut challenge = self.challenge.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(challenge) = &mut *challenge else { return Ok(request) };
        let uri = request.uri().path_and_query().map_or("/", |uri| uri.as_str());
        let answer = challenge.respond(&PasswordParams {
            username: &self.credentials.user,
            password: &self.credentials.password,
            uri,
            method: request.method().as_str(),
            body: None,
        })?;
        let mut value = HeaderValue::try_from(answer)?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
        Ok(request)
    }
}
