//! Tests with the mock of a small contract.

mod names;
mod recordings;

use std::{
    task::{Context, Waker},
    time::Duration,
};

use http::{Request, header};
use tower_service::Service;
use wsdlgen_runtime::{Payload, message::ContentType, server::PeerAddress};

use super::{Mock, MockAnswer, MockError};
use crate::{
    configure,
    tools::{
        Data, MessageInput, SampleValues,
        support::{mock, now},
    },
};

const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";
const ADD: &str = "<Add xmlns='urn:t'><n>1</n><n>2</n></Add>";

fn request(namespace: &str, body: &str) -> Request<Payload> {
    let content_type = if namespace == SOAP11 { "text/xml" } else { "application/soap+xml" };
    let envelope =
        format!("<s:Envelope xmlns:s='{namespace}'><s:Body>{body}</s:Body></s:Envelope>");
    let request = Request::post("/s").header(header::CONTENT_TYPE, content_type);
    request.body(Payload::new(envelope)).unwrap()
}

/// Returns the status of an answer and the content of its SOAP body.
fn answer(mock: &Mock, namespace: &str, body: &str) -> (u16, String) {
    let response = now(mock.clone().call(request(namespace, body))).unwrap();
    let status = response.status().as_u16();
    let text = String::from_utf8(response.into_body().into_bytes().to_vec()).unwrap();
    let compact: String = text.lines().map(str::trim).collect();
    let inside = compact.split_once("Body>").and_then(|(_, rest)| rest.split_once("</"));
    let inside = inside.and_then(|_| compact.split_once("Body>")).map(|(_, rest)| rest);
    let end = inside.and_then(|rest| rest.rfind("</soap").map(|at| &rest[..at]));
    let end = end.and_then(|rest| rest.rfind("</soap").map(|at| &rest[..at]));
    (status, end.unwrap_or(&compact).to_owned())
}

#[test]
fn answers_valid_requests_with_samples() {
    let mock = mock();
    for namespace in [SOAP11, SOAP12] {
        let sum = "<Sum xmlns=\"urn:t\">1</Sum>".to_owned();
        assert_eq!(answer(&mock, namespace, ADD), (200, sum));
    }
    assert_eq!(answer(&mock, SOAP11, "<Tell xmlns='urn:t'>x</Tell>"), (202, String::new()));
    let called: Vec<_> = mock.requests().into_iter().map(|one| one.operation.unwrap()).collect();
    assert_eq!(called, ["Add", "Add", "Tell"]);
}

#[test]
fn reads_values_from_attachments() {
    let tell = |href: &str| {
        format!(
            "--b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\n\r\n<s:Envelope xmlns:s='{SOAP11}'><s:Body>\
             <Tell xmlns='urn:t'><x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:{href}'/></Tell>\
             </s:Body></s:Envelope>\r\n--b\r\nContent-ID: <1@x>\r\n\r\nhello\r\n--b--"
        )
    };
    let mock = mock();
    for (href, status) in [("1@x", 202), ("2@x", 500)] {
        let request =
            Request::post("/s").header(header::CONTENT_TYPE, "multipart/related; boundary=b");
        let request = request.body(Payload::new(tell(href))).unwrap();
        let response = now(mock.clone().call(request)).unwrap();
        assert_eq!(response.status().as_u16(), status, "{href}");
    }
    let requests = mock.requests();
    assert!(requests[0].envelope.contains(">aGVsbG8=</Tell>"), "{}", requests[0].envelope);
    let problem = "the request cannot be read: cannot find attachment `cid:2@x`";
    assert_eq!(requests[1].problems, [problem]);
}

