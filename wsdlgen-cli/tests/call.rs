//! `wsdlgen call` against a loopback server with predefined responses.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};
use std::thread::{self, JoinHandle};

const CONTRACT: &str = "../wsdl/CustomerCareService.wsdl";
const NAMESPACE: &str = "http://ws.southernco.com/CustSvc-iHub";
const REQUEST: &str =
    r#"{"updateCustomerPINRequest":{"OperationType":"LOCK","AccountNumber":"7"}}"#;

/// Starts a server that responds to one request. The thread returns the request's head and body.
fn serve(answer: impl Into<Vec<u8>>) -> (String, JoinHandle<(String, String)>) {
    let answer = answer.into();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/care", listener.local_addr().unwrap());
    let handle = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream);
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
            head += &line;
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        reader.into_inner().write_all(&answer).unwrap();
        (head, String::from_utf8(body).unwrap())
    });
    (address, handle)
}

fn http(status: &str, content_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
}

fn envelope(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// Runs `wsdlgen call` with a body on standard input.
fn call(body: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsdlgen"));
    command.args(["call", CONTRACT, "--operation", "UpdateCustomerPIN", "--body", "-"]);
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A process that rejects its arguments does not read standard input.
    let _ = child.stdin.take().unwrap().write_all(body.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn sends_json_as_envelope() {
    let reply = format!(
        "<UpdateCustomerPINResponse xmlns='{NAMESPACE}'><UpdateCustomerPINResult>\
         <BaseResponse xmlns=''><MessageDateTime>2026-01-02T03:04:05Z</MessageDateTime></BaseResponse>\
         </UpdateCustomerPINResult></UpdateCustomerPINResponse>"
    );
    for (version, content_type, action) in [
        (
            "1.1",
            "content-type: text/xml; charset=utf-8",
            Some(format!("soapaction: \"{NAMESPACE}/UpdateCustomerPIN\"")),
        ),
        ("1.2", "content-type: application/soap+xml; charset=utf-8; action=", None),
    ] {
        let (address, server) = serve(http("200 OK", "text/xml", &envelope(&reply)));
        let output = call(REQUEST, &["--endpoint", &address, "--soap", version, "--json"]);
        let (head, body) = server.join().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let head = head.to_ascii_lowercase();
        assert!(head.contains(content_type), "{head}");
        assert_eq!(head.contains("soapaction"), action.is_some(), "{head}");
        assert!(action.is_none_or(|action| head.contains(&action.to_ascii_lowercase())), "{head}");
        assert!(
            body.contains(
                "<updateCustomerPINRequest><OperationType>LOCK</OperationType><AccountNumber>7</AccountNumber></updateCustomerPINRequest>"
            ) || body.contains(
                "<tns:updateCustomerPINRequest><OperationType>LOCK</OperationType><AccountNumber>7</AccountNumber></tns:updateCustomerPINRequest>"
            ),
            "{body}"
        );
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let time =
            "/UpdateCustomerPINResponse/UpdateCustomerPINResult/BaseResponse/MessageDateTime";
        assert_eq!(value.pointer(time).unwrap(), "2026-01-02T03:04:05Z");
    }
}

#[test]
fn rejects_invalid_requests_before_sending() {
    let element = |inside: &str| {
        format!(
            "<UpdateCustomerPIN xmlns='{NAMESPACE}'><updateCustomerPINRequest>{inside}</updateCustomerPINRequest></UpdateCustomerPIN>"
        )
    };
    let whole = element("<OperationType xmlns=''>LOCK</OperationType>");
    let cases = [
        (
            r#"{"updateCustomerPINRequest":{"OperationType":"LOK","AccountNumbr":"7"}}"#.to_owned(),
            &[
                "/UpdateCustomerPIN/updateCustomerPINRequest: unexpected entry `AccountNumbr`",
                "invalid value \"LOK\": expected one of UPDATE, DELETE, UNLOCK, LOCK",
            ][..],
        ),
        (element("<PIN xmlns=''>1</PIN>"), &["`OperationType` is missing before `PIN`"]),
        (
            element("<OperationType xmlns=''>LOCK</OperationType><PIN>1</PIN>"),
            &["unexpected element `PIN` (namespace `http://ws.southernco.com/CustSvc-iHub`) in"],
        ),
        (
            "<UpdateCustomerPIN/>".to_owned(),
            &[
                "unexpected element `UpdateCustomerPIN` (no namespace), expected `UpdateCustomerPIN` \
                 (namespace",
            ],
        ),
        ("<!-- nothing -->".to_owned(), &["`UpdateCustomerPIN` is missing"]),
        (whole.clone() + &whole, &["unexpected element `UpdateCustomerPIN` (namespace"]),
        (whole.clone() + "stray", &["unexpected text, expected only elements"]),
        (envelope(""), &["`UpdateCustomerPIN` is missing"]),
        (
            envelope(&whole)
                .replace("schemas.xmlsoap.org/soap/envelope/", "www.w3.org/2003/05/soap-envelope"),
            &["the envelope and the port have different SOAP versions"],
        ),
        ("\n\n<a>\n<b></a>".to_owned(), &["invalid XML: ", "at 4:"]),
        ("<a>".to_owned(), &["invalid XML: "]),
        ("hello".to_owned(), &["`-` is neither XML nor JSON: "]),
        (envelope(&element("")), &["`OperationType` is missing"]),
    ];
    for (body, expected) in cases {
        // Nothing listens on this port.
        let output = call(&body, &["--endpoint", "http://127.0.0.1:9/"]);
        assert_eq!(output.status.code(), Some(1), "{body}");
        let said = text(output.stderr);
        for expected in expected {
            assert!(said.contains(expected), "{body}: {said}");
        }
        assert!(!said.contains("127.0.0.1"), "{body} was sent: {said}");
    }
}

/// A response, the expected exit code, and a text expected on standard error.
type Answered<'a> = (String, i32, &'a str);

fn check_answers(cases: &[Answered<'_>]) {
    for (answer, code, expected) in cases {
        let (address, server) = serve(answer.clone());
        let output = call(REQUEST, &["--endpoint", &address]);
        server.join().unwrap();
        assert_eq!(output.status.code(), Some(*code), "{output:?}");
        let said = text(output.stderr);
        assert!(said.contains(expected), "{said}");
    }
}

fn reply(inside: &str) -> String {
    format!("<UpdateCustomerPINResponse xmlns='{NAMESPACE}'>{inside}</UpdateCustomerPINResponse>")
}

#[test]
fn prints_faults_and_invalid_replies() {
    let fault = "<s:Fault><faultcode>s:Client</faultcode><faultstring>N<!-- -->o</faultstring>\
                 <faultactor>me</faultactor><detail><why>so</why></detail></s:Fault>";
    let of_reply = |status: &str, body: &str| http(status, "text/xml", &envelope(body));
    check_answers(&[
        (of_reply("500 Error", fault), 1, "fault   s:Client\nreason  No\nrole    me\ndetail  <why"),
        (of_reply("200 OK", &reply("<x/>")), 0, "warning: the reply violates the contract: 1:"),
        (of_reply("200 OK", ""), 1, "the response body is not a reply: it is empty"),
        (
            of_reply("200 OK", "<x/>"),
            1,
            "the response body is not a reply: unexpected element `x` (no namespace)",
        ),
        (of_reply("500 Error", &reply("")), 1, "unexpected status 500 for a reply"),
    ]);
}

#[test]
fn reports_responses_that_are_not_soap() {
    check_answers(&[
        (
            http("202 Accepted", "text/plain", ""),
            1,
            "the service returned status 202 without a body",
        ),
        (
            http("307 Moved", "text/xml\r\nLocation: http://x/", ""),
            1,
            "the service redirects to http://x/ (status 307); pass that address with --endpoint",
        ),
        (
            http("500 Error", "text/html", "<html>\u{1b}[31moops</html>"),
            1,
            "\n  status 500, text/html\n  <html>\u{fffd}[31moops</html>",
        ),
        (
            http("500 Error", "text/html", "<html><body>oops</body></html>"),
            1,
            "expected a SOAP envelope, found `html`\n  status 500, text/html\n  <html>",
        ),
        (
            http("200 OK", "multipart/related; boundary=x", "--x"),
            1,
            "cannot decode the response: the last part of the multipart message is not terminated",
        ),
        (http("200 OK", "text/xml\r\nContent-Encoding: gzip", "x"), 1, "invalid gzip data: "),
        (http("200 OK", "text/xml\r\nContent-Encoding: br", "x"), 1, "content encoding `br`"),
    ]);
}

#[test]
fn sends_and_prints_header_blocks() {
    let block =
        format!("<ScCredentials xmlns='{NAMESPACE}'><Created>now</Created></ScCredentials>");
    let answer = format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>{block}</s:Header>\
         <s:Body><UpdateCustomerPINResponse xmlns='{NAMESPACE}'/></s:Body></s:Envelope>"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = |text: &str| {
        let path = folder.path().join("header");
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (address, server) = serve(http("200 OK", "text/xml", &answer));
    // Header blocks that the contract does not declare are sent as well.
    let header = file(&(block + "<w:Security xmlns:w='urn:w'/>"));
    let arguments = ["--endpoint", &address, "--header", &header, "--json", "--with-header"];
    let output = call(REQUEST, &arguments);
    let (_, sent) = server.join().unwrap();
    assert!(sent.contains("<Created>now</Created></ScCredentials><w:Security"), "{sent}");
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value.pointer("/header/ScCredentials/Created").unwrap(), "now");

    let header = file(r#"{"ScCredentialz":{}}"#);
    let output = call(REQUEST, &["--endpoint", "http://127.0.0.1:9/", "--header", &header]);
    let message = text(output.stderr);
    assert!(message.contains("unexpected entry `ScCredentialz`"), "{message}");
}

#[test]
fn reads_compressed_replies() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(envelope(&reply("")).as_bytes()).unwrap();
    let body = encoder.finish().unwrap();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    let (address, server) = serve([head.into_bytes(), body].concat());
    let output = call(REQUEST, &["--endpoint", &address]);
    let (head, _) = server.join().unwrap();
    assert!(head.to_ascii_lowercase().contains("accept-encoding: gzip"), "{head}");
    assert!(text(output.stdout).contains("UpdateCustomerPINResponse"));
}

#[test]
fn calls_without_soap() {
    const SCALES: &str = "../wsdlgen/tests/fixtures/http_bindings/http_bindings.wsdl";
    let run = |operation: &str, request: &str, reply: &str| {
        let (address, server) = serve(http("200 OK", "text/xml", reply));
        let folder = tempfile::tempdir().unwrap();
        let body = folder.path().join("body");
        fs::write(&body, request).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_wsdlgen"));
        command.args(["call", SCALES, "--operation", operation, "--body", body.to_str().unwrap()]);
        command.args(["--endpoint", &address, "--json"]);
        let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let (head, sent) = server.join().unwrap();
        (head.lines().next().unwrap_or_default().to_owned(), sent, text(output.stdout))
    };
    let double = "<double xmlns='urn:example:scales'>293.15</double>";
    let request = r#"{"degrees": "20", "to": "kelvin"}"#;
    // The service has two ports for the portType. The first is called.
    let (line, sent, shown) = run("ScalesHttp/Convert", request, double);
    assert_eq!((&*line, &*sent), ("GET /care/Convert?degrees=20&to=kelvin HTTP/1.1", ""));
    assert!(shown.contains("293.15"), "{shown}");
    let offers = "<Offers xmlns='urn:example:scales'><offer>figs</offer></Offers>";
    let request = r#"{"city": "S\u00e3o Paulo", "day": 3, "note": "a&b"}"#;
    let (line, _, shown) = run("Offers", request, offers);
    assert_eq!(line, "GET /care/offers/S%C3%A3o%20Paulo/day-3?note=a%26b HTTP/1.1");
    assert!(shown.contains("figs"), "{shown}");
}

#[test]
fn sends_and_saves_attachments() {
    const ATTACHMENTS: &str = "../wsdlgen/tests/fixtures/attachments/attachments.wsdl";
    let cover = "<t:Cover xmlns:t='urn:example:attachments'><t:picture>cid:1</t:picture></t:Cover>";
    let answer = format!(
        "--b\r\nContent-Type: text/xml\r\n\r\n{}\r\n--b\r\nContent-Type: image/png\r\n\
         Content-ID: <1>\r\n\r\npixels\r\n--b--\r\n",
        envelope(cover)
    );
    let (address, server) = serve(http("200 OK", "multipart/related; boundary=b", &answer));
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| {
        let path = folder.path().join(name);
        fs::write(&path, name).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (body, logo, notes) = (file("body"), file("logo"), file("notes"));
    fs::write(&body, "\"album\"").unwrap();
    let saved = folder.path().join("saved");
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wsdlgen"));
        command.args(["call", ATTACHMENTS, "--operation", "Bind", "--body", &body]);
        command.args(["--endpoint", &address, "--attachment", &format!("logo={logo}")]).args(more);
        command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
    };
    let refused = text(run(&[]).stderr);
    assert!(refused.contains("pass --attachment notes=FILE"), "{refused}");
    let notes = format!("notes={notes}");
    let output = run(&["--attachment", &notes, "--save-attachments", saved.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let (_, sent) = server.join().unwrap();
    for (media_type, part) in [("image/png", "logo"), ("text/plain", "notes")] {
        assert!(sent.contains(&format!("Content-Type: {media_type}\r\n")), "{sent}");
        assert!(sent.contains(&format!("Content-ID: <{part}=")), "{sent}");
    }
    assert_eq!(fs::read_to_string(saved.join("0-1")).unwrap(), "pixels");
}

#[test]
fn sends_credentials_only_where_they_are_meant() {
    let (address, server) = serve(http("500 Error", "text/plain", "no"));
    let output = call(REQUEST, &["--endpoint", &address, "--user", "me:secret"]);
    assert_eq!(output.status.code(), Some(1));
    let (head, _) = server.join().unwrap();
    assert!(head.to_ascii_lowercase().contains("authorization: basic"), "{head}");
    // The contract names another server than the one that it was fetched from.
    let contract = fs::read_to_string(CONTRACT).unwrap();
    let (address, server) = serve(http("200 OK", "text/xml", &contract));
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsdlgen"));
    command.args(["call", &address, "--operation", "UpdateCustomerPIN", "--user", "me:secret"]);
    let folder = tempfile::tempdir().unwrap();
    let body = folder.path().join("body");
    fs::write(&body, REQUEST).unwrap();
    let output = command.arg("--body").arg(&body).output().unwrap();
    server.join().unwrap();
    let said = text(output.stderr);
    assert!(said.contains("pass it with --endpoint to send credentials there"), "{said}");
}

#[test]
fn replaces_default_http_headers() {
    let (address, server) = serve(http("500 Error", "text/plain", "no"));
    let action = "SOAPAction: \"urn:mine\"";
    call(REQUEST, &["--endpoint", &address, "--http-header", action]);
    let (head, _) = server.join().unwrap();
    assert_eq!(head.to_ascii_lowercase().matches("soapaction").count(), 1, "{head}");
    assert!(head.contains("urn:mine"), "{head}");
}
