//! Requests that are passed on, recorded and replayed.

use std::{fs, path::Path, time::Duration};

use http::{Request, header};
use tower_service::Service;
use wsdlgen_runtime::{
    Attachment, Payload, SoapVersion, Transport, message::attach, server::PeerAddress,
};

use super::{ADD, SOAP11, SOAP12, answer, request};
use crate::{
    configure,
    tools::{
        Data, MessageInput, Mock, MockAnswer, ReplayError,
        support::{CONTRACT, contract, mock, now},
    },
};

/// Returns a mock that passes requests on to `service`.
fn forwarding(service: &Mock, folder: &Path) -> Mock {
    let mock = mock();
    let transport = Transport::new(service.clone());
    mock.forward(transport, "http://service.example/s", Duration::from_secs(5)).unwrap();
    mock.record(folder).unwrap();
    mock
}

fn sum(number: &str) -> MockAnswer {
    MockAnswer::Body(MessageInput::Data(Data::Number(number.to_owned())))
}

fn add(number: u8) -> String {
    format!("<Add xmlns='urn:t'><n>{number}</n></Add>")
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn replays_what_it_recorded() {
    let (service, folder) = (mock(), tempfile::tempdir().unwrap());
    let recorder = forwarding(&service, folder.path());
    for (number, result) in [(1, "10"), (2, "20"), (1, "11")] {
        service.answer("Add", sum(result)).unwrap();
        let (status, body) = answer(&recorder, SOAP11, &add(number));
        assert!(status == 200 && body.contains(&format!(">{result}</")), "{status} {body}");
    }
    service.answer("Add", MockAnswer::Fault("closed".to_owned())).unwrap();
    assert_eq!(answer(&recorder, SOAP12, &add(3)).0, 500);
    let names = ["0001-Add-request.http", "0001-Add-response.http"];
    let [request, response] = names.map(|name| read(folder.path(), name));
    let head = "POST /s HTTP/1.1\ncontent-type: text/xml\n\n<s:Envelope";
    assert!(request.starts_with(head), "{request}");
    let head = "HTTP/1.1 200 OK\ncontent-type: text/xml; charset=utf-8\n\n<?xml";
    assert!(response.starts_with(head), "{response}");

    let replaying = mock();
    replaying.replay(folder.path(), &["n"]).unwrap();
    for (namespace, number, expected) in [
        (SOAP11, 1, (200, ">10</")),
        (SOAP11, 1, (200, ">11</")),
        (SOAP11, 1, (200, ">11</")),
        (SOAP11, 2, (200, ">20</")),
        (SOAP12, 3, (500, "closed")),
        (SOAP11, 4, (500, "no recorded request to `Add` with n `4`")),
    ] {
        let (status, body) = answer(&replaying, namespace, &add(number));
        assert!(status == expected.0 && body.contains(expected.1), "{number}: {status} {body}");
    }
    // Without elements to compare, responses come in the order of their recording.
    let in_order = mock();
    in_order.replay::<&str>(folder.path(), &[]).unwrap();
    for expected in [">10</", ">20</", ">11</", "closed", "closed"] {
        let (_, body) = answer(&in_order, SOAP11, &add(9));
        assert!(body.contains(expected), "{body}");
    }
}

#[test]
fn continues_the_numbers_of_a_folder() {
    let (service, folder) = (mock(), tempfile::tempdir().unwrap());
    for _ in 0..2 {
        answer(&forwarding(&service, folder.path()), SOAP11, ADD);
    }
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [1, 2]
        .map(|number| ["request", "response"].map(|kind| format!("000{number}-Add-{kind}.http")));
    assert_eq!(names, expected.concat());
}

#[test]
fn reports_violations_in_both_directions() {
    let (service, folder) = (mock(), tempfile::tempdir().unwrap());
    let recorder = forwarding(&service, folder.path());
    // The service refuses the first request, and answers the second with an error page.
    answer(&recorder, SOAP11, "<Add xmlns='urn:t'><n>x</n></Add>");
    service.answer("Add", MockAnswer::Status(503)).unwrap();
    assert_eq!(answer(&recorder, SOAP11, ADD).0, 503);
    service.answer("Add", MockAnswer::HangUp).unwrap();
    assert_eq!(answer(&recorder, SOAP11, ADD).0, 502);
    let requests = recorder.requests();
    let problems = |index: usize| {
        let reply = requests[index].reply.as_ref().unwrap();
        (requests[index].problems.len(), reply.status, reply.problems.join("; "))
    };
    let (count, status, replied) = problems(0);
    assert_eq!((count, status, &*replied), (2, 500, ""), "{:?}", requests[0]);
    let (count, status, replied) = problems(1);
    assert_eq!((count, status), (0, 503));
    assert!(
        replied.starts_with("status 503 Service Unavailable: the response is not valid XML"),
        "{replied}"
    );
    let (count, status, replied) = problems(2);
    assert_eq!((count, status), (0, 502));
    let expected = "the service did not answer: the call failed: the mock closed the connection";
    assert_eq!(replied, expected);
    // The third exchange has no response to record.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
}

#[test]
fn passes_headers_on_without_recording_them() {
    let folder = tempfile::tempdir().unwrap();
    let service = tower_echo();
    let mock = mock();
    mock.forward(service, "http://service.example/s?key=4711", Duration::from_secs(5)).unwrap();
    mock.record(folder.path()).unwrap();
    let mut request = request(SOAP11, ADD);
    let headers = request.headers_mut();
    headers.insert(header::AUTHORIZATION, "Basic NDcxMQ==".parse().unwrap());
    headers.insert(header::HOST, "localhost:8080".parse().unwrap());
    headers.insert(header::ACCEPT_ENCODING, "gzip".parse().unwrap());
    let response = now(mock.clone().call(request)).unwrap();
    let seen = response.headers()["x-seen"].to_str().unwrap().to_owned();
    assert_eq!(seen, "authorization content-length content-type");
    assert!(response.headers().contains_key("set-cookie"));
    for entry in fs::read_dir(folder.path()).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(
            !text.contains("4711") && !text.contains("NDcx") && !text.contains("cookie"),
            "{text}"
        );
    }
}

