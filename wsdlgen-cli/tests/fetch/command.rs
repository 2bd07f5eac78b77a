//! The `fetch` command: exit codes, output, and sources of passwords.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::server::{Answer, Server, ok};
use crate::wsdl;

/// Runs `wsdlgen fetch` and returns the exit code, standard output and standard error.
pub(crate) fn run(
    folder: &TempDir,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wsdlgen"))
        .arg("fetch")
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn reports_outcome_by_exit_code() {
    let server = Server::start(&[("/Service.asmx?WSDL", ok(&wsdl("")))]);
    let folder = TempDir::new().unwrap();
    let found = server.address("/Service.asmx?WSDL");
    let missing = server.address("/missing");
    let stored = Path::new("wsdl").join("Service.wsdl").display().to_string();

    let done = (0, format!("{stored}: new\n"), String::new());
    assert_eq!(run(&folder, &[&found, "--out", "wsdl"], &[]), done);
    let json = format!("{{\"files\":[{{\"path\":{stored:?},\"change\":\"unchanged\"}}]}}\n");
    assert_eq!(run(&folder, &[&found, "--out", "wsdl", "--json"], &[]), (0, json, String::new()));

    let (code, out, error) = run(&folder, &[&missing, "--out", "wsdl", "--json"], &[]);
    assert_eq!((code, &*out), (1, ""));
    assert!(error.starts_with(&format!("error: {missing}: the server returned")), "{error}");
    let (code, out, _) = run(&folder, &[&found], &[]);
    assert_eq!((code, &*out), (2, ""));
}

#[test]
fn reads_secrets_from_files_and_environment() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("password"), "secret\n").unwrap();
    std::fs::write(folder.path().join("token"), "a.b.c\r\n").unwrap();
    let basic = "Authorization: Basic bWU6c2VjcmV0";
    let bearer = "Authorization: Bearer a.b.c";
    for (header, arguments, environment) in [
        (basic, vec!["--user", "me", "--password-file", "password"], None),
        (basic, vec!["--user", "me"], Some(("WSDLGEN_PASSWORD", "secret"))),
        (basic, vec!["--user", "me:secret"], Some(("WSDLGEN_TOKEN", "a.b.c"))),
        (bearer, vec!["--bearer-file", "token"], Some(("WSDLGEN_TOKEN", "other"))),
        (bearer, vec![], Some(("WSDLGEN_TOKEN", "a.b.c"))),
        ("X-Key: 4711", vec!["--header", "X-Other: 1", "--header", "X-Key: 4711"], None),
    ] {
        let answer = Answer::Guarded(header.to_owned(), Box::new(ok(&wsdl(""))));
        let address = Server::start(&[("/a.wsdl", answer)]).address("/a.wsdl");
        let arguments = [vec![&*address, "--out", "."], arguments].concat();
        let (code, out, error) = run(&folder, &arguments, environment.as_slice());
        assert_eq!((code, out.lines().count()), (0, 1), "{arguments:?}: {error}");
    }
}

#[test]
fn reports_usage_errors_before_any_request() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("no.pem"), "secret").unwrap();
    let check = |arguments: &[&str], expected: &str| {
        let arguments = [&["http://h.invalid/a", "--out", "."], arguments].concat();
        let (code, out, error) = run(&folder, &arguments, &[]);
        assert_eq!((code, &*out), (2, ""), "{error}");
        assert_eq!(error.lines().next().unwrap(), expected);
        assert!(!error.contains("secret"), "{error}");
    };
    check(&["--user", "me"], "error: no password for user `me`");
    check(&["--header", "X-Key secret"], "error: invalid HTTP header");
    check(&["--ca-cert", "no.pem"], "error: `no.pem` contains no certificate in PEM format");
    let missing = "error: cannot read `missing`: No such file or directory (os error 2)";
    if cfg!(unix) {
        check(&["--bearer-file", "missing"], missing);
    }
    let requires = "error: the following required arguments were not provided:";
    check(&["--client-cert", "no.pem"], requires);
    check(&["--password-file", "no.pem"], requires);
}
