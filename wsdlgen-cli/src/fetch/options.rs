//! Options of a fetch.

use std::time::Duration;

use super::{Authorities, Credentials};

/// Options of a fetch.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The entry document's file name. Derived from the address by default:
    /// `CustomerCareService.asmx?WSDL` becomes `CustomerCareService.wsdl`.
    pub name: Option<String>,
    /// The permitted hosts.
    pub hosts: Hosts,
    /// Time and size limits.
    pub limits: Limits,
    /// The retry policy.
    pub retries: Retries,
    /// Credentials for the entry document's server.
    pub credentials: Credentials,
    /// The certificate authorities to trust. By default the public ones that browsers trust.
    pub authorities: Option<Authorities>,
    /// The proxy for all requests.
    pub proxy: Proxy,
}

/// The hosts that imports and redirects may refer to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hosts {
    /// Only the entry document's host, on its port or on port 80 or 443. A document cannot direct requests to
    /// other machines or services.
    #[default]
    SameAsEntry,
    /// All hosts.
    Any,
}

/// The proxy for requests.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// The proxy in `ALL_PROXY`, `HTTPS_PROXY` or `HTTP_PROXY`, whichever is set first in this order, except for
    /// hosts in `NO_PROXY`.
    #[default]
    Environment,
    /// No proxy, regardless of the environment.
    Direct,
    /// The proxy at this address, for every host: `http://name:password@host:port`, or `https`,
    /// `socks4`, `socks4a`, `socks5`, `socks5h`.
    At(String),
}

// Not derived because the address may contain a password.
impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Environment => "Environment",
            Self::Direct => "Direct",
            Self::At(_) => "At(..)",
        })
    }
}

/// Time and size limits of a fetch.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Time to connect.
    pub connect: Duration,
    /// Time for one request, from the first byte sent to the last byte received.
    pub request: Duration,
    /// Size of one document, in bytes, decompressed.
    pub document_size: u64,
    /// Size of all documents together, in bytes.
    pub total_size: u64,
    /// Number of documents, the entry included.
    pub documents: usize,
    /// Redirects followed for one document.
    pub redirects: usize,
    /// Documents downloaded in parallel. Zero is treated as one.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            request: Duration::from_secs(60),
            document_size: 64 * 1024 * 1024,
            total_size: 256 * 1024 * 1024,
            documents: 1000,
            redirects: 5,
            connections: 8,
        }
    }
}

/// The retry policy. Connection failures, timeouts, truncated bodies, and the statuses 429, 502, 503 and 504
/// are retried.
#[derive(Clone, Debug)]
pub struct Retries {
    /// Maximum number of retries after the first request.
    pub number: usize,
    /// Delay before the first retry. It doubles with each further retry.
    pub first_wait: Duration,
    /// Upper limit of the doubled delay.
    pub longest_wait: Duration,
    /// Upper limit of a delay requested by a server with `Retry-After`.
    pub longest_retry_after: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            number: 3,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(4),
            longest_retry_after: Duration::from_secs(30),
        }
    }
}
