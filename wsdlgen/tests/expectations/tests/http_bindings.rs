//! HTTP GET and POST without SOAP, between a client and a server in the same process.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::{
    convert::Infallible,
    future::{ready, Ready},
    sync::{Arc, Mutex},
    task::{Context as Task, Poll},
};

use http::{header, Request, Response, StatusCode};
use support::now;
use tower_service::Service;
use wsdlgen_expectations::http_bindings::{
    operations, ports, ConvertHttpIn, Market, MarketClient, MarketContract, MarketServer, Offers,
    OffersIn, Scale, ScalesHttp, ScalesHttpClient, ScalesHttpServer, WeighIn,
};
use wsdlgen_runtime::{
    client::{ClientSettings, TraceDirection},
    message::decode,
    server::Context,
    xml::ReadOptions,
    AnyElement, CallError, Fault, NoDetail, Payload, Port, QName, Transport,
};

struct Thermometer;

impl ScalesHttp for Thermometer {
    async fn convert(
        &self,
        _: &mut Context<operations::ScalesHttpConvert>,
        request: ConvertHttpIn,
    ) -> Result<f64, Fault<NoDetail>> {
        let degrees: f64 = match request.degrees.parse() {
            Ok(degrees) => degrees,
            Err(_) => return Err(Fault::sender(format!("`{}` is not a number", request.degrees))),
        };
        Ok(match request.to {
            Scale::Celsius => degrees - 273.15,
            Scale::Kelvin => degrees + 273.15,
        })
    }
}

struct Stalls;

impl Market for Stalls {
    async fn offers(
        &self,
        _: &mut Context<operations::Offers>,
        request: OffersIn,
    ) -> Result<Vec<String>, Fault<NoDetail>> {
        Ok(vec![request.city, request.day.to_string(), request.note])
    }

    async fn weigh(
        &self,
        context: &mut Context<operations::Weigh>,
        request: WeighIn,
    ) -> Result<Vec<String>, Fault<NoDetail>> {
        assert!(context.deviations.is_empty(), "{:?}", context.deviations);
        Ok(request.weights.iter().map(|weight| format!("{weight} {}", request.unit)).collect())
    }

    async fn all(&self, _: &mut Context<operations::All>) -> Result<Vec<String>, Fault<NoDetail>> {
        Ok(vec!["<plums> & pears".to_owned()])
    }
}

fn scales() -> Transport {
    Transport::new(ScalesHttpServer::new(Thermometer).into_service())
}

fn market() -> MarketClient {
    MarketClient::new(ports::MARKET_HTTP, Transport::new(MarketServer::new(Stalls).into_service()))
}

fn input(degrees: &str) -> ConvertHttpIn {
    ConvertHttpIn::new(degrees, Scale::Kelvin)
}

#[test]
fn calls_by_get_and_post() {
    for port in [ports::SCALES_HTTP_GET, ports::SCALES_HTTP_POST] {
        let client = ScalesHttpClient::new(port, scales());
        let reply = now(client.convert(input("20"))).unwrap();
        assert!((reply.body - 293.15).abs() < 1e-9, "{}", reply.body);
        assert_eq!(reply.http.headers["content-type"], "text/xml; charset=utf-8");
    }
}

/// The items of an array are fields of one name, and parts may have a namespace.
#[test]
fn exchanges_arrays_and_qualified_parts() {
    for weights in [&[][..], &[7], &[1, -2, 3]] {
        let market = market();
        let call = market.weigh(WeighIn::new(weights.to_vec(), "kg"));
        let expected: Vec<_> = weights.iter().map(|weight| format!("{weight} kg")).collect();
        assert_eq!(now(call).unwrap().body, expected);
    }
}

#[test]
fn writes_parts_as_fields() {
    let encoded = |port| {
        let client = ScalesHttpClient::new(port, scales());
        let request = client.convert(input("1 & 2=ä")).encode().unwrap();
        let (head, body) = request.into_parts();
        let body = String::from_utf8(body.into_bytes().to_vec()).unwrap();
        (head.method.to_string(), head.uri.to_string(), body)
    };
    let fields = "degrees=1+%26+2%3D%C3%A4&to=kelvin";
    let get = format!("http://localhost/scales.asmx/Convert?{fields}");
    assert_eq!(encoded(ports::SCALES_HTTP_GET), ("GET".to_owned(), get, String::new()));
    let post = "http://localhost/scales.asmx/Convert".to_owned();
    assert_eq!(encoded(ports::SCALES_HTTP_POST), ("POST".to_owned(), post, fields.to_owned()));
    let with_query = ports::SCALES_HTTP_GET.at("http://localhost/scales/?key=1");
    let client = ScalesHttpClient::new(with_query, scales());
    let request = client.convert(input("1")).encode().unwrap();
    let uri = "http://localhost/scales/Convert?key=1&degrees=1&to=kelvin";
    assert_eq!(request.uri().to_string(), uri);
}

#[test]
fn replaces_parts_of_the_location() {
    let client = market();
    let request = || OffersIn::new("São Paulo/Sé", 3, "a&b");
    let encoded = client.offers(request()).encode().unwrap();
    let uri = "http://localhost/market/offers/S%C3%A3o%20Paulo%2FS%C3%A9/day-3?note=a%26b";
    assert_eq!(encoded.uri().to_string(), uri);
    let reply = now(client.offers(request())).unwrap();
    assert_eq!(reply.body, ["São Paulo/Sé", "3", "a&b"]);
    assert_eq!(now(client.all()).unwrap().body, ["<plums> & pears"]);
}

