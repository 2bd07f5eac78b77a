//! Operations whose names occur several times.

use std::io;

use super::{SOAP11, answer};
use crate::{
    configure,
    tools::{Contract, Mock, MockAnswer},
};

/// Returns a contract with two portTypes of the same name, in two namespaces.
fn contract() -> Contract {
    let part = |uri: &str, own: &str| {
        format!(
            r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
                xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="{uri}" targetNamespace="{uri}">{own}
              <types><xs:schema targetNamespace="{uri}"><xs:element name="Ping" type="xs:int"/></xs:schema></types>
              <message name="M"><part name="p" element="t:Ping"/></message>
              <portType name="P"><operation name="Ping"><input message="t:M"/><output message="t:M"/></operation></portType>
              <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
                <operation name="Ping"><soap:operation/><input><soap:body use="literal"/></input>
                  <output><soap:body use="literal"/></output></operation></binding>{}
            </definitions>"#,
            if own.is_empty() {
                ""
            } else {
                r#"<service name="S"><port name="APort" binding="t:B"><soap:address location="http://localhost/a"/></port>
                  <port name="BPort" xmlns:b="urn:b" binding="b:B"><soap:address location="http://localhost/b"/></port></service>"#
            }
        )
    };
    let load = |path: &str| match path {
        "a.wsdl" => Ok(part("urn:a", r#"<import namespace="urn:b" location="b.wsdl"/>"#).into()),
        "b.wsdl" => Ok(part("urn:b", "").into()),
        _ => Err(io::ErrorKind::NotFound.into()),
    };
    configure().load("a.wsdl", load).unwrap()
}

#[test]
fn answers_the_operation_of_each_port() {
    let mock = Mock::new(contract());
    for uri in ["urn:a", "urn:b"] {
        let found = answer(&mock, SOAP11, &format!("<Ping xmlns='{uri}'>1</Ping>"));
        assert_eq!(found, (200, format!("<Ping xmlns=\"{uri}\">1</Ping>")));
    }
}

#[test]
fn finds_operations_by_their_port() {
    let mock = Mock::new(contract());
    mock.answer("BPort/Ping", MockAnswer::Status(503)).unwrap();
    let statuses = ["urn:a", "urn:b"]
        .map(|uri| answer(&mock, SOAP11, &format!("<Ping xmlns='{uri}'>1</Ping>")).0);
    assert_eq!(statuses, [200, 503]);
    assert!(mock.answer("CPort/Ping", MockAnswer::HangUp).is_err());
}
