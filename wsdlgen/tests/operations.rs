//! Selection of the operations that get a method, and the reasons for skipping others.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

/// Returns a contract with one message. `rest` is inserted after its bindings.
fn contract(rest: &str) -> String {
    format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t"
            xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:http="http://schemas.xmlsoap.org/wsdl/http/">
          <message name="m"/>
          <portType name="P"><operation name="ask"><input message="t:m"/><output message="t:m"/></operation>
            <operation name="tell"><output message="t:m"/></operation></portType>
          <portType name="Q"><operation name="get"><input message="t:m"/></operation></portType>
          <portType name="R"><operation name="set"><input message="t:m"/></operation></portType>
          <binding name="B" type="t:P">
            <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="ask"><soap:operation soapAction="urn:ask"/>
              <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
            <operation name="tell"><soap:operation soapAction=""/>
              <output><soap:body use="literal"/></output></operation></binding>
          <binding name="H" type="t:Q"><http:binding verb="GET"/></binding>{rest}</definitions>"#
    )
}

fn generate(contract: &str) -> wsdlgen::Generated {
    let load = |_: &str| Ok(contract.as_bytes().to_vec());
    wsdlgen::configure().generate("t.wsdl", load).unwrap()
}

#[test]
fn reports_reasons_for_skipped_operations() {
    let service = r#"<service name="S"><port name="A" binding="t:B">
        <soap:address location="http://localhost/a"/></port>
        <port name="G" binding="t:H"/></service>"#;
    let generated = generate(&contract(service));
    let found: Vec<_> =
        generated.skipped.iter().map(|one| (&*one.operation, &*one.reason)).collect();
    let begins = "the service would have to send the first message, which HTTP does not allow";
    let expected = [
        ("tell", begins),
        ("get", "it is bound only to HTTP without SOAP (see the setting `http_bindings`)"),
        ("set", "no binding refers to its portType"),
    ];
    assert_eq!(found, expected);
    assert!(generated.code.contains("pub struct SClient("), "{}", generated.code);
}

#[test]
fn treats_bindings_without_a_port_as_ports() {
    for service in ["", r#"<service name="S"/>"#] {
        let generated = generate(&contract(service));
        assert!(generated.code.contains("pub struct PClient("), "{}", generated.code);
        assert!(generated.code.contains("pub const B: rt::Port<PContract>"), "{}", generated.code);
    }
}

#[test]
fn declares_header_blocks_by_setting() {
    let types = r#"<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
        <xs:element name="Session" type="xs:string"/></xs:schema></types></definitions>"#;
    let contract = contract("").replace("</definitions>", types);
    for operation in ["ask", "*"] {
        let load = |_: &str| Ok(contract.as_bytes().to_vec());
        let config = wsdlgen::configure().header(operation, "Session");
        let code = config.generate("t.wsdl", load).unwrap().code;
        for expected in [
            "pub struct AskInputHeaders",
            "pub type AskOutputHeaders",
            "session: String = \"Session\"@tns string",
        ] {
            assert!(code.contains(expected), "{operation} {expected}: {code}");
        }
    }
}

/// The service's binding has one operation of the portType. Another binding has both.
#[test]
fn adds_bindings_with_more_operations_than_a_service() {
    let bound = |name: &str| {
        format!(
            r#"<operation name="{name}"><soap:operation soapAction=""/>
               <input><soap:body use="literal"/></input></operation>"#
        )
    };
    let contract = |other: &str| {
        contract(&format!(
            r#"<portType name="T"><operation name="one"><input message="t:m"/></operation>
                <operation name="two"><input message="t:m"/></operation></portType>
              <binding name="Part" type="t:T">
                <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>{}</binding>
              <binding name="Other" type="t:T">
                <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>{other}</binding>
              <service name="S"><port name="A" binding="t:Part">
                <soap:address location="http://localhost/a"/></port></service>"#,
            bound("one")
        ))
    };
    let cases = [(bound("one"), false), (bound("one") + &bound("two"), true)];
    for (other, is_added) in cases {
        let generated = generate(&contract(&other));
        let (code, skipped) = (&generated.code, &generated.skipped);
        assert_eq!(code.contains("pub fn two("), is_added, "{code}");
        assert_eq!(code.contains("pub const OTHER: "), is_added, "{code}");
        assert_eq!(skipped.iter().all(|one| &*one.operation != "two"), is_added, "{skipped:?}");
    }
}

