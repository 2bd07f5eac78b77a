//! `wsdlgen generate`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

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
fn fails_on_errors_but_not_on_warnings() {
    let mut cases = [0, 0];
    for case in fs::read_dir(diagnostics()).unwrap() {
        let folder = case.unwrap().path();
        // These cases need settings that the command line does not provide.
        if folder.to_string_lossy().contains("setting_") {
            continue;
        }
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
fn corrects_mistakes_on_request() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().to_str().unwrap();
    let folder = diagnostics().join("unknown_operation");
    let output = run(&folder, &["bad.wsdl", "--repair", "--out", out]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("note: `Echo` is assumed"), "{stderr}");
    let settings = Path::new(out).join("wsdlgen.toml");
    let contract = folder.join("bad.wsdl");
    fs::write(&settings, format!("repair = true\ncontract = {contract:?}\nout = 'o'\n")).unwrap();
    let output = run(&folder, &["--config", settings.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn names_file_after_contract() {
    let out = tempfile::tempdir().unwrap();
    let fixtures = diagnostics().join("../fixtures/recursion");
    let output = generate(&fixtures, "recursion.wsdl", out.path());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let generated = fs::read_to_string(out.path().join("recursion.rs")).unwrap();
    assert_eq!(generated, fs::read_to_string(fixtures.join("expected.rs")).unwrap());
}

/// Runs `wsdlgen generate` in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsdlgen"));
    command.arg("generate").args(arguments).current_dir(folder).output().unwrap()
}

fn contract() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../wsdl/CustomerCareService.wsdl")
}

#[test]
fn generates_only_client_or_server() {
    let contract = contract();
    let contract = contract.to_str().unwrap();
    for (flag, client, server) in [("--client", 1, 0), ("--server", 0, 1)] {
        let out = tempfile::tempdir().unwrap();
        let output = run(out.path(), &[contract, "--out", ".", flag]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let code = fs::read_to_string(out.path().join("customer_care_service.rs")).unwrap();
        assert_eq!(code.matches("pub struct CustomerCareServiceClient").count(), client, "{flag}");
        assert_eq!(code.matches("pub trait CustomerCareService:").count(), server, "{flag}");
    }
}

#[test]
fn reads_settings_file() {
    let folder = tempfile::tempdir().unwrap();
    let settings = |text: &str| fs::write(folder.path().join("wsdlgen.toml"), text).unwrap();
    fs::create_dir(folder.path().join("contracts")).unwrap();
    fs::copy(contract(), folder.path().join("contracts/care.wsdl")).unwrap();
    settings(
        "contract = \"contracts/care.wsdl\"\nout = \"src/made\"\nsides = \"client\"\n\
         secrets = [\"UpdateCustomerPINRequest/PIN\"]\nopen-enums = [\"OperationType\"]\n\n\
         [rename]\n\"UpdateCustomerPINRequest/PIN\" = \"secret_number\"\n\n\
         [derive]\nOperationType = [\"Hash\"]\n",
    );
    let output = run(folder.path(), &["--config", "wsdlgen.toml"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let code = fs::read_to_string(folder.path().join("src/made/care.rs")).unwrap();
    for expected in ["optional secret_number: Option<String>", "..Unknown", "#[derive(Hash)]"] {
        assert!(code.contains(expected), "{expected}");
    }
    assert!(!code.contains("pub trait CustomerCareService:"));
    let refused = [
        ("operatons = []", "unknown setting `operatons`\n  help: did you mean `operations`?"),
        ("x = 1", "unknown setting `x`\n  help: expected one of all-types, attribute, "),
        ("serde = 1", "invalid type: integer `1`, expected a boolean"),
        ("serde = ", "wsdlgen.toml: TOML parse error at line 1, column 9"),
    ];
    for (text, expected) in refused {
        settings(text);
        let output = run(folder.path(), &["--config", "wsdlgen.toml"]);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(expected), "{said}");
    }
}
