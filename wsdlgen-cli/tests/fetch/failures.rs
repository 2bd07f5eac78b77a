//! Server failures of every kind: the error messages, and the preservation of old files.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use wsdlgen_cli::fetch::{Hosts, Limits, Options};

use crate::server::{Answer, Server, announced, ok, redirect, response, status, with_headers};
use crate::{check_failure, include, options, schema, types, wsdl};

const ENTRY: &str = "/Service.asmx?WSDL";

/// A server's responses, and the expected failure of fetching [`ENTRY`].
struct Row {
    what: &'static str,
    entry: Answer,
    /// The response for `/types.xsd`. Not requested if the entry fails.
    import: Answer,
    options: Options,
    /// The message of the problem. `{server}` is replaced with the server's host and port.
    expected: String,
    requests: usize,
}

fn row(what: &'static str, entry: Answer, expected: &str) -> Row {
    let expected = expected.to_owned();
    Row { what, entry, import: ok(&schema("")), options: options(), expected, requests: 1 }
}

/// Creates a row for a failure at `/types.xsd`.
fn import(what: &'static str, import: Answer, expected: &str) -> Row {
    Row { import, requests: 2, ..row(what, ok(&types("types.xsd")), expected) }
}

impl Row {
    fn limits(self, change: impl FnOnce(&mut Limits)) -> Self {
        let mut options = self.options;
        change(&mut options.limits);
        Self { options, ..self }
    }

    fn any_host(self) -> Self {
        Self { options: Options { hosts: Hosts::Any, ..self.options }, ..self }
    }

    /// Sets the expected total number of requests.
    fn requests(self, requests: usize) -> Self {
        Self { requests, ..self }
    }
}

pub(crate) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn encoded(encoding: &str, body: &[u8]) -> Answer {
    with_headers(&format!("Content-Encoding: {encoding}\r\n"), body)
}

fn page(media_type: &str, body: &str) -> Answer {
    with_headers(&format!("Content-Type: {media_type}\r\n"), body.as_bytes())
}

fn endless() -> Answer {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<a>\r\n";
    Answer::Endless(head.into())
}

fn statuses() -> Vec<Row> {
    vec![
        import("no import", status("404 Not Found", ""), "the server returned status 404"),
        import("forbidden", status("403 Forbidden", ""), "the server returned status 403"),
        import("broken", status("500 Oh", ""), "the server returned status 500"),
        import("busy", status("503 Busy", ""), "the server returned status 503").requests(5),
        import("too often", status("429 Slow", ""), "the server returned status 429").requests(5),
        import(
            "nothing",
            status("204 No Content", ""),
            "not well-formed XML: the document does not have a root node",
        ),
    ]
}

fn transfers() -> Vec<Row> {
    let cut = response("200 OK", "Transfer-Encoding: chunked\r\n", b"ff\r\n<a>");
    vec![
        import("hang", Answer::Hang, "no complete response within 400ms")
            .limits(|limits| limits.request = Duration::from_millis(400))
            .requests(5),
        import("cut", announced(10, "<a>"), "received only 3 of 10 bytes").requests(5),
        import("cut chunk", cut, "the connection was closed after 3 bytes").requests(5),
        import("huge", announced(1 << 40, "<a>"), "the document is larger than 67108864 bytes"),
        import("large", ok(&schema(&" ".repeat(500))), "the document is larger than 300 bytes")
            .limits(|limits| limits.document_size = 300),
        import("endless", endless(), "the document is larger than 100000 bytes")
            .limits(|limits| limits.document_size = 100_000),
        import(
            "in all",
            ok(&schema(&" ".repeat(200))),
            "all documents together are larger than 400 bytes",
        )
        .limits(|limits| limits.total_size = 400),
        import("one more", ok(&schema(&include("more.xsd"))), "more than 2 documents")
            .limits(|limits| limits.documents = 2),
    ]
}

