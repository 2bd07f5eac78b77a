//! Tests with the pages and documents of a small contract.

use http::{HeaderValue, Request, StatusCode, header};

use super::{Document, DocumentKind, Pages, Piece, Publication, PublishedOperation, SampleMessage};
use crate::soap::SoapVersion;

const HOSTILE: &str = "<script>\"&'";

const PUBLICATION: Publication<'static> = Publication {
    service: "Echo",
    documentation: "Says it again.\n\nAnd <b>again</b>.",
    ports: &["EchoPort"],
    entry: 1,
    documents: &[
        Document { kind: DocumentKind::Schema, pieces: &[Piece::Text("<schema/>")] },
        Document {
            kind: DocumentKind::Wsdl,
            pieces: &[
                Piece::Text("<definitions><import location=\""),
                Piece::Location(2),
                Piece::Text("\"/><import location='"),
                Piece::Location(0),
                Piece::Text("'/><address location=\""),
                Piece::Address { service: "Echo", port: "EchoPort", written: "http://a/" },
                Piece::Text("\"/><address location=\""),
                Piece::Address { service: "Echo", port: "Other", written: "http://b/?c&d" },
                Piece::Text("\"/></definitions>"),
            ],
        },
        Document { kind: DocumentKind::Wsdl, pieces: &[Piece::Text("<definitions/>")] },
    ],
    operations: &[
        PublishedOperation {
            name: "Say",
            documentation: "",
            versions: &[(SoapVersion::Soap11, "urn:say"), (SoapVersion::Soap12, "urn:say")],
            request: Some(SampleMessage { header: "", body: "    <say>string</say>\n" }),
            reply: None,
            form: None,
        },
        PublishedOperation {
            name: HOSTILE,
            documentation: HOSTILE,
            versions: &[(SoapVersion::Soap12, "")],
            request: None,
            reply: None,
            form: None,
        },
    ],
};

/// Returns the status, content type and body of the response to a GET request from `peer`.
fn get(uri: &str, peer: &str, address: Option<&str>) -> (StatusCode, HeaderValue, String) {
    let request = Request::get(uri).header(header::HOST, "localhost:81").body(()).unwrap();
    let (head, ()) = request.into_parts();
    let peer = Some(peer.parse().unwrap());
    let pages = Pages { publication: &PUBLICATION, head: &head, address, peer };
    let response = pages.get();
    let content_type = response.headers()[header::CONTENT_TYPE].clone();
    let status = response.status();
    let body = response.into_body().into_bytes();
    (status, content_type, String::from_utf8(body.to_vec()).unwrap())
}

fn page(uri: &str, peer: &str) -> String {
    let (status, content_type, page) = get(uri, peer, None);
    assert_eq!(status, StatusCode::OK, "{uri}");
    assert_eq!(content_type, "text/html; charset=utf-8");
    page
}

#[test]
fn documents_contain_the_address_of_the_request() {
    let document = |base: &str| {
        format!(
            "<definitions><import location=\"{base}?wsdl=2\"/><import location='{base}?xsd=0'/>\
             <address location=\"{base}\"/><address location=\"http://b/?c&amp;d\"/>\
             </definitions>"
        )
    };
    let here = "127.0.0.1:1";
    let cases = [
        ("/x/echo.svc?WSDL", None, document("http://localhost:81/x/echo.svc")),
        ("/?wsdl=1", Some("https://a.example/b"), document("https://a.example/b")),
        ("https://c.example/d?wsdl", None, document("https://c.example/d")),
        ("/?xsd=0", None, "<schema/>".to_owned()),
        ("/?wsdl=2", None, "<definitions/>".to_owned()),
    ];
    for (uri, address, expected) in cases {
        let (status, content_type, body) = get(uri, here, address);
        assert_eq!((status, body), (StatusCode::OK, expected), "{uri}");
        assert_eq!(content_type, "text/xml; charset=utf-8");
    }
    for uri in ["/?wsdl=0", "/?xsd=1", "/?wsdl=3", "/?wsdl=-1", "/?xsd", "/?op=None", "/?op"] {
        assert_eq!(get(uri, here, None).0, StatusCode::NOT_FOUND, "{uri}");
    }
}

#[test]
fn service_page_lists_operations_and_documents() {
    let page = page("/echo", "192.0.2.1:1");
    for expected in [
        "<title>Echo</title>",
        "<h1>Echo</h1>\n<p>Says it again.</p>\n<p>And &lt;b&gt;again&lt;/b&gt;.</p>",
        "<a href=\"?op=Say\">Say</a>",
        "<a href=\"?op=%3Cscript%3E%22%26%27\">&lt;script&gt;&quot;&amp;&#39;</a>",
        "<a href=\"?wsdl\">?wsdl</a>",
        "<a href=\"?xsd=0\">?xsd=0</a>",
        "<a href=\"?wsdl=2\">?wsdl=2</a>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(!page.contains("<script") && !page.contains("<form"));
}

#[test]
fn operation_page_shows_sample_messages() {
    let page = page("/echo?op=Say", "127.0.0.1:1");
    for expected in [
        "<h2>SOAP 1.1</h2>",
        "<h2>SOAP 1.2</h2>",
        "POST /echo HTTP/1.1\nHost: localhost:81\nContent-Type: text/xml; charset=utf-8\n\
         Content-Length: length\nSOAPAction: &quot;urn:say&quot;\n\n&lt;?xml",
        "  &lt;soap12:Body&gt;\n    &lt;say&gt;string&lt;/say&gt;\n  &lt;/soap12:Body&gt;",
        "HTTP/1.1 202 Accepted\nContent-Length: 0\n",
        "<form method=\"post\" action=\"?op=Say&amp;as=envelope\">",
        "<input type=\"hidden\" name=\"version\" value=\"1.1\">",
        "<a href=\"?op=Say&amp;soap=1.2&amp;as=envelope#test\">Envelope for SOAP 1.2</a>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
}

#[test]
fn other_machines_get_a_note_instead_of_the_form() {
    let page = page("/echo?op=Say", "192.0.2.1:1");
    assert!(page.contains("<p>Operations can be tried only from the machine that serves them"));
    assert!(!page.contains("<form"));
}

#[test]
fn infinite_messages_have_no_sample() {
    let page = page("/echo?op=%3Cscript%3E%22%26%27", "192.0.2.1:1");
    assert!(page.contains("There is no sample"));
    assert!(page.contains("<h1>&lt;script&gt;&quot;&amp;&#39;</h1>\n<p>&lt;script"));
    assert!(!page.contains("<script"));
}

#[test]
fn pages_have_headers_against_scripts_and_sniffing() {
    let (head, ()) = Request::head("/?op=Say").body(()).unwrap().into_parts();
    let pages = Pages { publication: &PUBLICATION, head: &head, address: None, peer: None };
    let response = pages.get();
    let headers = response.headers();
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    // Otherwise, browsers send `Origin: null` with the form, which the server rejects.
    assert_eq!(headers[header::REFERRER_POLICY], "same-origin");
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; form-action 'self';"));
    let length: usize = headers[header::CONTENT_LENGTH].to_str().unwrap().parse().unwrap();
    assert!(length > 1000, "{length}");
    assert!(response.body().is_empty());
    assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    // The answer to a form contains what the user entered.
    let (head, ()) = Request::post("/?op=Say").body(()).unwrap().into_parts();
    let response = Pages { head: &head, ..pages }.get();
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
}
