//! Services with several different ports.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;
#[path = "support/wire.rs"]
mod wire;

use support::now;
use wire::{body, listening, Wire};
use wsdlgen_expectations::{
    port_styles, services,
    several_ports::{
        self, AdminPort, AdminPortClient, AdminPortServer, Echo, EchoResponse, ResetFault, Stale,
    },
};
use wsdlgen_runtime::{
    client::Transport, server::Context as Served, xsd::Decimal, Fault, NoDetail,
};

/// An implementation of all ports of the portType, whose envelopes differ.
struct Ticker;

impl port_styles::Quotes for Ticker {
    async fn quote(
        &self,
        _context: &mut Served<port_styles::operations::Quote>,
        symbol: String,
    ) -> Result<Decimal, Fault<NoDetail>> {
        symbol.parse().map_err(|_| Fault::sender("no such symbol"))
    }
}

impl port_styles::QuoteEncoded for Ticker {
    async fn quote(
        &self,
        _context: &mut Served<port_styles::operations::QuoteEncodedQuote>,
        symbol: Option<String>,
    ) -> Result<Option<Decimal>, Fault<NoDetail>> {
        Ok(symbol.and_then(|symbol| symbol.parse().ok()))
    }
}

impl port_styles::QuoteDocument for Ticker {
    async fn quote(
        &self,
        _context: &mut Served<port_styles::operations::QuoteDocumentQuote>,
        symbol: String,
    ) -> Result<Decimal, Fault<NoDetail>> {
        symbol.parse().map_err(|_| Fault::sender("no such symbol"))
    }
}

#[test]
fn supports_different_envelopes_for_one_port_type() {
    use port_styles::{
        ports, QuoteDocumentClient, QuoteDocumentServer, QuoteEncodedClient, QuoteEncodedServer,
        QuotesClient, QuotesServer,
    };

    let wire = Wire::default();
    let price: Decimal = "7.50".parse().unwrap();
    for port in [ports::RPC, ports::RPC12] {
        let transport = Transport::new(QuotesServer::new(Ticker).into_service());
        let client = QuotesClient::new(port, transport).with_settings(listening(&wire));
        assert_eq!(now(client.quote("7.50".to_owned())).unwrap().body, price);
    }
    let transport = Transport::new(QuoteEncodedServer::new(Ticker).into_service());
    let client = QuoteEncodedClient::new(ports::ENCODED, transport).with_settings(listening(&wire));
    assert_eq!(now(client.quote("7.50".to_owned())).unwrap().body, Some(price.clone()));
    let transport = Transport::new(QuoteDocumentServer::new(Ticker).into_service());
    let client =
        QuoteDocumentClient::new(ports::DOCUMENT, transport).with_settings(listening(&wire));
    assert_eq!(now(client.quote("7.50".to_owned())).unwrap().body, price);

    let wire = wire.lock().unwrap();
    let bodies: Vec<&str> = wire.iter().map(|message| body(message)).collect();
    let literal = [
        "<tns:Quote><symbol>7.50</symbol></tns:Quote>",
        "<tns:QuoteResponse><price>7.50</price></tns:QuoteResponse>",
    ];
    let encoded = [
        r#"<tns:Quote><symbol xsi:type="xsd:string">7.50</symbol></tns:Quote>"#,
        r#"<tns:QuoteResponse><price xsi:type="xsd:decimal">7.50</price></tns:QuoteResponse>"#,
    ];
    let document = ["<symbol>7.50</symbol>", "<price>7.50</price>"];
    assert_eq!(bodies, [literal, literal, encoded, document].concat());
}

struct Admin;

impl AdminPort for Admin {
    async fn reset(
        &self,
        _context: &mut Served<several_ports::operations::Reset>,
        _request: Echo,
    ) -> Result<EchoResponse, Fault<ResetFault>> {
        let stale = Stale { since: "noon & later".to_owned() };
        Err(Fault::sender("log in again").with_header(&stale).unwrap())
    }
}

#[test]
fn reports_header_faults_in_headers() {
    let wire = Wire::default();
    let transport = Transport::new(AdminPortServer::new(Admin).into_service());
    let client = AdminPortClient::new(several_ports::ports::ADMIN, transport)
        .with_settings(listening(&wire));
    let error = now(client.reset(Echo::new("a".to_owned(), 1))).unwrap_err();
    let fault = error.fault().unwrap();
    assert_eq!(fault.header(), Ok(Some(Stale { since: "noon & later".to_owned() })));
    assert_eq!(fault.headers.len(), 1);
    assert!(!format!("{fault:?}").contains("noon"), "{fault:?}");

    let wire = wire.lock().unwrap();
    let header = "<soap:Header><tns:Stale xmlns:tns=\"urn:example:ports\">\
                  <tns:since>noon &amp; later</tns:since></tns:Stale></soap:Header>";
    assert!(wire[1].contains(header), "{}", wire[1]);
}

#[test]
fn does_not_call_operations_that_a_port_lacks() {
    use services::{ports, HomeClient};

    let client = |port| HomeClient::connect(port).unwrap();
    assert!(client(ports::PANEL).ring("now").encode().is_ok());
    assert!(client(ports::NEAR).silence("now").encode().is_ok());
    let error = client(ports::PANEL).silence("now").encode().unwrap_err();
    let said = "the port `Panel` does not bind the operation `Silence`";
    assert!(error.to_string().contains(said), "{error}");
}