#[test]
fn rejects_requests_like_a_generated_server() {
    let envelope = |header: &str| {
        format!(
            "<s:Envelope xmlns:s='{SOAP11}'><s:Header>{header}</s:Header><s:Body>{ADD}</s:Body></s:Envelope>"
        )
    };
    let block = "<a:b xmlns:a='urn:a' s:mustUnderstand='1'/>";
    let cases = [
        ("text/xml", "", envelope(block), 500, "not understood: {urn:a}b"),
        ("text/xml", "", "<s:Envelope xmlns:s='urn:x'/>".to_owned(), 500, "neither a SOAP 1.1 nor"),
        ("text/xml", "gzip", "\u{1f}".to_owned(), 415, "unsupported content coding `gzip`"),
        ("text/plain", "", envelope(""), 415, "expected a SOAP message"),
    ];
    let mock = mock();
    for (content_type, coding, body, status, reason) in cases {
        let request = Request::post("/s").header(header::CONTENT_TYPE, content_type);
        let request = request.header(header::CONTENT_ENCODING, coding);
        let response = now(mock.clone().call(request.body(Payload::new(body)).unwrap())).unwrap();
        assert_eq!(response.status().as_u16(), status, "{reason}");
        let fault = String::from_utf8(response.into_body().into_bytes().to_vec()).unwrap();
        assert!(fault.contains(reason), "{fault}");
        let problems = mock.requests().pop().unwrap().problems;
        assert!(problems[0].contains(reason), "{problems:?}");
    }
}

#[test]
fn reads_references_and_writes_array_types_in_soap_encoding() {
    let folder =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rpc_encoded/rpc_encoded.wsdl");
    let mock = Mock::new(configure().read(folder).unwrap());
    let body = "<t:find xmlns:t='urn:example:encoded'><names href='#a'/></t:find>\
                <multiRef id='a'><item><name>Ada</name></item></multiRef>";
    let (status, reply) = answer(&mock, SOAP11, body);
    assert_eq!(status, 200, "{reply}");
    assert!(reply.contains("soapenc:arrayType=\"tns:Person[2]\""), "{reply}");
}

#[test]
fn replies_with_samples_of_attachments() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/attachments/attachments.wsdl");
    // The operation that receives attachments sends them instead.
    let text = std::fs::read_to_string(path).unwrap();
    let (before, bind) = text.split_at(text.find("<operation name=\"Bind\">\n").unwrap());
    let before = before.replace(
        "<input message=\"tns:AlbumIn\"/><output message=\"tns:AlbumOut\"/>",
        "<input message=\"tns:AlbumOut\"/><output message=\"tns:AlbumIn\"/>",
    );
    let bind = bind
        .replace("output>", "x>")
        .replace("input>", "output>")
        .replace("<x>", "<input>")
        .replace("</x>", "</input>");
    let text = before + &bind;
    let contract = configure().load("a.wsdl", |_| Ok(text.clone().into_bytes())).unwrap();
    let sample = contract.sample("Bind", None, SampleValues::Valid).unwrap();
    let (_, envelope) = sample.request.split_once("\n\n").unwrap();
    let request = Request::post("/").header(header::CONTENT_TYPE, "text/xml");
    let response =
        now(Mock::new(contract).call(request.body(Payload::new(envelope.to_owned())).unwrap()));
    let response = response.unwrap();
    let content_type = ContentType::of(response.headers()).unwrap().media_type().to_owned();
    assert_eq!((response.status().as_u16(), &*content_type), (200, "multipart/related"));
    let body = String::from_utf8(response.into_body().into_bytes().to_vec()).unwrap();
    for (media_type, part) in [("image/png", "logo"), ("text/plain", "notes")] {
        assert!(body.contains(&format!("Content-Type: {media_type}")), "{body}");
        assert!(body.contains(&format!("a sample of {part}")), "{body}");
    }
}

#[test]
fn rejects_invalid_requests_with_reasons() {
    let mock = mock();
    let cases = [
        (
            SOAP11,
            "<Add xmlns='urn:t'><n>x</n></Add>",
            500,
            "soap:Client",
            "/Envelope/Body/Add/n: invalid value \"x\"",
        ),
        (SOAP12, "<Add xmlns='urn:t'/>", 400, "soap:Sender", "`n` is missing"),
        (SOAP12, "<Other/>", 400, "soap:Sender", "no operation accepts `Other`"),
        (SOAP11, "", 500, "soap:Client", "no operation accepts an empty body"),
        (SOAP11, "<a>", 500, "soap:Client", "the request is not valid XML"),
    ];
    for (namespace, body, status, code, reason) in cases {
        let (found, fault) = answer(&mock, namespace, body);
        assert_eq!(found, status, "{fault}");
        assert!(fault.contains(code), "{fault}");
        let fault = fault.replace("&quot;", "\"");
        assert!(fault.contains(reason), "{reason}: {fault}");
    }
    let problems: usize = mock.requests().iter().filter(|one| !one.problems.is_empty()).count();
    assert_eq!(problems, 5);
}

