//! Fetching from a loopback server: stored and untouched files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;
mod credentials;
mod failures;
mod proxy;
mod retries;
mod server;
mod tls;

use std::fs;
use std::path::Path;
use std::time::Duration;

use server::{Answer, Server, ok, redirect};
use tempfile::TempDir;
use wsdlgen_cli::fetch::{
    Change, FetchError, Fetched, Hosts, Limits, Options, Problem, Proxy, Retries, fetch,
};

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

/// Creates a folder with an older `Service.wsdl`.
fn folder_with_old_file() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("Service.wsdl"), OLD).unwrap();
    folder
}

/// Returns options that ignore the environment and use short delays.
fn options() -> Options {
    Options {
        limits: Limits { request: Duration::from_secs(20), ..Limits::default() },
        retries: Retries {
            first_wait: Duration::from_millis(1),
            longest_retry_after: Duration::from_millis(1),
            ..Retries::default()
        },
        proxy: Proxy::Direct,
        ..Options::default()
    }
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

/// Fetches `/Service.asmx?WSDL` and checks that this fails and leaves only the old file.
fn check_failure(server: &Server, options: &Options) -> FetchError {
    let folder = folder_with_old_file();
    let error = get(&server.address("/Service.asmx?WSDL"), folder.path(), options).unwrap_err();
    assert_eq!(file_names(folder.path()), ["Service.wsdl"]);
    assert_eq!(fs::read_to_string(folder.path().join("Service.wsdl")).unwrap(), OLD);
    error
}

#[test]
fn stores_each_import_once_as_served() {
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
    let fetched =
        fetch(&server.address("/a/Service.asmx?WSDL"), folder.path(), &options(), &mut |_| {
            events += 1;
        })
        .unwrap();

    let changes: Vec<_> = fetched.files.iter().map(|file| file.change).collect();
    assert_eq!(changes, [Change::Changed, Change::New, Change::New]);
    assert_eq!(file_names(folder.path()), ["Service.wsdl", "more.xsd", "types.xsd"]);
    for (name, content) in [("Service.wsdl", entry), ("types.xsd", first), ("more.xsd", more)] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), content);
    }
    assert_eq!(server.requests(), ["/a/Service.asmx?WSDL", "/a/types.xsd", "/a/more.xsd"]);
    assert_eq!(events, 6, "expected one `Requested` and one `Received` event per document");
}

#[test]
fn leaves_unchanged_files_untouched() {
    let server = Server::start(&[("/Service.asmx?WSDL", ok(&wsdl("")))]);
    let folder = folder_with_old_file();
    let fetch_change = || {
        let address = server.address("/Service.asmx?WSDL");
        get(&address, folder.path(), &options()).unwrap().files[0].change
    };
    assert_eq!([fetch_change(), fetch_change()], [Change::Changed, Change::Unchanged]);
}

#[test]
fn leaves_out_schemas_that_are_built_in() {
    let xml = "http://www.w3.org/XML/1998/namespace";
    let import = |location: &str| {
        wsdl(&format!(
            r#"<w:types><s:schema><s:import namespace="{xml}" schemaLocation="{location}"/></s:schema></w:types>"#
        ))
    };
    for hosts in [Hosts::SameAsEntry, Hosts::Any] {
        let folder = TempDir::new().unwrap();
        // Nothing listens at the other address.
        let remote = import("http://127.0.0.2:9/2001/xml.xsd");
        let server = Server::start(&[("/s?wsdl", ok(&remote))]);
        let options = Options { hosts, ..options() };
        let fetched =
            fetch(&server.address("/s?wsdl"), folder.path(), &options, &mut |_| {}).unwrap();
        assert_eq!(fetched.files.len(), 1);
        assert_eq!(fs::read_to_string(&fetched.files[0].path).unwrap(), remote);
    }
    let folder = TempDir::new().unwrap();
    let server =
        Server::start(&[("/s?wsdl", ok(&import("own.xsd"))), ("/own.xsd", ok(&schema("")))]);
    let fetched =
        fetch(&server.address("/s?wsdl"), folder.path(), &options(), &mut |_| {}).unwrap();
    assert_eq!(fetched.files.len(), 2);
}

