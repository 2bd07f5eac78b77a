//! What to fetch, how, and how far to go.

use std::time::Duration;

use super::{Authorities, Credentials};

/// What to fetch, how, and how far to go.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The entry document's file name; by default it is made from the address:
    /// `CustomerCareService.asmx?WSDL` becomes `CustomerCareService.wsdl`.
    pub name: Option<String>,
    /// Which hosts may be asked.
    pub hosts: Hosts,
    /// When to give up.
    pub limits: Limits,
    /// When to try again.
    pub retries: Retries,
    /// What tells the entry document's server who asks.
    pub credentials: Credentials,
    /// Who vouches for servers; by default the public authorities that browsers trust.
    pub authorities: Option<Authorities>,
    /// What requests go through.
    pub proxy: Proxy,
}

/// Which hosts imports and redirects may lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hosts {
    /// The entry document's only, at its port or at 80 or 443: what a document says cannot make us call other
    /// machines or services.
    #[default]
    SameAsEntry,
    /// Any.
    Any,
}

/// What requests go through.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// What `ALL_PROXY`, `HTTPS_PROXY` or `HTTP_PROXY` says, the first of them that is set; not
    /// for the hosts in `NO_PROXY`.
    #[default]
    Environment,
    /// Nothing, whatever the environment says.
    Direct,
    /// The proxy at this address, for every host: `http://name:password@host:port`, or `https`,
    /// `socks4`, `socks4a`, `socks5`, `socks5h`.
    At(String),
}

// By hand: the address may hold a password.
impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Environment => "Environment",
            Self::Direct => "Direct",
            Self::At(_) => "At(..)",
        })
    }
}

/// When a fetch gives up.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Time to connect.
    pub connect: Duration,
    /// Time for one request, from the first byte sent to the last received.
    pub request: Duration,
    /// Size of one document, in bytes, decompressed.
    pub document_size: u64,
    /// Size of all documents together, in bytes.
    pub total_size: u64,
    /// Number of documents, the entry included.
    pub documents: usize,
    /// Redirects followed for one document.
    pub redirects: usize,
    /// Documents downloaded at the same time; at least one is.
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

/// When a failed request is made again: no connection, no whole answer in time, a body cut short,
/// and the statuses 429, 502, 503 and 504.
#[derive(Clone, Debug)]
pub struct Retries {
    /// How many times, after the first.
    pub number: usize,
    /// How long to wait before the first retry; the wait doubles with each one.
    pub first_wait: Duration,
    /// The longest that the doubled wait becomes.
    pub longest_wait: Duration,
    /// The longest that a server's `Retry-After` is obeyed.
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
