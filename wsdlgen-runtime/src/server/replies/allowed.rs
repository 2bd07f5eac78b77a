//! The addresses that a server may send replies to.

use http::Uri;

use crate::{client::ConnectError, message::public_address};

/// An address, or all addresses of a host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Allowed {
    scheme: String,
    host: String,
    port: u16,
    /// The path and query, or `None` for any.
    path: Option<String>,
}

impl Allowed {
    pub(super) fn new(address: &str) -> Result<Self, ConnectError> {
        let parsed = Self::parse(address);
        let mut allowed = parsed.ok_or_else(|| ConnectError::Address(public_address(address)))?;
        allowed.path = allowed.path.filter(|path| path != "/");
        Ok(allowed)
    }

    /// Returns whether an address of a message is allowed.
    pub(super) fn matches(&self, address: &str) -> bool {
        Self::parse(address).is_some_and(|found| {
            let is_same_host =
                (&found.scheme, &found.host, found.port) == (&self.scheme, &self.host, self.port);
            is_same_host && (self.path.is_none() || self.path == found.path)
        })
    }

    /// Parses an absolute HTTP URL without a user name.
    fn parse(address: &str) -> Option<Self> {
        let uri: Uri = address.parse().ok()?;
        let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
        let default_port = match scheme {
            "http" => 80,
            "https" => 443,
            _ => return None,
        };
        let has_user = authority.as_str().contains('@');
        let host = authority.host().to_ascii_lowercase();
        if has_user || host.is_empty() {
            return None;
        }
        let port = authority.port_u16().unwrap_or(default_port);
        let path = uri.path_and_query().map(|path| path.as_str().to_owned());
        Some(Self { scheme: scheme.to_owned(), host, port, path })
    }
}

#[cfg(test)]
mod tests {
    use super::Allowed;

    #[test]
    fn compares_hosts_and_paths() {
        let cases = [
            ("http://a.example", "http://a.example/", true),
            ("http://a.example", "http://A.example:80/any?query", true),
            ("http://a.example/", "http://a.example/any", true),
            ("http://a.example", "https://a.example/", false),
            ("http://a.example", "http://a.example:81/", false),
            ("http://a.example", "http://a.example.evil.example/", false),
            ("http://a.example", "http://a.example@evil.example/", false),
            ("http://a.example", "http://user@a.example/", false),
            ("http://a.example", "http://evil.example/http://a.example", false),
            ("http://a.example", "/", false),
            ("http://a.example", "", false),
            ("https://a.example/replies", "https://a.example:443/replies", true),
            ("https://a.example/replies", "https://a.example/replies/", false),
            ("https://a.example/replies", "https://a.example/replies/../admin", false),
            ("https://a.example/replies", "https://a.example/replies?a=b", false),
            ("https://a.example/replies", "https://a.example/Replies", false),
            ("http://[::1]:8080", "http://[::1]:8080/x", true),
        ];
        for (allowed, address, expected) in cases {
            let found = Allowed::new(allowed).unwrap().matches(address);
            assert_eq!(found, expected, "{allowed} {address}");
        }
    }

    #[test]
    fn rejects_addresses_that_are_not_http_urls() {
        for address in ["", "a.example", "ftp://a.example", "http://user@a.example", "/replies"] {
            assert!(Allowed::new(address).is_err(), "{address}");
        }
    }
}
