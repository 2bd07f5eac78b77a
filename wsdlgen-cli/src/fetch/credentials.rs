//! Credentials for the entry document's server.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ureq::http::header::AUTHORIZATION;
use ureq::http::{HeaderName, HeaderValue};
use ureq::tls::ClientCert;

use super::{Problem, tls};

/// Credentials for the entry document's server. Empty by default.
///
/// They are sent only to the entry document's own scheme, host and port, regardless of redirects and imports.
/// Secrets never appear in messages or `Debug` output.
///
/// ```
/// use wsdlgen_cli::fetch::Credentials;
///
/// let credentials = Credentials::default().basic("reader", "secret")?.header("X-Api-Key: 4711")?;
/// assert!(!format!("{credentials:?}").contains("4711"));
/// # Ok::<(), wsdlgen_cli::fetch::Problem>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    headers: Vec<(HeaderName, HeaderValue)>,
    certificate: Option<ClientCert>,
}

impl Credentials {
    /// Adds a user name and password for HTTP Basic authentication.
    ///
    /// # Errors
    ///
    /// Returns [`Problem::Secret`] if the user name contains a colon, which Basic authentication does not allow.
    pub fn basic(self, user: &str, password: &str) -> Result<Self, Problem> {
        if user.contains(':') {
            return Err(Problem::Secret { what: "user name" });
        }
        self.authorization(&format!(
            "Basic {}",
            BASE64_STANDARD.encode(format!("{user}:{password}"))
        ))
    }

    /// Adds a bearer token, as used by OAuth 2.
    ///
    /// # Errors
    ///
    /// Returns [`Problem::Secret`] if the token contains a character that is not allowed in a header.
    pub fn bearer(self, token: &str) -> Result<Self, Problem> {
        self.authorization(&format!("Bearer {token}"))
    }

    /// Adds a header, written `Name: value`.
    ///
    /// # Errors
    ///
    /// Returns [`Problem::Header`] if `line` is not a valid HTTP header.
    pub fn header(mut self, line: &str) -> Result<Self, Problem> {
        let (name, value) = line.split_once(':').ok_or(Problem::Header)?;
        let name = name.trim().parse().map_err(|_| Problem::Header)?;
        let value = HeaderValue::from_str(value.trim()).map_err(|_| Problem::Header)?;
        self.push(name, value);
        Ok(self)
    }

    /// Adds a TLS client certificate and its private key, read from PEM files.
    ///
    /// The certificate may be followed by its chain. The private key must not be encrypted.
    ///
    /// # Errors
    ///
    /// Returns [`Problem::Read`] or [`Problem::Pem`] for an unusable file, and [`Problem::Certificate`] if the
    /// certificate and the key do not match or are of a kind that TLS does not support.
    pub fn client_certificate(mut self, certificate: &Path, key: &Path) -> Result<Self, Problem> {
        self.certificate = Some(tls::client_certificate(certificate, key)?);
        Ok(self)
    }

    pub(super) fn certificate(&self) -> Option<&ClientCert> {
        self.certificate.as_ref()
    }

    /// Returns the name and value of each header.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()))
    }

    fn authorization(mut self, value: &str) -> Result<Self, Problem> {
        let value = HeaderValue::from_str(value).map_err(|_| Problem::Secret { what: "token" })?;
        self.headers.retain(|(name, _)| name != AUTHORIZATION);
        self.push(AUTHORIZATION, value);
        Ok(self)
    }

    fn push(&mut self, name: HeaderName, mut value: HeaderValue) {
        value.set_sensitive(true);
        self.headers.push((name, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_http_headers() {
        let credentials = Credentials::default()
            .bearer("old")
            .and_then(|it| it.basic("me", "pä:ss"))
            .and_then(|it| it.header("X-Key:  a: b "))
            .unwrap();
        let expected: [(&str, &[u8]); 2] =
            [("authorization", b"Basic bWU6cMOkOnNz"), ("x-key", b"a: b")];
        assert_eq!(credentials.headers().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn rejects_invalid_headers_without_showing_them() {
        let none = Credentials::default;
        for line in ["secret", "X Y: secret", "X: sec\nret"] {
            let problem = none().header(line).unwrap_err();
            assert!(matches!(problem, Problem::Header), "{problem}");
            assert_eq!(problem.to_string(), "invalid HTTP header");
        }
        let problem = none().bearer("sec\nret").unwrap_err();
        assert!(matches!(problem, Problem::Secret { what: "token" }), "{problem}");
        let problem = none().basic("me:and", "secret").unwrap_err();
        assert!(matches!(problem, Problem::Secret { what: "user name" }), "{problem}");
    }
}