/// Returns a service that answers with the names of the headers that it received, and with a cookie.
fn tower_echo() -> Transport {
    #[derive(Clone)]
    struct Echo;
    impl Service<Request<Payload>> for Echo {
        type Response = http::Response<Payload>;
        type Error = std::convert::Infallible;
        type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

        fn poll_ready(
            &mut self,
            _context: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Result<(), Self::Error>> {
            std::task::Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request<Payload>) -> Self::Future {
            let mut names: Vec<&str> =
                request.headers().keys().map(http::HeaderName::as_str).collect();
            names.sort_unstable();
            let response = http::Response::builder()
                .header("content-type", "text/xml")
                .header("set-cookie", "session=4711")
                .header("access-control-allow-origin", "*")
                .header("x-seen", names.join(" "));
            std::future::ready(Ok(response.body(Payload::default()).unwrap()))
        }
    }
    Transport::new(Echo)
}

#[test]
fn redacts_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let load = || {
        let config = configure().secret("Add/n");
        Mock::new(config.load("a.wsdl", |_| Ok(CONTRACT.as_bytes().to_vec())).unwrap())
    };
    let recorder = load();
    recorder.forward(Transport::new(mock()), "http://a.example/", Duration::from_secs(5)).unwrap();
    recorder.record(folder.path()).unwrap();
    assert_eq!(answer(&recorder, SOAP11, "<Add xmlns='urn:t'><n>4711</n></Add>").0, 200);
    let text = read(folder.path(), "0001-Add-request.http");
    assert!(text.contains("<n>[redacted]</n>") && !text.contains("4711"), "{text}");
    let error = load().replay(folder.path(), &["n"]).unwrap_err();
    assert!(matches!(error, ReplayError::Secret(ref name) if name == "n"), "{error}");
    load().replay::<&str>(folder.path(), &[]).unwrap();
}

#[test]
fn rejects_folders_without_recordings() {
    let folder = tempfile::tempdir().unwrap();
    let error = mock().replay::<&str>(folder.path(), &[]).unwrap_err();
    assert!(matches!(error, ReplayError::Empty(_)), "{error}");
    let error = mock().replay::<&str>(&folder.path().join("missing"), &[]).unwrap_err();
    assert!(matches!(error, ReplayError::File(_)), "{error}");
    answer(&forwarding(&mock(), folder.path()), SOAP11, ADD);
    let error = mock().replay(folder.path(), &["m"]).unwrap_err();
    assert!(matches!(error, ReplayError::Unused(ref name) if name == "m"), "{error}");
    fs::write(folder.path().join("0001-Add-request.http"), "no head").unwrap();
    let error = mock().replay::<&str>(folder.path(), &[]).unwrap_err();
    assert!(error.to_string().contains("expected a first line"), "{error}");
}

