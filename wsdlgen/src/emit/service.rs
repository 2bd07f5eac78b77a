//! Clients, servers, operations and ports.

pub(crate) mod body;
pub(crate) mod client;
pub(crate) mod contract;
#[cfg(feature = "tools")]
pub(crate) mod example;
pub(crate) mod headers;
pub(crate) mod operation;
mod policies;
pub(crate) mod ports;
pub(crate) mod publication;
pub(crate) mod server;
pub(crate) mod signature;
pub(crate) mod streamed;
