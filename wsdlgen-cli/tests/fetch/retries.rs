//! What is asked for again, and what is said about it.

use std::time::Duration;

use wsdlgen_cli::fetch::{Event, Limits, Options, Retries, fetch};

use crate::server::{Answer, Server, announced, ok, status};
use crate::{check_failure, options, wsdl};

const ENTRY: &str = "/Service.asmx?WSDL";

/// Fetches what comes after some failures, and returns what was said about these.
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
fn a_flaky_server_is_asked_until_it_answers() {
    let busy = status("503 Busy", "");
    let expected =
        ["1 in 1ms", "2 in 2ms"].map(|it| format!("{it}: the server answered with status 503"));
    assert_eq!(retried(&[busy.clone(), busy]), expected);
    let slow = status("429 Slow", "Retry-After: 3600\r\n");
    assert_eq!(retried(&[slow]), ["1 in 1ms: the server answered with status 429"]);
    let others = [announced(9, "<a>"), Answer::Hang, Answer::Bytes(Vec::new())];
    assert_eq!(
        retried(&others),
        [
            "1 in 1ms: only 3 of 9 bytes arrived",
            "2 in 2ms: no whole answer within 500ms",
            "3 in 4ms: cannot be downloaded: io: Peer disconnected",
        ]
    );
    assert_eq!(retried(&[]), [""; 0]);
}

#[test]
fn the_number_of_retries_is_what_was_asked_for() {
    for number in [0, 1] {
        let server = Server::start(&[(ENTRY, status("502 Bad", ""))]);
        let retries = Retries { number, ..options().retries };
        let error = check_failure(&server, &Options { retries, ..options() });
        assert_eq!(error.problem.to_string(), "the server answered with status 502");
        assert_eq!(server.requests().len(), 1 + number);
    }
}

#[test]
fn a_server_that_is_not_there_is_asked_again() {
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
