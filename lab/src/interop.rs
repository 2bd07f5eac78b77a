//! `cargo lab interop [DIR]`: tests generated clients against independent servers, and independent clients against
//! generated servers.

mod driver;
pub(crate) mod peer;

use std::fmt;
use std::path::{Path, PathBuf};

use self::driver::{Client, Comparison, Service, Summary};
use self::peer::{Peer, Server};
use crate::{Outcome, Result, workspace};

/// The project's own peers. Those with a server implement the generator's fixtures, the others call
/// `CustomerCareService`.
const OWN: &str = "lab/peers";

/// Calls the project's own peers and those in `directory`, and lets the peers with a client call our servers. The
/// last line printed is the count.
pub(crate) fn run(directory: Option<&Path>) -> Result {
    let own = workspace::root().join(OWN);
    let servers = peer::servers(&own)?;
    let mut count = Count::default();
    count.peers += servers.len();
    count.call_all(Client::Bindings, &servers);
    let started = count.not_skipped(&servers);
    count.call_all(Client::RunTime, &started);
    let callers = started.into_iter().filter(|folder| peer::has_client(folder));
    count.be_called_by_all(Service::Bindings, &callers.collect::<Vec<_>>());
    let clients = peer::clients(&own)?;
    count.peers += clients.len();
    count.be_called_by_all(Service::CustomerCare, &clients);
    for comparison in driver::COMPARISONS {
        count.exchange_all(&peer::with_script(&own, comparison.script)?, &comparison);
    }
    if let Some(directory) = directory {
        let peers = peer::servers(directory)?;
        if peers.is_empty() {
            println!("interop: no folder in {} has an executable run.sh", directory.display());
            count.failed += 1;
        }
        count.peers += peers.len();
        count.call_all(Client::CustomerCare, &peers);
        let started = count.not_skipped(&peers);
        count.call_all(Client::RunTime, &started);
    }
    println!("{count}");
    Ok(count.outcome())
}

/// Counts of calls and failures.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    calls: usize,
    peers: usize,
    failed: usize,
    /// The peers that were skipped because a program is missing.
    skipped: Vec<String>,
}

/// The outcome for a peer.
#[derive(Debug, PartialEq, Eq)]
enum Called {
    Summary(Summary),
    /// Something that the peer needs is not installed.
    Lacking(String),
}

impl Count {
    /// Starts each peer and calls it.
    fn call_all(&mut self, client: Client, folders: &[PathBuf]) {
        if let Err(error) = client.build() {
            println!("interop: the client example does not build: {error}");
            self.failed += folders.len();
            return;
        }
        for folder in folders {
            let name = name(folder);
            println!("{name}: starting");
            self.add(&name, call(client, &name, folder));
        }
    }

    /// Returns the peers that were not skipped.
    fn not_skipped(&self, folders: &[PathBuf]) -> Vec<PathBuf> {
        let is_skipped = |folder: &&PathBuf| self.skipped.contains(&name(folder));
        folders.iter().filter(|folder| !is_skipped(folder)).cloned().collect()
    }

    /// Starts our server and lets the clients in these folders call it.
    fn be_called_by_all(&mut self, service: Service, callers: &[PathBuf]) {
        if callers.is_empty() {
            return;
        }
        let server = match service.serve() {
            Ok(server) => server,
            Err(error) => {
                println!("interop: the server example does not start: {error}");
                self.failed += callers.len();
                return;
            }
        };
        for folder in callers {
            let name = format!("{}, calling us", name(folder));
            println!("{name}: starting");
            self.add(&name, service.be_called(&name, folder, &server));
        }
    }

    /// Exchanges documents with peers in both directions.
    fn exchange_all(&mut self, folders: &[PathBuf], comparison: &Comparison) {
        for folder in folders {
            let name = name(folder);
            println!("{name}: starting");
            self.peers += 1;
            self.add(&name, comparison.run(&name, folder));
        }
    }

    /// Adds the counts of a peer, or its failure.
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

    /// Returns the outcome. Without any calls, the command counts as skipped.
    fn outcome(&self) -> Outcome {
        if self.failed > 0 {
            Outcome::Failed
        } else if self.calls == 0 {
            Outcome::Skipped("no peer is installed".to_owned())
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

fn call(client: Client, name: &str, folder: &Path) -> Result<Called> {
    match Peer::start(folder)? {
        Server::Ready(peer) => client.call(name, &peer.address()),
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
    fn counts_failed_calls_and_peers() {
        let mut count = Count { peers: 3, ..Count::default() };
        count.add("a", Ok(called(10, 0)));
        assert_eq!(count.outcome(), Outcome::Passed);
        count.add("b", Ok(called(10, 2)));
        count.add("c", Err("did not start".into()));
        assert_eq!(count.to_string(), "interop: 20 calls, 3 peers, 3 failed");
        assert_eq!(count.outcome(), Outcome::Failed);
    }

    #[test]
    fn names_skipped_peers() {
        let mut count = Count { peers: 2, ..Count::default() };
        count.add("a", Ok(called(10, 0)));
        count.add("b", Ok(Called::Lacking("java is not installed".to_owned())));
        assert_eq!(count.to_string(), "interop: 10 calls, 1 peers, 0 failed, 1 skipped (b)");
        assert_eq!(count.outcome(), Outcome::Passed);
    }

    #[test]
    fn is_skipped_without_calls() {
        assert!(matches!(Count::default().outcome(), Outcome::Skipped(_)));
    }
}
