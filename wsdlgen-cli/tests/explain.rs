//! `wsdlgen explain`: what findings mean.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

use std::process::Command;

use wsdlgen::Code;

/// Exit code, standard output and standard error.
fn explain(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsdlgen"));
    let output = command.arg("explain").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_code_is_explained() {
    for text in ["WG0007", "wg0007", "7"] {
        let expected = Code::UnknownType.explanation().to_owned();
        assert_eq!(explain(&[text]), (Some(0), expected, String::new()));
    }
}

#[test]
fn without_a_code_all_are_listed_one_line_each() {
    let (code, listed, _) = explain(&[]);
    assert_eq!((code, listed.lines().count()), (Some(0), Code::all().len()));
    assert!(listed.contains("\nWG0007 A type that is defined nowhere.\n"), "{listed}");
}

#[test]
fn an_unknown_code_ends_with_exit_code_2_and_the_near_ones() {
    let (code, listed, complaint) = explain(&["WG0019"]);
    assert_eq!((code, &*listed), (Some(2), ""));
    let expected = "there is no code `WG0019`; did you mean `WG0018` or `WG0020` or `WG0017`?";
    assert!(complaint.starts_with(&format!("error: {expected}\n")), "{complaint}");
}