#[test]
fn refers_to_the_new_message() {
    let folder = tempfile::tempdir().unwrap();
    let addressed = |id: &str, element: &str| {
        format!(
            "<m xmlns:a='http://www.w3.org/2005/08/addressing'><a:{element}>{id}</a:{element}></m>"
        )
    };
    let envelope = |header: &str, body: &str| {
        format!(
            "<s:Envelope xmlns:s='{SOAP11}'><s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
        )
    };
    let asked = envelope(&addressed("urn:old", "MessageID"), ADD);
    let sum = "<Sum xmlns='urn:t'>3<!-- urn:old --></Sum>";
    let replied = envelope(&addressed("urn:old", "RelatesTo"), sum);
    let head = "content-type: text/xml";
    fs::write(
        folder.path().join("1-Add-request.http"),
        format!("POST / HTTP/1.1\n{head}\n\n{asked}"),
    )
    .unwrap();
    fs::write(
        folder.path().join("1-Add-response.http"),
        format!("HTTP/1.1 200 OK\n{head}\n\n{replied}"),
    )
    .unwrap();
    let replaying = Mock::new(contract());
    replaying.replay::<&str>(folder.path(), &[]).unwrap();
    let body = asked.replace("urn:old", "urn:new&amp;");
    let request = Request::post("/").header(header::CONTENT_TYPE, "text/xml");
    let response = now(replaying.clone().call(request.body(Payload::new(body)).unwrap())).unwrap();
    let text = String::from_utf8(response.into_body().into_bytes().to_vec()).unwrap();
    assert!(text.contains("RelatesTo>urn:new&amp;</") && text.contains(sum), "{text}");
}

#[test]
fn keeps_attachments() {
    let folder = tempfile::tempdir().unwrap();
    let recorder = forwarding(&mock(), folder.path());
    let picture = Attachment::new("image/png", &b"\x89PNG\r\n"[..]).with_id("cover@shelf");
    let envelope = format!("<s:Envelope xmlns:s='{SOAP11}'><s:Body>{ADD}</s:Body></s:Envelope>");
    let (content_type, body) = attach(SoapVersion::Soap11, None, envelope, vec![picture]).unwrap();
    let request = Request::post("/").header(header::CONTENT_TYPE, content_type).body(body).unwrap();
    assert_eq!(now(recorder.clone().call(request)).unwrap().status(), 200);
    let text = read(folder.path(), "0001-Add-request.http");
    let line = "x-recorded-attachment: 0001-Add-request-1.bin <cover@shelf> image/png\n";
    assert!(text.contains(line), "{text}");
    assert_eq!(fs::read(folder.path().join("0001-Add-request-1.bin")).unwrap(), b"\x89PNG\r\n");
    // A response with an attachment is replayed with it.
    let response =
        read(folder.path(), "0001-Add-response.http").replace("\n\n", &format!("\n{line}\n"));
    fs::write(folder.path().join("0001-Add-response.http"), response).unwrap();
    let replaying = mock();
    replaying.replay::<&str>(folder.path(), &[]).unwrap();
    let response = now(replaying.clone().call(super::request(SOAP11, ADD))).unwrap();
    let content_type = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    assert!(content_type.starts_with("multipart/related"), "{content_type}");
    let body = response.into_body().into_bytes();
    assert!(body.windows(6).any(|bytes| bytes == b"\x89PNG\r\n"));
}

