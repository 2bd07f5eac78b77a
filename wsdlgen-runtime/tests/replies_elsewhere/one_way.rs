//! Operations without a reply, whose faults go to `ReplyTo`.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use http::{Request, Response};
use tower::{ServiceExt, service_fn};
use wsdlgen_runtime::{
    Fault, NoHeaders, Operation, Payload, Server, Transport,
    server::{Dispatch, DispatchFuture, IncomingRequest, ReplySender},
    xml::{Cursor, ReadError, Writer},
};

use crate::{
    LISTENER,
    common::{Echo, EchoContract, EchoFault},
    run,
};

/// An operation without a reply, with the requests of [`Echo`]. It has an action, unlike `Echo`.
#[derive(Debug)]
struct Tell;

impl Operation for Tell {
    type Contract = EchoContract;
    type Input = String;
    type Output = ();
    type Body = ();
    type InputHeaders = NoHeaders;
    type OutputHeaders = NoHeaders;
    type Fault = EchoFault;

    const NAME: &'static str = "Tell";
    const INDEX: usize = 0;
    const DECLARATIONS: &'static str = Echo::DECLARATIONS;

    fn write_input(input: &String, writer: &mut Writer) {
        Echo::write_input(input, writer);
    }

    fn read_input(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
        Echo::read_input(cursor)
    }

    fn write_output((): &(), _writer: &mut Writer) {}

    fn read_output(_cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
        Ok(())
    }

    fn without_output() -> Option<()> {
        Some(())
    }

    fn body((): ()) {}
}

/// A server whose only operation has no reply, and fails.
#[derive(Clone, Debug)]
struct Told;

impl Dispatch for Told {
    type Contract = EchoContract;

    fn dispatch(&self, _operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
        Box::pin(async move {
            let (context, text) = received.read::<Tell>().await?;
            assert_ne!(text, "panic", "as requested");
            Ok(context.answer(Err(Fault::receiver("busy"))))
        })
    }
}

/// Faults of operations without a reply go to `ReplyTo`, too, and must not escape the list.
#[test]
fn sends_faults_of_one_way_operations_to_allowed_addresses_only() {
    const EVIL: &str = "http://169.254.169.254/latest";
    let id = "<a:MessageID>urn:1</a:MessageID>";
    for (address, text, id, is_sent) in [
        (EVIL, "x", id, false),
        (EVIL, "x", "", false),
        (EVIL, "panic", id, false),
        (LISTENER, "x", id, true),
        (LISTENER, "panic", id, true),
    ] {
        let sent: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&sent);
        let network = Transport::new(service_fn(move |request: Request<Payload>| {
            seen.lock().unwrap().push(request.uri().to_string());
            async { Ok::<_, Infallible>(Response::new(Payload::default())) }
        }));
        let sender = ReplySender::new(network, [LISTENER]).unwrap();
        let server = Server::new(Told).with_reply_sender(sender);
        let body = format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' \
             xmlns:a='http://www.w3.org/2005/08/addressing' xmlns:t='urn:echo'><s:Header>\
             <a:Action>Tell</a:Action>{id}<a:ReplyTo><a:Address>{address}</a:Address></a:ReplyTo></s:Header>\
             <s:Body><t:Echo><t:text>{text}</t:text></t:Echo></s:Body></s:Envelope>"
        );
        let request = Request::post("/").header("content-type", "text/xml");
        let request = request.body(Payload::new(body)).unwrap();
        let status = run(async {
            let Ok(response) = server.oneshot(request).await;
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            response.status().as_u16()
        });
        let expected: &[&str] = if is_sent { &[LISTENER] } else { &[] };
        assert_eq!(*sent.lock().unwrap(), expected, "{address} {text}");
        assert_eq!(status, if is_sent { 202 } else { 500 }, "{address} {text}");
    }
}
