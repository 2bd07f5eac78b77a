//! Credentials: use, origin restriction, and secrecy.

use wsdlgen_cli::fetch::{Credentials, Hosts, Options, Problem};

use crate::server::{Answer, Server, ok, redirect, status};
use crate::{check_failure, file_names, get, options, schema, types, wsdl};

const ENTRY: &str = "/Service.asmx?WSDL";

fn none() -> Credentials {
    Credentials::default()
}

#[test]
fn sends_credentials() {
    for (header, credentials) in [
        ("Authorization: Basic bWU6c2VjcmV0", none().basic("me", "secret")),
        ("Authorization: Bearer a.b.c", none().bearer("a.b.c")),
        ("X-Api-Key: 4711", none().header("X-Api-Key: 4711")),
    ] {
        let guarded = |answer| Answer::Guarded(header.to_owned(), Box::new(answer));
        let server = Server::start(&[
            (ENTRY, guarded(ok(&types("types.xsd")))),
            ("/types.xsd", guarded(ok(&schema("")))),
        ]);
        let error = check_failure(&server, &options());
        assert!(matches!(error.problem, Problem::Status { status: 401, .. }), "{error}");
        assert!(error.to_string().contains("--user, --bearer-file, --header"), "{error}");

        let folder = tempfile::tempdir().unwrap();
        let options = Options { credentials: credentials.unwrap(), ..options() };
        get(&server.address(ENTRY), folder.path(), &options).unwrap();
        assert_eq!(file_names(folder.path()), ["Service.wsdl", "types.xsd"]);
    }
}

#[test]
fn uses_and_hides_password_in_address() {
    let header = "Authorization: Basic bWU6c2VjcmV0".to_owned();
    let server = Server::start(&[
        (ENTRY, Answer::Guarded(header, Box::new(ok(&types("/x/types.xsd"))))),
        ("/x/types.xsd", ok(&schema(""))),
    ]);
    let with_password = |path| server.address(path).replace("http://", "http://me:secret@");
    let folder = tempfile::tempdir().unwrap();
    get(&with_password(ENTRY), folder.path(), &options()).unwrap();
    let catalog = std::fs::read_to_string(folder.path().join("catalog.json")).unwrap();
    assert!(catalog.contains(&server.address("/x/types.xsd")), "{catalog}");
    assert!(!catalog.contains("secret"), "{catalog}");

    let error = get(&with_password("/missing"), folder.path(), &options()).unwrap_err();
    assert_eq!(error.address, server.address("/missing"));
    assert!(matches!(error.problem, Problem::Status { status: 404, .. }), "{error}");
}

// A different port or a different host name counts as a different server.
#[test]
fn hides_credentials_from_other_servers() {
    let other = Server::start(&[("/a.xsd", ok(&schema(""))), ("/b.xsd", ok(&schema("")))]);
    let named = other.address("/b.xsd").replace("127.0.0.1", "localhost");
    let imports = types(&other.address("/a.xsd"));
    let imports =
        imports.replace("</s:schema>", r#"<s:include schemaLocation="b.xsd"/></s:schema>"#);
    let server = Server::start(&[(ENTRY, ok(&imports)), ("/b.xsd", redirect(&named))]);
    let credentials =
        none().basic("me", "secret").and_then(|it| it.header("X-Api-Key: 4711")).unwrap();
    let options = Options { credentials, hosts: Hosts::Any, ..options() };
    let folder = tempfile::tempdir().unwrap();
    get(&server.address(ENTRY), folder.path(), &options).unwrap();

    let sees = |head: &String| head.contains("authorization:") || head.contains("x-api-key:");
    assert_eq!(server.heads().iter().filter(|head| sees(head)).count(), 2);
    assert_eq!(other.heads().len(), 2);
    assert!(!other.heads().iter().any(sees), "{:?}", other.heads());
}

// A password in a document's import is never sent.
#[test]
fn ignores_credentials_in_documents() {
    let other = Server::start(&[("/a.xsd", ok(&schema("")))]);
    let location = other.address("/a.xsd").replace("http://", "http://their:choice@");
    let server = Server::start(&[(ENTRY, ok(&types(&location)))]);
    let folder = tempfile::tempdir().unwrap();
    let options = Options { hosts: Hosts::Any, ..options() };
    get(&server.address(ENTRY), folder.path(), &options).unwrap();
    assert!(!other.heads()[0].contains("authorization"), "{:?}", other.heads());
}

#[test]
fn hides_secrets_in_errors() {
    let credentials = none().basic("me", "secret").and_then(|it| it.header("X-Key: secret"));
    let options = Options { credentials: credentials.unwrap(), ..options() };
    for answer in [status("403 No", ""), ok("<a/>"), redirect("file:///a"), ok(&wsdl(""))] {
        let server = Server::start(&[(ENTRY, answer)]);
        let folder = tempfile::tempdir().unwrap();
        let shown =
            format!("{:?} {options:?}", get(&server.address(ENTRY), folder.path(), &options));
        for secret in ["bWU6c2VjcmV0", "\"secret\"", "me:secret"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
