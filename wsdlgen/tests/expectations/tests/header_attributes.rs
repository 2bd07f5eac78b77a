//! Header blocks whose types declare attributes of the SOAP envelope.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;
#[path = "support/wire.rs"]
mod wire;

use support::now;
use wire::{body, listening, Wire};
use wsdlgen_expectations::header_attributes::{
    operations, ports, Device, DeviceClient, DeviceServer, Id, Open,
};
use wsdlgen_runtime::{
    client::Transport, server::Context as Served, soap::Targeted, xml::AnyAttribute, Fault,
    NoDetail, QName,
};

struct Router;

impl Device for Router {
    async fn ping(
        &self,
        context: &mut Served<operations::Ping>,
        _request: String,
    ) -> Result<String, Fault<NoDetail>> {
        let id = context.headers.id.as_ref().map(|id| (&*id.value, *id.must_understand));
        let open = context.headers.open.as_ref().map(|open| &*open.any_attributes);
        Ok(format!("{id:?} {}", open.map_or(0, <[_]>::len)))
    }
}

fn client(wire: &Wire) -> DeviceClient {
    let transport = Transport::new(DeviceServer::new(Router).into_service());
    DeviceClient::new(ports::DEVICE_SOAP, transport).with_settings(listening(wire))
}

#[test]
fn writes_and_reads_declared_attributes() {
    let wire = Wire::default();
    let reply = now(client(&wire).ping("x").header(Id::new("7"))).unwrap();
    assert_eq!(reply.body, "Some((\"7\", true)) 0");
    let request = &wire.lock().unwrap()[0];
    let block = r#"<tns:Id soap11:mustUnderstand="1">7</tns:Id>"#;
    assert!(request.contains(block), "{request}");
    assert_eq!(body(request), "<tns:Ping>x</tns:Ping>");
}

/// A declared attribute takes precedence over that of `Targeted`, so that a block never has it twice.
#[test]
fn writes_each_attribute_once() {
    let wire = Wire::default();
    let id = Targeted::new(Id::new("7")).must_understand().role("urn:me");
    let other = AnyAttribute::new(QName::new("urn:other", "a"), "1");
    let open = Targeted::new(Open { any_attributes: vec![other] }).must_understand();
    let client = client(&wire).with_header(id).with_header(open);
    let reply = now(client.ping("x")).unwrap();
    // The attributes of the envelope are not part of the block's own.
    assert_eq!(reply.body, "Some((\"7\", true)) 1");
    let request = &wire.lock().unwrap()[0];
    assert_eq!(request.matches("mustUnderstand").count(), 2, "{request}");
    assert!(
        request.contains(r#"<tns:Id soap:actor="urn:me" soap11:mustUnderstand="1">7"#),
        "{request}"
    );
}