#[test]
fn returns_configured_answers() {
    let mock = mock();
    let body = |xml: &str| MockAnswer::Body(MessageInput::Xml(xml.to_owned()));
    mock.answer("Add", body("<Sum xmlns='urn:t'>3</Sum>")).unwrap();
    let told = "<Sum xmlns='urn:t'>3</Sum>".to_owned();
    assert_eq!(answer(&mock, SOAP12, ADD), (200, told));
    mock.answer("S/Add", MockAnswer::Body(MessageInput::Data(Data::Number("4".to_owned()))))
        .unwrap();
    assert_eq!(answer(&mock, SOAP11, ADD).1, "<tns:Sum xmlns:tns=\"urn:t\">4</tns:Sum>");

    mock.answer("Add", MockAnswer::Fault("no <more>".to_owned())).unwrap();
    let (status, fault) = answer(&mock, SOAP11, ADD);
    let expected = "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>no &lt;more&gt;\
        </faultstring><detail><tns:TooMuch xmlns:tns=\"urn:t\">1</tns:TooMuch></detail></soap:Fault>";
    assert_eq!((status, &*fault), (500, expected));

    let entry = "<e:Locked xmlns:e='urn:e'>7</e:Locked>".parse().unwrap();
    mock.answer("Add", MockAnswer::FaultDetail("locked".to_owned(), entry)).unwrap();
    let expected = "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>locked</faultstring>\
        <detail><e:Locked xmlns:e=\"urn:e\">7</e:Locked></detail></soap:Fault>";
    assert_eq!(answer(&mock, SOAP11, ADD).1, expected);

    mock.answer("Add", MockAnswer::Status(503)).unwrap();
    assert_eq!(answer(&mock, SOAP11, ADD).0, 503);
    mock.answer("Add", MockAnswer::HangUp).unwrap();
    assert_eq!(now(mock.clone().call(request(SOAP11, ADD))).unwrap_err(), MockError);

    let error = mock.answer("Add", body("<Sum xmlns='urn:t'>x</Sum>")).unwrap_err();
    assert!(error.to_string().contains("invalid value \"x\""), "{error}");
    let error = mock.answer("Ad", MockAnswer::Sample).unwrap_err();
    assert_eq!(error.to_string(), "there is no operation `Ad`; did you mean `Add`?");
}

/// Credentials are understood and not checked, so that clients of secured services can be tested.
#[test]
fn understands_security_headers() {
    let mock = mock();
    let wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    let envelope = |block: &str| {
        format!(
            "<s:Envelope xmlns:s='{SOAP11}'><s:Header>{block}</s:Header><s:Body>{ADD}</s:Body></s:Envelope>"
        )
    };
    let send = |block: &str| {
        let request = Request::post("/").header("content-type", "text/xml");
        let request = request.body(Payload::new(envelope(block))).unwrap();
        now(mock.clone().call(request)).unwrap().status()
    };
    assert_eq!(send(&format!("<w:Security s:mustUnderstand='1' xmlns:w='{wsse}'/>")), 200);
    assert_eq!(send("<w:Security s:mustUnderstand='1' xmlns:w='urn:other'/>"), 500);
    assert_eq!(send(&format!("<w:Other s:mustUnderstand='1' xmlns:w='{wsse}'/>")), 500);
}

#[test]
fn spoils_every_nth_request() {
    let mock = mock();
    mock.spoil_every(3, MockAnswer::Status(500));
    mock.spoil_every(2, MockAnswer::Fault("busy".to_owned()));
    let found: Vec<_> = (0..6)
        .map(|_| {
            let (status, body) = answer(&mock, SOAP11, ADD);
            (status, body.contains("busy"))
        })
        .collect();
    let (well, page, busy) = ((200, false), (500, false), (500, true));
    assert_eq!(found, [well, busy, page, busy, well, page]);
}

