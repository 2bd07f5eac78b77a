//! The actions of requests with WS-Addressing.

use super::Data;
use crate::{
    configure,
    tools::{MessageInput, Soap},
};

/// Returns the actions of a request at a SOAP 1.1 and at a SOAP 1.2 port, and the generated code.
fn actions(ports: [&str; 2], declared: &str) -> ([String; 2], String) {
    let binding = |prefix: &str, name: &str, action: &str| {
        format!(
            r#"<binding name="{name}" type="t:P"><{prefix}:binding transport="http://schemas.xmlsoap.org/soap/http"/>
              <wsaw:UsingAddressing/><operation name="o"><{prefix}:operation soapAction="{action}"/>
              <input><{prefix}:body use="literal"/></input></operation></binding>"#
        )
    };
    let text = format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl"
            xmlns:t="urn:t" targetNamespace="urn:t">
          <types><xs:schema targetNamespace="urn:t"><xs:element name="r" type="xs:string"/></xs:schema></types>
          <message name="m"><part name="p" element="t:r"/></message>
          <portType name="P"><operation name="o"><input message="t:m" {declared}/></operation></portType>{}{}
          <service name="S"><port name="A" binding="t:A"><s:address location="http://localhost/"/></port>
            <port name="B" binding="t:B"><s12:address location="http://localhost/"/></port></service>
        </definitions>"#,
        binding("s", "A", ports[0]),
        binding("s12", "B", ports[1]),
    );
    let load = |_: &str| Ok(text.clone().into_bytes());
    let contract = configure().load("t.wsdl", load).unwrap_or_else(|it| panic!("{it}"));
    let input = MessageInput::Data(Data::Text("x".to_owned()));
    let of = |version| contract.request("o", Some(version), &input, None).unwrap().action;
    let code = configure().generate("t.wsdl", load).unwrap_or_else(|it| panic!("{it}")).code;
    ([Soap::V11, Soap::V12].map(of), code)
}

#[test]
fn requests_have_the_action_of_their_port() {
    let declared = "wsaw:Action=\"urn:d\"";
    for (ports, declared, expected) in [
        (["urn:1", "urn:1"], "", ["urn:1", "urn:1"]),
        (["urn:1", "urn:2"], "", ["urn:1", "urn:2"]),
        (["urn:1", ""], "", ["urn:1", "urn:t:P:oRequest"]),
        (["", ""], "", ["urn:t:P:oRequest", "urn:t:P:oRequest"]),
        (["urn:1", "urn:2"], declared, ["urn:d", "urn:d"]),
        (["urn:d", ""], declared, ["urn:d", "urn:d"]),
        (["urn:d", "urn:d"], declared, ["urn:d", "urn:d"]),
    ] {
        let (found, code) = actions(ports, declared);
        assert_eq!(found, expected, "{ports:?} {declared}");
        let is_stated = !declared.is_empty() && found != ports;
        assert_eq!(code.contains("request_action"), is_stated, "{ports:?} {declared}\n{code}");
    }
}
