//! Calls to a single-threaded server with canned replies.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread::{self, JoinHandle},
};

use example_blocking_client::{
    agent, call,
    customer_care::{OperationType, ScCredentials, UpdateCustomerPinRequest, operations, ports},
};
use wsdlgen_runtime::{CallError, Reply};

const REPLY: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<UpdateCustomerPINResponse xmlns="http://ws.southernco.com/CustSvc-iHub">
<UpdateCustomerPINResult><ExplanationCode xmlns=""><Code>LOCKED</Code></ExplanationCode></UpdateCustomerPINResult>
</UpdateCustomerPINResponse></s:Body></s:Envelope>"#;

const FAULT: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<s:Fault><faultcode>s:Client</faultcode><faultstring>no such account</faultstring></s:Fault>
</s:Body></s:Envelope>"#;

/// Serves one request on a separate thread. Returns the server's address and a handle that yields the request.
fn serve(status: &'static str, body: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("its address"));
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a caller");
        let (mut received, mut buffer) = (String::new(), [0; 4096]);
        while !received.contains("Envelope>") {
            let length = stream.read(&mut buffer).expect("a request");
            received.push_str(&String::from_utf8_lossy(&buffer[..length]));
        }
        let head = "Content-Type: text/xml\r\nConnection: close";
        let length = body.len();
        write!(stream, "HTTP/1.1 {status}\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}")
            .expect("the response is sent");
        received
    });
    (url, server)
}

fn lock(url: &str) -> Result<Reply<operations::UpdateCustomerPin>, CallError> {
    let request = UpdateCustomerPinRequest::new(OperationType::Lock);
    let port = ports::CUSTOMER_CARE_SERVICE_SOAP.at(url);
    call(&agent(), &port, &request.into(), &ScCredentials::default().into())
}

#[test]
fn returns_typed_replies() {
    let (url, server) = serve("200 OK", REPLY);
    let body = lock(&url).unwrap().body.unwrap();
    assert_eq!(body.explanation_code.unwrap().code.as_deref(), Some("LOCKED"));
    let received = server.join().unwrap();
    assert!(received.starts_with("POST / HTTP/1.1\r\n"), "{received}");
    assert!(received.contains("<OperationType>LOCK</OperationType>"), "{received}");
}

#[test]
fn returns_faults_as_errors() {
    let (url, _server) = serve("500 Internal Server Error", FAULT);
    let Err(CallError::Fault(fault)) = lock(&url) else { panic!("expected a fault") };
    assert_eq!(fault.reason(), "no such account");
}
