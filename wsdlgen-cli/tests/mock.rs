//! `wsdlgen mock`, tested with `wsdlgen call`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use tempfile::TempDir;

const REQUEST: &str = r#"{"updateCustomerPINRequest": {"OperationType": "UPDATE", "PIN": "1"}}"#;

fn contract() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../wsdl/CustomerCareService.wsdl")
}

fn wsdlgen() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wsdlgen"))
}

/// A running mock server. The process is killed on drop.
struct Running {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut command = wsdlgen();
        command.arg("mock").arg(contract()).args(["--port", "0"]).args(arguments);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut running = Self { process, lines, address: String::new() };
        let first = running.line();
        let mut words = first.split([' ', '"']);
        let address = words.find(|word| word.starts_with("http://"));
        running.address = String::from(address.unwrap());
        running
    }

    fn call(&self, arguments: &[&str]) -> Output {
        let folder = TempDir::new().unwrap();
        let body = folder.path().join("body.json");
        fs::write(&body, REQUEST).unwrap();
        let mut command = wsdlgen();
        command.arg("call").arg(contract()).args(["--operation", "UpdateCustomerPIN"]);
        command.args(["--endpoint", &self.address, "--body"]).arg(body).args(arguments);
        command.output().unwrap()
    }

    fn line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn serves_samples_in_both_soap_versions() {
    let folder = TempDir::new().unwrap();
    let record = folder.path().join("made/for/it");
    let mut mock = Running::start(&["--record", record.to_str().unwrap()]);
    for (number, version) in [(1, "1.1"), (2, "1.2")] {
        let output = mock.call(&["--json", "--soap", version]);
        assert!(output.status.success(), "{output:?}");
        let reply: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        let result = &reply["UpdateCustomerPINResponse"]["UpdateCustomerPINResult"];
        assert_eq!(result["BaseResponse"]["ResponseCode"], "ResponseCode", "{reply}");
        assert_eq!(mock.line(), format!("{number} UpdateCustomerPIN"));
        let kept = record.join(format!("000{number}-UpdateCustomerPIN.xml"));
        assert!(
            fs::read_to_string(kept).unwrap().contains("<OperationType>UPDATE</OperationType>")
        );
    }
}

#[test]
fn reads_answers_from_folder() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("UpdateCustomerPIN.json");
    let body = r#"{"UpdateCustomerPINResult": {"ExplanationCode": {"Code": "MINE"}}}"#;
    fs::write(&file, body).unwrap();
    let answers = ["--answers", folder.path().to_str().unwrap()];
    {
        let mock = Running::start(&answers);
        let output = mock.call(&["--json"]);
        let reply: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        let result = &reply["UpdateCustomerPINResponse"]["UpdateCustomerPINResult"];
        assert_eq!(result["ExplanationCode"]["Code"], "MINE", "{reply}");
    }
    fs::remove_file(&file).unwrap();
    let fault = "out of order\n<Code xmlns='urn:e'>E7</Code>\n";
    fs::write(folder.path().join("UpdateCustomerPIN.fault"), fault).unwrap();
    let mock = Running::start(&answers);
    let output = mock.call(&[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("fault   soap:Server")
            && said.contains("reason  out of order")
            && said.contains("E7"),
        "{said}"
    );
}

#[test]
fn fails_and_hangs_up_on_request() {
    let mut mock = Running::start(&[
        "--json",
        "--fault",
        "UpdateCustomerPIN=busy",
        "--fail-every",
        "2",
        "--hang-up-every",
        "3",
    ]);
    let expected = ["reason  busy", "status 500", "error: ", "status 500"];
    for (number, expected) in (1..).zip(expected) {
        let output = mock.call(&[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(expected), "{number} {expected}: {said}");
        let line: serde_json::Value = serde_json::from_str(&mock.line()).unwrap();
        assert_eq!(line["number"], number);
        assert_eq!(line["operation"], "UpdateCustomerPIN");
        assert_eq!(line["problems"], serde_json::json!([]));
    }
}

#[test]
fn rejects_invalid_answers_at_startup() {
    let folder = TempDir::new().unwrap();
    let cases = [
        ("UpdateCustomerPIN.json", r#"{"Nothing": 1}"#, "`Nothing`"),
        ("UpdatePIN.xml", "<a/>", "no operation `UpdatePIN`"),
        ("UpdateCustomerPIN.txt", "", "a file with the extension `.xml`, `.json` or `.fault`"),
    ];
    for (name, text, expected) in cases {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        let mut command = wsdlgen();
        command.arg("mock").arg(contract()).args(["--port", "0", "--answers"]).arg(folder.path());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(expected) && said.contains(name), "{said}");
        fs::remove_file(file).unwrap();
    }
}

#[test]
fn replays_what_it_recorded_from_a_service() {
    let folder = TempDir::new().unwrap();
    let recordings = folder.path().to_str().unwrap();
    {
        let service = Running::start(&["--fault", "UpdateCustomerPIN=out of order"]);
        let mut recorder = Running::start(&[
            "--forward",
            &service.address,
            "--record",
            recordings,
            "--secret",
            "UpdateCustomerPINRequest/PIN",
        ]);
        assert_eq!(recorder.call(&[]).status.code(), Some(1));
        assert_eq!(recorder.line(), "1 UpdateCustomerPIN: status 500");
    }
    let request = folder.path().join("0001-UpdateCustomerPIN-request.http");
    let request = fs::read_to_string(request).unwrap();
    assert!(request.contains("<PIN>[redacted]</PIN>"), "{request}");

    let mock = Running::start(&["--replay", recordings, "--match", "OperationType"]);
    let output = mock.call(&[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("reason  out of order"), "{said}");
}

#[test]
fn reports_services_that_do_not_answer() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut mock = Running::start(&["--forward", &format!("http://{closed}/")]);
    let output = mock.call(&[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(mock.line(), "1 UpdateCustomerPIN: status 502");
    let problem = mock.line();
    assert!(problem.starts_with("  reply: the service did not answer: "), "{problem}");
}

#[test]
fn redacts_secrets_in_recorded_requests() {
    let folder = TempDir::new().unwrap();
    let record = folder.path().to_str().unwrap();
    let secret = "UpdateCustomerPINRequest/PIN";
    let mut mock = Running::start(&["--record", record, "--secret", secret]);
    mock.call(&[]);
    mock.line();
    let kept = fs::read_to_string(folder.path().join("0001-UpdateCustomerPIN.xml")).unwrap();
    assert!(kept.contains("<PIN>[redacted]</PIN>"), "{kept}");
}
