//! Fetching from a server on the loopback interface: what is stored, and what is left alone.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod server;

use std::fs;
use std::path::Path;
use std::process::Command;

use server::{Server, announced, ok, redirect};
use tempfile::TempDir;
use wsdlgen_cli::fetch::{Change, FetchError, Fetched, Hosts, Limits, Options, Problem, fetch};

const OLD: &str = "the file as it was";

fn wsdl(imports: &str) -> String {
    format!(
        r#"<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://www.w3.org/2001/XMLSchema">{imports}</w:definitions>"#
    )
}

fn types(location: &str) -> String {
    wsdl(&format!(
        r#"<w:types><s:schema><s:import schemaLocation="{location}"/></s:schema></w:types>"#
    ))
}

fn schema(includes: &str) -> String {
    format!(r#"<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema">{includes}</s:schema>"#)
}

fn include(location: &str) -> String {
    format!(r#"<s:include schemaLocation="{location}"/>"#)
}

/// A folder that already holds an older `Service.wsdl`.
fn folder_with_old_file() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("Service.wsdl"), OLD).unwrap();
    folder
}

fn get(url: &str, folder: &Path, options: &Options) -> Result<Fetched, FetchError> {
    fetch(url, folder, options, &mut |_| {})
}

fn file_names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Fetches `/Service.asmx?WSDL`, which must fail and leave the old file as the only one.
fn check_failure(server: &Server, options: &Options) -> FetchError {
    let folder = folder_with_old_file();
    let error = get(&server.address("/Service.asmx?WSDL"), folder.path(), options).unwrap_err();
    assert_eq!(file_names(folder.path()), ["Service.wsdl"]);
    assert_eq!(fs::read_to_string(folder.path().join("Service.wsdl")).unwrap(), OLD);
    error
}

#[test]
fn imports_are_stored_as_served_each_once() {
    let entry = types("types.xsd");
    let first = schema(&(include("more.xsd") + &include("types.xsd"))) + "\r\n<!-- as served -->\n";
    let more = schema(&include("types.xsd"));
    let server = Server::start(&[
        ("/a/Service.asmx?WSDL", ok(&entry)),
        ("/a/types.xsd", ok(&first)),
        ("/a/more.xsd", ok(&more)),
    ]);
    let folder = folder_with_old_file();

    let mut events = 0;
    let fetched = fetch(
        &server.address("/a/Service.asmx?WSDL"),
        folder.path(),
        &Options::default(),
        &mut |_| events += 1,
    )
    .unwrap();

    let changes: Vec<_> = fetched.files.iter().map(|file| file.change).collect();
    assert_eq!(changes, [Change::Changed, Change::New, Change::New]);
    assert_eq!(file_names(folder.path()), ["Service.wsdl", "more.xsd", "types.xsd"]);
    for (name, content) in [("Service.wsdl", entry), ("types.xsd", first), ("more.xsd", more)] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), content);
    }
    assert_eq!(server.requests(), ["/a/Service.asmx?WSDL", "/a/types.xsd", "/a/more.xsd"]);
    assert_eq!(events, 6, "one request and one arrival for each document");
}

#[test]
fn fetching_again_touches_nothing() {
    let server = Server::start(&[("/Service.asmx?WSDL", ok(&wsdl("")))]);
    let folder = folder_with_old_file();
    let fetch_change = || {
        let address = server.address("/Service.asmx?WSDL");
        get(&address, folder.path(), &Options::default()).unwrap().files[0].change
    };
    assert_eq!([fetch_change(), fetch_change()], [Change::Changed, Change::Unchanged]);
}

#[test]
fn odd_locations_get_a_catalog() {
    let server = Server::start(&[
        ("/Service.svc?wsdl", ok(&types("/x/Service.svc?xsd=xsd0"))),
        ("/x/Service.svc?xsd=xsd0", ok(&schema(""))),
    ]);
    let folder = TempDir::new().unwrap();
    let options = Options { name: Some("Named.wsdl".to_owned()), ..Options::default() };
    get(&server.address("/Service.svc?wsdl"), folder.path(), &options).unwrap();
    assert_eq!(
        file_names(folder.path()),
        ["Named.wsdl", "Service.svc-xsd-xsd0.xsd", "catalog.json"]
    );
    let expected = format!(
        "{{\n  \"/x/Service.svc?xsd=xsd0\": \"Service.svc-xsd-xsd0.xsd\",\n  \"{}\": \"Service.svc-xsd-xsd0.xsd\"\n}}\n",
        server.address("/x/Service.svc?xsd=xsd0")
    );
    assert_eq!(fs::read_to_string(folder.path().join("catalog.json")).unwrap(), expected);
}

#[test]
fn one_location_with_two_meanings_is_refused() {
    let both = schema(&(include("v1/types.xsd") + &include("v2/types.xsd")));
    let server = Server::start(&[
        ("/Service.asmx?WSDL", ok(&types("all.xsd"))),
        ("/all.xsd", ok(&both)),
        ("/v1/types.xsd", ok(&schema(&include("common.xsd")))),
        ("/v2/types.xsd", ok(&schema(&include("common.xsd")))),
        ("/v1/common.xsd", ok(&schema(""))),
        ("/v2/common.xsd", ok(&schema(""))),
    ]);
    let error = check_failure(&server, &Options::default());
    assert!(
        matches!(&error.problem, Problem::AmbiguousLocation { location } if location == "common.xsd"),
        "{error}"
    );
}

