//! Responses of the server to all kinds of requests.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use common::{Echo, EchoContract, EchoFault, Session};
use futures_util::FutureExt;
use http::{Method, Request, Response, header};
use http_body::{Body, Frame};
use tower_service::Service;
use wsdlgen_runtime::{
    CallError, Fault, FaultClass, Operation, Payload, Port, Server, SoapVersion,
    message::{decode, encode},
    server::{Dispatch, DispatchFuture, IncomingRequest},
    xml::{Limits, ReadOptions, Reading},
};

const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";
const TYPE11: &str = "text/xml; charset=utf-8";
const TYPE12: &str = "application/soap+xml; charset=utf-8";

/// A server that echoes the text and the session number, except for some special texts.
#[derive(Clone, Debug)]
struct EchoServer;

impl Dispatch for EchoServer {
    type Contract = EchoContract;

    fn dispatch(&self, operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
        if operation != Echo::INDEX {
            return received.no_such_operation();
        }
        Box::pin(async move {
            let (mut context, text) = received.read::<Echo>().await?;
            context.reply_headers.number = context.headers.number;
            let result = match &*text {
                "busy" => Err(Fault::receiver("busy").with_detail(EchoFault::Busy(5))),
                "zero" => Ok("\0".to_owned()),
                "bad fault" => Err(Fault::sender("\0")),
                "panic" => panic!("requested by the test"),
                _ => Ok(text),
            };
            Ok(context.answer(result))
        })
    }
}

/// Returns the output of a future that never waits, so that one poll completes it.
fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("the future never waits")
}

fn answer<B>(options: ReadOptions, request: Request<B>) -> Response<Bytes>
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Send,
{
    let mut server = Server::new(EchoServer).with_reading(options);
    let Ok(response) = now(server.call(request));
    let length = response.headers().get(header::CONTENT_LENGTH).cloned();
    let response = response.map(Payload::into_bytes);
    if let Some(length) = length {
        assert_eq!(length.to_str().unwrap(), response.body().len().to_string());
    }
    response
}

fn post(content_type: &str, body: &str) -> Response<Bytes> {
    let request = Request::post("/").header(header::CONTENT_TYPE, content_type);
    answer(ReadOptions::default(), request.body(Payload::new(body.to_owned())).unwrap())
}

fn envelope(namespace: &str, header: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='{namespace}' xmlns:t='urn:echo' xmlns:a='urn:app'>\
         <s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
}

fn echo(text: &str) -> String {
    format!("<t:Echo><t:text>{text}</t:text></t:Echo>")
}

