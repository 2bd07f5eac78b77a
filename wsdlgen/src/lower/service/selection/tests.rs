//! Names and policies with enabled and disabled features.

use crate::{
    pipeline,
    settings::{Feature, Settings},
};

/// Two services with the operation `Ping`, and one with a policy for `Sign`. Two types `Item` are derived from `Base`.
const CONTRACT: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:wsp="http://www.w3.org/ns/ws-policy" xmlns:sp="http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702"
    xmlns:t="urn:t" xmlns:a="urn:a" xmlns:b="urn:b" targetNamespace="urn:t">
  <types>
    <xs:schema targetNamespace="urn:t">
      <xs:complexType name="Base"/>
      <xs:element name="Ping" type="t:Base"/><xs:element name="Sign" type="a:Item"/><xs:element name="Fold" type="b:Item"/>
    </xs:schema>
    <xs:schema targetNamespace="urn:a"><xs:complexType name="Item"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType></xs:schema>
    <xs:schema targetNamespace="urn:b"><xs:complexType name="Item"><xs:complexContent><xs:extension base="t:Base"/></xs:complexContent></xs:complexType></xs:schema>
  </types>
  <message name="Ping"><part name="p" element="t:Ping"/></message>
  <message name="Sign"><part name="p" element="t:Sign"/></message>
  <message name="Fold"><part name="p" element="t:Fold"/></message>
  <portType name="A">
    <operation name="Ping"><input message="t:Ping"/></operation>
    <operation name="Sign"><input message="t:Sign"/></operation>
    <operation name="Fold"><input message="t:Fold"/></operation>
  </portType>
  <portType name="B"><operation name="Ping"><input message="t:Ping"/></operation></portType>
  <binding name="A" type="t:A">
    <wsp:Policy><sp:AsymmetricBinding><wsp:Policy><sp:InitiatorToken><wsp:Policy><sp:X509Token/></wsp:Policy></sp:InitiatorToken>
      <sp:RecipientToken><wsp:Policy><sp:X509Token/></wsp:Policy></sp:RecipientToken></wsp:Policy></sp:AsymmetricBinding></wsp:Policy>
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Ping"><soap:operation soapAction="1"/><input><soap:body use="literal"/></input></operation>
    <operation name="Sign"><soap:operation soapAction="2"/><input><wsp:Policy><sp:SignedParts><sp:Body/></sp:SignedParts></wsp:Policy>
      <soap:body use="literal"/></input></operation>
    <operation name="Fold"><soap:operation soapAction="3"/><input><soap:body use="literal"/></input></operation>
  </binding>
  <binding name="B" type="t:B">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Ping"><soap:operation soapAction="4"/><input><soap:body use="literal"/></input></operation>
  </binding>
  <service name="A"><port name="P" binding="t:A"><soap:address location="http://localhost/"/></port></service>
  <service name="B"><port name="P" binding="t:B"><soap:address location="http://localhost/"/></port></service>
</definitions>"#;

/// Returns the code without the operations of a disabled feature.
fn code(operations: &[&str]) -> String {
    let operations = operations.iter().map(|&operation| operation.into()).collect();
    let features = vec![Feature { is_enabled: false, operations }];
    let settings = Settings { features, ..Settings::default() };
    let loader = |path: &str| match path {
        "t.wsdl" => Ok(CONTRACT.as_bytes().to_vec()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    let generated = pipeline::run(&["t.wsdl".to_owned()], &loader, &settings);
    generated.unwrap_or_else(|report| panic!("{report}")).code
}

#[test]
fn names_are_those_of_the_whole_contract() {
    let (marker, port, variant) = ("enum BPing =", "const B_P:", " Item2(b::Item)");
    for (disabled, remaining) in [
        (&[][..], &[marker, port, variant][..]),
        (&["A/Ping"], &[marker, port, variant]),
        (&["A/Sign"], &[marker, port, variant]),
        (&["A/Ping", "A/Sign", "A/Fold"], &[marker, port]),
    ] {
        let code = code(disabled);
        for name in remaining {
            assert!(code.contains(name), "{disabled:?}: {name}\n{code}");
        }
    }
}

/// The only exception is that of `Sign`.
#[test]
fn policies_are_those_of_their_operations() {
    for (disabled, expected) in [
        (&[][..], Some(".operation((1,\"Sign\")")),
        (&["A/Ping"], Some(".operation((0,\"Sign\")")),
        (&["A/Fold"], Some(".operation((1,\"Sign\")")),
        (&["A/Sign"], None),
    ] {
        let code: String = code(disabled).split_whitespace().collect();
        let found = code.find(".operation((").map(|at| &code[at..at + 21]);
        assert_eq!(found, expected, "{disabled:?}\n{code}");
    }
}