#[test]
fn rejects_pages_of_other_sites() {
    let folder = tempfile::tempdir().unwrap();
    let own: &[(&str, &str)] = &[("host", "localhost:8080")];
    let cases: [(&[(&str, &str)], u16); 6] = [
        (own, 200),
        (&[("host", "localhost:8080"), ("origin", "http://localhost:8080")], 200),
        (&[("host", "localhost:8080"), ("origin", "https://evil.example")], 403),
        (&[("host", "localhost:8080"), ("sec-fetch-site", "cross-site")], 403),
        // The name of another site that resolves to this machine.
        (&[("host", "evil.example"), ("origin", "http://evil.example")], 403),
        (&[("host", "localhost:8080"), ("content-type", "text/plain")], 415),
    ];
    for (headers, status) in cases {
        let service = mock();
        let recorder = forwarding(&service, folder.path());
        let mut request = request(SOAP11, ADD);
        for (name, value) in headers {
            let name: header::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        request.extensions_mut().insert(PeerAddress("127.0.0.1:9".parse().unwrap()));
        let response = now(recorder.clone().call(request)).unwrap();
        assert_eq!(response.status().as_u16(), status, "{headers:?}");
        assert_eq!(service.requests().len(), usize::from(status == 200), "{headers:?}");
    }
}

#[test]
fn grants_no_other_site_access_to_replies() {
    let mock = mock();
    mock.forward(tower_echo(), "http://service.example/s", Duration::from_secs(5)).unwrap();
    let response = now(mock.clone().call(request(SOAP11, ADD))).unwrap();
    let is_cors = |name: &&header::HeaderName| name.as_str().starts_with("access-control-");
    assert_eq!(response.headers().keys().find(is_cors), None);
}

/// Values of secret elements may be in parts of their own, and messages may be damaged.
#[test]
fn keeps_secrets_in_attachments_out_of_recordings() {
    let include = "<Add xmlns='urn:t'><n><x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:1'/></n></Add>";
    let envelope =
        |body: &str| format!("<s:Envelope xmlns:s='{SOAP11}'><s:Body>{body}</s:Body></s:Envelope>");
    let message = |root: &str, id: &str| {
        format!(
            "--b\r\nContent-Type: {root}\r\n\r\n{}\r\n--b\r\nContent-ID: <{id}>\r\n\r\nSECRET\r\n--b--",
            envelope(include)
        )
    };
    let xop = "application/xop+xml; charset=utf-8; type=\"text/xml\"";
    let typed = "multipart/related; boundary=b; type=\"application/xop+xml\"";
    let cases = [
        ("multipart/related; boundary=b", message(xop, "1")),
        (typed, message(xop, "1")),
        // The part that the element refers to is missing.
        (typed, message(xop, "2")),
        ("multipart/related; boundary=other", message(xop, "1")),
    ];
    for (content_type, body) in cases {
        let folder = tempfile::tempdir().unwrap();
        let config = configure().secret("Add/n");
        let mock = Mock::new(config.load("a.wsdl", |_| Ok(CONTRACT.as_bytes().to_vec())).unwrap());
        mock.forward(tower_echo(), "http://a.example/", Duration::from_secs(5)).unwrap();
        mock.record(folder.path()).unwrap();
        let request = Request::post("/").header(header::CONTENT_TYPE, content_type);
        now(mock.clone().call(request.body(Payload::new(body)).unwrap())).unwrap();
        let mut files = 0;
        for entry in fs::read_dir(folder.path()).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            // `U0VDUkVU` is the secret as base64.
            assert!(
                !text.contains("SECRET") && !text.contains("U0VDUkVU"),
                "{content_type}: {text}"
            );
            files += 1;
        }
        assert_eq!(files, 2, "{content_type}");
    }
}

/// A part that no element includes is kept, whatever the type of the whole message says.
#[test]
fn keeps_attachments_of_messages_that_are_not_xop() {
    let folder = tempfile::tempdir().unwrap();
    let recorder = forwarding(&mock(), folder.path());
    let body = format!(
        "--b\r\nContent-Type: text/xml\r\n\r\n<s:Envelope xmlns:s='{SOAP11}'><s:Body>{ADD}</s:Body></s:Envelope>\r\n\
         --b\r\nContent-ID: <1>\r\n\r\nkept\r\n--b--"
    );
    let content_type = "multipart/related; boundary=b; type=\"application/xop+xml\"";
    let request = Request::post("/").header(header::CONTENT_TYPE, content_type);
    now(recorder.clone().call(request.body(Payload::new(body)).unwrap())).unwrap();
    assert_eq!(fs::read(folder.path().join("0001-Add-request-1.bin")).unwrap(), b"kept");
}