/// Returns the status, content type, fault class and reason of a response that must be a fault.
fn refused(response: Response<Bytes>) -> (u16, String, FaultClass, String) {
    let status = response.status().as_u16();
    let content_type = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    match decode::<Echo>(
        response,
        &ReadOptions { reading: Reading::Strict, ..ReadOptions::default() },
    ) {
        Err(CallError::Fault(fault)) => {
            (status, content_type, fault.code.class(), fault.reason().to_owned())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn panics_become_faults() {
    for (namespace, content_type) in [(SOAP11, TYPE11), (SOAP12, TYPE12)] {
        let failed = refused(post(content_type, &envelope(namespace, "", &echo("panic"))));
        let reason = "the operation failed".to_owned();
        assert_eq!(failed, (500, content_type.to_owned(), FaultClass::Receiver, reason));
        let next = post(content_type, &envelope(namespace, "", &echo("next")));
        assert_eq!(next.status(), 200);
    }
}

#[test]
fn answers_in_the_soap_version_of_the_request() {
    for (version, content_type) in [(SoapVersion::Soap11, TYPE11), (SoapVersion::Soap12, TYPE12)] {
        let operations = &["urn:echo/Echo"];
        let port = Port::<EchoContract>::new("Echo", "http://localhost/", version, operations);
        let headers = Session { number: Some(7), pin: None };
        let request = encode::<Echo>(&port, &"1 < 2 & \r\n".to_owned(), &headers).unwrap();
        let response = answer(ReadOptions::default(), request);
        assert_eq!(
            (response.status().as_u16(), &response.headers()[header::CONTENT_TYPE]),
            (200, &content_type.parse().unwrap())
        );
        let reply = decode::<Echo>(response, &ReadOptions::default()).unwrap();
        assert_eq!((&*reply.body, &reply.headers), ("1 < 2 & \r\n", &headers));
    }
}

#[test]
fn blames_the_sender_for_unreadable_requests() {
    let missing = "<t:Echo/>";
    let cases = [
        ("", "no root element"),
        ("x", "text before the root"),
        ("<s:Envelope", "unexpected end of document"),
        (&*envelope(SOAP11, "", "<t:Echo>"), "expected element `text`, found the end"),
        (&*envelope(SOAP11, "", ""), "the body of the request is empty"),
        (&*envelope(SOAP11, "", "text"), "the body of the request is empty"),
        (&*envelope(SOAP11, "", "<t:Nope/>"), "no operation for the element `{urn:echo}Nope`"),
        (&*envelope(SOAP11, "", "<Echo/>"), "no operation for the element `Echo`"),
        (&*envelope(SOAP11, "", missing), "/Envelope/Body/Echo (line 1"),
        (
            &*envelope(SOAP11, "<t:session>x</t:session>", &echo("")),
            "/Envelope/Header/session (line",
        ),
        (&*envelope(SOAP11, "<a:h>", &echo("")), "expected end tag `</a:h>`"),
        (&*format!("<s:Envelope xmlns:s='{SOAP11}'/>"), "expected element `Body`"),
        ("<!DOCTYPE a><a/>", "document type declarations are not allowed"),
    ];
    for (request, reason) in cases {
        let as_12 = request.replace(SOAP11, SOAP12);
        for (request, content_type, expected_status) in
            [(request, TYPE11, 500), (&*as_12, TYPE12, 400)]
        {
            let (status, given, class, shown) = refused(post(content_type, request));
            assert_eq!(
                (status, &*given, class),
                (expected_status, content_type, FaultClass::Sender),
                "{request}"
            );
            assert!(shown.contains(reason), "{request}: {shown}");
        }
    }
}

#[test]
fn takes_the_version_from_the_envelope_or_else_the_content_type() {
    let cases = [
        (TYPE11, envelope(SOAP12, "", "<t:Nope/>"), 400, TYPE12, FaultClass::Sender),
        (TYPE12, envelope(SOAP11, "", "<t:Nope/>"), 500, TYPE11, FaultClass::Sender),
        ("", envelope(SOAP12, "", "<t:Nope/>"), 400, TYPE12, FaultClass::Sender),
        (TYPE11, envelope("urn:soap13", "", &echo("")), 500, TYPE11, FaultClass::VersionMismatch),
        (TYPE12, envelope("urn:soap13", "", &echo("")), 500, TYPE12, FaultClass::VersionMismatch),
        ("", "<a/>".to_owned(), 500, TYPE11, FaultClass::VersionMismatch),
        ("APPLICATION/XML", "<a/>".to_owned(), 500, TYPE11, FaultClass::VersionMismatch),
        ("a/b+xml; c=d", "<a/>".to_owned(), 500, TYPE11, FaultClass::VersionMismatch),
        ("?", "<a/>".to_owned(), 415, TYPE11, FaultClass::Sender),
        ("text/plain", envelope(SOAP11, "", &echo("")), 415, TYPE11, FaultClass::Sender),
        ("application/json", "{}".to_owned(), 415, TYPE11, FaultClass::Sender),
    ];
    for (content_type, request, status, given, class) in cases {
        let answer = refused(post(content_type, &request));
        assert_eq!((answer.0, &*answer.1, answer.2), (status, given, class), "{request}");
    }
}

#[test]
fn lists_supported_versions_for_unknown_envelopes() {
    let upgrade = "<soap:Header><env:Upgrade xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\">\
        <env:SupportedEnvelope xmlns:named=\"http://www.w3.org/2003/05/soap-envelope\" qname=\"named:Envelope\"/>\
        <env:SupportedEnvelope xmlns:named=\"http://schemas.xmlsoap.org/soap/envelope/\" qname=\"named:Envelope\"/>\
        </env:Upgrade></soap:Header>";
    for content_type in [TYPE11, TYPE12] {
        let response = post(content_type, &envelope("urn:soap:1.3", "", &echo("x")));
        let text = String::from_utf8(response.into_body().to_vec()).unwrap();
        assert!(text.contains(upgrade), "{text}");
    }
}

#[test]
fn rejects_headers_that_must_be_understood() {
    let must = "s:mustUnderstand='1'";
    let elsewhere = "s:mustUnderstand='1' s:actor='urn:someone' s:role='urn:someone'";
    for (namespace, content_type) in [(SOAP11, TYPE11), (SOAP12, TYPE12)] {
        let header = format!("stray<a:one {must}/><t:session {must}>7</t:session><a:two {must}/>");
        let answer = refused(post(content_type, &envelope(namespace, &header, &echo("x"))));
        let reason = "not understood: {urn:app}one, {urn:app}two".to_owned();
        assert_eq!(answer, (500, content_type.to_owned(), FaultClass::MustUnderstand, reason));
        let others = [format!("<a:one {elsewhere}/>"), "<a:one s:mustUnderstand='0'/>".to_owned()];
        for header in others {
            let response = post(content_type, &envelope(namespace, &header, &echo("x")));
            assert_eq!(response.status(), 200, "{header}");
        }
        // SOAP 1.2 reports each name in a header block.
        let response = post(content_type, &envelope(namespace, &header, &echo("x")));
        let text = String::from_utf8(response.into_body().to_vec()).unwrap();
        let blocks = "<soap:Header>\
            <env:NotUnderstood xmlns:named=\"urn:app\" xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\" qname=\"named:one\"/>\
            <env:NotUnderstood xmlns:named=\"urn:app\" xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\" qname=\"named:two\"/>\
            </soap:Header>";
        assert_eq!(text.contains(blocks), namespace == SOAP12, "{text}");
        // The reply stays short for any number of header blocks.
        let long = "u".repeat(10_000);
        let header = format!("<l:h xmlns:l='{long}' {must}/>").repeat(100);
        let answer = refused(post(content_type, &envelope(namespace, &header, &echo("x"))));
        assert_eq!(answer.3.matches("…}h").count(), 8);
        assert!(answer.3.len() < 2000, "{}", answer.3.len());
    }
}

#[test]
fn converts_results_into_replies_and_faults() {
    let cases = [
        ("busy", 500, FaultClass::Receiver, "busy"),
        ("zero", 500, FaultClass::Receiver, "the reply cannot be written: /Envelope/Body/"),
        ("bad fault", 400, FaultClass::Sender, "the fault cannot be written"),
    ];
    for (text, in_12, class, reason) in cases {
        for (namespace, content_type, status) in [(SOAP11, TYPE11, 500), (SOAP12, TYPE12, in_12)] {
            let answer = refused(post(content_type, &envelope(namespace, "", &echo(text))));
            assert_eq!((answer.0, &*answer.1, answer.2), (status, content_type, class), "{text}");
            assert!(answer.3.starts_with(reason), "{}", answer.3);
        }
    }
    let response = post(TYPE12, &envelope(SOAP12, "", &echo("busy")));
    let error = decode::<Echo>(response, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.fault().and_then(|fault| fault.detail.clone()), Some(EchoFault::Busy(5)));
    let unknown = refused(post(TYPE11, &envelope(SOAP11, "", "<t:Pin/>")));
    assert_eq!((unknown.0, unknown.2), (500, FaultClass::Receiver));
}

#[test]
fn round_trips_faults_with_subcodes() {
    use wsdlgen_runtime::xml::QName;
    let names =
        [QName::new("urn:app", "Expired"), QName::new("", "Plain"), QName::new("u&'\"", "x")];
    let mut fault = Fault::sender("why");
    fault.subcodes = names.to_vec();
    fault.node = Some("urn:node".to_owned());
    fault.role = Some("urn:role".to_owned());
    let request = envelope(SOAP12, "", &echo("x"));
    let request = Request::post("/").body(Payload::new(request)).unwrap();
    let mut server = Server::new(Failing(fault.clone()));
    let Ok(response) = now(server.call(request));
    let error = decode::<Echo>(response.map(Payload::into_bytes), &ReadOptions::default());
    let error = error.unwrap_err();
    let read = error.fault().unwrap_or_else(|| panic!("{error}"));
    assert_eq!(
        (&read.subcodes, &read.node, &read.role),
        (&fault.subcodes, &fault.node, &fault.role)
    );
    assert_eq!((read.reason(), read.reasons[0].language.as_deref()), ("why", Some("en")));
}

/// A server whose method always fails.
#[derive(Clone)]
struct Failing(Fault<EchoFault>);

impl Dispatch for Failing {
    type Contract = EchoContract;

    fn dispatch(&self, _operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
        Box::pin(async move {
            let (context, _) = received.read::<Echo>().await?;
            Ok(context.answer(Err(self.0.clone())))
        })
    }
}

#[test]
fn rejects_methods_other_than_post() {
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        let request = Request::builder().method(method).body(Payload::default()).unwrap();
        let response = answer(ReadOptions::default(), request);
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()[header::ALLOW], "POST");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    }
}

/// A chunked body of unknown length. A chunk may be an error.
struct Chunks(Vec<Result<&'static str, &'static str>>);

impl Body for Chunks {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        let next = (!self.0.is_empty()).then(|| self.0.remove(0));
        Poll::Ready(next.map(|chunk| chunk.map(|text| Frame::data(Bytes::from(text)))))
    }
}

