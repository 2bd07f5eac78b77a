//! Requests with other prefixes, and declarations in other places.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;
#[path = "support/wire.rs"]
mod wire;

use support::now;
use wire::{body, listening, Wire};
use wsdlgen_expectations::java_faults::{
    operations, ports, CloseFault, Create, CreateFault, Tracker, TrackerClient, TrackerServer,
};
use wsdlgen_runtime::{
    server::Context,
    soap::{Declarations, EnvelopeStyle},
    Fault, Transport,
};

/// Returns what it receives.
struct Echo;

impl Tracker for Echo {
    async fn create(
        &self,
        _: &mut Context<operations::Create>,
        summary: Option<String>,
    ) -> Result<Option<String>, Fault<CreateFault>> {
        Ok(summary)
    }

    async fn close(
        &self,
        _: &mut Context<operations::Close>,
        _: Option<String>,
    ) -> Result<Option<String>, Fault<CloseFault>> {
        Ok(None)
    }
}

#[test]
fn means_the_same_in_every_style() {
    let styles = [
        (
            EnvelopeStyle::default().prefix("urn:example:tracker", "web"),
            "<web:create><summary xsi:type=\"xsd:string\">a &amp; b</summary></web:create>",
        ),
        (
            EnvelopeStyle::default().declarations(Declarations::Default),
            "<create xmlns=\"urn:example:tracker\"><summary xmlns=\"\" xsi:type=\"xsd:string\">a &amp; b</summary></create>",
        ),
        (
            EnvelopeStyle::default().declarations(Declarations::FirstUse),
            "<tns:create xmlns:tns=\"urn:example:tracker\">",
        ),
    ];
    for (style, expected) in styles {
        let wire = Wire::default();
        let transport = Transport::new(TrackerServer::new(Echo).into_service());
        let client = TrackerClient::new(ports::TRACKER_PORT, transport)
            .with_settings(listening(&wire).envelope_style(style));
        let request = Create { summary: Some("a & b".to_owned()) };
        let reply = now(client.create(request)).unwrap();
        assert_eq!(reply.body.as_deref(), Some("a & b"));
        let wire = wire.lock().unwrap();
        assert!(body(&wire[0]).contains(expected), "{}", wire[0]);
    }
}
