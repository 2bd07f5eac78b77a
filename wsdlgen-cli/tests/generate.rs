//! `wsdlgen generate`: what a build script does, from the command line.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn generate(folder: &Path, file: &str, out: &Path) -> Output {
    let binary = env!("CARGO_BIN_EXE_wsdlgen");
    let arguments = ["generate", file, "--out"];
    Command::new(binary).args(arguments).arg(out).current_dir(folder).output().unwrap()
}

fn diagnostics() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../wsdlgen/tests/diagnostics")
}

#[test]
fn errors_end_with_exit_code_1_and_no_file_and_warnings_do_not() {
    let mut cases = [0, 0];
    for case in fs::read_dir(diagnostics()).unwrap() {
        let folder = case.unwrap().path();
        let out = tempfile::tempdir().unwrap();
        let expected = fs::read_to_string(folder.join("expected.stderr")).unwrap();
        let refused = expected.ends_with("nothing was generated\n");
        let output = generate(&folder, "bad.wsdl", out.path());
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected, "{}", folder.display());
        assert_eq!(output.status.code(), Some(i32::from(refused)), "{}", folder.display());
        let files = fs::read_dir(out.path()).unwrap().count();
        assert_eq!(files, usize::from(!refused), "{}", folder.display());
        cases[usize::from(refused)] += 1;
    }
    assert!(cases[0] >= 3 && cases[1] >= 7, "{cases:?} cases");
}

#[test]
fn a_good_contract_becomes_a_file_called_after_it() {
    let out = tempfile::tempdir().unwrap();
    let fixtures = diagnostics().join("../fixtures/recursion");
    let output = generate(&fixtures, "recursion.wsdl", out.path());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let generated = fs::read_to_string(out.path().join("recursion.rs")).unwrap();
    assert_eq!(generated, fs::read_to_string(fixtures.join("expected.rs")).unwrap());
}
