//! WS-Addressing headers, which a binding or a caller can request.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::sync::{Arc, Mutex};

use support::now;
use tower_service::Service;
use wsdlgen_expectations::addressing::{
    operations, ports, Echo, EchoClient, EchoContract, EchoServer,
};
use wsdlgen_runtime::{
    client::{ClientSettings, Transport},
    message::{decode, encode},
    server::Context,
    soap::Addressing,
    xml::ReadOptions,
    Fault, NoDetail, NoHeaders, Payload, Port,
};

struct Mirror;

impl Echo for Mirror {
    async fn echo(
        &self,
        _context: &mut Context<operations::Echo>,
        request: String,
    ) -> Result<String, Fault<NoDetail>> {
        Ok(request)
    }

    async fn shout(
        &self,
        _context: &mut Context<operations::Shout>,
        request: String,
    ) -> Result<String, Fault<NoDetail>> {
        if request.is_empty() {
            Err(Fault::sender("nothing to shout"))
        } else {
            Ok(request.to_uppercase())
        }
    }
}

/// Returns a client, and the messages that it sends and receives.
fn client(addressing: Addressing, addressed: bool) -> (EchoClient, Arc<Mutex<Vec<String>>>) {
    client_at(if addressed { ports::ADDRESSED } else { ports::PLAIN }, addressing)
}

fn client_at(
    port: Port<EchoContract>,
    addressing: Addressing,
) -> (EchoClient, Arc<Mutex<Vec<String>>>) {
    let wire = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&wire);
    let settings = ClientSettings::default()
        .addressing(addressing)
        .trace(move |trace| seen.lock().unwrap().push(trace.body.clone()));
    let server = Transport::new(EchoServer::new(Mirror).into_service());
    (EchoClient::new(port, server).with_settings(settings), wire)
}

/// Returns the text of a header block.
fn block<'m>(message: &'m str, name: &str) -> Option<&'m str> {
    let (_, rest) = message.split_once(&format!("<wsa:{name} "))?;
    let (_, rest) = rest.split_once('>')?;
    Some(rest.split_once(&format!("</wsa:{name}>"))?.0)
}

#[test]
fn writes_actions_and_relates_replies_to_requests() {
    let (client, wire) = client(Addressing::AsBound, true);
    assert_eq!(now(client.echo("a")).unwrap().body, "a");
    // Both operations have the same body, so the action decides which one is called.
    assert_eq!(now(client.shout("a")).unwrap().body, "A");
    let fault = now(client.shout("")).unwrap_err();
    assert_eq!(fault.fault().unwrap().reason(), "nothing to shout");
    let wire = wire.lock().unwrap();
    let actions: Vec<_> = wire.iter().map(|message| block(message, "Action").unwrap()).collect();
    let expected = [
        "urn:example:addressing:EchoPort:EchoRequest",
        "urn:example:addressing:EchoPort:EchoResponse",
        "urn:shout",
        "urn:shouted",
        "urn:shout",
        "http://www.w3.org/2005/08/addressing/soap/fault",
    ];
    assert_eq!(actions, expected);
    for pair in wire.chunks(2) {
        let id = block(&pair[0], "MessageID").unwrap();
        assert!(id.len() == 45 && id.starts_with("urn:uuid:"), "{id}");
        assert_eq!(block(&pair[1], "RelatesTo"), Some(id));
        assert_eq!(block(&pair[0], "To"), Some("http://localhost/addressed"));
    }
    assert_ne!(block(&wire[0], "MessageID"), block(&wire[2], "MessageID"));
}

#[test]
fn sends_one_action() {
    let cases = [(ports::ADDRESSED, "\"urn:shout\""), (ports::PLAIN, "\"shout\"")];
    for (port, expected) in cases {
        let request = encode::<operations::Shout>(&port, &"a".into(), &NoHeaders);
        assert_eq!(request.unwrap().headers()["soapaction"], expected);
    }
}

#[test]
fn uses_the_version_of_the_policy() {
    let (client, wire) = client_at(ports::AUGUST2004, Addressing::AsBound);
    assert_eq!(now(client.shout("a")).unwrap().body, "A");
    let wire = wire.lock().unwrap();
    for (message, action) in wire.iter().zip(["urn:shout", "urn:shouted"]) {
        assert_eq!(block(message, "Action"), Some(action));
        assert!(message.contains("http://schemas.xmlsoap.org/ws/2004/08/addressing"), "{message}");
        assert!(!message.contains("2005/08/addressing"), "{message}");
    }
}

#[test]
fn lets_callers_override_the_binding() {
    let cases = [
        (Addressing::AsBound, false, false),
        (Addressing::On, false, true),
        (Addressing::Off, true, false),
    ];
    for (addressing, addressed, expected) in cases {
        let (client, wire) = client(addressing, addressed);
        now(client.echo("a")).unwrap();
        let found = wire.lock().unwrap().iter().all(|message| block(message, "Action").is_some());
        assert_eq!(found, expected, "{addressing:?} at the addressed port: {addressed}");
    }
}

#[test]
fn rejects_unknown_actions() {
    let (client, wire) = client(Addressing::On, true);
    now(client.echo("a")).unwrap();
    let request = wire.lock().unwrap()[0].clone();
    for (action, expected) in [
        ("urn:example:addressing:EchoPort:EchoRequest", None),
        ("urn:shout", None),
        ("Echo", None),
        ("urn:whisper", Some("the operation does not support the action `urn:whisper`")),
    ] {
        let own = block(&request, "Action").unwrap();
        let request = http::Request::post("/")
            .header("Content-Type", "text/xml")
            .body(Payload::new(request.replace(&format!(">{own}<"), &format!(">{action}<"))));
        let Ok(response) = now(EchoServer::new(Mirror).into_service().call(request.unwrap()));
        let reply =
            decode::<operations::Echo>(response.map(Payload::into_bytes), &ReadOptions::default());
        let fault = reply.as_ref().err().and_then(|error| error.fault());
        assert_eq!(fault.map(Fault::reason), expected, "{reply:?}");
        if let Some(fault) = fault {
            let code = fault.subcodes.last().unwrap_or(fault.code.name());
            assert_eq!(code.local(), "ActionNotSupported");
        }
    }
}
