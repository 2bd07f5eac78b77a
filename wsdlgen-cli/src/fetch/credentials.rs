//! What tells a server who asks.

use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ureq::http::header::AUTHORIZATION;
use ureq::http::{HeaderName, HeaderValue};
use ureq::tls::ClientCert;

use super::{Problem, tls};

/// What tells a server who asks. By default nothing does.
///
/// It is sent to the entry document's own scheme, host and port only, wherever redirects and
/// imports lead, and its secrets are shown by no message and no `Debug`.
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
    /// A user name and password, as HTTP's Basic authentication sends them.
    ///
    /// Fails with [`Problem::Secret`] where the name has a colon, which would end it.
    pub fn basic(self, user: &str, password: &str) -> Result<Self, Problem> {
        if user.contains(':') {
            return Err(Problem::Secret { what: "user name" });
        }
        self.authorization(&format!(
            "Basic {}",
            BASE64_STANDARD.encode(format!("{user}:{password}"))
        ))
    }

    /// A token, as OAuth 2 sends it.
    ///
    /// Fails with [`Problem::Secret`] where a header cannot hold the token.
    pub fn bearer(self, token: &str) -> Result<Self, Problem> {
        self.authorization(&format!("Bearer {token}"))
    }

    /// Any header, written `Name: value`.
    ///
    /// Fails with [`Problem::Header`] where it is none.
    pub fn header(mut self, line: &str) -> Result<Self, Problem> {
        let (name, value) = line.split_once(':').ok_or(Problem::Header)?;
        let name = name.trim().parse().map_err(|_| Problem::Header)?;
        let value = HeaderValue::from_str(value.trim()).map_err(|_| Problem::Header)?;
        self.push(name, value);
        Ok(self)
    }

    /// The files, in PEM form, with a certificate for TLS (the chain of others that vouch for it
    /// may follow) and with its private key, which must not be encrypted.
    ///
    /// Fails with [`Problem::Read`], [`Problem::Pem`], or [`Problem::Certificate`] where the two do not
    /// belong together or are of a kind that TLS does not know.
    pub fn client_certificate(mut self, certificate: &Path, key: &Path) -> Result<Self, Problem> {
        self.certificate = Some(tls::client_certificate(certificate, key)?);
        Ok(self)
    }

    pub(super) fn certificate(&self) -> Option<&ClientCert> {
        self.certificate.as_ref()
    }

    /// Name and value of each header.
    pub(super) fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
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
    fn headers_are_written_as_http_wants_them() {
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
    fn what_a_header_cannot_hold_is_refused_without_showing_it() {
        let none = Credentials::default;
        for line in ["secret", "X Y: secret", "X: sec\nret"] {
            let problem = none().header(line).unwrap_err();
            assert!(matches!(problem, Problem::Header), "{problem}");
            assert_eq!(problem.to_string(), "a header is not one of HTTP's");
        }
        let problem = none().bearer("sec\nret").unwrap_err();
        assert!(matches!(problem, Problem::Secret { what: "token" }), "{problem}");
        let problem = none().basic("me:and", "secret").unwrap_err();
        assert!(matches!(problem, Problem::Secret { what: "user name" }), "{problem}");
    }
}