/// Sends a request to the server. Returns the status and the text of the response.
fn answered(request: Request<Payload>) -> (StatusCode, String) {
    let mut server = ScalesHttpServer::new(Thermometer).into_service();
    let response = now(server.call(request)).unwrap();
    let status = response.status();
    (status, String::from_utf8(response.into_body().into_bytes().to_vec()).unwrap())
}

#[test]
fn answers_requests_of_other_programs() {
    let get = |uri: &str| answered(Request::get(uri).body(Payload::default()).unwrap());
    let (status, text) = get("/any/path/Convert?to=celsius&degrees=273.15");
    let double = "<tns:double xmlns:tns=\"urn:example:scales\">0.0</tns:double>";
    let document = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{double}");
    assert_eq!((status, text), (StatusCode::OK, document));
    let form = |content_type: &str, body: &str| {
        let request = Request::post("/Convert").header(header::CONTENT_TYPE, content_type);
        answered(request.body(Payload::new(body.to_owned())).unwrap()).0
    };
    let urlencoded = "application/x-www-form-urlencoded; charset=utf-8";
    assert_eq!(form(urlencoded, "degrees=1&to=kelvin"), StatusCode::OK);
    assert_eq!(form("multipart/form-data; boundary=b", ""), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let errors = [
        ("/Convert?degrees=hot&to=kelvin", 400, "`hot` is not a number"),
        ("/Convert?degrees=1&to=rankine", 400, "expected one of `celsius`, `kelvin`"),
        ("/Convert?degrees=1", 400, "`to`"),
        (
            "/Convert?degrees=1&to=kelvin&%3Ca%3E=1",
            400,
            "the field name `<a>` is not a valid NCName",
        ),
        ("/Other?degrees=1", 405, "This is a SOAP service"),
    ];
    for (uri, status, reason) in errors {
        let (found, text) = get(uri);
        assert_eq!(found.as_u16(), status, "{uri}: {text}");
        assert!(text.contains(reason), "{uri}: {text}");
    }
}

#[test]
fn refuses_calls_from_pages_of_other_sites() {
    let get = |site: &str| {
        let request = Request::get("/Convert?degrees=1&to=kelvin").header("sec-fetch-site", site);
        answered(request.body(Payload::default()).unwrap()).0
    };
    assert_eq!((get("none"), get("cross-site")), (StatusCode::OK, StatusCode::FORBIDDEN));
}

#[test]
fn serves_only_the_methods_of_the_contract() {
    let post =
        Request::post("/all").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let mut server = MarketServer::new(Stalls).into_service();
    let response = now(server.call(post.body(Payload::default()).unwrap())).unwrap();
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[test]
fn traces_no_fields() {
    let seen = Arc::new(Mutex::new(String::new()));
    for port in [ports::SCALES_HTTP_GET, ports::SCALES_HTTP_POST] {
        let trace = Arc::clone(&seen);
        let settings = ClientSettings::default().trace(move |traced| {
            if traced.direction == TraceDirection::Request {
                *trace.lock().unwrap() = format!("{} {}", traced.start, traced.body);
            }
        });
        let client = ScalesHttpClient::new(port, scales()).with_settings(settings);
        now(client.convert(input("20"))).unwrap();
        let traced = seen.lock().unwrap().clone();
        assert!(traced.ends_with(" http://localhost/scales.asmx/Convert "), "{traced}");
    }
}

#[test]
fn refuses_segments_that_would_be_resolved() {
    let error = now(market().offers(OffersIn::new("..", 3, ""))).unwrap_err();
    assert!(error.to_string().contains("a segment of its path is `.` or `..`"), "{error}");
}

/// A service that returns one response to all requests.
#[derive(Clone)]
struct Fixed(u16, &'static str);

impl Service<Request<Payload>> for Fixed {
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Payload>) -> Self::Future {
        let response = Response::builder().status(self.0);
        ready(Ok(response.body(Payload::new(self.1)).unwrap()))
    }
}

#[test]
fn reports_errors_of_the_server() {
    let call = |status, body| {
        let client = MarketClient::new(ports::MARKET_HTTP, Transport::new(Fixed(status, body)));
        now(client.all())
    };
    let reply =
        call(200, "<Offers xmlns='urn:example:scales'><offer>figs</offer></Offers>").unwrap();
    assert_eq!(reply.body, ["figs"]);
    assert!(matches!(call(500, "missing parameter"), Err(CallError::Http(_))));
    assert!(matches!(call(200, "<html/>"), Err(CallError::Decode(_))));
    assert!(matches!(call(200, ""), Err(CallError::Http(_))));
    let response = Response::new(bytes::Bytes::from("<Offers xmlns='urn:example:scales'/>"));
    let reply = decode::<operations::All>(response, &ReadOptions::default()).unwrap();
    assert!(reply.body.is_empty());
}

#[test]
fn refuses_what_needs_an_envelope() {
    let block = AnyElement::with_text(QName::new("urn:x", "Trace"), "1");
    let client = market().with_undeclared_header(&block);
    let error = now(client.all()).unwrap_err();
    let reason = "it has header blocks, attachments or a security header";
    assert!(error.to_string().contains(reason), "{error}");
    let port: Port<MarketContract> = ports::MARKET_HTTP;
    assert_eq!(port.http_method(), Some(wsdlgen_runtime::HttpMethod::Get));
    let none: Offers = Offers::default();
    assert!(none.is_empty());
}
