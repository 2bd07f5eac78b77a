//! `wsdlgen explain`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

use wsdlgen::Code;

/// Runs `wsdlgen explain` and returns the exit code, standard output and standard error.
fn explain(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsdlgen"));
    let output = command.arg("explain").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn explains_a_code() {
    for text in ["WG0007", "wg0007", "7"] {
        let expected = Code::UnknownType.explanation().to_owned();
        assert_eq!(explain(&[text]), (Some(0), expected, String::new()));
    }
}

#[test]
fn lists_all_codes_without_argument() {
    let (code, listed, _) = explain(&[]);
    assert_eq!((code, listed.lines().count()), (Some(0), Code::all().len()));
    assert!(listed.contains("\nWG0007 An undefined type.\n"), "{listed}");
}

#[test]
fn suggests_similar_codes_for_unknown_code() {
    let (code, listed, complaint) = explain(&["WG0019"]);
    assert_eq!((code, &*listed), (Some(2), ""));
    let expected = "unknown code `WG0019`; did you mean `WG0018` or `WG0020` or `WG0017`?";
    assert!(complaint.starts_with(&format!("error: {expected}\n")), "{complaint}");
}
