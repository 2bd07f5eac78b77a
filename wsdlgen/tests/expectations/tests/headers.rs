//! Header blocks that the contract does not declare.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::now;
use wsdlgen_expectations::streams::{
    operations, ports, Batch, Few, ListResponse, Meter, MeterClient, MeterContract, MeterServer,
    Name,
};
use wsdlgen_runtime::{
    client::Transport, codegen::v1 as rt, server::Context as Served, soap::Targeted,
    xml::ReadOptions, AnyElement, Fault, NoDetail, QName,
};

rt::namespaces! { mine = "urn:example:mine" }

rt::record! {
    /// A block that the contract does not declare.
    pub struct Session from(String) {
        optional id: Option<String> = "Id"@mine string,
    }
}

rt::header_block! { MeterContract: Session = "Session"@mine element }

/// Replies with the blocks of the request.
struct Mirror;

impl Meter for Mirror {
    async fn list(
        &self,
        _context: &mut Served<operations::List>,
        _from: i32,
    ) -> Result<ListResponse, Fault<NoDetail>> {
        Err(Fault::receiver("not implemented"))
    }

    async fn store(
        &self,
        _context: &mut Served<operations::Store>,
        _request: Option<Batch>,
    ) -> Result<Option<Batch>, Fault<NoDetail>> {
        Err(Fault::receiver("not implemented"))
    }

    async fn few(
        &self,
        context: &mut Served<operations::Few>,
        request: Few,
    ) -> Result<Vec<Name>, Fault<NoDetail>> {
        context.undeclared_reply_headers = context.undeclared_headers.clone();
        Ok(request.name)
    }
}

fn client() -> MeterClient {
    let server = MeterServer::new(Mirror).into_service();
    MeterClient::new(ports::METER_SOAP, Transport::new(server))
}

fn few() -> Few {
    Few { name: vec!["a".to_owned()], ..Few::default() }
}

#[test]
fn sends_and_reads_undeclared_blocks() {
    let trace = AnyElement::with_text(QName::new("urn:example:trace", "Trace"), "7 & 8");
    let client = client().with_header(Session::from("first")).with_header(Session::from("s"));
    let reply = now(async { client.few(few()).undeclared_header(&trace).await }).unwrap();
    let [session, found] = &*reply.undeclared_headers else {
        panic!("{:?}", reply.undeclared_headers)
    };
    let session: Session = session.decode_as(&ReadOptions::default()).unwrap();
    assert_eq!(session, Session::from("s"));
    assert_eq!((&found.name, &*found.text()), (&trace.name, "7 & 8"));
    let reply = now(async { client.few(few()).await }).unwrap();
    assert_eq!(reply.undeclared_headers.len(), 1);
}

#[test]
fn sends_trees_with_every_call() {
    let client =
        client().with_undeclared_header(&"<t:T xmlns:t='urn:t' t:a='1'/>".parse().unwrap());
    let reply = now(async { client.few(few()).await }).unwrap();
    assert_eq!(reply.undeclared_headers[0].name, QName::new("urn:t", "T"));
}

#[test]
fn declares_the_namespaces_of_a_block() {
    let client = client().with_header(Targeted::new(Session::from("s")).must_understand());
    let request = client.few(few()).encode().unwrap();
    let text = String::from_utf8(request.into_body().into_bytes().to_vec()).unwrap();
    let block = "<mine:Session xmlns:mine=\"urn:example:mine\" \
        xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" soap:mustUnderstand=\"1\">\
        <mine:Id>s</mine:Id></mine:Session>";
    assert!(text.contains(block), "{text}");
}