#[test]
fn delays_answers() {
    let mock = mock();
    mock.delay(Duration::from_millis(50));
    let mut future = mock.clone().call(request(SOAP11, ADD));
    let mut context = Context::from_waker(Waker::noop());
    assert!(future.as_mut().poll(&mut context).is_pending());
    let start = std::time::Instant::now();
    while future.as_mut().poll(&mut context).is_pending() {
        assert!(start.elapsed() < Duration::from_secs(20), "the answer never arrived");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn publishes_the_contract() {
    let request = Request::get("/s?wsdl").header(header::HOST, "localhost:1");
    let response = now(mock().call(request.body(Payload::default()).unwrap())).unwrap();
    let text = String::from_utf8(response.into_body().into_bytes().to_vec()).unwrap();
    assert!(text.contains("<soap:address location=\"http://localhost:1/s\"/>"), "{text}");
}

#[test]
fn forgets_oldest_requests_first() {
    let mock = mock();
    for body in ["<a/>", "<b/>", "<c/>"] {
        answer(&mock, SOAP11, body);
    }
    let length = mock.requests()[0].envelope.len();
    for (most, kept) in [(3 * length, 3), (3 * length - 1, 2), (length, 1), (length - 1, 0)] {
        mock.state().forget(most);
        assert_eq!(mock.requests().len(), kept, "{most}");
        let last = mock.requests().pop().map(|one| one.envelope.contains("<c/>"));
        assert_ne!(last, Some(false), "{most}");
    }
}

#[test]
fn offers_the_form_to_this_machine() {
    let mock = mock();
    let send_to = |uri: &str, method: &str, peer: &str, body: &str| {
        let request = Request::builder().method(method).uri(uri);
        let request = request
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, "http://localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(PeerAddress(peer.parse().unwrap()));
        let request = request.body(Payload::new(body.to_owned())).unwrap();
        let response = now(mock.clone().call(request)).unwrap();
        let status = response.status().as_u16();
        (status, String::from_utf8(response.into_body().into_bytes().to_vec()).unwrap())
    };
    let uri = "http://localhost/s?op=Add&soap=1.2";
    let send = |method: &str, peer: &str, body: &str| send_to(uri, method, peer, body);
    let (here, elsewhere) = ("127.0.0.1:9", "192.0.2.1:9");
    // The form begins with a valid request for the chosen version.
    let (_, page) = send("GET", here, "");
    let field = "<label for=\"b.0.0~0\">n 1 <small>int</small></label>\n\
        <input id=\"b.0.0~0\" name=\"b.0.0~0\" value=\"1\" autocomplete=\"off\">";
    assert!(page.contains(field) && page.contains("<option value=\"1.2\" selected>"), "{page}");
    let (_, page) = send_to(&format!("{uri}&as=envelope"), "GET", here, "");
    assert!(page.contains("Envelope for SOAP 1.2</label>"), "{page}");
    let (_, form) = page.split_once("<textarea").unwrap();
    assert!(form.contains("soap12:Envelope") && form.contains("&lt;n&gt;1&lt;/n&gt;"), "{form}");
    let envelope = format!(
        "%3CEnvelope+xmlns%3D%22{SOAP12}%22%3E%3CBody%3E%3CAdd+xmlns%3D%22urn%3At%22%3E%3Cn%3E{}%3C%2Fn%3E%3C%2FAdd%3E%3C%2FBody%3E%3C%2FEnvelope%3E",
        "NUMBER"
    );
    let (status, page) = send("POST", here, "version=1.2&fields=1&b.0.0~0=7");
    assert!(status == 200 && page.contains("Response: HTTP 200 OK"), "{page}");
    assert!(mock.requests()[0].envelope.contains("<n>7</n>"), "{:?}", mock.requests());
    let (status, page) = send("POST", here, "version=1.2&fields=1&add=b.0.0");
    assert!(status == 200 && page.contains("<label for=\"b.0.0~1\">"), "{page}");
    let (status, page) =
        send("POST", here, &format!("version=1.2&envelope={}", envelope.replace("NUMBER", "1")));
    assert!(status == 200 && page.contains("Response: HTTP 200 OK"), "{page}");
    let (_, page) =
        send("POST", here, &format!("version=1.2&envelope={}", envelope.replace("NUMBER", "x")));
    assert!(page.contains("<dt>Reason</dt>") && page.contains("Response: HTTP 400"), "{page}");
    assert_eq!(mock.requests().len(), 3);
    assert!(!send("GET", elsewhere, "").1.contains("<form"));
    assert_eq!(send("POST", elsewhere, "version=1.2&envelope=x").0, 403);
    assert_eq!(send("POST", elsewhere, "version=1.2&fields=1").0, 403);
    assert_eq!(mock.requests().len(), 3);
}
