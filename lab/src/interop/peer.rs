//! Servers in separate processes: those of peers, and the project's own.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use crate::Result;
use crate::process::{Group, forward_lines};

/// Time limit for a peer to compile and start listening.
const START: Duration = Duration::from_secs(120);
/// Time limit for a script to end after closing its output.
const END: Duration = Duration::from_secs(10);
/// The script that starts a peer's server.
const SCRIPT: &str = "run.sh";
/// The script that runs a peer's client.
pub(super) const CLIENT: &str = "call.sh";
/// The exit status of a script if a required program is missing, as in the GNU test suites.
pub(super) const LACKING: i32 = 77;

/// Returns the peers in `directory` that have a server, sorted.
pub(super) fn servers(directory: &Path) -> Result<Vec<PathBuf>> {
    folders(directory, serves)
}

/// Returns the peers in `directory` that have only a client, sorted.
pub(super) fn clients(directory: &Path) -> Result<Vec<PathBuf>> {
    folders(directory, |folder| has_client(folder) && !serves(folder))
}

/// Returns the peers in `directory` that have this script, sorted.
pub(super) fn with_script(directory: &Path, script: &str) -> Result<Vec<PathBuf>> {
    folders(directory, |folder| is_executable(&folder.join(script)))
}

fn folders(directory: &Path, is_wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let failed = |error: io::Error| format!("cannot list `{}`: {error}", directory.display());
    // Peers change their working folder, so a relative path would not find the script.
    let directory = directory.canonicalize().map_err(failed)?;
    let entries = directory.read_dir().and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut folders: Vec<_> =
        entries.map_err(failed)?.iter().map(std::fs::DirEntry::path).collect();
    folders.retain(|folder| is_wanted(folder));
    folders.sort();
    Ok(folders)
}

fn serves(folder: &Path) -> bool {
    is_executable(&folder.join(SCRIPT))
}

/// Returns whether the peer has a client.
pub(super) fn has_client(folder: &Path) -> bool {
    is_executable(&folder.join(CLIENT))
}

fn is_executable(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        path.metadata().is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    path.is_file()
}

/// A running peer. The peer is stopped on drop.
pub(crate) struct Peer {
    _processes: Group,
    port: u16,
}

/// The result of starting a peer.
pub(crate) enum Server {
    Ready(Peer),
    /// Something that the peer needs is not installed.
    Lacking(String),
}

impl Peer {
    /// Starts the peer and waits until it is ready.
    pub(crate) fn start(folder: &Path) -> Result<Server> {
        launch(Command::new(folder.join(SCRIPT)))
    }

    /// Starts a server whose requirements are all installed.
    pub(super) fn start_command(command: Command) -> Result<Self> {
        match launch(command)? {
            Server::Ready(peer) => Ok(peer),
            Server::Lacking(what) => Err(what.into()),
        }
    }

    /// Returns the address of the peer, without a path.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn launch(mut command: Command) -> Result<Server> {
    let port = free_port()?;
    let mut log = tempfile::tempfile()?;
    command.arg(port.to_string()).stdout(Stdio::piped()).stderr(log.try_clone()?);
    let mut processes = Group::start(&mut command)?;
    let (sender, lines) = mpsc::channel();
    forward_lines(processes.child.stdout.take().expect("standard output should be piped"), sender);
    if let Err(problem) = wait_until_ready(&lines, START) {
        let status = if lines_ended(&lines) { processes.wait(END)? } else { None };
        // The log is complete once all processes have ended.
        drop(processes);
        let log = read(&mut log)?;
        if status.and_then(|status| status.code()) == Some(LACKING) {
            return Ok(Server::Lacking(log));
        }
        return Err(format!("{problem}\n{log}").into());
    }
    Ok(Server::Ready(Peer { _processes: processes, port }))
}

/// Returns whether the output is closed.
fn lines_ended(lines: &Receiver<String>) -> bool {
    lines.try_recv() == Err(TryRecvError::Disconnected)
}

/// Returns a port that is currently free.
fn free_port() -> io::Result<u16> {
    TcpListener::bind("127.0.0.1:0")?.local_addr().map(|address| address.port())
}

fn wait_until_ready(lines: &Receiver<String>, time: Duration) -> std::result::Result<(), String> {
    let deadline = Instant::now() + time;
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) if line == "ready" => return Ok(()),
            Ok(_) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err("the process ended before it was ready, output:".to_owned());
            }
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!(
                    "the process was not ready after {} s, output:",
                    time.as_secs()
                ));
            }
        }
    }
}

fn read(log: &mut File) -> io::Result<String> {
    let mut bytes = Vec::new();
    log.rewind()?;
    log.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::process::ExitStatus;

    use tempfile::TempDir;

    use super::*;

    /// Creates a folder with one peer that has this script.
    fn peer(script: &str) -> TempDir {
        let directory = TempDir::new().unwrap();
        let folder = directory.path().join("peer");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir_all(directory.path().join("not-a-peer")).unwrap();
        let path = folder.join(SCRIPT);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        directory
    }

    fn start(directory: &TempDir) -> Result<Server> {
        let folders = servers(directory.path()).unwrap();
        assert_eq!(folders, [directory.path().canonicalize().unwrap().join("peer")]);
        Peer::start(&folders[0])
    }

    /// Returns whether a process is running. A zombie does not count.
    fn is_alive(pid: &str) -> bool {
        let mut check = Command::new("sh");
        check.args(["-c", "kill -0 $0 2>&1 && ! grep -q ') Z' /proc/$0/stat", pid]);
        check.stdout(Stdio::null()).status().as_ref().map(ExitStatus::success).unwrap()
    }

    #[test]
    fn finds_clients() {
        let directory = peer("");
        let script = directory.path().join("peer").join(SCRIPT);
        assert!(clients(directory.path()).unwrap().is_empty());
        std::fs::rename(&script, script.with_file_name(CLIENT)).unwrap();
        let found = clients(directory.path()).unwrap();
        assert_eq!(found, [directory.path().canonicalize().unwrap().join("peer")]);
        assert!(servers(directory.path()).unwrap().is_empty());
    }

    #[test]
    fn stops_peer_and_its_children() {
        let directory =
            peer("cd \"${0%/*}\"; sleep 60 & echo $! > pid\necho booting; echo ready\nwait");
        let pid_file = directory.path().join("peer").join("pid");
        drop(start(&directory).unwrap());
        let pid = std::fs::read_to_string(pid_file).unwrap();
        // A killed process takes a moment to disappear.
        let deadline = Instant::now() + Duration::from_secs(10);
        while is_alive(pid.trim()) {
            assert!(Instant::now() < deadline, "process {pid} is still running");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn shows_output_of_failed_peer() {
        let directory = peer("echo starting; echo 'mono: not found' >&2; exit 127");
        let error = start(&directory).err().unwrap().to_string();
        assert_eq!(error, "the process ended before it was ready, output:\nmono: not found");
    }

    #[test]
    fn reports_missing_programs_of_peers() {
        let directory = peer("echo 'java is not installed' >&2; exit 77");
        let Server::Lacking(what) = start(&directory).unwrap() else {
            panic!("expected a missing program")
        };
        assert_eq!(what, "java is not installed");
    }

    #[test]
    fn times_out_waiting_for_peer() {
        let (_sender, lines) = mpsc::channel();
        let error = wait_until_ready(&lines, Duration::ZERO).unwrap_err();
        assert_eq!(error, "the process was not ready after 0 s, output:");
    }
}
