//! Which operations get a method, and what is said of the others.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

/// A contract with one message; `rest` comes after its portTypes.
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
fn operations_without_a_method_have_a_reason() {
    let service = r#"<service name="S"><port name="A" binding="t:B">
        <soap:address location="http://localhost/a"/></port>
        <port name="G" binding="t:H"/></service>"#;
    let generated = generate(&contract(service));
    let found: Vec<_> =
        generated.skipped.iter().map(|one| (&*one.operation, &*one.reason)).collect();
    let begins = "the service would begin, and HTTP leaves that to the client";
    let expected = [
        ("tell", begins),
        ("get", "it is not bound to SOAP over HTTP"),
        ("set", "nothing binds its portType"),
    ];
    assert_eq!(found, expected);
    assert!(generated.code.contains("pub struct SClient("), "{}", generated.code);
}

#[test]
fn without_a_service_bindings_are_ports_without_an_address() {
    let generated = generate(&contract(""));
    assert!(generated.code.contains("pub struct PClient("), "{}", generated.code);
    assert!(generated.code.contains("pub const B: rt::Port<PContract>"), "{}", generated.code);
    let elsewhere = contract(r#"<service name="S"/>"#);
    let why = &generate(&elsewhere).skipped[0].reason;
    assert_eq!(why, "no service has a port for its binding");
}

#[test]
fn a_binding_of_nothing_is_passed_over_where_that_is_asked_for() {
    let load = |_: &str| Ok(contract("").replace("type=\"t:P\"", "type=\"t:None\"").into_bytes());
    let generated = wsdlgen::configure().skip_unresolved().generate("t.wsdl", load).unwrap();
    let found: Vec<_> =
        generated.skipped.iter().map(|one| (&*one.operation, &*one.reason)).collect();
    let unbound = "nothing binds its portType";
    let expected = [
        ("ask", unbound),
        ("tell", unbound),
        ("get", "it is not bound to SOAP over HTTP"),
        ("set", unbound),
    ];
    assert_eq!(found, expected);
}

#[test]
fn operations_are_selected_without_a_service_too() {
    for selected in ["ask", "P/ask"] {
        let load = |_: &str| Ok(contract("").into_bytes());
        let config = wsdlgen::configure().operations(&[selected]);
        let generated = config.generate("t.wsdl", load).unwrap();
        assert!(generated.code.contains("pub fn ask"), "{}", generated.code);
    }
}
