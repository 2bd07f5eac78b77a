//! Replies and faults at other addresses than the connection of the request.

#![cfg(feature = "tokio")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod one_way;

use std::{
    convert::Infallible,
    future::{Future, IntoFuture},
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use common::{Echo, EchoContract, EchoFault};
use http::{Request, Response, StatusCode};
use tower::{ServiceExt, service_fn};
use wsdlgen_runtime::{
    AnyElement, CallError, Client, ClientSettings, Fault, Payload, Port, Reply, Server,
    SoapVersion, Transport,
    client::ReplyListener,
    server::{Dispatch, DispatchFuture, IncomingRequest, ReplySender},
    soap::{Addressing, AddressingVersion, EndpointReference, Endpoints},
    xml::ReadOptions,
};

const LISTENER: &str = "http://client.example/replies";

/// A server whose method takes as long as the text of the request says.
#[derive(Clone, Debug)]
struct Slow;

impl Dispatch for Slow {
    type Contract = EchoContract;

    fn dispatch(&self, _operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
        Box::pin(async move {
            let (context, text) = received.read::<Echo>().await?;
            let result = match &*text {
                "busy" => Err(Fault::receiver("busy").with_detail(EchoFault::Busy(5))),
                "panic" => panic!("as requested"),
                "never" => std::future::pending().await,
                _ => {
                    for _ in 0..10 {
                        tokio::task::yield_now().await;
                    }
                    Ok(text)
                }
            };
            Ok(context.answer(result))
        })
    }
}

/// The statuses of the responses over the connections of requests, and the requests sent to the listener.
#[derive(Clone, Debug, Default)]
struct Wire {
    statuses: Arc<Mutex<Vec<u16>>>,
    replies: Arc<Mutex<Vec<String>>>,
    requests: Arc<Mutex<Vec<String>>>,
}

fn text(payload: &Payload) -> String {
    String::from_utf8(payload.clone().into_bytes().to_vec()).unwrap()
}

/// Returns a transport to the listener.
fn to_listener(listener: ReplyListener, wire: Wire) -> Transport {
    Transport::new(service_fn(move |request: Request<Payload>| {
        assert_eq!(request.uri(), LISTENER);
        wire.replies.lock().unwrap().push(text(request.body()));
        listener.clone().oneshot(request)
    }))
}

/// Returns a transport to a server.
fn to_server(server: Server<Slow>, wire: Wire) -> Transport {
    Transport::new(service_fn(move |request: Request<Payload>| {
        let (server, wire) = (server.clone(), wire.clone());
        async move {
            wire.requests.lock().unwrap().push(text(request.body()));
            let response = server.oneshot(request).await?;
            wire.statuses.lock().unwrap().push(response.status().as_u16());
            Ok::<_, Infallible>(response)
        }
    }))
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

type Outcome = Result<Reply<Echo>, CallError<EchoFault>>;

/// Calls a server that may send replies to `allowed`.
fn call(content: &str, allowed: &[&str], settings: ClientSettings) -> (Outcome, Wire) {
    let wire = Wire::default();
    let listener = ReplyListener::new(LISTENER);
    let sender = ReplySender::new(to_listener(listener.clone(), wire.clone()), allowed).unwrap();
    let transport = to_server(Server::new(Slow).with_reply_sender(sender), wire.clone());
    let port = Port::<EchoContract>::new("Echo", "http://a.example/", SoapVersion::Soap11, &[]);
    let settings = settings.reply_listener(listener).timeout(Duration::from_millis(300));
    let client = Client::new(port, transport).with_settings(settings);
    let outcome = run(client.call::<Echo>(content.to_owned()).into_future());
    (outcome, wire)
}

#[test]
fn delivers_replies_and_faults_to_the_listener() {
    for addressing in [Addressing::AsBound, Addressing::August2004] {
        let settings = || ClientSettings::default().addressing(addressing);
        let (outcome, wire) = call("x", &[LISTENER], settings());
        let reply = outcome.unwrap();
        assert_eq!((&*reply.body, reply.deviations.len()), ("x", 0));
        assert_eq!(*wire.statuses.lock().unwrap(), [202]);
        let sent = wire.replies.lock().unwrap().concat();
        assert!(sent.contains(&format!(">{LISTENER}</wsa:To>")), "{sent}");

        for (content, reason) in [("busy", "busy"), ("panic", "the operation failed")] {
            let (outcome, wire) = call(content, &["http://client.example"], settings());
            let Err(CallError::Fault(fault)) = outcome else { panic!("{outcome:?}") };
            assert_eq!(fault.reason(), reason);
            assert_eq!(wire.replies.lock().unwrap().len(), 1);
        }
    }
}

#[test]
fn returns_a_fault_over_the_connection_for_other_addresses() {
    for allowed in [&["http://other.example"][..], &["http://client.example/other"], &[]] {
        let (outcome, wire) = call("x", allowed, ClientSettings::default());
        let Err(CallError::Fault(fault)) = outcome else { panic!("{outcome:?}") };
        let expected = format!("expected the anonymous address, found `{LISTENER}`");
        assert_eq!(fault.reason(), expected);
        assert_eq!(*wire.statuses.lock().unwrap(), [500]);
        assert_eq!(wire.replies.lock().unwrap().len(), 0);
    }
}

#[test]
fn sends_only_faults_elsewhere() {
    let endpoints = Endpoints {
        reply_to: Some(AddressingVersion::V1.anonymous().into()),
        fault_to: Some(LISTENER.into()),
        ..Endpoints::default()
    };
    for (content, elsewhere) in [("x", 0), ("busy", 1)] {
        let settings = ClientSettings::default().endpoints(endpoints.clone());
        let (outcome, wire) = call(content, &[LISTENER], settings);
        assert_eq!(outcome.is_ok(), content == "x");
        assert_eq!(wire.replies.lock().unwrap().len(), elsewhere);
    }
}

/// A caller with one thread listens for the fault only after it has the response of its connection.
#[test]
fn releases_the_connection_before_it_sends_a_fault_elsewhere() {
    let wire = Wire::default();
    let released = wire.clone();
    let late = Transport::new(service_fn(move |_: Request<Payload>| {
        let released = released.clone();
        async move {
            while released.statuses.lock().unwrap().is_empty() {
                tokio::task::yield_now().await;
            }
            Ok::<_, Infallible>(Response::new(Payload::default()))
        }
    }));
    let sender = ReplySender::new(late, [LISTENER]).unwrap();
    let transport = to_server(Server::new(Slow).with_reply_sender(sender), wire.clone());
    let port = Port::<EchoContract>::new("Echo", "http://a.example/", SoapVersion::Soap11, &[]);
    let endpoints = Endpoints {
        reply_to: Some(AddressingVersion::V1.anonymous().into()),
        fault_to: Some(LISTENER.into()),
        ..Endpoints::default()
    };
    let settings = ClientSettings::default()
        .reply_listener(ReplyListener::new(LISTENER))
        .endpoints(endpoints)
        .timeout(Duration::from_millis(300));
    let client = Client::new(port, transport).with_settings(settings);
    let _ = run(client.call::<Echo>("busy".to_owned()).into_future());
    assert_eq!(*wire.statuses.lock().unwrap(), [202]);
}

#[test]
fn ends_calls_without_a_reply_at_their_timeout() {
    let (outcome, wire) = call("never", &[LISTENER], ClientSettings::default());
    assert!(matches!(outcome, Err(CallError::Timeout(_))), "{outcome:?}");
    assert_eq!(*wire.statuses.lock().unwrap(), [202]);
}

#[test]
fn reports_replies_that_cannot_be_delivered() {
    let failures: Arc<Mutex<Vec<String>>> = Arc::default();
    let refusing = Transport::new(service_fn(|_: Request<Payload>| async {
        let response = Response::builder().status(StatusCode::FORBIDDEN);
        Ok::<_, Infallible>(response.body(Payload::default()).unwrap())
    }));
    let failing = Transport::new(service_fn(|_: Request<Payload>| async {
        Err::<Response<Payload>, _>(std::io::Error::other("no route"))
    }));
    for transport in [refusing, failing] {
        let noted = Arc::clone(&failures);
        let sender =
            ReplySender::new(transport, [LISTENER]).unwrap().on_failure(move |address, error| {
                noted.lock().unwrap().push(format!("{address}: {error}"));
            });
        let server = Server::new(Slow).with_reply_sender(sender);
        let transport = to_server(server, Wire::default());
        let port = Port::<EchoContract>::new("Echo", "http://a.example/", SoapVersion::Soap12, &[]);
        let settings = ClientSettings::default()
            .reply_listener(ReplyListener::new(LISTENER))
            .timeout(Duration::from_millis(100));
        let client = Client::new(port, transport).with_settings(settings);
        let outcome = run(client.call::<Echo>("x".to_owned()).into_future());
        assert!(matches!(outcome, Err(CallError::Timeout(_))), "{outcome:?}");
    }
    let expected = ["status 403 Forbidden", "no route"]
        .map(|error| format!("{LISTENER}: the call failed: {error}"));
    assert_eq!(*failures.lock().unwrap(), expected);
}

#[test]
fn rejects_messages_that_no_call_waits_for() {
    let envelope = |header: &str| {
        format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' \
             xmlns:a='http://www.w3.org/2005/08/addressing'><s:Header>{header}</s:Header><s:Body/></s:Envelope>"
        )
    };
    let related = envelope("<a:RelatesTo>urn:uuid:1</a:RelatesTo>");
    let kin = envelope("<a:RelatesTo RelationshipType='urn:kin'>urn:uuid:1</a:RelatesTo>");
    let long = related.replace("<s:Body/>", &format!("<s:Body>{}</s:Body>", " ".repeat(2_000)));
    let cases = [
        ("GET", String::new(), 405),
        ("POST", String::new(), 400),
        ("POST", "<a/>".to_owned(), 400),
        ("POST", "<s:Envelope".to_owned(), 400),
        ("POST", envelope(""), 400),
        ("POST", kin, 400),
        ("POST", related, 404),
        ("POST", long, 413),
    ];
    let mut limits = wsdlgen_runtime::xml::Limits::SERVER;
    limits.message_bytes = 2_000;
    let listener = ReplyListener::new(LISTENER).with_limits(limits);
    for (method, body, status) in cases {
        let request = Request::builder().method(method).header("content-type", "text/xml");
        let request = request.body(Payload::new(body.clone())).unwrap();
        let Ok(response) = run(listener.clone().oneshot(request));
        assert_eq!(response.status().as_u16(), status, "{method} {body}");
    }
}

#[test]
fn addresses_requests_to_endpoint_references() {
    let parameter = AnyElement::parse("<q:Id xmlns:q='urn:q'>7</q:Id>", &ReadOptions::default());
    let to = EndpointReference {
        address: "urn:subscription".to_owned(),
        parameters: vec![parameter.unwrap()],
    };
    for (addressing, version) in [
        (Addressing::On, AddressingVersion::V1),
        (Addressing::August2004, AddressingVersion::August2004),
    ] {
        let endpoints = Endpoints { to: Some(to.clone()), ..Endpoints::default() };
        let settings = ClientSettings::default().addressing(addressing).endpoints(endpoints);
        let (outcome, wire) = call("x", &[LISTENER], settings);
        // The block is not declared by the contract, and need not be understood.
        assert_eq!(outcome.unwrap().body, "x");
        let request = wire.requests.lock().unwrap().concat();
        let namespace = version.namespace();
        let to = format!("<wsa:To xmlns:wsa=\"{namespace}\">urn:subscription</wsa:To><q:Id");
        assert!(request.contains(&to), "{request}");
        let is_marked = request.contains(":IsReferenceParameter=\"true\">7</q:Id>");
        assert_eq!(is_marked, version == AddressingVersion::V1, "{request}");
    }
}

#[test]
fn answers_in_the_version_of_the_request() {
    const AUGUST: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    let anonymous = AddressingVersion::August2004.anonymous();
    let id = "<a:MessageID>urn:1</a:MessageID>";
    let action = "<a:Action s:mustUnderstand='1'>Echo</a:Action>";
    let reply_to = format!("<a:ReplyTo><a:Address>{anonymous}</a:Address></a:ReplyTo>");
    let elsewhere = reply_to.replace(anonymous, LISTENER);
    let cases = [
        ([action, id, &reply_to].concat(), 200, "<t:text>x</t:text>"),
        ([action, id, &elsewhere].concat(), 500, "code:InvalidMessageInformationHeader<"),
        ([id, &reply_to].concat(), 500, "code:MessageInformationHeaderRequired<"),
    ];
    for (headers, status, expected) in cases {
        let body = format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:a='{AUGUST}' xmlns:t='urn:echo'>\
             <s:Header>{headers}</s:Header><s:Body><t:Echo><t:text>x</t:text></t:Echo></s:Body></s:Envelope>"
        );
        let request = Request::post("/").header("content-type", "text/xml");
        let Ok(response) =
            run(Server::new(Slow).oneshot(request.body(Payload::new(body)).unwrap()));
        assert_eq!(response.status().as_u16(), status);
        let body: Bytes = response.into_body().into_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains(expected), "{body}");
        assert!(body.contains(&format!("<wsa:To xmlns:wsa=\"{AUGUST}\">{anonymous}<")), "{body}");
        assert!(body.contains(">urn:1</wsa:RelatesTo>"), "{body}");
    }
}