#[test]
fn skips_unresolved_bindings_if_configured() {
    let load = |_: &str| Ok(contract("").replace("type=\"t:P\"", "type=\"t:None\"").into_bytes());
    let generated = wsdlgen::configure().skip_unresolved().generate("t.wsdl", load).unwrap();
    let found: Vec<_> =
        generated.skipped.iter().map(|one| (&*one.operation, &*one.reason)).collect();
    let unbound = "no binding refers to its portType";
    let expected = [
        ("ask", unbound),
        ("tell", unbound),
        ("get", "it is bound only to HTTP without SOAP (see the setting `http_bindings`)"),
        ("set", unbound),
    ];
    assert_eq!(found, expected);
}

#[test]
fn selects_operations_without_a_service() {
    for selected in ["ask", "P/ask"] {
        let load = |_: &str| Ok(contract("").into_bytes());
        let config = wsdlgen::configure().operations(&[selected]);
        let generated = config.generate("t.wsdl", load).unwrap();
        assert!(generated.code.contains("pub fn ask"), "{}", generated.code);
    }
}

#[test]
fn skips_requests_that_a_form_cannot_contain() {
    let fixture = "tests/fixtures/http_bindings/http_bindings.wsdl";
    let fixture = std::fs::read_to_string(fixture).unwrap();
    let cases = [
        ("type=\"xs:string\"", None),
        ("element=\"tns:double\"", None),
        ("element=\"tns:Offers\"", None),
        (
            "element=\"tns:Convert\"",
            Some("the complex type of `Convert` cannot be sent as a field of a URL or form"),
        ),
        (
            "type=\"xs:anyType\"",
            Some("the complex type of `note` cannot be sent as a field of a URL or form"),
        ),
    ];
    for (part, expected) in cases {
        let part = format!("<part name=\"note\" {part}/>");
        let contract = fixture.replace("<part name=\"note\" type=\"xs:string\"/>", &part);
        let load = |_: &str| Ok(contract.clone().into_bytes());
        let generated = wsdlgen::configure().http_bindings().generate("t.wsdl", load).unwrap();
        let skipped = generated.skipped.iter().find(|one| &*one.operation == "Offers");
        assert_eq!(skipped.map(|one| &*one.reason), expected, "{part}");
        assert_eq!(generated.code.contains("pub fn offers("), expected.is_none(), "{part}");
    }
}

#[test]
fn servers_know_the_actions_of_the_binding_and_of_addressing() {
    let fixture = std::fs::read_to_string("tests/fixtures/addressing/addressing.wsdl").unwrap();
    let without_shout: Vec<&str> =
        fixture.lines().filter(|line| !line.contains("name=\"Shout\"")).collect();
    let own = "<input message=\"tns:Text\" wsam:Action=\"urn:echo\"/>";
    let contract = without_shout.join("\n").replace("<input message=\"tns:Text\"/>", own);
    let cases = [("", "\"Text\"@tns,"), ("echo", "\"Text\"@tns; \"echo\" \"urn:echo\",")];
    for (action, signature) in cases {
        let contract = contract.replacen("soapAction=\"\"", &format!("soapAction=\"{action}\""), 1);
        let load = |_: &str| Ok(contract.clone().into_bytes());
        let code = wsdlgen::configure().generate("t.wsdl", load).unwrap().code;
        assert!(code.contains(&format!("{{\n        {signature}\n    }}")), "{code}");
    }
}

#[test]
fn adds_a_fault_to_every_operation() {
    let contract = std::fs::read("tests/fixtures/data_sets/data_sets.wsdl").unwrap();
    let load = |_: &str| Ok(contract.clone());
    let config = wsdlgen::configure().fault("*", "Stock");
    let code = config.generate("t.wsdl", load).unwrap().code;
    for operation in ["ReadAny", "Describe", "ReadTable", "ReadMono", "ReadStock"] {
        let fault = format!("pub enum {operation}Fault {{\n        Stock(rows::Stock) = ");
        assert!(code.contains(&fault), "{operation}: {code}");
    }
}
