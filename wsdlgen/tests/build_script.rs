//! Output of build scripts. The test program runs itself as a build script.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The environment variable with the contract to compile when the program runs as a build script.
const CONTRACT: &str = "WSDLGEN_TEST_CONTRACT";

#[test]
fn build_script() {
    if let Some(contract) = env::var_os(CONTRACT) {
        wsdlgen::compile(PathBuf::from(contract)).unwrap_or_else(|report| report.exit());
    }
}

fn diagnostics() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

fn run(case: &str) -> Output {
    let out_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_script").join(case);
    fs::create_dir_all(&out_dir).unwrap();
    Command::new(env::current_exe().unwrap())
        .args(["build_script", "--exact", "--nocapture"])
        .env("OUT_DIR", out_dir)
        .env(CONTRACT, "bad.wsdl")
        .current_dir(diagnostics().join(case))
        .output()
        .unwrap()
}

/// Returns the lines for cargo, and the standard error output.
fn said(output: Output) -> (Vec<String>, String) {
    let stdout = String::from_utf8(output.stdout).unwrap();
    let found = stdout.lines().filter_map(|line| line.find("cargo::").map(|at| line[at..].into()));
    (found.collect(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn passes_errors_to_cargo_and_prints_the_report() {
    let output = run("unknown_operation");
    assert_eq!(output.status.code(), Some(1));
    let (lines, stderr) = said(output);
    let expected = [
        "cargo::rerun-if-changed=bad.wsdl",
        "cargo::error=bad.wsdl:24:22: WG0013: the portType `EchoPort` has no operation `Ecko`",
    ];
    assert_eq!(lines, expected);
    let path = diagnostics().join("unknown_operation/expected.stderr");
    assert_eq!(stderr, fs::read_to_string(path).unwrap());
}

#[test]
fn passes_warnings_to_cargo_and_succeeds() {
    let output = run("misspelt_facet");
    assert!(output.status.success());
    let (lines, _) = said(output);
    let expected = "cargo::warning=bad.wsdl:6:42: WG0017: the facet `xs:MaxLength` is skipped";
    assert_eq!(lines, ["cargo::rerun-if-changed=bad.wsdl", expected]);
}
