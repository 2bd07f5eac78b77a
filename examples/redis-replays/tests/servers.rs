//! Two servers that share a Redis.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::ErrorKind,
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use example_redis_replays::RedisReplayMemory;
use wsdlgen_runtime::security::{Password, Security, Verifier};

const ENVELOPE: &str =
    "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>";

/// A Redis that ends with the test.
struct Redis(Child);

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn verifier(address: &str) -> Verifier {
    let users = Verifier::new().username(|user| (user == "ada").then(|| "secret".into()));
    users.timestamp().replay_memory(RedisReplayMemory::new(address).unwrap())
}

fn message() -> String {
    let security = Security::new().username_token("ada", Password::Digest("secret".into()));
    security.timestamp(Duration::from_secs(60)).apply(ENVELOPE).unwrap()
}

#[test]
fn servers_share_the_memory() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let started = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .spawn();
    let _redis = match started {
        Ok(child) => Redis(child),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("SKIPPED servers_share_the_memory: redis-server is not installed");
            return;
        }
        Err(error) => panic!("{error}"),
    };
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        sleep(Duration::from_millis(20));
    }
    let address = format!("redis://127.0.0.1:{port}/");
    let (one, other) = (verifier(&address), verifier(&address));
    let first = message();
    assert!(one.verify(&first).is_ok());
    let error = other.verify(&first).unwrap_err().to_string();
    assert_eq!(error, "FailedCheck: the message was received before");
    assert!(other.verify(&message()).is_ok());
}

#[test]
fn rejects_messages_without_the_memory() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = verifier(&format!("redis://127.0.0.1:{port}/")).verify(&message()).unwrap_err();
    assert_eq!(error.to_string(), "FailedCheck: replays cannot be detected");
}