#[test]
fn writes_catalog_for_other_locations() {
    let server = Server::start(&[
        ("/Service.svc?wsdl", ok(&types("/x/Service.svc?xsd=xsd0"))),
        ("/x/Service.svc?xsd=xsd0", ok(&schema(""))),
    ]);
    let folder = TempDir::new().unwrap();
    let options = Options { name: Some("Named.wsdl".to_owned()), ..options() };
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
fn rejects_ambiguous_locations() {
    let both = schema(&(include("v1/types.xsd") + &include("v2/types.xsd")));
    let server = Server::start(&[
        ("/Service.asmx?WSDL", ok(&types("all.xsd"))),
        ("/all.xsd", ok(&both)),
        ("/v1/types.xsd", ok(&schema(&include("common.xsd")))),
        ("/v2/types.xsd", ok(&schema(&include("common.xsd")))),
        ("/v1/common.xsd", ok(&schema(""))),
        ("/v2/common.xsd", ok(&schema(""))),
    ]);
    let error = check_failure(&server, &options());
    assert!(
        matches!(&error.problem, Problem::AmbiguousLocation { location } if location == "common.xsd"),
        "{error}"
    );
}

#[test]
fn keeps_old_file_if_import_is_missing() {
    let server = Server::start(&[("/Service.asmx?WSDL", ok(&types("gone.xsd")))]);
    let error = check_failure(&server, &options());
    let expected = format!(
        "{}: the server returned status 404\n  imported by {}\n  help: open the address in a browser to see what the server says",
        server.address("/gone.xsd"),
        server.address("/Service.asmx?WSDL"),
    );
    assert_eq!(error.to_string(), expected);
}

#[test]
fn rejects_documents_that_are_not_wsdl() {
    for (body, root) in [
        ("<html xmlns='urn:x'/>".to_owned(), "{urn:x}html"),
        ("<html/>".to_owned(), "html"),
        (schema(""), "{http://www.w3.org/2001/XMLSchema}schema"),
    ] {
        let server = Server::start(&[("/Service.asmx?WSDL", ok(&body))]);
        let error = check_failure(&server, &options());
        assert!(matches!(&error.problem, Problem::Root { found, .. } if found == root), "{error}");
    }
}

#[test]
fn resolves_imports_against_redirect_target() {
    let server = Server::start(&[
        ("/Service.asmx?WSDL", redirect("/moved/here.wsdl")),
        ("/moved/here.wsdl", ok(&types("types.xsd"))),
        ("/moved/types.xsd", ok(&schema(""))),
    ]);
    let folder = TempDir::new().unwrap();
    get(&server.address("/Service.asmx?WSDL"), folder.path(), &options()).unwrap();
    assert_eq!(file_names(folder.path()), ["Service.wsdl", "types.xsd"]);
}

// The order of the files follows the imports, not the order of arrival.
#[test]
fn downloads_in_parallel_and_stores_in_order() {
    let names: Vec<String> = (0..12).map(|number| format!("{number}.xsd")).collect();
    let includes: String = names.iter().map(|name| include(name)).collect();
    let entry = wsdl(&format!("<w:types><s:schema>{includes}</s:schema></w:types>"));
    let paths: Vec<String> = names.iter().map(|name| format!("/{name}")).collect();
    let late = |index: usize| {
        let delay = Duration::from_millis(if index < 4 { 150 - 30 * index as u64 } else { 10 });
        Answer::Late(delay, Box::new(ok(&schema(&include("last.xsd")))))
    };
    let mut answers: Vec<(&str, Answer)> =
        paths.iter().enumerate().map(|(index, path)| (path.as_str(), late(index))).collect();
    answers.push(("/Service.asmx?WSDL", ok(&entry)));
    answers.push(("/last.xsd", ok(&schema(""))));
    let server = Server::start(&answers);
    let folder = TempDir::new().unwrap();
    let limits = Limits { connections: 4, ..options().limits };
    let address = server.address("/Service.asmx?WSDL");
    let fetched = get(&address, folder.path(), &Options { limits, ..options() }).unwrap();

    let stored = fetched.files.iter().map(|it| it.path.file_name().unwrap().to_str().unwrap());
    let expected = std::iter::once("Service.wsdl").chain(names.iter().map(String::as_str));
    assert!(stored.eq(expected.chain(["last.xsd"])), "{fetched:?}");
    assert_eq!(server.requests().len(), 14);
    assert!((2..=4).contains(&server.most_running()), "{}", server.most_running());
}

#[test]
fn follows_other_hosts_if_permitted() {
    let other = Server::start(&[("/types.xsd", ok(&schema("")))]);
    let elsewhere = other.address("/types.xsd").replace("127.0.0.1", "localhost");
    let server = Server::start(&[("/Service.asmx?WSDL", ok(&types(&elsewhere)))]);
    let folder = TempDir::new().unwrap();
    let options = Options { hosts: Hosts::Any, ..options() };
    get(&server.address("/Service.asmx?WSDL"), folder.path(), &options).unwrap();
    assert_eq!(file_names(folder.path()), ["Service.wsdl", "catalog.json", "types.xsd"]);
}

#[test]
fn keeps_other_files_if_one_cannot_be_written() {
    let server = Server::start(&[
        ("/Service.asmx?WSDL", ok(&types("types.xsd"))),
        ("/types.xsd", ok(&schema(""))),
    ]);
    let folder = folder_with_old_file();
    let blocked = folder.path().join("types.xsd");
    fs::create_dir(&blocked).unwrap();
    let address = server.address("/Service.asmx?WSDL");
    let error = get(&address, folder.path(), &options()).unwrap_err();
    assert!(matches!(&error.problem, Problem::Write { path, .. } if *path == blocked), "{error}");
    assert_eq!(file_names(folder.path()), ["Service.wsdl", "types.xsd"]);
    assert_eq!(fs::read_to_string(folder.path().join("Service.wsdl")).unwrap(), OLD);
}
