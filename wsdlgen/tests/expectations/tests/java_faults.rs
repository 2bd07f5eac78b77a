//! Faults of Java services: details that `xsi:type` tells apart, and details that are named after classes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;
#[path = "support/wire.rs"]
mod wire;

use support::now;
use wire::{body, listening, Wire};
use wsdlgen_expectations::java_faults::{
    exceptions::{AnyRemoteException, Denied, Invalid, RemoteException},
    operations, ports, CloseFault, Create, CreateFault, Tracker, TrackerClient, TrackerServer,
};
use wsdlgen_runtime::{
    message::decode, server::Context, xml::ReadOptions, CallError, Fault, Operation, Transport,
};

fn base(text: &str) -> RemoteException {
    RemoteException { text: Some(text.to_owned()) }
}

fn invalid() -> Invalid {
    Invalid { base: base("no"), field: Some("summary".to_owned()) }
}

/// Decodes a fault with this detail.
fn detail<O: Operation>(entries: &str) -> Option<O::Fault> {
    let message = format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:t='urn:example:tracker' \
         xmlns:e='urn:example:exceptions' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><s:Body><s:Fault>\
         <faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>{entries}</detail></s:Fault></s:Body>\
         </s:Envelope>"
    );
    let response = http::Response::builder().status(500).header("Content-Type", "text/xml");
    let response = response.body(message.into_bytes().into()).unwrap();
    match decode::<O>(response, &ReadOptions::default()) {
        Err(CallError::Fault(reply)) => reply.fault.detail,
        Err(other) => panic!("{entries}: {other:?}"),
        Ok(_) => panic!("{entries}: expected a fault"),
    }
}

#[test]
fn selects_the_detail_by_its_type() {
    let text = "<text>no</text>";
    let cases = [
        (format!("<t:fault xsi:type='e:Denied'>{text}</t:fault>"), Some(Denied { base: base("no") }.into())),
        (
            format!("<t:fault xsi:type='e:Invalid'>{text}<field>summary</field></t:fault>"),
            Some(invalid().into()),
        ),
        (
            format!("<t:fault xsi:type='e:RemoteException'>{text}</t:fault>"),
            Some(AnyRemoteException::from(base("no")).into()),
        ),
        // Without a type, it is the first one with the name.
        (
            format!("<t:fault>{text}</t:fault>"),
            Some(AnyRemoteException::from(base("no")).into()),
        ),
        // Axis names the details of faults that it was not told about after their classes.
        (
            format!(
                "<com.example.Invalid xsi:type='e:Invalid'>{text}<field>summary</field></com.example.Invalid>\
                 <a:hostname xmlns:a='http://xml.apache.org/axis/'>localhost</a:hostname>"
            ),
            Some(invalid().into()),
        ),
        ("<other xsi:type='e:Unknown'/>".to_owned(), None),
        ("<other xsi:type='undeclared:Denied'/>".to_owned(), None),
    ];
    for (entries, expected) in cases {
        assert_eq!(detail::<operations::Create>(&entries), expected, "{entries}");
    }
}

#[test]
fn reads_a_detail_whose_name_is_the_only_one_with_any_type() {
    let expected = Some(Denied { base: base("no") }.into());
    for ty in ["e:Denied", "e:Expired", "t:Denied"] {
        let entry = format!("<t:fault xsi:type='{ty}'><text>no</text></t:fault>");
        assert_eq!(detail::<operations::Close>(&entry), expected, "{ty}");
    }
}

#[test]
fn keeps_a_derived_type_that_the_contract_does_not_declare() {
    let Some(CreateFault::RemoteException(AnyRemoteException::Other(other))) =
        detail::<operations::Create>("<t:fault xsi:type='e:Expired'><text>no</text></t:fault>")
    else {
        panic!("expected a type that is not declared");
    };
    assert_eq!(other.elements().next().unwrap().text(), "no");
}

struct Service;

impl Tracker for Service {
    async fn create(
        &self,
        _: &mut Context<operations::Create>,
        _: Option<String>,
    ) -> Result<Option<String>, Fault<CreateFault>> {
        Err(Fault::receiver("not created").with_detail(invalid()))
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
fn writes_the_type_of_a_detail() {
    let wire = Wire::default();
    let transport = Transport::new(TrackerServer::new(Service).into_service());
    let client = TrackerClient::new(ports::TRACKER_PORT, transport).with_settings(listening(&wire));
    match now(client.create(Create::default())) {
        Err(CallError::Fault(reply)) => assert_eq!(reply.detail, Some(invalid().into())),
        other => panic!("{other:?}"),
    }
    let wire = wire.lock().unwrap();
    let entry =
        "<detail><tns:fault xsi:type=\"ns2:Invalid\"><text xsi:type=\"xsd:string\">no</text>\
                 <field xsi:type=\"xsd:string\">summary</field></tns:fault></detail>";
    assert!(body(&wire[1]).contains(entry), "{}", wire[1]);
}
