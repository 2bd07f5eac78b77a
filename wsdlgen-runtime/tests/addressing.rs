//! WS-Addressing 1.0 headers in servers and clients.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::{
    convert::Infallible,
    future::{Future, IntoFuture, Ready, ready},
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use bytes::Bytes;
use common::{Echo, EchoContract, EchoFault};
use futures_util::FutureExt;
use http::{Request, Response, header};
use tower_service::Service;
use wsdlgen_runtime::{
    CallError, Client, ClientSettings, Fault, Operation, Payload, Port, Server, SoapVersion,
    Transport,
    message::decode,
    server::{Dispatch, DispatchFuture, IncomingRequest},
    soap::{Addressing, Endpoints},
    xml::{ReadOptions, Reading},
};

const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";
const WSA: &str = "http://www.w3.org/2005/08/addressing";

#[derive(Clone, Debug)]
struct EchoServer;

impl Dispatch for EchoServer {
    type Contract = EchoContract;

    fn dispatch(&self, _operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
        Box::pin(async move {
            let (context, text) = received.read::<Echo>().await?;
            let result = match &*text {
                "busy" => Err(Fault::receiver("busy").with_detail(EchoFault::Busy(5))),
                _ => Ok(text),
            };
            Ok(context.answer(result))
        })
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("the future is ready")
}

fn answer(namespace: &str, headers: &str, text: &str) -> Response<Bytes> {
    answer_to("text/xml", None, namespace, headers, text)
}

/// Returns the response to a request with these HTTP headers.
fn answer_to(
    content_type: &str,
    soap_action: Option<&str>,
    namespace: &str,
    headers: &str,
    text: &str,
) -> Response<Bytes> {
    let body = format!(
        "<s:Envelope xmlns:s='{namespace}' xmlns:a='{WSA}' xmlns:t='urn:echo'>\
         <s:Header>{headers}</s:Header>\
         <s:Body><t:Echo><t:text>{text}</t:text></t:Echo></s:Body></s:Envelope>"
    );
    let mut request = Request::post("/").header(header::CONTENT_TYPE, content_type);
    if let Some(action) = soap_action {
        request = request.header("SOAPAction", action);
    }
    let request = request.body(Payload::new(body)).unwrap();
    let Ok(response) = now(Server::new(EchoServer).call(request));
    response.map(Payload::into_bytes)
}

const ACTION: &str = "<a:Action s:mustUnderstand='1'>Echo</a:Action>";
const ID: &str = "<a:MessageID>urn:1</a:MessageID>";

fn endpoint(name: &str, address: &str) -> String {
    format!("<a:{name}><a:Address>{address}</a:Address></a:{name}>")
}

#[test]
fn returns_faults_for_invalid_headers() {
    let elsewhere = endpoint("ReplyTo", "http://localhost/");
    let cases = [
        (ID.to_owned(), "MessageAddressingHeaderRequired", "the header `Action` is missing"),
        (ACTION.to_owned(), "MessageAddressingHeaderRequired", "the header `MessageID` is missing"),
        ([ACTION, ACTION, ID].concat(), "InvalidCardinality", "the header `Action` is duplicated"),
        ([ACTION, ID, ID].concat(), "InvalidCardinality", "the header `MessageID` is duplicated"),
        (
            [ACTION, ID, &elsewhere].concat(),
            "OnlyAnonymousAddressSupported",
            "expected the anonymous address, found `http://localhost/`",
        ),
        (
            [ACTION, ID, &elsewhere.replace("ReplyTo", "FaultTo")].concat(),
            "OnlyAnonymousAddressSupported",
            "expected the anonymous address, found `http://localhost/`",
        ),
    ];
    for (headers, code, reason) in cases {
        for namespace in [SOAP11, SOAP12] {
            let response = answer(namespace, &headers, "x");
            let text = String::from_utf8(response.body().to_vec()).unwrap();
            let Err(CallError::Fault(fault)) = decode::<Echo>(response, &ReadOptions::default())
            else {
                panic!("{text}")
            };
            let found = fault.subcodes.last().unwrap_or(fault.code.name());
            assert_eq!((found.namespace(), found.local()), (WSA, code), "{text}");
            assert_eq!(fault.reason(), reason);
            if headers.contains("MessageID") {
                assert!(text.contains("2005/08/addressing/fault</wsa:Action>"), "{text}");
                assert!(text.contains(">urn:1</wsa:RelatesTo>"), "{text}");
            }
        }
    }
}

#[test]
fn rejects_requests_with_another_http_action() {
    let cases = [
        ("text/xml", None, SOAP11, 200),
        ("text/xml", Some("\"\""), SOAP11, 200),
        ("text/xml", Some("\"Echo\""), SOAP11, 200),
        ("text/xml", Some("\"Ohce\""), SOAP11, 500),
        ("application/soap+xml", None, SOAP12, 200),
        ("application/soap+xml; action=\"Echo\"", None, SOAP12, 200),
        ("application/soap+xml; action=\"Ohce\"", None, SOAP12, 400),
    ];
    for (content_type, soap_action, namespace, status) in cases {
        let headers = [ACTION, ID].concat();
        let response = answer_to(content_type, soap_action, namespace, &headers, "x");
        assert_eq!(response.status(), status, "{content_type} {soap_action:?}");
        if status == 200 {
            continue;
        }
        let refused = decode::<Echo>(response, &ReadOptions::default());
        let Err(CallError::Fault(fault)) = refused else { panic!("{refused:?}") };
        let found = fault.subcodes.last().unwrap_or(fault.code.name());
        assert_eq!((found.namespace(), found.local()), (WSA, "ActionMismatch"));
        assert_eq!(fault.reason(), "the action is `Echo`, but the HTTP headers have `Ohce`");
    }
}

#[test]
fn sends_no_reply_to_the_none_address() {
    let none = "http://www.w3.org/2005/08/addressing/none";
    let anonymous = "http://www.w3.org/2005/08/addressing/anonymous";
    let to_none = endpoint("ReplyTo", none);
    let cases = [
        (to_none.clone(), "x", 202),
        (to_none.clone(), "busy", 202),
        ([&*to_none, &endpoint("FaultTo", anonymous)].concat(), "busy", 500),
        (endpoint("FaultTo", none), "x", 200),
        (endpoint("FaultTo", none), "busy", 202),
        (endpoint("ReplyTo", anonymous), "x", 200),
    ];
    for (endpoints, text, status) in cases {
        let response = answer(SOAP11, &[ACTION, ID, &endpoints].concat(), text);
        assert_eq!(response.status(), status, "{endpoints} {text}");
        assert_eq!(response.body().is_empty(), status == 202, "{endpoints} {text}");
    }
}

#[test]
fn repeats_reference_parameters_in_replies() {
    let parameters = "<a:ReferenceParameters><q:key xmlns:q='urn:q' a:IsReferenceParameter='false' \
                      q:n='1'>7<q:b/></q:key></a:ReferenceParameters></a:ReplyTo>";
    let to = endpoint("ReplyTo", "http://www.w3.org/2005/08/addressing/anonymous");
    let headers = [ACTION, ID, &to.replace("</a:ReplyTo>", parameters)].concat();
    for text in ["x", "busy"] {
        let response = answer(SOAP11, &headers, text);
        let text = String::from_utf8(response.body().to_vec()).unwrap();
        let (_, key) = text.split_once("<q:key").unwrap();
        let (tag, rest) = key.split_once('>').unwrap();
        assert!(
            tag.contains("q:n=\"1\"") && tag.contains(":IsReferenceParameter=\"true\""),
            "{text}"
        );
        assert!(!tag.contains("false") && rest.starts_with("7<q:b/></q:key>"), "{text}");
    }
}

/// Each parameter is written with its namespace, so the length of a reply could grow quadratically.
#[test]
fn limits_reference_parameters() {
    let parameters = format!(
        "<a:ReferenceParameters xmlns:q='{}'>{}</a:ReferenceParameters></a:ReplyTo>",
        "u".repeat(1_000),
        "<q:k/>".repeat(1_000)
    );
    let to = endpoint("ReplyTo", "http://www.w3.org/2005/08/addressing/anonymous");
    // A missing action causes a fault, which repeats them too.
    for action in [ACTION, ""] {
        let headers = [action, ID, &to.replace("</a:ReplyTo>", &parameters)].concat();
        let response = answer(SOAP11, &headers, "x");
        let text = String::from_utf8(response.body().to_vec()).unwrap();
        assert!(text.contains("reference parameters exceed 65536 bytes"), "{text}");
        assert!(text.len() < 1_000, "{text}");
    }
}

/// A service that replies with these addressing headers, and keeps the request.
#[derive(Clone)]
struct Answering(&'static str, Arc<Mutex<String>>);

impl Service<Request<Payload>> for Answering {
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let request = String::from_utf8(request.into_body().into_bytes().to_vec()).unwrap();
        let id = request.split_once("MessageID").and_then(|(_, rest)| rest.split_once('>'));
        let id = id.and_then(|(_, rest)| rest.split_once('<')).unwrap().0;
        let reply = format!(
            "<s:Envelope xmlns:s='{SOAP11}' xmlns:a='{WSA}' xmlns:t='urn:echo'><s:Header>{}</s:Header>\
             <s:Body><t:EchoResponse><t:text>x</t:text></t:EchoResponse></s:Body></s:Envelope>",
            self.0.replace("ID", id)
        );
        *self.1.lock().unwrap() = request;
        let response = Response::builder().header(header::CONTENT_TYPE, "text/xml");
        ready(Ok(response.body(Payload::new(reply)).unwrap()))
    }
}

/// Makes a call. Returns the deviations or the error of the reply, and the request sent.
fn called(headers: &'static str, reading: Reading, endpoints: Endpoints) -> (Vec<String>, String) {
    let sent = Arc::default();
    let transport = Transport::new(Answering(headers, Arc::clone(&sent)));
    let port = Port::<EchoContract>::new("Echo", "http://localhost/", SoapVersion::Soap11, &[]);
    let reading = ReadOptions { reading, ..ReadOptions::default() };
    let settings =
        ClientSettings::default().addressing(Addressing::On).endpoints(endpoints).reading(reading);
    let client = Client::new(port, transport).with_settings(settings);
    let found = match now(client.call::<Echo>("x".to_owned()).into_future()) {
        Ok(reply) => reply.deviations.iter().map(ToString::to_string).collect(),
        Err(error) => vec![error.to_string()],
    };
    let sent = sent.lock().unwrap().clone();
    (found, sent)
}

#[test]
fn reports_replies_to_another_message() {
    let own = "<a:RelatesTo>ID</a:RelatesTo>";
    let other = "<a:RelatesTo>urn:other</a:RelatesTo>";
    let unrelated = "<a:RelatesTo RelationshipType='urn:kin'>urn:other</a:RelatesTo>";
    for (headers, is_reported) in [("", false), (own, false), (other, true), (unrelated, false)] {
        for reading in [Reading::Lenient, Reading::Strict] {
            let (found, _) = called(headers, reading, Endpoints::default());
            let reported = found.iter().any(|text| text.contains("`RelatesTo` refers to another"));
            assert_eq!(
                (reported, found.len()),
                (is_reported, usize::from(is_reported)),
                "{headers}"
            );
        }
    }
}

#[test]
fn writes_endpoints_of_requests() {
    let endpoints = Endpoints {
        to: None,
        from: Some("urn:a&b".into()),
        reply_to: Some("urn:replies".into()),
        fault_to: Some("urn:faults".into()),
    };
    let (_, sent) = called("", Reading::Lenient, endpoints);
    for (name, address) in
        [("From", "urn:a&amp;b"), ("ReplyTo", "urn:replies"), ("FaultTo", "urn:faults")]
    {
        let expected = format!("<wsa:Address>{address}</wsa:Address></wsa:{name}>");
        assert!(sent.contains(&expected), "{name}: {sent}");
    }
    let (_, sent) = called("", Reading::Lenient, Endpoints::default());
    assert!(!sent.contains("wsa:From") && !sent.contains("FaultTo"), "{sent}");
    assert!(sent.contains("addressing/anonymous</wsa:Address></wsa:ReplyTo>"), "{sent}");
    assert_eq!(Echo::NAME, "Echo");
}
