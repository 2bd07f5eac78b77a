//! `cargo xtask interop DIR`: the generated client against independent servers.

mod driver;
mod peer;

use std::fmt;
use std::path::Path;

use self::peer::Peer;
use crate::{Outcome, Result};

/// Calls every peer in `directory`. The last line printed is the count.
pub(crate) fn run(directory: &Path) -> Result {
    let peers = peer::folders(directory)?;
    if peers.is_empty() {
        println!("interop: no folder of {} has an executable run.sh", directory.display());
    }
    let mut count = Count { calls: 0, peers: peers.len(), failed: 0 };
    match driver::build() {
        Ok(()) => peers.iter().for_each(|folder| count.add(call(folder))),
        Err(error) => {
            println!("interop: the example that makes the calls does not build: {error}");
            count.failed = peers.len();
        }
    }
    println!("{count}");
    Ok(if count.is_success() { Outcome::Passed } else { Outcome::Failed })
}

/// What was called, and what went wrong.
#[derive(Debug, PartialEq, Eq)]
struct Count {
    calls: usize,
    peers: usize,
    failed: usize,
}

impl Count {
    /// Adds what a peer's driver counted, or the failure of the peer.
    fn add(&mut self, result: Result<driver::Summary>) {
        match result {
            Ok(summary) => {
                self.calls += summary.calls;
                self.failed += summary.failed;
            }
            Err(error) => {
                println!("{error}");
                self.failed += 1;
            }
        }
    }

    /// Without peers nothing was shown.
    fn is_success(&self) -> bool {
        self.failed == 0 && self.peers > 0
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "interop: {} calls, {} peers, {} failed", self.calls, self.peers, self.failed)
    }
}

fn call(folder: &Path) -> Result<driver::Summary> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    println!("{name}: starting");
    let peer = Peer::start(folder).map_err(|error| format!("{name}: FAILED: {error}"))?;
    driver::run(&name, &peer.address()).map_err(|error| format!("{name}: FAILED: {error}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_calls_and_failed_peers_are_added_up() {
        let mut count = Count { calls: 0, peers: 3, failed: 0 };
        count.add(Ok(driver::Summary { calls: 10, failed: 0 }));
        assert!(count.is_success());
        count.add(Ok(driver::Summary { calls: 10, failed: 2 }));
        count.add(Err("did not start".into()));
        assert_eq!(count.to_string(), "interop: 20 calls, 3 peers, 3 failed");
        assert!(!count.is_success());
    }

    #[test]
    fn no_peers_are_no_success() {
        assert!(!Count { calls: 0, peers: 0, failed: 0 }.is_success());
    }
}
