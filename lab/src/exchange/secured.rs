//! The ports of a corpus that have security policies: their requirements, and whether calls work.

use std::fs;
use std::path::Path;

use super::{Line, Ready};
use crate::corpus::{self, Service};
use crate::{Outcome, Result};

/// A port with a security policy.
pub(super) struct SecuredPort {
    /// The constant in generated code.
    pub(super) constant: String,
    /// The requirements, in words.
    words: String,
}

impl SecuredPort {
    /// Returns whether the policy cannot be met.
    pub(super) fn is_unsupported(&self) -> bool {
        self.words.ends_with("(unsupported)")
    }
}

/// Returns the ports of a service that have security policies.
pub(super) fn ports(directory: &Path, service: &Service) -> Vec<SecuredPort> {
    let load = |location: &str| fs::read(directory.join(location));
    let contract = corpus::config(directory, service).load(service.entry(), load);
    let Ok(contract) = contract else { return Vec::new() };
    let services = contract.overview().services.into_iter();
    let ports = services
        .flat_map(|service| service.ports)
        .filter_map(|port| Some(SecuredPort { constant: port.constant, words: port.security? }));
    ports.collect()
}

/// Prints the ports with the outcomes of their calls. A port counts as called if all its operations can be called.
pub(super) fn report<'r>(results: impl Iterator<Item = (&'r Ready, Result<Vec<Line>>)>) -> Outcome {
    let (mut ports, mut called, mut failed) = (0, 0, 0);
    for (ready, lines) in results {
        let lines = lines.map_err(|error| error.to_string());
        for port in &ready.secured {
            ports += 1;
            let outcome = match &lines {
                _ if port.is_unsupported() => "not supported".to_owned(),
                Ok(lines) => outcome(port, lines),
                Err(error) => error.clone(),
            };
            called += usize::from(outcome == "called");
            failed += usize::from(!["called", "not supported"].contains(&&*outcome));
            println!("{} | {} | {} | {outcome}", ready.id, port.constant, port.words);
        }
    }
    let percent = 100 * called / ports.max(1);
    println!("secured ports: {ports}, called: {called} ({percent} %), failed: {failed}");
    if failed == 0 && ports > 0 { Outcome::Passed } else { Outcome::Failed }
}

fn outcome(port: &SecuredPort, lines: &[Line]) -> String {
    let mut of_port = lines.iter().filter(|line| line.port == port.constant).peekable();
    if of_port.peek().is_none() {
        return "no operation has samples".to_owned();
    }
    match of_port.find(|line| !line.reason.is_empty()) {
        Some(line) => line.reason.clone(),
        None => "called".to_owned(),
    }
}
