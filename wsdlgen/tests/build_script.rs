//! Output of build scripts. The test program runs itself as a build script.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The environment variable with the contract to compile when the program runs as a build script.
const CONTRACT: &str = "WSDLGEN_TEST_CONTRACT";

/// The environment variable with the operations of the features `one` and `two-three`, with a space in between.
const FEATURES: &str = "WSDLGEN_TEST_FEATURES";

#[test]
fn build_script() {
    let Some(contract) = env::var_os(CONTRACT).map(PathBuf::from) else { return };
    let operations = env::var(FEATURES).unwrap_or_default();
    let config = match operations.split_once(' ') {
        Some((one, other)) => {
            wsdlgen::configure().feature("one", &[one]).feature("two-three", &[other])
        }
        None => wsdlgen::configure(),
    };
    config.compile(&[contract]).unwrap_or_else(|report| report.exit());
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

/// A contract with an operation for each of the types `item`, `Item` and `b:Item`. The first contains a type from which
/// the second and `Free` are derived.
const ITEMS: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:t="urn:t" xmlns:b="urn:b" targetNamespace="urn:t">
  <types>
    <xs:schema targetNamespace="urn:t">
      <xs:complexType name="item"><xs:sequence><xs:element name="base" type="t:Base"/></xs:sequence></xs:complexType>
      <xs:complexType name="Base"/>
      <xs:complexType name="Item"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType>
      <xs:complexType name="Free"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType>
      <xs:element name="One" type="t:item"/><xs:element name="Two" type="t:Item"/>
    </xs:schema>
    <xs:schema targetNamespace="urn:b"><xs:complexType name="Item"/><xs:element name="Three" type="b:Item"/></xs:schema>
  </types>
  <message name="One"><part name="p" element="t:One"/></message>
  <message name="Two"><part name="p" element="t:Two"/></message>
  <message name="Three"><part name="p" element="b:Three"/></message>
  <portType name="P">
    <operation name="One"><input message="t:One"/></operation>
    <operation name="Two"><input message="t:Two"/></operation>
    <operation name="Three"><input message="t:Three"/></operation>
  </portType>
  <binding name="B" type="t:P">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="One"><soap:operation soapAction="1"/><input><soap:body use="literal"/></input></operation>
    <operation name="Two"><soap:operation soapAction="2"/><input><soap:body use="literal"/></input></operation>
    <operation name="Three"><soap:operation soapAction="3"/><input><soap:body use="literal"/></input></operation>
  </binding>
  <service name="S"><port name="S" binding="t:B"><soap:address location="http://localhost/"/></port></service>
</definitions>"#;

/// Runs a build script with these operations of `one` and `two-three`, and returns the output folder.
fn compile_features(case: &str, operations: &str, enabled: &[&str]) -> (PathBuf, Output) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_script").join(case);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("items.wsdl"), ITEMS).unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .args(["build_script", "--exact", "--nocapture"])
        .env("OUT_DIR", &folder)
        .env(CONTRACT, "items.wsdl")
        .env(FEATURES, operations)
        .env("CARGO_CFG_TARGET_ARCH", "x86_64")
        .envs(enabled.iter().map(|feature| (format!("CARGO_FEATURE_{feature}"), "1")))
        .current_dir(&folder)
        .output()
        .unwrap();
    (folder, output)
}

#[test]
fn generates_the_operations_of_enabled_features() {
    // The name of `item` would be `Item` if it were the only type.
    let (one, two, three) =
        ("\n    pub struct ItemComplexType ", "\n    pub struct Item ", "pub mod b ");
    let cases: [(&str, &[&str], &[&str]); 6] = [
        ("Two Three", &[], &[one]),
        ("Two Three", &["ONE"], &[one, two]),
        ("Two Three", &["TWO_THREE"], &[one, three]),
        ("Two Three", &["ONE", "TWO_THREE"], &[one, two, three]),
        ("{urn:t}S/One S/Two", &[], &[three]),
        ("One One", &["TWO_THREE"], &[one, two, three]),
    ];
    for (number, (operations, enabled, expected)) in cases.into_iter().enumerate() {
        let case = format!("features-{number}");
        let (folder, output) = compile_features(&case, operations, enabled);
        assert!(output.status.success(), "{output:?}");
        let code = fs::read_to_string(folder.join("items.rs")).unwrap();
        let found: Vec<_> = [one, two, three].into_iter().filter(|it| code.contains(it)).collect();
        assert_eq!(found, expected, "{operations} {enabled:?}: {code}");
        for (declaration, method) in
            [(one, "pub fn one("), (two, "pub fn two("), (three, "pub fn three(")]
        {
            assert_eq!(code.contains(method), expected.contains(&declaration), "{method}: {code}");
        }
        // The operation that needs a derived type decides about it.
        let variants = ["        Free(Free) = ", "        Item(Item) = "];
        let found = variants.map(|variant| code.contains(variant));
        let has_one = expected.contains(&one);
        assert_eq!(found, [has_one, has_one && expected.contains(&two)], "{code}");
    }
}

/// Cargo sets `OUT_DIR` for tests, too, in which every feature counts as enabled.
#[test]
fn generates_every_operation_outside_build_scripts() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("items.wsdl"), ITEMS).unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .args(["build_script", "--exact", "--nocapture"])
        .env("OUT_DIR", folder.path())
        .env(CONTRACT, "items.wsdl")
        .env(FEATURES, "One Two")
        .env_remove("CARGO_CFG_TARGET_ARCH")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let code = fs::read_to_string(folder.path().join("items.rs")).unwrap();
    assert_eq!(code.matches("rt::operation!").count(), 3);
}

#[test]
fn reports_unknown_operations_of_disabled_features() {
    let (_, output) = compile_features("features-unknown", "Two Tree", &[]);
    let (_, stderr) = said(output);
    assert!(stderr.contains("no service has the operation `Tree`"), "{stderr}");
    assert!(stderr.contains("did you mean `Three`?"), "{stderr}");
}

#[test]
fn writes_a_file_for_each_module() {
    let folder = tempfile::tempdir().unwrap();
    let contract = folder.path().join("items.wsdl");
    fs::write(&contract, ITEMS).unwrap();
    let config = wsdlgen::configure().file_per_module().out_dir(folder.path());
    let files = || {
        let folder = fs::read_dir(folder.path().join("items")).unwrap();
        let mut names: Vec<_> = folder.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    config.compile(&[&contract]).unwrap();
    assert_eq!(files(), ["b.rs", "operations.rs"]);
    let main = fs::read_to_string(folder.path().join("items.rs")).unwrap();
    assert!(main.contains("#[path = \"items/b.rs\"]\npub mod b;\n"), "{main}");

    // A file of the user's own is not replaced.
    let operations = folder.path().join("items/operations.rs");
    fs::write(&operations, "//! Something else.\n").unwrap();
    let report = config.compile(&[&contract]).unwrap_err().to_string();
    assert!(report.contains("operations.rs` is not a generated file"), "{report}");
    fs::remove_file(operations).unwrap();

    // A file of the user's own remains, and a stale one disappears.
    fs::write(folder.path().join("items/own.rs"), "//! Something else.\n").unwrap();
    config.clone().operations(&["One"]).compile(&[&contract]).unwrap();
    assert_eq!(files(), ["operations.rs", "own.rs"]);

    // The files of all modules are stale if the code is in one file.
    wsdlgen::configure().out_dir(folder.path()).compile(&[&contract]).unwrap();
    assert_eq!(files(), ["own.rs"]);
}
