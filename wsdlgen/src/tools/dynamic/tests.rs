//! Calls of a mock.

use std::{
    future::IntoFuture,
    sync::{Arc, Mutex},
};

use http::{HeaderName, HeaderValue, Request, Response};
use tower_service::Service;
use wsdlgen_runtime::{Payload, Transport, soap::Addressing};

use super::{DynamicClient, DynamicError, DynamicReply};
use crate::configure;
use crate::tools::{
    Data, MessageInput, Mock, MockAnswer, MockError, MockFuture, Soap,
    support::{CONTRACT, contract, mock, now},
};

/// A mock behind a transport that keeps the heads of requests, and may replace responses.
#[derive(Clone)]
struct Wire {
    mock: Mock,
    heads: Arc<Mutex<Vec<String>>>,
    response: Option<(u16, &'static str, &'static str)>,
}

impl Service<Request<Payload>> for Wire {
    type Response = Response<Payload>;
    type Error = MockError;
    type Future = MockFuture;

    fn poll_ready(
        &mut self,
        _context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), MockError>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> MockFuture {
        let header = |name: &str| {
            let value = request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
            value.unwrap_or("-").to_owned()
        };
        let head = [&*request.uri().to_string(), &header("soapaction"), &header("x-key")].join(" ");
        self.heads.lock().unwrap().push(head);
        match self.response {
            Some((status, content_type, body)) => {
                let response =
                    Response::builder().status(status).header("content-type", content_type);
                let response = response.body(Payload::new(body)).unwrap();
                Box::pin(std::future::ready(Ok(response)))
            }
            None => self.mock.call(request),
        }
    }
}

fn wire() -> Wire {
    Wire { mock: mock(), heads: Arc::default(), response: None }
}

fn client(wire: &Wire) -> DynamicClient {
    DynamicClient::new(contract(), Transport::new(wire.clone()))
}

fn numbers(numbers: &[&str]) -> MessageInput {
    let numbers = numbers.iter().map(|number| Data::Number((*number).to_owned()));
    MessageInput::Data(Data::Object(vec![("n".to_owned(), Data::List(numbers.collect()))]))
}

fn sum(reply: &DynamicReply) -> Option<&Data> {
    reply.data.get("Sum")
}

#[test]
fn calls_operations_in_both_versions() {
    let wire = wire();
    wire.mock
        .answer("Add", MockAnswer::Body(MessageInput::Data(Data::Number("3".to_owned()))))
        .unwrap();
    let client = client(&wire);
    let key = (HeaderName::from_static("x-key"), HeaderValue::from_static("k"));
    for (version, expected) in
        [(Soap::V11, "http://localhost/s \"urn:add\" k"), (Soap::V12, "http://localhost/s - k")]
    {
        let call = client.call("S/Add", numbers(&["1", "2"])).version(version);
        let reply = now(call.http_header(key.0.clone(), key.1.clone()).into_future()).unwrap();
        assert_eq!(sum(&reply), Some(&Data::Number("3".to_owned())));
        assert_eq!((reply.violations.len(), reply.status.as_u16()), (0, 200));
        assert_eq!(wire.heads.lock().unwrap().pop().as_deref(), Some(expected));
    }
    let elsewhere = client.with_address("http://other.example/s");
    now(elsewhere.call("Add", numbers(&["1"])).into_future()).unwrap();
    let head = wire.heads.lock().unwrap().pop().unwrap();
    assert!(head.starts_with("http://other.example/s "), "{head}");
}

