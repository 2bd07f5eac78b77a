//! Validation of requests and replies by a client.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    convert::Infallible,
    future::{IntoFuture, Ready, ready},
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use common::{Echo, EchoContract, Session, check_number};
use http::{Request, Response, header};
use tower_service::Service;
use wsdlgen_runtime::{
    Call, CallError, Client, ClientSettings, Payload, Port, Reply, SoapVersion, Transport,
    Validation, ValidationErrors,
    message::EncodeError,
    soap::HeaderBlock,
    xml::{Name, NamespaceId, Writer},
};

/// A service that echoes the text of each request and counts the requests.
#[derive(Clone, Default)]
struct Mirror(Arc<Mutex<usize>>);

impl Service<Request<Payload>> for Mirror {
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        *self.0.lock().unwrap() += 1;
        let text = String::from_utf8(request.into_body().into_bytes().to_vec()).unwrap();
        let reply = text.replace("t:Echo", "t:EchoResponse");
        let response = Response::builder().header(header::CONTENT_TYPE, "text/xml");
        ready(Ok(response.body(Payload::new(reply)).unwrap()))
    }
}

/// A header block with the number of a session.
struct SessionNumber(u32);

impl HeaderBlock<EchoContract> for SessionNumber {
    const NAME: Name = Name::new(NamespaceId::generated(0), "session");
    const IS_DECLARED: bool = true;

    fn write_block(&self, writer: &mut Writer) {
        writer.raw("<t:session>");
        writer.value(&self.0);
        writer.raw("</t:session>");
    }

    fn validate_block(&self) -> Result<(), ValidationErrors> {
        check_number(self.0)
    }
}

type Called = Result<Reply<Echo>, CallError<common::EchoFault>>;

/// Returns the result of a call. One poll is enough, since nothing here waits.
fn completed(call: Call<'_, Echo>) -> Called {
    let mut future = pin!(call.into_future());
    let Poll::Ready(result) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        unreachable!("the mirror responds immediately")
    };
    result
}

/// Makes a call with a text of this length. Returns its result and the number of requests sent.
fn call(settings: ClientSettings, length: usize) -> (Called, usize) {
    let mirror = Mirror::default();
    let port = Port::<EchoContract>::new("Echo", "http://localhost/", SoapVersion::Soap11, &[]);
    let client = Client::new(port, Transport::new(mirror.clone())).with_settings(settings);
    let result = completed(client.call::<Echo>("x".repeat(length)));
    let sent = *mirror.0.lock().unwrap();
    (result, sent)
}

#[test]
fn does_not_send_invalid_requests() {
    assert_eq!(call(ClientSettings::default(), 1000).0.unwrap().body.len(), 1000);
    let (result, sent) = call(ClientSettings::default(), 1001);
    let error = result.unwrap_err();
    assert_eq!(sent, 0);
    assert!(matches!(&error, CallError::Encode(EncodeError::Invalid(_))), "{error:?}");
    let shown = error.to_string();
    assert!(shown.contains("/Echo/text: "), "{shown}");
    assert!(shown.contains("violates maxLength (1000): found 1001"), "{shown}");
    assert!(shown.contains("`ClientSettings::requests`"), "{shown}");
}

#[test]
fn does_not_send_invalid_headers() {
    let client = || {
        let port = Port::<EchoContract>::new("Echo", "http://localhost/", SoapVersion::Soap11, &[]);
        Client::new(port, Transport::new(Mirror::default()))
    };
    let session = |number| Session { number: Some(number), pin: None };
    let request = || "x".to_owned();
    let standing = || client().with_header(SessionNumber(0));
    let cases = [
        (client().call::<Echo>(request()).header(session(0)).encode().err(), true),
        (client().call::<Echo>(request()).header(session(1)).encode().err(), false),
        (standing().call::<Echo>(request()).encode().err(), true),
        // The header of the call replaces that of the client.
        (standing().call::<Echo>(request()).header(session(1)).encode().err(), false),
    ];
    let refused = r#"/Session/number: "0" violates minInclusive (1)"#;
    for (error, is_refused) in cases {
        let shown = error.map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(shown.contains(refused), is_refused, "{shown}");
        assert_eq!(shown.is_empty(), !is_refused, "{shown}");
    }
}

#[test]
fn sends_and_accepts_unvalidated_messages() {
    let settings = ClientSettings::default().requests(Validation::Off);
    let (result, sent) = call(settings, 1001);
    assert_eq!((result.unwrap().body.len(), sent), (1001, 1));
}

#[test]
fn validates_replies_if_configured() {
    let settings = ClientSettings::default().requests(Validation::Off).replies(Validation::Deny);
    let error = call(settings, 1001).0.unwrap_err();
    let CallError::Invalid(errors) = error else { unreachable!("{error}") };
    assert_eq!(errors.violations()[0].path(), "/EchoResponse/text");
}

#[test]
fn validates_headers_of_replies() {
    let settings = ClientSettings::default().requests(Validation::Off).replies(Validation::Deny);
    let port = Port::<EchoContract>::new("Echo", "http://localhost/", SoapVersion::Soap11, &[]);
    let client = Client::new(port, Transport::new(Mirror::default())).with_settings(settings);
    let session = Session { number: Some(0), pin: None };
    let call = client.call::<Echo>("x".to_owned()).header(session);
    let CallError::Invalid(errors) = completed(call).unwrap_err() else {
        unreachable!("the header is invalid")
    };
    assert_eq!(errors.violations()[0].path(), "/Session/number");
}

#[test]
fn reports_violations_with_warn() {
    let reported = Arc::new(Mutex::new(Vec::new()));
    let reports = Arc::clone(&reported);
    let settings = ClientSettings::default().requests(Validation::Warn).replies(Validation::Warn);
    let settings = settings.on_invalid(move |invalid| {
        let path = invalid.errors.violations()[0].path().to_owned();
        reports.lock().unwrap().push(format!("{:?} {path}", invalid.direction));
    });
    assert_eq!(call(settings, 1001).0.unwrap().body.len(), 1001);
    assert_eq!(*reported.lock().unwrap(), ["Request /Echo/text", "Reply /EchoResponse/text"]);
}
