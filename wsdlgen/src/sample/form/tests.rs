//! Forms of messages with groups.

use super::Content;
use crate::{diagnostic::Purpose, pipeline, settings::Settings};

const TYPES: &str = r#"
    <xs:complexType name="Shape"><xs:sequence><xs:element name="Side" type="xs:int"/></xs:sequence></xs:complexType>
    <xs:complexType name="Box"><xs:complexContent><xs:extension base="t:Shape">
      <xs:sequence><xs:element name="Top" type="xs:boolean"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:complexType name="Deep"><xs:choice><xs:element name="In" type="t:Deep"/><xs:element name="At" type="t:Deep"/>
      <xs:element name="On" type="t:Deep"/><xs:element name="End" type="xs:int"/></xs:choice></xs:complexType>"#;

/// Returns the form of a request with this content, without white space between elements.
fn form(content: &str) -> String {
    let text = format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
            xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
          <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">{TYPES}
            <xs:element name="r"><xs:complexType>{content}</xs:complexType></xs:element>
          </xs:schema></types>
          <message name="m"><part name="p" element="t:r"/></message>
          <portType name="P"><operation name="o"><input message="t:m"/></operation></portType>
          <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="o"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation></binding>
        </definitions>"#
    );
    let loader = |_: &str| Ok(text.clone().into_bytes());
    let entries = ["t.wsdl".to_owned()];
    let result = pipeline::model(&entries, &loader, &Settings::default(), Purpose::Generating);
    let (model, ..) = result.unwrap_or_else(|report| panic!("{report}"));
    let form = Content::for_form(&model, &model.interfaces[0].operations[0].input).unwrap();
    form.body.lines().map(str::trim).collect()
}

#[test]
fn groups_the_elements_of_parts() {
    let cases = [
        (
            r#"<xs:choice><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/>
               </xs:sequence><xs:element name="c" type="xs:int" maxOccurs="2"/></xs:choice>"#,
            r#"<f:choice><c f:type="int" f:max="2">1</c><f:sequence><a f:type="int">1</a><b f:type="int" f:min="0">1</b></f:sequence></f:choice>"#,
        ),
        (
            r#"<xs:sequence><xs:sequence minOccurs="0"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/>
               </xs:sequence><xs:element name="c" type="xs:int"/></xs:sequence>"#,
            r#"<f:sequence f:min="0"><a f:type="int">1</a><b f:type="int">1</b></f:sequence><c f:type="int">1</c>"#,
        ),
        (
            r#"<xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:choice>"#,
            r#"<f:choice f:min="0" f:max="unbounded"><a f:type="int">1</a><b f:type="int">1</b></f:choice>"#,
        ),
        (
            r#"<xs:sequence><xs:element name="s" type="t:Shape" maxOccurs="3"/></xs:sequence>"#,
            r#"<f:choice f:max="3"><s><Side f:type="int">1</Side></s><s xmlns:tns="urn:t" xsi:type="tns:Box"><Side f:type="int">1</Side><Top f:values="true&#10;false">true</Top></s></f:choice>"#,
        ),
        (
            r#"<xs:choice><xs:any namespace="urn:x" processContents="skip"/><xs:element name="a" type="xs:int"/></xs:choice>"#,
            r#"<f:choice><a f:type="int">1</a><any:thing xmlns:any="urn:x" f:fixed="true"/></f:choice>"#,
        ),
    ];
    for (content, expected) in cases {
        let form = form(content);
        let inside = form.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</r>"));
        assert_eq!(inside, Some(expected), "{content}");
    }
}

/// Nested choices have all branches as far as the form stays small.
#[test]
fn limits_the_branches_of_nested_choices() {
    let choice = r#"<xs:sequence><xs:element name="d" type="t:Deep"/></xs:sequence>"#;
    let found = form(choice);
    assert!((4..=100).contains(&found.matches("<f:choice>").count()), "{found}");
    assert!(found.matches("</").count() <= super::MAX_ELEMENTS, "{found}");
}
