//! The documents, pages and form of the generated server.

mod support;

use std::net::SocketAddr;

use generated_client::{accounts::Accounts, customer_care::CustomerCareServiceServer};
use http::{Method, Request, StatusCode, header};
use support::{data, meaning};
use tower_service::Service;
use wsdlgen_runtime::{Payload, server::PeerAddress};

const PATH: &str = "/webservices/CustomerCareService.asmx";
const LOCAL: &str = "127.0.0.1:49152";
const REMOTE: &str = "192.0.2.7:49152";

/// Sends a request with a peer's address, as an HTTP server passes it on.
async fn send(method: Method, query: &str, peer: &str, form: &str) -> (StatusCode, String) {
    let peer: SocketAddr = peer.parse().expect("an address");
    let request = Request::builder()
        .method(method)
        .uri(format!("{PATH}{query}"))
        .header(header::HOST, "localhost:8080")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .extension(PeerAddress(peer))
        .body(Payload::new(form.to_owned()))
        .expect("a request");
    let mut server = CustomerCareServiceServer::new(Accounts::default()).into_service();
    let response = server.call(request).await.expect("the service is infallible");
    let status = response.status();
    let body = response.into_body().into_bytes();
    (status, String::from_utf8(body.to_vec()).expect("UTF-8"))
}

async fn get(query: &str, peer: &str) -> String {
    let (status, body) = send(Method::GET, query, peer, "").await;
    assert_eq!(status, StatusCode::OK, "{query}");
    body
}

/// Undoes the escaping of a page's text.
fn unescaped(page: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    marks.iter().fold(page.to_owned(), |page, (escaped, mark)| page.replace(escaped, mark))
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

/// Returns form data with an envelope that the service accepts.
fn form(version: &str) -> String {
    let namespace = match version {
        "1.1" => "http://schemas.xmlsoap.org/soap/envelope/",
        _ => "http://www.w3.org/2003/05/soap-envelope",
    };
    let token = |name: &str, id: &str| {
        format!("<{name}><BinarySecurityToken><ID>{id}</ID></BinarySecurityToken></{name}>")
    };
    let envelope = format!(
        "<s:Envelope xmlns:s=\"{namespace}\">\r\n<s:Header>\
         <ScCredentials xmlns=\"http://ws.southernco.com/CustSvc-iHub\">{}{}</ScCredentials>\
         </s:Header><s:Body><UpdateCustomerPIN xmlns=\"http://ws.southernco.com/CustSvc-iHub\">\
         <updateCustomerPINRequest><OperationType xmlns=\"\">UPDATE</OperationType>\
         <AccountNumber xmlns=\"\">1000000001</AccountNumber><PIN xmlns=\"\">4711</PIN>\
         </updateCustomerPINRequest></UpdateCustomerPIN></s:Body></s:Envelope>",
        token("DirectUserNameToken", "direct-token"),
        token("OriginatingUserNameToken", "originating-token"),
    );
    format!("version={version}&envelope={}", encoded(&envelope))
}

#[tokio::test]
async fn publishes_the_contract_with_the_address_of_the_request() {
    let given = get("?wsdl", REMOTE).await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../wsdl/CustomerCareService.wsdl");
    let contract = std::fs::read_to_string(path).expect("the contract is readable");
    let address = "http://ua-custsvc-ihub.southerncompany.com/webservices/CustomerCareService.asmx";
    assert_eq!(contract.matches(address).count(), 2);
    let here = format!("http://localhost:8080{PATH}");
    assert_eq!(meaning(&given), meaning(&contract.replace(address, &here)));
}

#[tokio::test]
async fn pages_show_the_samples_of_the_original_help_page() {
    let service = get("", REMOTE).await;
    assert!(
        service.contains("<a href=\"?op=UpdateCustomerPIN\">UpdateCustomerPIN</a>"),
        "{service}"
    );
    assert!(service.contains("<p>Update Customer&#39;s PIN</p>"), "{service}");

    let shown = unescaped(&get("?op=UpdateCustomerPIN", REMOTE).await);
    let shown: Vec<&str> = shown.lines().map(str::trim).collect();
    let page = std::fs::read_to_string(data("help-page.txt")).expect("the help page is readable");
    let samples = page.lines().skip_while(|line| !line.starts_with("POST ")).filter(|line| {
        let is_prose = line.starts_with("The following") || line.starts_with("SOAP 1.2");
        !is_prose && !line.starts_with("Host: ")
    });
    let mut rest = shown.iter();
    for line in samples {
        // The first line of a listing follows its tag on the same line.
        assert!(rest.any(|shown| shown.ends_with(line)), "{line}");
    }
    assert!(shown.contains(&"Host: localhost:8080"));
}

#[tokio::test]
async fn form_calls_the_service_from_the_same_machine() {
    for version in ["1.1", "1.2"] {
        let page = get("?op=UpdateCustomerPIN", LOCAL).await;
        assert!(page.contains("<form method=\"post\" action=\"?op=UpdateCustomerPIN\">"));
        let sent = form(version);
        let (status, page) = send(Method::POST, "?op=UpdateCustomerPIN", LOCAL, &sent).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("<h3>Response: HTTP 200 OK</h3>"), "{page}");
        assert!(unescaped(&page).contains("<Code>UPDATED</Code>"), "{page}");
        // The form still contains the submitted envelope and version.
        assert!(page.contains(&format!("name=\"version\" value=\"{version}\"")), "{page}");
        assert!(unescaped(&page).contains("<PIN xmlns=\"\">4711</PIN>"), "{page}");
    }
}

#[tokio::test]
async fn form_shows_faults() {
    let sent = form("1.1").replace(&encoded("direct-token"), &encoded("wrong"));
    let (status, page) = send(Method::POST, "?op=UpdateCustomerPIN", LOCAL, &sent).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("<h3>Response: HTTP 500 Internal Server Error</h3>"), "{page}");
    assert!(unescaped(&page).contains("AUTH002"), "{page}");
    assert!(page.contains("<h3>Fault</h3>\n<dl>\n<dt>Code</dt>"), "{page}");
}

#[tokio::test]
async fn other_machines_cannot_use_the_form() {
    let page = get("?op=UpdateCustomerPIN", REMOTE).await;
    let note = "Operations can be tried only from the machine that serves them";
    assert!(page.contains(note), "{page}");
    assert!(!page.contains("<form"), "{page}");
    let (status, page) = send(Method::POST, "?op=UpdateCustomerPIN", REMOTE, &form("1.1")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("<h1>Not allowed from this machine</h1>"), "{page}");
    assert!(!unescaped(&page).contains("UPDATED"), "{page}");
}

#[tokio::test]
async fn rejects_invalid_forms() {
    let envelope = form("1.1");
    let cases = [
        ("?op=Other", envelope.as_str()),
        ("", envelope.as_str()),
        ("?op=UpdateCustomerPIN", "version=1.3&envelope=x"),
        ("?op=UpdateCustomerPIN", "version=1.1"),
        ("?op=UpdateCustomerPIN", ""),
    ];
    for (query, form) in cases {
        let (status, page) = send(Method::POST, query, LOCAL, form).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query} {form}");
        assert!(page.contains("<h1>Invalid form</h1>"), "{page}");
    }
    let (status, _) = send(Method::PUT, "", LOCAL, "").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}
