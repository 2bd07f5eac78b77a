//! Decoding of faults, and of responses that are not SOAP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use bytes::Bytes;
use common::{Echo, EchoFault};
use http::Response;
use wsdlgen_runtime::{
    CallError, Fault, FaultClass, Reply,
    message::decode,
    xml::{ReadErrorKind, ReadOptions, Reading},
};

const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";

type Decoded = Result<Reply<Echo>, CallError<EchoFault>>;

fn decode_with(status: u16, content_type: &str, body: &[u8], reading: Reading) -> Decoded {
    let response = Response::builder().status(status).header("Content-Type", content_type);
    let response = response.body(Bytes::copy_from_slice(body)).unwrap();
    decode::<Echo>(response, &ReadOptions { reading, ..ReadOptions::default() })
}

fn envelope(namespace: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='{namespace}' xmlns:t='urn:echo' xmlns:a='urn:app'>\
         <s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// Decodes the fault in a body. Strict and lenient reading must agree.
fn fault(namespace: &str, body: &str) -> Fault<EchoFault> {
    let message = envelope(namespace, &format!("<s:Fault>{body}</s:Fault>"));
    let read = |reading| match decode_with(500, "text/xml", message.as_bytes(), reading) {
        Err(CallError::Fault(reply)) => reply.fault,
        other => panic!("{body}: {other:?}"),
    };
    let lenient = read(Reading::Lenient);
    assert_eq!(lenient, read(Reading::Strict), "{body}");
    lenient
}

#[test]
fn converts_and_drops_typed_details() {
    let message = envelope(
        SOAP11,
        "<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring><detail>\
         <t:busy>7</t:busy><other>8</other></detail></s:Fault>",
    );
    let error = || {
        decode_with(500, "text/xml", message.as_bytes(), Reading::Lenient).map(|_| ()).unwrap_err()
    };
    let mapped = error().map_detail(|EchoFault::Busy(seconds)| u64::from(seconds) * 1000);
    assert_eq!(mapped.fault().unwrap().detail, Some(7000));
    let error = error().without_detail();
    let fault = error.fault().unwrap();
    assert_eq!((fault.reason(), fault.detail), ("no", None));
    assert_eq!(fault.raw_entry("other").unwrap().text(), "8");
    assert!(fault.raw_entry("none").is_none());
    assert_eq!(error.raw_reply().unwrap().status(), 500);
}

#[test]
fn classifies_soap_11_codes() {
    let cases = [
        ("s:Client", FaultClass::Sender, SOAP11, "Client"),
        (" s:Server\n", FaultClass::Receiver, SOAP11, "Server"),
        (
            "s:Client.Authentication.Expired",
            FaultClass::Sender,
            SOAP11,
            "Client.Authentication.Expired",
        ),
        ("s:VersionMismatch", FaultClass::VersionMismatch, SOAP11, "VersionMismatch"),
        ("s:MustUnderstand", FaultClass::MustUnderstand, SOAP11, "MustUnderstand"),
        ("a:4711", FaultClass::Other, "urn:app", "4711"),
        ("Client", FaultClass::Sender, "", "Client"),
        ("undeclared:Server", FaultClass::Receiver, "", "Server"),
        ("", FaultClass::Other, "", ""),
        ("http://x/y", FaultClass::Other, "", "//x/y"),
    ];
    for (code, class, namespace, local) in cases {
        let fault = fault(SOAP11, &format!("<faultcode>{code}</faultcode>"));
        let name = fault.code.name();
        let read = (fault.code.class(), name.namespace(), name.local());
        assert_eq!(read, (class, namespace, local), "{code}");
    }
    // The prefix is declared on the element itself.
    let fault = fault(SOAP11, "<faultcode xmlns:own='urn:own'>own:c</faultcode>");
    assert_eq!(fault.code.name().to_string(), "{urn:own}c");
}

#[test]
fn tolerates_malformed_soap_11_faults() {
    let text = "<faultcode>s:Server</faultcode><faultstring xml:lang='de'>Wartung</faultstring>\
                <faultactor>urn:me</faultactor>";
    let qualified = text.replace("<fault", "<s:fault").replace("</fault", "</s:fault");
    let reordered = "<faultactor> urn:me </faultactor><faultstring xml:lang='de'>Wartung</faultstring>\
                     <extra/><faultcode x='1'>s:Server</faultcode>";
    for body in [text, &*qualified, reordered] {
        let fault = fault(SOAP11, body);
        assert_eq!(fault.code.class(), FaultClass::Receiver, "{body}");
        assert_eq!(fault.reason(), "Wartung");
        assert_eq!(fault.reasons[0].language.as_deref(), Some("de"));
        assert_eq!(fault.role.as_deref(), Some("urn:me"));
        assert_eq!((fault.detail, fault.raw_detail), (None, None));
    }
}

#[test]
fn reads_faults_with_markup_and_undeclared_prefixes() {
    let body = "<faultcode>s:Server</faultcode><faultstring>a <b>bold <i/></b> text</faultstring>\
                <detail><zz:x zz:y='1'><a:z/></zz:x></detail>";
    let read = fault(SOAP11, body);
    assert_eq!((read.code.class(), read.reason()), (FaultClass::Receiver, "a bold  text"));
    let detail = read.raw_detail.unwrap().to_xml().unwrap();
    assert_eq!(detail, "<detail xmlns:a=\"urn:app\"><x y=\"1\"><a:z/></x></detail>");
    let read = fault(
        SOAP12,
        "<s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason>\
         <s:Text xml:lang='en'>no <b>such</b> item</s:Text></s:Reason>",
    );
    assert_eq!(read.reason(), "no such item");
    let message = envelope(SOAP11, &format!("<s:Fault>{body}</s:Fault>"));
    let error = decode_with(500, "text/xml", message.as_bytes(), Reading::Lenient).unwrap_err();
    let CallError::Fault(reply) = error else { panic!("{error:?}") };
    let deviations: Vec<String> = reply.deviations.iter().map(ToString::to_string).collect();
    assert_eq!(deviations.len(), 4, "{deviations:?}");
    assert!(deviations[0].contains("unexpected element `b`"), "{deviations:?}");
    assert!(deviations[2].contains("prefix `zz` is not declared"), "{deviations:?}");
}

#[test]
fn ignores_stray_text_in_faults() {
    let message = envelope(
        SOAP11,
        "<s:Fault>oops<faultcode>s:Client</faultcode>!<faultstring>why</faultstring></s:Fault>",
    );
    let error = decode_with(200, "text/xml", message.as_bytes(), Reading::Lenient).unwrap_err();
    let fault = error.fault().unwrap();
    assert_eq!((fault.code.class(), fault.reason()), (FaultClass::Sender, "why"));
}

#[test]
fn reads_soap_12_codes_reasons_and_roles() {
    let fault = fault(
        SOAP12,
        "<s:Code a:x='1'><s:Value>s:Sender</s:Value>\
           <s:Subcode><s:Value>a:Denied</s:Value>\
             <s:Subcode a:y='2'><s:Value xmlns:b='urn:b'>b:Expired</s:Value></s:Subcode>\
           </s:Subcode></s:Code>\
         <s:Reason><s:Text xml:lang='en'>denied</s:Text><s:Text xml:lang='de'>verwehrt</s:Text></s:Reason>\
         <s:Node>urn:node</s:Node><s:Role>urn:role</s:Role>\
         <s:Detail a:z='3'><a:other>x</a:other><t:busy>7</t:busy></s:Detail>",
    );
    assert_eq!(fault.code.class(), FaultClass::Sender);
    assert_eq!(fault.code.name().to_string(), format!("{{{SOAP12}}}Sender"));
    let subcodes: Vec<_> = fault.subcodes.iter().map(ToString::to_string).collect();
    assert_eq!(subcodes, ["{urn:app}Denied", "{urn:b}Expired"]);
    let reasons: Vec<_> =
        fault.reasons.iter().map(|reason| (reason.language.as_deref(), &*reason.text)).collect();
    assert_eq!(reasons, [(Some("en"), "denied"), (Some("de"), "verwehrt")]);
    assert_eq!(
        (fault.node.as_deref(), fault.role.as_deref()),
        (Some("urn:node"), Some("urn:role"))
    );
    assert_eq!(fault.detail, Some(EchoFault::Busy(7)));
    let entries: Vec<_> = fault.raw_entries().map(|entry| entry.name.to_string()).collect();
    assert_eq!(entries, ["{urn:app}other", "{urn:echo}busy"]);
    assert_eq!(fault.to_string(), "Sender: denied [Busy(7)]");
}

#[test]
fn reads_details() {
    let busy = || Some(EchoFault::Busy(7));
    let cases = [
        ("<detail/>", None, 0),
        ("<detail> text </detail>", None, 0),
        ("<detail><t:busy>7</t:busy></detail>", busy(), 1),
        ("<detail><x/><t:busy>7</t:busy><t:busy>8</t:busy></detail>", busy(), 3),
        ("<detail><busy xmlns='urn:echo'>7</busy></detail>", busy(), 1),
        // An entry that does not match the contract must not hide the fault.
        ("<detail><t:busy>soon</t:busy></detail>", None, 1),
        ("<detail><t:busy>7</t:busy></detail><detail><x/><x/></detail>", busy(), 1),
        ("<Detail><t:busy>7</t:busy></Detail>", busy(), 1),
    ];
    for (detail, typed, entries) in cases {
        let fault = fault(SOAP11, &format!("<faultcode>s:Client</faultcode>{detail}"));
        assert_eq!((&fault.detail, fault.raw_entries().count()), (&typed, entries), "{detail}");
    }
}

#[test]
fn recognizes_faults_with_any_status_version_and_content_type() {
    let body = "<s:Fault><faultcode>s:Server</faultcode></s:Fault>";
    let mixed = format!("<o:Fault xmlns:o='{SOAP11}'><faultcode>o:Server</faultcode></o:Fault>");
    let messages = [
        envelope(SOAP11, body),
        envelope(SOAP12, body),
        envelope(SOAP12, &mixed),
        // In a fault, headers that must be understood are ignored.
        envelope(SOAP11, body)
            .replace("<s:Body>", "<s:Header><a:h s:mustUnderstand='1'/></s:Header><s:Body>"),
    ];
    for message in &messages {
        for status in [200, 202, 400, 404, 500, 503] {
            for content_type in ["text/xml", "application/soap+xml", "text/html", "", "?"] {
                let decoded =
                    decode_with(status, content_type, message.as_bytes(), Reading::Lenient);
                let error = decoded.unwrap_err();
                let class = error.fault().map(|fault| fault.code.class());
                assert_eq!(class, Some(FaultClass::Receiver), "{status} {content_type} {error}");
            }
        }
    }
}

#[test]
fn reports_status_type_and_excerpt_of_other_responses() {
    let html = "<html><body>Bad <b>Gateway</body></html>";
    let cases: [(u16, &str, &[u8], &str); 9] = [
        (502, "text/html", html.as_bytes(), "HTTP 502 Bad Gateway, text/html, \"<html>"),
        (502, "text/xml", html.as_bytes(), "HTTP 502 Bad Gateway, text/xml, \"<html>"),
        (200, "text/html", html.as_bytes(), "HTTP 200 OK, text/html, \"<html>"),
        (200, "text/xml", b"<login xmlns='urn:x'/>", "text/xml, \"<login xmlns='urn:x'/>\""),
        (200, "text/xml", b"", "HTTP 200 OK, no body"),
        (500, "", b"", "HTTP 500 Internal Server Error, , no body"),
        (503, "text/plain", b"try later", "text/plain, \"try later\""),
        (500, "text/xml", b"\xff\xfe\xff", "HTTP 500 Internal Server Error, text/xml, \""),
        (500, "text/xml; charset=klingon", b"<a/>", "charset=klingon, \"<a/>\""),
    ];
    for (status, content_type, body, expected) in cases {
        match decode_with(status, content_type, body, Reading::Lenient) {
            Err(CallError::Http(error)) => {
                assert_eq!(error.status().as_u16(), status);
                assert_eq!(error.reply().body(), body);
                assert!(error.to_string().contains(expected), "{error} without {expected}");
            }
            other => panic!("{content_type} {body:?}: {other:?}"),
        }
    }
}

#[test]
fn reports_paths_of_decode_errors() {
    let no_body = format!("<s:Envelope xmlns:s='{SOAP11}'/>");
    let misunderstood = envelope(SOAP11, "<t:EchoResponse/>")
        .replace("<s:Body>", "<s:Header><a:h s:mustUnderstand='1'/></s:Header><s:Body>");
    let cases = [
        (envelope(SOAP11, ""), "/Envelope/Body", "expected element `EchoResponse`, found the end"),
        (envelope(SOAP11, "<t:Other/>"), "/Envelope/Body", "found element `{urn:echo}Other`"),
        (
            envelope(SOAP12, "<t:EchoResponse/>"),
            "/Envelope/Body/EchoResponse",
            "expected element `text`",
        ),
        (no_body, "/Envelope", "expected element `Body`"),
        (misunderstood, "/Envelope/Body", "{urn:app}h` must be understood"),
        ("<s:Envelope xmlns:s='x'".to_owned(), "", "unexpected end of document"),
    ];
    for (message, path, reason) in cases {
        match decode_with(200, "text/xml", message.as_bytes(), Reading::Lenient) {
            Err(CallError::Decode(error)) => {
                assert_eq!(error.path(), path, "{message}");
                assert!(error.to_string().contains(reason), "{message}: {error}");
            }
            other => panic!("{message}: {other:?}"),
        }
    }
}

#[test]
fn ignores_unknown_headers_for_other_roles() {
    let next12 = "s:role='http://www.w3.org/2003/05/soap-envelope/role/next'";
    let cases = [
        (SOAP11, "s:actor='urn:someone'", true),
        (SOAP11, "s:actor='http://schemas.xmlsoap.org/soap/actor/next'", false),
        (SOAP11, "s:actor=''", false),
        (SOAP12, "s:role='http://www.w3.org/2003/05/soap-envelope/role/none'", true),
        (SOAP12, "s:role='http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver'", false),
        (SOAP12, next12, false),
        (SOAP12, "", false),
    ];
    for (namespace, role, passes) in cases {
        let body = "<t:EchoResponse><t:text>x</t:text></t:EchoResponse>";
        let header =
            format!("<s:Header>stray<a:h s:mustUnderstand='true' {role}/></s:Header><s:Body>");
        let message = envelope(namespace, body).replace("<s:Body>", &header);
        let decoded = decode_with(200, "text/xml", message.as_bytes(), Reading::Lenient);
        assert_eq!(decoded.is_ok(), passes, "{role}: {decoded:?}");
    }
}

#[test]
fn returns_headers_and_deviations() {
    let body = "<t:EchoResponse><t:text>x</t:text><t:new/></t:EchoResponse>";
    let header = "<s:Header><a:h/><t:session s:mustUnderstand='1' s:actor=''> 7 </t:session>\
                  </s:Header><s:Body>";
    let message = envelope(SOAP11, body).replace("<s:Body>", header);
    let utf16: Vec<u8> = message.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (charset, bytes) in [("utf-8", message.as_bytes()), ("utf-16", &utf16)] {
        let content_type = format!("text/xml; charset={charset}");
        let reply = decode_with(200, &content_type, bytes, Reading::Lenient).unwrap();
        assert_eq!((&*reply.body, reply.headers.number), ("x", Some(7)));
        let deviations: Vec<_> =
            reply.deviations.iter().map(|found| (&*found.path, &found.kind)).collect();
        let what = ReadErrorKind::UnexpectedElement("{urn:echo}new".to_owned());
        assert_eq!(deviations, [("/Envelope/Body/EchoResponse", &what)]);
    }
}

#[test]
fn treats_nil_headers_as_absent() {
    let header = "<s:Header xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>\
                  <t:session xsi:nil='true'/><t:pin xsi:nil='false'>1</t:pin></s:Header><s:Body>";
    let body = "<t:EchoResponse><t:text>x</t:text></t:EchoResponse>";
    let message = envelope(SOAP11, body).replace("<s:Body>", header);
    let reply = decode_with(200, "text/xml", message.as_bytes(), Reading::Lenient).unwrap();
    assert_eq!((reply.headers.number, reply.headers.pin.as_deref()), (None, Some("1")));
    assert_eq!(reply.deviations.len(), 1);
    decode_with(200, "text/xml", message.as_bytes(), Reading::Strict).unwrap_err();
}

/// Each name is shown with its namespace, so the output could grow quadratically.
#[test]
fn truncates_debug_output_of_faults() {
    let entries = format!("<q:k xmlns:q='{}'/>", "u".repeat(1_000)).repeat(1_000);
    let fault = fault(
        SOAP11,
        &format!("<faultcode>s:Server</faultcode><faultstring/><detail>{entries}</detail>"),
    );
    let shown = format!("{fault:?}");
    assert!(shown.contains("raw_detail: [\"{uuu") && shown.len() < 10_000, "{}", shown.len());
}