#[test]
fn rejects_long_and_incomplete_requests() {
    let limits = Limits { message_bytes: 10, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let broken = vec![Ok("<a"), Err("reset")];
    let cases = [
        (Chunks(vec![Ok("<a>"), Ok("12345678")]), 413, "the request is longer"),
        (Chunks(broken), 400, "the request body is incomplete"),
        (Chunks(vec![Ok("<"), Ok("12345"), Ok("</")]), 500, "the request cannot be read"),
    ];
    for (body, expected_status, reason) in cases {
        let request = Request::post("/").header(header::CONTENT_TYPE, TYPE11).body(body).unwrap();
        let (status, content_type, class, shown) = refused(answer(options, request));
        assert_eq!((status, &*content_type, class), (expected_status, TYPE11, FaultClass::Sender));
        assert!(shown.starts_with(reason), "{shown}");
    }
    // A request of known length is rejected before anything is read.
    let request = Request::post("/").header(header::CONTENT_TYPE, TYPE12);
    let request = request.body(Payload::new("12345678901")).unwrap();
    let answer = refused(answer(options, request));
    assert_eq!((answer.0, &*answer.1), (413, TYPE12));
}

#[test]
fn debug_output_contains_no_secrets() {
    #[derive(Clone)]
    struct Shown;
    impl Dispatch for Shown {
        type Contract = EchoContract;

        fn dispatch(&self, _operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
            Box::pin(async move {
                let shown = format!("{received:?}");
                let (context, _) = received.read::<Echo>().await?;
                assert_eq!(context.headers.pin.as_deref(), Some("4711"));
                Ok(Response::new(Payload::new(format!("{shown} {context:?}"))))
            })
        }
    }
    let body = envelope(SOAP11, "<t:pin>4711</t:pin>", &echo("x"));
    let request = Request::post("http://me:4711@h/path?token=4711").header("authorization", "4711");
    let Ok(response) = now(Server::new(Shown).call(request.body(Payload::new(body)).unwrap()));
    let shown = String::from_utf8(response.into_body().into_bytes().to_vec()).unwrap();
    assert!(shown.contains("/path") && !shown.contains("4711"), "{shown}");
}

#[test]
fn shortens_names_from_the_request_in_faults() {
    const ADDRESSING: &str = "http://www.w3.org/2005/08/addressing";
    let long = "n".repeat(100_000);
    let with_header = |header: &str| envelope(SOAP11, header, &echo("x"));
    let block = |name: &str| format!("<a:{name} s:mustUnderstand='1'/>");
    let reply_to = format!(
        "<ReplyTo xmlns='{ADDRESSING}'><Address>http://{long}</Address></ReplyTo>\
         <Action xmlns='{ADDRESSING}'>urn:echo</Action>\
         <MessageID xmlns='{ADDRESSING}'>urn:1</MessageID>"
    );
    let cases = [
        (with_header(&block(&long)), "not understood"),
        (with_header(&block("Session2").repeat(10_000)), "not understood"),
        (with_header(&reply_to), "expected the anonymous address"),
        (envelope(SOAP11, "", &format!("<t:{long}/>")), "has no operation"),
        (format!("<{long}/>"), "neither a SOAP 1.1 nor"),
        (envelope(SOAP11, "", &format!("<t:Echo><{long}></t:Echo>")), "cannot be read"),
    ];
    for (message, expected) in cases {
        let response = post(TYPE11, &message);
        let length = response.body().len();
        let (_, _, _, reason) = refused(response);
        assert!(reason.contains(expected) && length < 2_000, "{length} {reason:.200}");
    }
}
