//! A server that fails in every way: what the error says, and that the old files stay whole.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use wsdlgen_cli::fetch::{Hosts, Limits, Options};

use crate::server::{Answer, Server, announced, ok, redirect, response, status, with_headers};
use crate::{check_failure, include, options, schema, types, wsdl};

const ENTRY: &str = "/Service.asmx?WSDL";

/// A server's answers, and how fetching [`ENTRY`] from it fails.
struct Row {
    what: &'static str,
    entry: Answer,
    /// What is at `/types.xsd`; where the row is about the entry, nothing asks for it.
    import: Answer,
    options: Options,
    /// The problem, as it is shown. `{here}` is the server.
    expected: String,
    requests: usize,
}

fn row(what: &'static str, entry: Answer, expected: &str) -> Row {
    let expected = expected.to_owned();
    Row { what, entry, import: ok(&schema("")), options: options(), expected, requests: 1 }
}

/// A row about what is at `/types.xsd`.
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

    /// Asked for this many times in all.
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
        import("no import", status("404 Not Found", ""), "the server answered with status 404"),
        import("forbidden", status("403 Forbidden", ""), "the server answered with status 403"),
        import("broken", status("500 Oh", ""), "the server answered with status 500"),
        import("busy", status("503 Busy", ""), "the server answered with status 503").requests(5),
        import("too often", status("429 Slow", ""), "the server answered with status 429")
            .requests(5),
        import(
            "nothing",
            status("204 No Content", ""),
            "is not well-formed XML: the document does not have a root node",
        ),
    ]
}

fn transfers() -> Vec<Row> {
    let cut = response("200 OK", "Transfer-Encoding: chunked\r\n", b"ff\r\n<a>");
    vec![
        import("hang", Answer::Hang, "no whole answer within 400ms")
            .limits(|limits| limits.request = Duration::from_millis(400))
            .requests(5),
        import("cut", announced(10, "<a>"), "only 3 of 10 bytes arrived").requests(5),
        import("cut chunk", cut, "the connection broke off after 3 bytes").requests(5),
        import("huge", announced(1 << 40, "<a>"), "is larger than 67108864 bytes"),
        import("large", ok(&schema(&" ".repeat(500))), "is larger than 300 bytes")
            .limits(|limits| limits.document_size = 300),
        import("endless", endless(), "is larger than 100000 bytes")
            .limits(|limits| limits.document_size = 100_000),
        import(
            "in all",
            ok(&schema(&" ".repeat(200))),
            "all documents together are larger than 400 bytes",
        )
        .limits(|limits| limits.total_size = 400),
        import(
            "one more",
            ok(&schema(&include("more.xsd"))),
            "is one document more than the limit, 2",
        )
        .limits(|limits| limits.documents = 2),
    ]
}

fn encodings() -> Vec<Row> {
    let bomb = gzip(&vec![b' '; 10_000_000]);
    assert!(bomb.len() < 20_000, "the bomb is not what is too large");
    let whole = gzip(schema("").as_bytes());
    vec![
        import("bomb", encoded("gzip", &bomb), "is larger than 20000 bytes")
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
            "is not the gzip it is said to be: invalid gzip header",
        ),
        import(
            "half a gzip",
            encoded("gzip", &whole[..40]),
            "is not the gzip it is said to be: incomplete deflate stream",
        ),
        import("brotli", encoded("br", b"..."), "is encoded as `br`, which cannot be decoded"),
        import(
            "twice",
            encoded("gzip, gzip", &gzip(&whole)),
            "is encoded as `gzip, gzip`, which cannot be decoded",
        ),
    ]
}

fn places() -> Vec<Row> {
    let elsewhere = "http://localhost:9/types.xsd";
    let away = "leads to host `localhost:9`, away from `{server}`";
    let no_file = "cannot fetch `file:` addresses";
    vec![
        row("redirects without end", redirect(ENTRY), "more than 5 redirects").requests(6),
        row("redirect to another host", redirect(elsewhere), away),
        import("redirect of an import to another host", redirect(elsewhere), away),
        row("import from another host", ok(&types(elsewhere)), away),
        row("import of a file", ok(&types("file:///etc/passwd")), no_file).any_host(),
        row("redirect to a file", redirect("file:///etc/passwd"), no_file).any_host(),
        row("import of no address", ok(&types("http://[")), "not an address: invalid IPv6 address"),
    ]
}

fn pages() -> Vec<Row> {
    let sign_in = "<html><body>Sign in<br></body></html>";
    let xhtml = "<html xmlns='http://www.w3.org/1999/xhtml'/>";
    let mismatch = "is not well-formed XML: expected 'br' tag, not 'body' at 1:24";
    vec![
        row("a page", page("text/html; charset=utf-8", sign_in), "is a web page"),
        row("an XHTML page", page("application/xhtml+xml", xhtml), "is a web page"),
        row("a page that does not say so", ok(sign_in), mismatch),
        row(
            "a schema",
            ok(&schema("")),
            "its root element is `{http://www.w3.org/2001/XMLSchema}schema`, expected `definitions` of WSDL 1.1",
        ),
    ]
}

#[test]
fn whatever_fails_is_said_and_the_old_files_stay() {
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
fn what_is_served_wrongly_and_still_a_contract_is_stored() {
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

/// The first problem in the order of the imports, whichever is met first.
#[test]
fn which_problem_is_reported_does_not_depend_on_time() {
    let late = Answer::Late(Duration::from_millis(100), Box::new(status("410 Gone", "")));
    let both =
        format!("<w:types><s:schema>{}{}</s:schema></w:types>", include("a.xsd"), include("b.xsd"));
    let server = Server::start(&[(ENTRY, ok(&wsdl(&both))), ("/a.xsd", late)]);
    let error = check_failure(&server, &options());
    assert_eq!(error.address, server.address("/a.xsd"));
    assert_eq!(error.problem.to_string(), "the server answered with status 410");
}
