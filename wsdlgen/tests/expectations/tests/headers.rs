//! Header blocks that the contract does not declare.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::now;
use wsdlgen_expectations::streams::{
    operations, ports, Batch, Compare, CompareResponse, Few, ListResponse, Meter, MeterClient,
    MeterContract, MeterServer, Name,
};
use wsdlgen_runtime::{
    client::{ClientSettings, Transport},
    codegen::v1 as rt,
    server::Context as Served,
    soap::{HeaderBlock, Targeted},
    xml::{AnyAttribute, Limits, Name as XmlName, ReadOptions, Writer},
    AnyElement, Fault, NoDetail, QName,
};

rt::namespaces! { mine = "urn:example:mine" }

rt::record! {
    /// A block that the contract does not declare.
    pub struct Session from(String) {
        optional id: Option<String> = "Id"@mine string,
    }
}

rt::header_block! { MeterContract: Session = "Session"@mine element }

rt::record! {
    /// A block with a name in an attribute.
    pub struct Kind {
        optional name: Option<QName> = @"Name" value,
    }
}

rt::header_block! { MeterContract: Kind = "Kind"@mine element }

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
        if request.name == ["must"] {
            let target = QName::new("http://schemas.xmlsoap.org/soap/envelope/", "mustUnderstand");
            for block in &mut context.undeclared_reply_headers {
                block.attributes.push(AnyAttribute::new(target.clone(), "1"));
            }
        }
        Ok(request.name)
    }

    async fn compare(
        &self,
        _context: &mut Served<operations::Compare>,
        _request: Compare,
    ) -> Result<CompareResponse, Fault<NoDetail>> {
        Err(Fault::receiver("not implemented"))
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
fn replaces_blocks_of_the_same_name() {
    let tree = |text: &str| AnyElement::with_text(QName::new("urn:example:mine", "Session"), text);
    let client =
        client().with_header(Session::from("typed")).with_undeclared_header(&tree("every call"));
    let texts = |reply: &[AnyElement]| -> Vec<String> {
        reply.iter().map(|block| block.text().into_owned()).collect()
    };
    let reply = now(async { client.few(few()).await }).unwrap();
    assert_eq!(texts(&reply.undeclared_headers), ["every call"]);
    let call = || client.few(few()).undeclared_header(&tree("one call"));
    let reply = now(async { call().await }).unwrap();
    assert_eq!(texts(&reply.undeclared_headers), ["one call"]);
    let reply = now(async { call().undeclared_header(&tree("twice")).await }).unwrap();
    assert_eq!(texts(&reply.undeclared_headers), ["one call", "twice"]);
}

#[test]
fn understands_blocks_on_request() {
    let block = || Targeted::new(Session::from("s")).must_understand();
    let name = QName::new("urn:example:mine", "Session");
    let refused = now(async { client().with_header(block()).few(few()).await }).unwrap_err();
    assert!(refused.to_string().contains("not understood"), "{refused}");
    let server = MeterServer::new(Mirror).into_service().with_understood(name.clone());
    let client = MeterClient::new(ports::METER_SOAP, Transport::new(server)).with_header(block());
    let must = || Few { name: vec!["must".to_owned()], ..Few::default() };
    let refused = now(async { client.few(must()).await }).unwrap_err();
    assert!(refused.to_string().contains("`ClientSettings::understands` accepts it"), "{refused}");
    let client = client.with_settings(ClientSettings::default().understands(name.clone()));
    let reply = now(async { client.few(must()).await }).unwrap();
    assert_eq!(reply.undeclared_headers[0].name, name);
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

#[test]
fn declares_each_namespace_once() {
    let kind = Kind { name: Some(QName::new("urn:example:mine", "K")) };
    let client = client().with_header(kind.clone());
    let reply = now(async { client.few(few()).await }).unwrap();
    let found: Kind = reply.undeclared_headers[0].decode_as(&ReadOptions::default()).unwrap();
    assert_eq!(found, kind);
}

#[test]
fn charges_the_memory_of_undeclared_blocks() {
    let count = |limit: usize| {
        let limits = Limits { memory_bytes: limit, ..Limits::default() };
        let client = client().with_settings(ClientSettings::default().limits(limits));
        let tree = AnyElement::new(QName::new("", "a"));
        let call = (0..1_000).fold(client.few(few()), |call, _| call.undeclared_header(&tree));
        now(call).map(|reply| reply.undeclared_headers.len())
    };
    assert_eq!(count(1 << 20).unwrap(), 1_000);
    let error = count(1_000 * size_of::<AnyElement>()).unwrap_err();
    assert!(error.to_string().contains("memory_bytes"), "{error}");
}

/// A block in a namespace that only the envelope declares.
struct Bare(&'static str);

impl HeaderBlock<MeterContract> for Bare {
    const NAME: XmlName = XmlName::unqualified("bare");

    fn write_block(&self, writer: &mut Writer) {
        writer.raw(self.0);
    }
}

#[test]
fn keeps_blocks_whose_names_are_unknown() {
    let client = client().with_header(Bare("<tns:A/>")).with_header(Bare("<tns:B/>"));
    let reply = now(async { client.few(few()).await }).unwrap();
    let names = reply.undeclared_headers.iter().map(|block| block.name.local());
    assert_eq!(names.collect::<Vec<_>>(), ["A", "B"]);
}