fn encodings() -> Vec<Row> {
    let bomb = gzip(&vec![b' '; 10_000_000]);
    assert!(bomb.len() < 20_000, "the compressed bomb must be within the limit");
    let whole = gzip(schema("").as_bytes());
    vec![
        import("bomb", encoded("gzip", &bomb), "the document is larger than 20000 bytes")
            .limits(|limits| limits.document_size = 20_000),
        import(
            "bomb in all",
            encoded("gzip", &bomb),
            "all documents together are larger than 20000 bytes",
        )
        .limits(|limits| limits.total_size = 20_000),
        import(
            "no gzip",
            encoded("gzip", b"<not-compressed-at-all/>"),
            "invalid gzip data: invalid gzip header",
        ),
        import(
            "half a gzip",
            encoded("gzip", &whole[..40]),
            "invalid gzip data: incomplete deflate stream",
        ),
        import("brotli", encoded("br", b"..."), "unsupported content encoding `br`"),
        import(
            "twice",
            encoded("gzip, gzip", &gzip(&whole)),
            "unsupported content encoding `gzip, gzip`",
        ),
    ]
}

fn places() -> Vec<Row> {
    let elsewhere = "http://localhost:9/types.xsd";
    let away = "expected host `{server}`, found `localhost:9`";
    let no_file = "cannot fetch `file:` addresses";
    vec![
        row("redirects without end", redirect(ENTRY), "more than 5 redirects").requests(6),
        row("redirect to another host", redirect(elsewhere), away),
        import("redirect of an import to another host", redirect(elsewhere), away),
        row("import from another host", ok(&types(elsewhere)), away),
        row("import of a file", ok(&types("file:///etc/passwd")), no_file).any_host(),
        row("redirect to a file", redirect("file:///etc/passwd"), no_file).any_host(),
        row(
            "import of no address",
            ok(&types("http://[")),
            "invalid address: invalid IPv6 address",
        ),
    ]
}

fn pages() -> Vec<Row> {
    let sign_in = "<html><body>Sign in<br></body></html>";
    let xhtml = "<html xmlns='http://www.w3.org/1999/xhtml'/>";
    let web_page = "expected a WSDL or schema, found a web page";
    let mismatch = "not well-formed XML: expected 'br' tag, not 'body' at 1:24";
    vec![
        row("a page", page("text/html; charset=utf-8", sign_in), web_page),
        row("an XHTML page", page("application/xhtml+xml", xhtml), web_page),
        row("a page that does not say so", ok(sign_in), mismatch),
        row(
            "a schema",
            ok(&schema("")),
            "expected `definitions` of WSDL 1.1, found `{http://www.w3.org/2001/XMLSchema}schema`",
        ),
    ]
}

#[test]
fn reports_failures_and_keeps_old_files() {
    let rows = [statuses(), transfers(), encodings(), places(), pages()].into_iter().flatten();
    std::thread::scope(|scope| {
        for row in rows {
            scope.spawn(move || row.check());
        }
    });
}

impl Row {
    fn check(self) {
        let server = Server::start(&[(ENTRY, self.entry), ("/types.xsd", self.import)]);
        let error = check_failure(&server, &self.options);
        let address = server.address("");
        let expected = self.expected.replace("{server}", address.trim_start_matches("http://"));
        assert_eq!(error.problem.to_string(), expected, "{}", self.what);
        assert_eq!(
            server.requests().len(),
            self.requests,
            "{}: {:?}",
            self.what,
            server.requests()
        );
    }
}

#[test]
fn accepts_wrong_media_type_and_unrequested_gzip() {
    let entry = types("types.xsd");
    let types = schema("");
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&[
        (ENTRY, page("text/html", &entry)),
        ("/types.xsd", encoded("GZIP", &gzip(types.as_bytes()))),
    ]);
    crate::get(&server.address(ENTRY), folder.path(), &options()).unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join("Service.wsdl")).unwrap(), entry);
    assert_eq!(std::fs::read_to_string(folder.path().join("types.xsd")).unwrap(), types);
    assert!(server.heads().iter().all(|head| head.contains("\r\naccept-encoding: identity\r\n")));
}

// The first problem in import order is reported, regardless of timing.
#[test]
fn reports_first_problem_in_import_order() {
    let late = Answer::Late(Duration::from_millis(100), Box::new(status("410 Gone", "")));
    let both =
        format!("<w:types><s:schema>{}{}</s:schema></w:types>", include("a.xsd"), include("b.xsd"));
    let server = Server::start(&[(ENTRY, ok(&wsdl(&both))), ("/a.xsd", late)]);
    let error = check_failure(&server, &options());
    assert_eq!(error.address, server.address("/a.xsd"));
    assert_eq!(error.problem.to_string(), "the server returned status 410");
}
