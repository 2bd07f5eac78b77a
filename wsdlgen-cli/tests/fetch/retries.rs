//! Retries and their progress events.

use std::time::Duration;

use wsdlgen_cli::fetch::{Event, Limits, Options, Retries, fetch};

use crate::server::{Answer, Server, announced, ok, status};
use crate::{check_failure, options, wsdl};

const ENTRY: &str = "/Service.asmx?WSDL";

/// Fetches from a server that succeeds after the given failures, and returns the reported retries.
fn retried(failures: &[Answer]) -> Vec<String> {
    let answers = failures.iter().cloned().chain([ok(&wsdl(""))]).collect();
    let server = Server::start(&[(ENTRY, Answer::InTurn(answers))]);
    let address = server.address(ENTRY);
    let folder = tempfile::tempdir().unwrap();
    let mut said = Vec::new();
    let mut progress = |event: Event<'_>| {
        if let Event::Retried { address: at, problem, retry, wait } = event {
            assert_eq!(at, address);
            said.push(format!("{retry} in {wait:?}: {problem}"));
        }
    };
    let limits = Limits { request: Duration::from_millis(500), ..options().limits };
    let options = Options { limits, ..options() };
    fetch(&address, folder.path(), &options, &mut progress).unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join("Service.wsdl")).unwrap(), wsdl(""));
    said
}

#[test]
fn retries_until_success() {
    let busy = status("503 Busy", "");
    let expected =
        ["1 in 1ms", "2 in 2ms"].map(|it| format!("{it}: the server returned status 503"));
    assert_eq!(retried(&[busy.clone(), busy]), expected);
    let slow = status("429 Slow", "Retry-After: 3600\r\n");
    assert_eq!(retried(&[slow]), ["1 in 1ms: the server returned status 429"]);
    let others = [announced(9, "<a>"), Answer::Hang, Answer::Bytes(Vec::new())];
    assert_eq!(
        retried(&others),
        [
            "1 in 1ms: received only 3 of 9 bytes",
            "2 in 2ms: no complete response within 500ms",
            "3 in 4ms: cannot be downloaded: io: Peer disconnected",
        ]
    );
    assert_eq!(retried(&[]), [""; 0]);
}

#[test]
fn respects_number_of_retries() {
    for number in [0, 1] {
        let server = Server::start(&[(ENTRY, status("502 Bad", ""))]);
        let retries = Retries { number, ..options().retries };
        let error = check_failure(&server, &Options { retries, ..options() });
        assert_eq!(error.problem.to_string(), "the server returned status 502");
        assert_eq!(server.requests().len(), 1 + number);
    }
}

#[test]
fn retries_refused_connections() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/a", listener.local_addr().unwrap());
    drop(listener);
    let folder = tempfile::tempdir().unwrap();
    let mut retries = 0;
    let mut progress =
        |event: Event<'_>| retries += usize::from(matches!(event, Event::Retried { .. }));
    fetch(&address, folder.path(), &options(), &mut progress).unwrap_err();
    assert_eq!(retries, 3);
}