#[test]
fn adds_addressing_headers() {
    const V1: &str = "http://www.w3.org/2005/08/addressing";
    const AUGUST_2004: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    let binding = "<binding name=\"B\" type=\"t:P\">";
    let using = "<UsingAddressing xmlns=\"http://www.w3.org/2006/05/addressing/wsdl\"/>";
    let bound = CONTRACT.replace(binding, &format!("{binding}{using}"));
    let own = format!("<a:Action xmlns:a='{V1}'>urn:own</a:Action>");
    let cases = [
        (CONTRACT, Addressing::AsBound, None, None),
        (CONTRACT, Addressing::On, None, Some((V1, "urn:add"))),
        (CONTRACT, Addressing::August2004, None, Some((AUGUST_2004, "urn:add"))),
        (&bound, Addressing::AsBound, None, Some((V1, "urn:add"))),
        (&bound, Addressing::Off, None, None),
        (&bound, Addressing::AsBound, Some(&own), Some((V1, "urn:own"))),
    ];
    for (contract, addressing, header, expected) in cases {
        let contract = configure().load("a.wsdl", |_| Ok(contract.as_bytes().to_vec())).unwrap();
        let wire = wire();
        let client = DynamicClient::new(contract, Transport::new(wire.clone()));
        let client = client.with_addressing(addressing);
        let call = client.call("Add", numbers(&["1"]));
        let call = match header {
            Some(header) => call.header(MessageInput::Xml(header.clone())),
            None => call,
        };
        now(call.into_future()).unwrap();
        let envelope = wire.mock.requests()[0].envelope.clone();
        let count = envelope.matches(":Action ").count();
        assert_eq!(count, usize::from(expected.is_some()), "{addressing:?}: {envelope}");
        if let Some((namespace, action)) = expected {
            let found = envelope.split_once(":Action ").unwrap().1;
            assert!(found.contains(namespace) && found.contains(action), "{envelope}");
            let address = ">http://localhost/s</wsa:To>";
            assert_eq!(envelope.contains(address), header.is_none(), "{envelope}");
        }
    }
}

#[test]
fn accepts_one_way_operations() {
    let wire = wire();
    let text = MessageInput::Data(Data::Text("hello".to_owned()));
    let reply = now(client(&wire).call("Tell", text).into_future()).unwrap();
    assert_eq!((reply.xml.as_str(), reply.status.as_u16()), ("", 202));
    assert!(wire.mock.requests()[0].envelope.contains(">hello</"));
}

#[test]
fn sends_nothing_invalid() {
    let wire = wire();
    let client = client(&wire);
    for (operation, body, expected) in [
        ("Subtract", numbers(&["1"]), "there is no operation `Subtract`"),
        ("Add", numbers(&["x"]), "the message violates the contract"),
        ("Add", numbers(&["1", "2", "3", "4"]), "the message violates the contract"),
    ] {
        let error = now(client.call(operation, body).into_future()).unwrap_err();
        assert!(matches!(error, DynamicError::Request(_)), "{error:?}");
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    let client = client.with_address("not a URL");
    let error = now(client.call("Add", numbers(&["1"])).into_future()).unwrap_err();
    assert!(matches!(error, DynamicError::Packing(_)), "{error:?}");
    assert_eq!(wire.heads.lock().unwrap().len(), 0);
}

#[test]
fn returns_faults_as_errors() {
    let wire = wire();
    wire.mock.answer("Add", MockAnswer::Fault("closed".to_owned())).unwrap();
    let error = now(client(&wire).call("Add", numbers(&["1"])).into_future()).unwrap_err();
    let DynamicError::Fault(fault) = &error else { unreachable!("{error:?}") };
    assert_eq!(fault.reasons, ["closed"]);
    assert_eq!(fault.details.len(), 1);
    assert!(error.to_string().starts_with("the service returned a fault: closed ("), "{error}");
}

#[test]
fn distinguishes_responses_that_are_not_replies() {
    let envelope =
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>";
    let cases = [
        ((200, "text/xml", ""), "empty response with status 200 OK"),
        (
            (503, "text/html", "<h1>Back soon</h1>"),
            "unexpected response with status 503 Service Unavailable",
        ),
        (
            (200, "text/html", "<h1>Hello</h1>"),
            "cannot read the reply: expected a SOAP envelope, found `h1`",
        ),
        (
            (200, "text/xml", envelope),
            "cannot read the reply: the response body is not a reply: it is empty",
        ),
        ((200, "multipart/related", "x"), "cannot decode the response with status 200 OK: "),
    ];
    for (response, expected) in cases {
        let wire = Wire { response: Some(response), ..wire() };
        let error = now(client(&wire).call("Add", numbers(&["1"])).into_future()).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}

#[test]
fn keeps_secrets_out_of_debug_output() {
    let client = client(&wire()).with_address("http://ada:4711@a.example/s?key=4711");
    let token = HeaderValue::from_static("Bearer 4711");
    let call =
        client.call("Add", numbers(&["4711"])).header(MessageInput::Xml("<a>4711</a>".to_owned()));
    let call = call.http_header(http::header::AUTHORIZATION, token);
    for shown in [format!("{client:?}"), format!("{call:?}")] {
        assert!(!shown.contains("4711"), "{shown}");
    }
    assert!(format!("{call:?}").contains("Add"));
}
