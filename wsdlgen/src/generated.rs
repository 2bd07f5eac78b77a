//! What a run gives.

use crate::diagnostic::Report;

/// What a run gives.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The generated file.
    pub code: String,
    /// What in the contract was skipped, and why.
    pub warnings: Report,
    /// The operations of the contract that have no method.
    pub uncalled: Vec<Uncalled>,
}

/// An operation that has no method, neither in a client nor in a server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uncalled {
    /// The portType that it belongs to.
    pub port_type: String,
    /// Its name in the contract.
    pub operation: String,
    /// Why nothing can call it.
    pub why: String,
}

/// A sample of the messages of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sample {
    /// The service, or the portType where a service has several.
    pub interface: String,
    /// The operation's name in the contract.
    pub operation: String,
    /// What stands in the body of the request, each element with its namespace declarations; `None`
    /// where every value would go on for ever.
    pub request: Option<String>,
    /// The same of the reply; empty where there is none.
    pub reply: Option<String>,
}