#[test]
fn a_missing_import_leaves_the_old_file() {
    let server = Server::start(&[("/Service.asmx?WSDL", ok(&types("gone.xsd")))]);
    let error = check_failure(&server, &Options::default());
    let expected = format!(
        "{}: the server answered with status 404\n  imported by {}\n  help: open the address in a browser to see what the server says",
        server.address("/gone.xsd"),
        server.address("/Service.asmx?WSDL"),
    );
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_truncated_body_leaves_the_old_file() {
    let body = wsdl("");
    let server = Server::start(&[("/Service.asmx?WSDL", announced(body.len() + 7, &body))]);
    let error = check_failure(&server, &Options::default());
    let (whole, length) = (body.len() as u64 + 7, body.len() as u64);
    assert!(
        matches!(error.problem, Problem::Truncated { received, announced }
            if received == length && announced == whole),
        "{error:?}"
    );
}

#[test]
fn what_is_not_xml_is_refused() {
    let server = Server::start(&[("/Service.asmx?WSDL", ok("<html><p>Sign in<br></html>"))]);
    let error = check_failure(&server, &Options::default());
    assert!(matches!(error.problem, Problem::NotXml { .. }), "{error}");
}

#[test]
fn what_is_not_a_wsdl_is_refused() {
    for (body, root) in [
        ("<html xmlns='urn:x'/>".to_owned(), "{urn:x}html"),
        ("<html/>".to_owned(), "html"),
        (schema(""), "{http://www.w3.org/2001/XMLSchema}schema"),
    ] {
        let server = Server::start(&[("/Service.asmx?WSDL", ok(&body))]);
        let error = check_failure(&server, &Options::default());
        assert!(matches!(&error.problem, Problem::Root { found, .. } if found == root), "{error}");
    }
}

#[test]
fn imports_start_where_a_redirect_ended() {
    let server = Server::start(&[
        ("/Service.asmx?WSDL", redirect("/moved/here.wsdl")),
        ("/moved/here.wsdl", ok(&types("types.xsd"))),
        ("/moved/types.xsd", ok(&schema(""))),
    ]);
    let folder = TempDir::new().unwrap();
    get(&server.address("/Service.asmx?WSDL"), folder.path(), &Options::default()).unwrap();
    assert_eq!(file_names(folder.path()), ["Service.wsdl", "types.xsd"]);
}

#[test]
fn redirects_end() {
    let server = Server::start(&[("/Service.asmx?WSDL", redirect("/Service.asmx?WSDL"))]);
    let error = check_failure(&server, &Options::default());
    assert!(matches!(error.problem, Problem::Redirects { limit: 5 }), "{error}");
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn other_hosts_need_permission() {
    let other = Server::start(&[("/types.xsd", ok(&schema("")))]);
    let elsewhere = other.address("/types.xsd").replace("127.0.0.1", "localhost");
    let imported = Server::start(&[("/Service.asmx?WSDL", ok(&types(&elsewhere)))]);
    let redirected = Server::start(&[("/Service.asmx?WSDL", redirect(&elsewhere))]);
    for server in [&imported, &redirected] {
        let error = check_failure(server, &Options::default());
        assert!(
            matches!(&error.problem, Problem::OtherHost { host, .. } if host == "localhost"),
            "{error}"
        );
    }
    assert_eq!(other.requests(), [""; 0]);

    let folder = TempDir::new().unwrap();
    let options = Options { hosts: Hosts::Any, ..Options::default() };
    get(&imported.address("/Service.asmx?WSDL"), folder.path(), &options).unwrap();
    assert_eq!(file_names(folder.path()), ["Service.wsdl", "catalog.json", "types.xsd"]);
}

#[test]
fn files_are_never_read_for_a_remote_document() {
    let server = Server::start(&[("/Service.asmx?WSDL", ok(&types("file:///etc/passwd")))]);
    let error = check_failure(&server, &Options { hosts: Hosts::Any, ..Options::default() });
    assert!(matches!(&error.problem, Problem::Scheme { scheme } if scheme == "file"), "{error}");
}

#[test]
fn limits_hold() {
    let server = Server::start(&[
        ("/Service.asmx?WSDL", ok(&types("types.xsd"))),
        ("/types.xsd", ok(&schema(""))),
    ]);
    let limited = |limits| Options { limits, ..Options::default() };
    let error = check_failure(&server, &limited(Limits { documents: 1, ..Limits::default() }));
    assert!(matches!(error.problem, Problem::Documents { limit: 1 }), "{error}");
    let error =
        check_failure(&server, &limited(Limits { document_size: 100, ..Limits::default() }));
    assert!(matches!(error.problem, Problem::DocumentSize { limit: 100 }), "{error}");
}

#[test]
fn passwords_are_not_shown() {
    let server = Server::start(&[]);
    let address = server.address("/a.wsdl").replace("http://", "http://me:secret@");
    let folder = TempDir::new().unwrap();
    let error = get(&address, folder.path(), &Options::default()).unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
    assert!(matches!(error.problem, Problem::Status { status: 404 }), "{error}");
}

#[test]
fn the_command_says_what_it_did_by_its_exit_code() {
    let server = Server::start(&[("/Service.asmx?WSDL", ok(&wsdl("")))]);
    let folder = TempDir::new().unwrap();
    let run = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_wsdlgen");
        let output =
            Command::new(program).args(arguments).current_dir(folder.path()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let found = server.address("/Service.asmx?WSDL");
    let missing = server.address("/missing");
    let stored = Path::new("wsdl").join("Service.wsdl").display().to_string();
    let expected = format!("{stored}: new\n");
    assert_eq!(run(&["fetch", &found, "--out", "wsdl"]), (Some(0), expected));
    assert_eq!(run(&["fetch", &missing, "--out", "wsdl"]), (Some(1), String::new()));
    assert_eq!(run(&["fetch", &found]), (Some(2), String::new()));
}
