//! `cargo lab interop [DIR]`: generated clients against independent servers, and independent clients
//! against generated servers.

mod driver;
pub(crate) mod peer;

use std::fmt;
use std::path::{Path, PathBuf};

use self::driver::{Driver, Summary};
use self::peer::{Peer, Server};
use crate::{Outcome, Result, workspace};

/// The project's own peers: those that serve speak what the generator's fixtures describe, the others
/// call `CustomerCareService`.
const OWN: &str = "lab/peers";

/// Calls every peer of our own and every one in `directory`, and has called who can call us. The last
/// line printed is the count.
pub(crate) fn run(directory: Option<&Path>) -> Result {
    let own = workspace::root().join(OWN);
    let servers = peer::servers(&own)?;
    let mut count = Count::default();
    count.call_all(Driver::Bindings, &servers);
    count.be_called_by_all(Driver::Bindings, &count.with_client(&servers));
    let clients = peer::clients(&own)?;
    count.peers += clients.len();
    count.be_called_by_all(Driver::CustomerCare, &clients);
    count.exchange_all(&peer::filters(&own)?);
    if let Some(directory) = directory {
        let peers = peer::servers(directory)?;
        if peers.is_empty() {
            println!("interop: no folder of {} has an executable run.sh", directory.display());
            count.failed += 1;
        }
        count.call_all(Driver::CustomerCare, &peers);
    }
    println!("{count}");
    Ok(count.outcome())
}

/// What was called, and what went wrong.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    calls: usize,
    peers: usize,
    failed: usize,
    /// The peers whose programs this machine lacks.
    skipped: Vec<String>,
}

/// What came of a peer.
#[derive(Debug, PartialEq, Eq)]
enum Called {
    Summary(Summary),
    /// This machine lacks something that the peer needs.
    Lacking(String),
}

impl Count {
    fn call_all(&mut self, driver: Driver, folders: &[PathBuf]) {
        self.peers += folders.len();
        if let Err(error) = driver.build_client() {
            println!("interop: the example that makes the calls does not build: {error}");
            self.failed += folders.len();
            return;
        }
        for folder in folders {
            let name = name(folder);
            println!("{name}: starting");
            self.add(&name, call(driver, &name, folder));
        }
    }

    /// Those of the servers that were not skipped and have a client too.
    fn with_client(&self, servers: &[PathBuf]) -> Vec<PathBuf> {
        let callers = servers.iter().filter(|folder| !self.skipped.contains(&name(folder)));
        callers.filter(|folder| peer::has_client(folder)).cloned().collect()
    }

    /// Starts our server and has it called by the clients in these folders.
    fn be_called_by_all(&mut self, driver: Driver, callers: &[PathBuf]) {
        if callers.is_empty() {
            return;
        }
        let server = match driver.serve() {
            Ok(server) => server,
            Err(error) => {
                println!("interop: our own server does not start: {error}");
                self.failed += callers.len();
                return;
            }
        };
        for folder in callers {
            let name = format!("{}, calling us", name(folder));
            println!("{name}: starting");
            self.add(&name, driver.be_called(&name, folder, &server));
        }
    }

    /// Has peers secure and verify envelopes, in both directions.
    fn exchange_all(&mut self, folders: &[PathBuf]) {
        for folder in folders {
            let name = name(folder);
            println!("{name}: starting");
            self.peers += 1;
            self.add(&name, driver::exchange_envelopes(&name, folder));
        }
    }

    /// Adds what a peer's driver counted, or the failure of the peer.
    fn add(&mut self, peer: &str, result: Result<Called>) {
        match result {
            Ok(Called::Summary(summary)) => {
                self.calls += summary.calls;
                self.failed += summary.failed;
            }
            Ok(Called::Lacking(what)) => {
                println!("{peer}: SKIPPED: {what}");
                self.peers -= 1;
                self.skipped.push(peer.to_owned());
            }
            Err(error) => {
                println!("{peer}: FAILED: {error}");
                self.failed += 1;
            }
        }
    }

    /// Without peers nothing was shown.
    fn outcome(&self) -> Outcome {
        if self.failed > 0 {
            Outcome::Failed
        } else if self.calls == 0 {
            Outcome::Skipped("no program of a peer is here".to_owned())
        } else {
            Outcome::Passed
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { calls, peers, failed, skipped } = self;
        write!(f, "interop: {calls} calls, {peers} peers, {failed} failed")?;
        if !skipped.is_empty() {
            write!(f, ", {} skipped ({})", skipped.len(), skipped.join(", "))?;
        }
        Ok(())
    }
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn call(driver: Driver, name: &str, folder: &Path) -> Result<Called> {
    match Peer::start(folder)? {
        Server::Ready(peer) => driver.run(name, &peer.address()),
        Server::Lacking(what) => Ok(Called::Lacking(what)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(calls: usize, failed: usize) -> Called {
        Called::Summary(Summary { calls, failed })
    }

    #[test]
    fn failed_calls_and_failed_peers_are_added_up() {
        let mut count = Count { peers: 3, ..Count::default() };
        count.add("a", Ok(called(10, 0)));
        assert_eq!(count.outcome(), Outcome::Passed);
        count.add("b", Ok(called(10, 2)));
        count.add("c", Err("did not start".into()));
        assert_eq!(count.to_string(), "interop: 20 calls, 3 peers, 3 failed");
        assert_eq!(count.outcome(), Outcome::Failed);
    }

    #[test]
    fn skipped_peers_are_named() {
        let mut count = Count { peers: 2, ..Count::default() };
        count.add("a", Ok(called(10, 0)));
        count.add("b", Ok(Called::Lacking("java is not installed".to_owned())));
        assert_eq!(count.to_string(), "interop: 10 calls, 1 peers, 0 failed, 1 skipped (b)");
        assert_eq!(count.outcome(), Outcome::Passed);
    }

    #[test]
    fn no_calls_are_no_success() {
        assert!(matches!(Count::default().outcome(), Outcome::Skipped(_)));
    }
}
