//! `wsdlgen new`: the files that it creates. `cargo lab quickstart` compiles them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn new(name: &Path, contract: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsdlgen"));
    command.arg("new").arg(name).arg(contract).args(arguments).output().unwrap()
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

#[test]
fn creates_a_crate_with_a_call_and_a_test() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path().join("my-client");
    let contract = root().join("wsdl/CustomerCareService.wsdl");
    let output = new(&folder, &contract, &["--path", root().to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("calls `UpdateCustomerPIN`"));
    let manifest = read(&folder, "Cargo.toml");
    assert!(manifest.contains("name = \"my-client\""), "{manifest}");
    assert!(manifest.contains("wsdlgen-runtime\" }"), "{manifest}");
    let script = "//! Generates the client and the server of the contract.\n\nfn main() {\n    \
                  wsdlgen::compile(\"wsdl/CustomerCareService.wsdl\").unwrap_or_else(|report| report.exit());\n}\n";
    assert_eq!(read(&folder, "build.rs"), script);
    let main = read(&folder, "src/main.rs");
    let request = "    customer_care_service::UpdateCustomerPinRequest::new(\n        \
                   customer_care_service::OperationType::Update,\n    )\n";
    assert!(
        main.contains(request) && main.contains("client.update_customer_pin(request()).await"),
        "{main}"
    );
    let header = "fn sc_credentials() -> customer_care_service::ScCredentials {";
    assert!(
        main.contains(header) && main.contains("::connect(port)?.with_header(sc_credentials());"),
        "{main}"
    );
    assert!(!folder.join("src/request.xml").exists());
    let copy = fs::read(folder.join("wsdl/CustomerCareService.wsdl")).unwrap();
    assert_eq!(copy, fs::read(contract).unwrap());
}

#[test]
fn calls_and_generates_the_chosen_operations() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path().join("shop");
    let contract = root().join("wsdlgen/tests/fixtures/data_sets/data_sets.wsdl");
    let output = new(&folder, &contract, &["--operation", "Describe", "--operation", "ReadAny"]);
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("calls `Describe`"));
    let script = read(&folder, "build.rs");
    assert!(script.contains("        .operations(&[\"Describe\", \"ReadAny\"])\n"), "{script}");
    assert!(read(&folder, "src/main.rs").contains("client.describe("));

    let other = scratch.path().join("other");
    let output = new(&other, &contract, &["--operation", "Describ"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("no service has the operation `Describ`"), "{said}");
    assert!(said.contains("did you mean `Describe`?"), "{said}");
    assert!(!other.exists());
}

#[test]
fn copies_imported_documents_and_requests_in_xml() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path().join("notify");
    let contract = root().join("wsdlgen/tests/fixtures/published/published.wsdl");
    assert!(new(&folder, &contract, &[]).status.success());
    assert!(folder.join("wsdl/types.xsd").is_file());
    assert!(read(&folder, "Cargo.toml").contains("wsdlgen-runtime = { version = \"0.1.0\" }"));

    let folder = scratch.path().join("shop");
    let contract = root().join("wsdlgen/tests/fixtures/messages/messages.wsdl");
    let output = new(&folder, &contract, &[]);
    assert!(output.status.success(), "{output:?}");
    assert!(read(&folder, "src/main.rs").contains("include_str!(\"request.xml\")"));
    assert!(read(&folder, "src/request.xml").contains("Envelope"));
}

#[test]
fn writes_nothing_if_it_fails() {
    let scratch = TempDir::new().unwrap();
    let contract = root().join("wsdl/CustomerCareService.wsdl");
    let missing = scratch.path().join("missing.wsdl");
    let schema = root().join("wsdl/ServiceFault.xsd");
    let [taken, fresh, numbered] = ["taken", "fresh", "1st"].map(|name| scratch.path().join(name));
    fs::create_dir(&taken).unwrap();
    for (name, contract, expected) in [
        (&taken, &contract, "already exists"),
        (&numbered, &contract, "`1st` is not a valid crate name"),
        (&fresh, &missing, "cannot read"),
        (&fresh, &schema, "no operation that can be called over SOAP"),
    ] {
        let output = new(name, contract, &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(expected), "{said}");
    }
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn keeps_the_names_of_symbolic_links() {
    let scratch = TempDir::new().unwrap();
    let source = scratch.path().join("contract");
    fs::create_dir(&source).unwrap();
    let fixture = root().join("wsdlgen/tests/fixtures/published");
    fs::copy(fixture.join("published.wsdl"), source.join("published.wsdl")).unwrap();
    fs::copy(fixture.join("types.xsd"), source.join("types-v2.xsd")).unwrap();
    std::os::unix::fs::symlink("types-v2.xsd", source.join("types.xsd")).unwrap();
    let folder = scratch.path().join("linked");
    let output = new(&folder, &source.join("published.wsdl"), &[]);
    assert!(output.status.success(), "{output:?}");
    assert!(folder.join("wsdl/types.xsd").is_file());
}
