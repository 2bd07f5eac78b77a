//! A small contract for the tests of tools.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use super::{Contract, Mock};
use crate::configure;

pub(super) const CONTRACT: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"
    xmlns:t="urn:t" targetNamespace="urn:t">
  <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">
    <xs:element name="Add"><xs:complexType><xs:sequence><xs:element name="n" type="xs:int" maxOccurs="3"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="Sum" type="xs:int"/><xs:element name="TooMuch" type="xs:int"/><xs:element name="Tell" type="xs:string"/>
  </xs:schema></types>
  <message name="In"><part name="p" element="t:Add"/></message><message name="Out"><part name="p" element="t:Sum"/></message>
  <message name="Bad"><part name="p" element="t:TooMuch"/></message><message name="Told"><part name="p" element="t:Tell"/></message>
  <portType name="P">
    <operation name="Add"><input message="t:In"/><output message="t:Out"/><fault name="f" message="t:Bad"/></operation>
    <operation name="Tell"><input message="t:Told"/></operation></portType>
  <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Add"><soap:operation soapAction="urn:add"/><input><soap:body use="literal"/></input>
      <output><soap:body use="literal"/></output><fault name="f"><soap:fault name="f" use="literal"/></fault></operation>
    <operation name="Tell"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation></binding>
  <binding name="C" type="t:P"><soap12:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Add"><soap12:operation soapAction="urn:add"/><input><soap12:body use="literal"/></input>
      <output><soap12:body use="literal"/></output><fault name="f"><soap12:fault name="f" use="literal"/></fault></operation>
    <operation name="Tell"><soap12:operation soapAction=""/><input><soap12:body use="literal"/></input></operation></binding>
  <service name="S"><port name="B" binding="t:B"><soap:address location="http://localhost/s"/></port>
    <port name="C" binding="t:C"><soap12:address location="http://localhost/s"/></port></service>
</definitions>"#;

/// Returns the contract.
pub(super) fn contract() -> Contract {
    configure().load("a.wsdl", |_| Ok(CONTRACT.as_bytes().to_vec())).expect("a valid contract")
}

/// Returns a mock of the contract.
pub(super) fn mock() -> Mock {
    Mock::new(contract())
}

/// Returns the output of a future that is ready.
pub(super) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("the future is ready"),
    }
}
