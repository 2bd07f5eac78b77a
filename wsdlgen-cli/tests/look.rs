//! Snapshots of the output of `inspect`, `sample` and `diff`. `cargo xtask regen` updates them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CONTRACT: &str = "wsdl/CustomerCareService.wsdl";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs the command in the workspace root.
fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsdlgen"));
    command.args(arguments).current_dir(root()).output().unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn check(name: &str, found: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected").join(name);
    if std::env::var_os("WSDLGEN_REGEN").is_some() {
        fs::write(&file, found).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(expected == found, "{name} differs from the expected output, found:\n{found}");
}

#[test]
fn prints_overviews() {
    let fixture = |name: &str| format!("wsdlgen/tests/fixtures/{name}");
    let cases = [
        ("customer_care.txt", CONTRACT.to_owned()),
        ("headers_and_faults.txt", fixture("messages/messages.wsdl")),
        ("attachments.txt", fixture("attachments/attachments.wsdl")),
        ("encoded.txt", fixture("rpc_encoded/rpc_encoded.wsdl")),
    ];
    for (name, contract) in cases {
        check(&format!("inspect-{name}"), &stdout(&["inspect", &contract]));
    }
    check(
        "inspect-types.txt",
        &stdout(&["inspect", "--types", &fixture("two_namespaces/two_namespaces.wsdl")]),
    );
    check(
        "inspect-cost.txt",
        &stdout(&["inspect", "--cost", &fixture("data_sets/data_sets.wsdl")]),
    );
    check("inspect-customer_care.json", &stdout(&["inspect", "--json", CONTRACT]));
}

#[test]
fn inspects_selected_operations_and_all_types() {
    let contract = "wsdlgen/tests/fixtures/names/names.wsdl";
    let first_line = |arguments: &[&str]| {
        let output = stdout(&[&["inspect", contract], arguments].concat());
        output.lines().next().unwrap_or_default().to_owned()
    };
    let (all, one) = (first_line(&["--all-types"]), first_line(&["--operation", "Drop"]));
    assert!(!all.contains("omitted"), "{all}");
    assert!(one.contains("1 operation,") && one.contains("omitted"), "{one}");
}

#[test]
fn prints_help() {
    check("help.txt", &stdout(&["--help"]));
    for command in ["inspect", "generate", "lint", "sample", "validate", "mock", "diff", "explain"]
    {
        check(&format!("help-{command}.txt"), &stdout(&[command, "--help"]));
    }
}

#[test]
fn validates_documents_and_messages() {
    const SCHEMA: &str = "wsdlgen/tests/fixtures/schema_validation/schema_validation.wsdl";
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let library =
        |content: &str| format!("<library xmlns='urn:example:library'>{content}</library>");
    let valid = file("valid.xml", &library("<book><isbn>1</isbn></book>"));
    let message = file(
        "message.xml",
        &format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>{}</s:Body></s:Envelope>",
            library("<book><isbn>1</isbn></book><book><isbn>1.0</isbn></book>")
        ),
    );
    let broken = file("broken.xml", "<library>");

    let output = run(&["validate", SCHEMA, &valid, &message, &broken]);
    let expected = format!(
        "{valid}: valid\n\
         {message}: /Envelope/Body/library: `1` of `isbns` occurs a second time (cvc-identity-constraint.4.1)\n\
         {broken}: /library (line 1, column 10): unexpected end of document\n"
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&["validate", SCHEMA, &valid]), format!("{valid}: valid\n"));
    let json = run(&["validate", "--json", SCHEMA, &valid, &message]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!((&json[0]["valid"], &json[1]["valid"]), (&true.into(), &false.into()));
    assert_eq!(json[1]["violations"][0]["constraint"], "cvc-identity-constraint.4.1");
}

// Compares with the four samples on the service's own help page. Indentation and empty lines are ignored.
#[test]
fn prints_samples_like_the_help_page() {
    let page = root().join("generated-client/tests/data/help-page.txt");
    let page = fs::read_to_string(page).unwrap();
    let lines: Vec<&str> = page.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let starts: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].starts_with("POST ") || lines[*at].starts_with("HTTP/1.1 "))
        .collect();
    let end = |start: usize| {
        let closes = lines[start..].iter().position(|line| line.ends_with(":Envelope>"));
        start + closes.unwrap() + 1
    };
    let samples: Vec<&[&str]> = starts.iter().map(|start| &lines[*start..end(*start)]).collect();
    assert_eq!(samples.len(), 4);
    let arguments = ["sample", CONTRACT, "--operation", "UpdateCustomerPIN", "--soap"];
    let mut expected = samples.into_iter();
    for version in ["1.1", "1.2"] {
        for response in [&[][..], &["--response"]] {
            let arguments = [&arguments[..], &[version], response].concat();
            let printed = stdout(&arguments);
            let printed: Vec<&str> =
                printed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            assert_eq!(printed, expected.next().unwrap(), "{arguments:?}");
        }
    }
}

#[test]
fn suggests_similar_names() {
    let output = run(&["sample", CONTRACT, "--operation", "UpdateCustomerPim"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: there is no operation `UpdateCustomerPim`; did you mean `UpdateCustomerPIN`?\n"
    );
    assert_eq!(run(&["sample"]).status.code(), Some(2));
}

#[test]
fn denies_differences() {
    let folder = tempfile::tempdir().unwrap();
    let newer = folder.path().join("newer.wsdl");
    let text = fs::read_to_string(root().join(CONTRACT)).unwrap();
    let changed = text
        .replace(
            r#"<s:enumeration value="LOCK" />"#,
            r#"<s:enumeration value="LOCK" /><s:enumeration value="RESET" />"#,
        )
        .replace("CustomerCareService.asmx", "v2/CustomerCareService.asmx");
    fs::write(&newer, changed).unwrap();
    let newer = newer.to_str().unwrap();
    let output = run(&["diff", CONTRACT, newer, "--deny", "breaking"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    check("diff.txt", &String::from_utf8(output.stdout).unwrap());
    assert_eq!(run(&["diff", CONTRACT, newer]).status.code(), Some(0));
    check("diff.json", &stdout(&["diff", CONTRACT, newer, "--json"]));
    assert_eq!(stdout(&["diff", CONTRACT, CONTRACT, "--deny", "all"]), "no differences\n");
}

#[test]
fn prints_completions() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(stdout(&["completions", shell]).contains("wsdlgen"), "{shell}");
    }
}
