//! Tests of parsing operations, messages and bindings.

use super::*;

#[test]
fn derives_exchange_from_messages() {
    let input = r#"<input message="t:i" name="in"/>"#;
    let output = r#"<output message="t:o"/>"#;
    let cases = [
        (format!("{input}{output}"), "request-response"),
        (format!("{output}{input}"), "solicit-response"),
        (input.to_owned(), "one-way"),
        (output.to_owned(), "notification"),
        ("<input/>".to_owned() + output, "notification"),
    ];
    for (content, expected) in cases {
        let text = wsdl(&format!(
            r#"<portType name="p"><operation name="o" parameterOrder="a b">{content}
               <fault name="f" message="t:f"/></operation></portType>"#
        ));
        let (syntax, report) = parsed(&[("t.wsdl", &text)]);
        assert!(!report.has_errors(), "{report}");
        let operation = &syntax.definitions[0].port_types[0].operations[0];
        let found = match operation.exchange {
            Exchange::OneWay(_) => "one-way",
            Exchange::RequestResponse { .. } => "request-response",
            Exchange::SolicitResponse { .. } => "solicit-response",
            Exchange::Notification(_) => "notification",
        };
        assert_eq!(found, expected, "{content}");
        assert_eq!(operation.faults.len(), 1);
        assert_eq!(operation.parameter_order.len(), 2);
        let name = operation.exchange.input().map(|input| input.name.as_deref());
        assert_eq!(name, content.contains("t:i").then_some(Some("in")));
    }
}

#[test]
fn skips_operations_without_messages() {
    let text = wsdl(r#"<portType name="p"><operation name="o"/></portType>"#);
    let (syntax, report) = parsed(&[("t.wsdl", &text)]);
    assert!(syntax.definitions[0].port_types[0].operations.is_empty());
    let shown = report.to_string();
    assert!(!report.has_errors() && shown.contains("the operation `o`, which has no messages,"));
}

#[test]
fn parses_parts_with_elements_or_types() {
    let text = wsdl(
        r#"<message name="m"><part name="a" element="t:a"/><part name="b" type="xs:int"/>
           <part name="c"/></message>"#,
    );
    let (syntax, report) = parsed(&[("t.wsdl", &text)]);
    let parts = &syntax.definitions[0].messages[0].parts;
    assert!(matches!(parts[0].content, PartContent::Element(_)));
    assert!(matches!(parts[1].content, PartContent::Type(_)));
    assert_eq!(parts.len(), 2);
    assert!(!report.has_errors() && report.codes().len() == 1, "{report}");
}

#[test]
fn parses_bindings() {
    let text = wsdl(
        r#"<binding name="b" type="t:p" xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/">
          <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
          <operation name="o"><soap:operation soapAction="urn:o" style="rpc"/>
            <input name="in">
              <soap:body use="encoded" namespace="urn:n" parts="x y"/>
              <soap:header message="t:h" part="p" use="literal">
                <soap:headerfault message="t:h" part="q" use="literal"/></soap:header>
              <soap:header message="t:h" use="literal"/>
            </input>
            <output><mime:multipartRelated>
              <mime:part><soap:body use="literal"/></mime:part>
              <mime:part><mime:content part="z" type="image/png"/><mime:content type="*/*"/></mime:part>
            </mime:multipartRelated></output>
            <fault name="f"><soap:fault name="f" use="literal" namespace="urn:n"/></fault>
          </operation></binding>"#,
    );
    let (syntax, report) = parsed(&[("t.wsdl", &text)]);
    assert!(!report.has_errors() && report.codes().len() == 1, "{report}");
    let operation = &syntax.definitions[0].bindings[0].operations[0];
    assert_eq!((operation.style, &*operation.action), (Style::Rpc, "urn:o"));
    let input = &operation.input;
    assert_eq!(input.name.as_deref(), Some("in"));
    assert_eq!((input.encoding.r#use, &*input.encoding.namespace), (Use::Encoded, "urn:n"));
    assert_eq!(input.parts.as_ref().map(|parts| &*parts.name), Some("x y"));
    assert_eq!(input.headers.len(), 1);
    assert_eq!(&*input.headers[0].faults[0].part.name, "q");
    let [body, attachment] = &*operation.output.mime else { panic!("{operation:?}") };
    assert_eq!(body.contents, [MimeContent::Envelope]);
    let [MimeContent::Attachment { part, media_type }, MimeContent::Attachment { part: None, .. }] =
        &*attachment.contents
    else {
        panic!("{attachment:?}")
    };
    assert_eq!(part.as_ref().map(|part| &*part.name), Some("z"));
    assert_eq!(media_type.as_deref(), Some("image/png"));
    assert_eq!(&*operation.faults[0].encoding.namespace, "urn:n");
    assert!(operation.obstacles.is_empty(), "{:?}", operation.obstacles);
}
