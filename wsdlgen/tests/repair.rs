//! Mistakes in contracts: errors that name the setting `repair`, and warnings with it.
//!
//! Each case makes a mistake in a contract that has none, by replacing one text with another.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use wsdlgen::{Code, Config, Generated, Report, configure};

const SOUND: &str = r#"<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="urn:t" xmlns:s="urn:s"
    xmlns:xsd="http://www.w3.org/2001/XMLSchema" name="Shop" targetNamespace="urn:t">
  <wsdl:types>
    <xsd:schema targetNamespace="urn:t" elementFormDefault="qualified">
      <xsd:simpleType name="Code">
        <xsd:restriction base="xsd:string"><xsd:maxLength value="8"/></xsd:restriction>
      </xsd:simpleType>
      <xsd:complexType name="Item">
        <xsd:sequence>
          <xsd:element name="sent" type="xsd:dateTime"/>
          <xsd:element name="code" type="tns:Code" minOccurs="0" maxOccurs="5"/>
          <xsd:element name="data" type="xsd:base64Binary" nillable="true"/>
        </xsd:sequence>
        <xsd:attribute name="id" type="xsd:int" use="required"/>
      </xsd:complexType>
      <xsd:element name="Find" type="xsd:string"/>
      <xsd:element name="Found" type="tns:Item"/>
      <xsd:element name="Order"><xsd:complexType><xsd:sequence>
        <xsd:element name="count" type="xsd:int"/></xsd:sequence></xsd:complexType></xsd:element>
      <xsd:element name="Copy"><xsd:complexType><xsd:sequence>
        <xsd:element name="of" type="xsd:int"/></xsd:sequence></xsd:complexType></xsd:element>
    </xsd:schema>
  </wsdl:types>
  <wsdl:message name="FindRequest"><wsdl:part name="body" element="tns:Find"/></wsdl:message>
  <wsdl:message name="FindReply"><wsdl:part name="body" element="tns:Found"/></wsdl:message>
  <wsdl:portType name="ShopPort">
    <wsdl:operation name="Find">
      <wsdl:input message="tns:FindRequest"/><wsdl:output message="tns:FindReply"/>
    </wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="ShopSoap" type="tns:ShopPort">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="Find">
      <soap:operation soapAction="urn:t/Find"/>
      <wsdl:input><soap:body use="literal" parts="body"/></wsdl:input>
      <wsdl:output><soap:body use="literal"/></wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="Shop">
    <wsdl:port name="ShopSoap" binding="tns:ShopSoap"><soap:address location="http://t/"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>"#;

fn generate(contract: &str, config: &Config) -> Result<Generated, Report> {
    config.generate("t.wsdl", |location| match location {
        "t.wsdl" => Ok(contract.as_bytes().to_vec()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    })
}

/// A mistake: a text of the sound contract and what replaces it.
struct Mistake {
    right: &'static str,
    wrong: &'static str,
    code: Code,
    /// The assumption that the warning states.
    assumed: &'static str,
    /// A part of the generated code.
    generated: &'static str,
}

const MISTAKES: &[Mistake] = &[
    Mistake {
        right: r#"<xsd:sequence>
          <xsd:element name="sent""#,
        wrong: r#"<xsd:complexContent>
          <xsd:restriction xmlns:enc="http://www.w3.org/2003/05/soap-encoding" base="enc:Array">
            <xsd:attribute ref="enc:arrayType" wsdl:arrayType="tns:Order[]"/>
          </xsd:restriction>
        </xsd:complexContent></xsd:complexType>
        <xsd:complexType name="Order"><xsd:sequence>
          <xsd:element name="sent""#,
        code: Code::UnknownAttribute,
        assumed: "`arrayType` in namespace `http://schemas.xmlsoap.org/soap/encoding/` is assumed",
        generated: "items",
    },
    Mistake {
        right: r#"type="xsd:dateTime""#,
        wrong: r#"type="xsd:datetime""#,
        code: Code::UnknownType,
        assumed: "`xs:dateTime` is assumed",
        generated: "sent: rt::DateTime",
    },
    Mistake {
        right: r#"type="xsd:base64Binary""#,
        wrong: r#"type="xsd:binary""#,
        code: Code::UnknownType,
        assumed: "`xs:base64Binary` is assumed",
        generated: "data: rt::Nillable<rt::Base64Binary>",
    },
    Mistake {
        right: r#"name="sent" type="xsd:dateTime""#,
        wrong: r#"name="sent" type="xsd:strng""#,
        code: Code::UnknownType,
        assumed: "`xs:string` is assumed",
        generated: "sent: String",
    },
    Mistake {
        right: r#"type="tns:Item""#,
        wrong: r#"type="Item""#,
        code: Code::UnknownType,
        assumed: "`Item` in namespace `urn:t` is assumed",
        generated: "Found",
    },
    Mistake {
        right: r#"type="tns:Item""#,
        wrong: r#"type="s:Item""#,
        code: Code::UnknownType,
        assumed: "`Item` in namespace `urn:t` is assumed",
        generated: "Found",
    },
    Mistake {
        right: r#"type="tns:Item""#,
        wrong: r#"type="tns:item""#,
        code: Code::UnknownType,
        assumed: "`Item` in namespace `urn:t` is assumed",
        generated: "Found",
    },
    Mistake {
        right: r#"type="tns:Item""#,
        wrong: r#"xmlns="http://www.w3.org/2001/XMLSchema" type="Item""#,
        code: Code::UnknownType,
        assumed: "`Item` in namespace `urn:t` is assumed",
        generated: "Found",
    },
    Mistake {
        right: r#"name="sent" type="xsd:dateTime""#,
        wrong: r#"name="sent" type="int""#,
        code: Code::UnknownType,
        assumed: "`xs:int` is assumed",
        generated: "sent: i32",
    },
    Mistake {
        right: r#"name="sent" type="xsd:dateTime""#,
        wrong: r#"name="sent" type="tns:Order""#,
        code: Code::UnknownType,
        assumed: "the type of the element `Order` is assumed",
        generated: "sent: Order",
    },
    Mistake {
        right: r#"name="sent" type="xsd:dateTime""#,
        wrong: r#"name="sent" type="tns:Find""#,
        code: Code::UnknownType,
        assumed: "the type of the element `Find` is assumed",
        generated: "sent: String",
    },
    Mistake {
        right: r#"name="sent" type="xsd:dateTime""#,
        wrong: r#"type="xsd:dateTime""#,
        code: Code::MissingAttribute,
        assumed: "it is left out",
        generated: "code: Vec<Code>",
    },
    Mistake {
        right: r#"name="sent" type="xsd:dateTime""#,
        wrong: r#"name="sent" type="xsi:dateTime""#,
        code: Code::UndeclaredPrefix,
        assumed: "the namespace `http://www.w3.org/2001/XMLSchema-instance` is assumed",
        generated: "Found",
    },
    Mistake {
        right: r#"name="sent" type="xsd:dateTime""#,
        wrong: r#"name="sent" type="xs:dateTime""#,
        code: Code::UndeclaredPrefix,
        assumed: "the namespace `http://www.w3.org/2001/XMLSchema` is assumed",
        generated: "sent: rt::DateTime",
    },
    Mistake {
        right: r#"<xsd:maxLength value="8"/>"#,
        wrong: "<xsd:maxLength/>",
        code: Code::MissingAttribute,
        assumed: "the facet is ignored",
        generated: "Code",
    },
    Mistake {
        right: r#"<xsd:restriction base="xsd:string"><xsd:maxLength value="8"/></xsd:restriction>"#,
        wrong: "",
        code: Code::BadValue,
        assumed: "a restriction of `xs:string` is assumed",
        generated: "code: Vec<Code>",
    },
    Mistake {
        right: r#"nillable="true""#,
        wrong: r#"nillable="True""#,
        code: Code::BadValue,
        assumed: "`true` is assumed",
        generated: "data: rt::Nillable<rt::Base64Binary>",
    },
    Mistake {
        right: r#"use="required""#,
        wrong: r#"use="mandatory""#,
        code: Code::BadValue,
        assumed: "`optional` is assumed",
        generated: "id: Option<i32>",
    },
    Mistake {
        right: r#"minOccurs="0""#,
        wrong: r#"minOccurs="none""#,
        code: Code::BadValue,
        assumed: "`1` is assumed",
        generated: "code: Vec<Code>",
    },
    Mistake {
        right: r#"minOccurs="0" maxOccurs="5""#,
        wrong: r#"minOccurs="6" maxOccurs="5""#,
        code: Code::BadValue,
        assumed: "a `maxOccurs` of 6 is assumed",
        generated: "code: Vec<Code>",
    },
    Mistake {
        right: r#"name="Copy""#,
        wrong: r#"name="Order""#,
        code: Code::Duplicate,
        assumed: "the first definition is used",
        generated: "Found",
    },
    Mistake {
        right: r#"<xsd:element name="Find" type="xsd:string"/>"#,
        wrong: r#"<xsd:element name="Find" type="xsd:string"><xsd:complexType/></xsd:element>"#,
        code: Code::BadValue,
        assumed: "it is ignored",
        generated: "Find",
    },
    Mistake {
        right: r#"<wsdl:part name="body" element="tns:Find"/>"#,
        wrong: r#"<wsdl:part element="tns:Find" name="body" /><wsdl:part element="tns:Copy"/>"#,
        code: Code::MissingAttribute,
        assumed: "`Copy` is assumed",
        generated: "Find",
    },
    Mistake {
        right: r#"element="tns:Found""#,
        wrong: r#"element="tns:Item""#,
        code: Code::UnknownElement,
        assumed: "an element of the type `Item` is assumed",
        generated: r#"output: super::Item = "Item"@tns"#,
    },
    Mistake {
        right: r#"element="tns:Found""#,
        wrong: r#"element="xsd:string""#,
        code: Code::UnknownElement,
        assumed: "the type of this name is assumed",
        generated: r#"output: String = "body" string"#,
    },
    Mistake {
        right: r#"element="tns:Found""#,
        wrong: r#"type="tns:Order""#,
        code: Code::UnknownType,
        assumed: "the element of this name is assumed",
        generated: "Order",
    },
    Mistake {
        right: r#"message="tns:FindRequest""#,
        wrong: r#"message="FindRequest""#,
        code: Code::UnknownMessage,
        assumed: "`FindRequest` in namespace `urn:t` is assumed",
        generated: "fn find(",
    },
    Mistake {
        right: r#"<wsdl:input message="tns:FindRequest"/>"#,
        wrong: r#"<input xmlns="http://schemas.xmlsoap.org/wsdl/" message="FindRequest"/>"#,
        code: Code::UnknownMessage,
        assumed: "`FindRequest` in namespace `urn:t` is assumed",
        generated: "fn find(",
    },
    Mistake {
        right: r#"message="tns:FindReply""#,
        wrong: r#"message="tns:findReply""#,
        code: Code::UnknownMessage,
        assumed: "`FindReply` in namespace `urn:t` is assumed",
        generated: "fn find(",
    },
    Mistake {
        right: "FindRequest",
        wrong: "Find:Request;1",
        code: Code::BadValue,
        assumed: "the name is used as it is",
        generated: "fn find(",
    },
    Mistake {
        right: "<soap:address",
        wrong: "<soap12:address",
        code: Code::UndeclaredPrefix,
        assumed: "the namespace `http://schemas.xmlsoap.org/wsdl/soap12/` is assumed",
        generated: "http://t/",
    },
    Mistake {
        right: "<soap:address",
        wrong: "<vendor:note/><soap:address",
        code: Code::UndeclaredPrefix,
        assumed: "the namespace `urn:undeclared:vendor` is assumed",
        generated: "http://t/",
    },
    Mistake {
        right: r#"type="tns:ShopPort""#,
        wrong: "",
        code: Code::MissingAttribute,
        assumed: "`ShopPort` is assumed",
        generated: "fn find(",
    },
    Mistake {
        right: r#"type="tns:ShopPort""#,
        wrong: r#"type="tns:Shop""#,
        code: Code::UnknownPortType,
        assumed: "`ShopPort` in namespace `urn:t` is assumed",
        generated: "fn find(",
    },
    Mistake {
        right: r#"<wsdl:operation name="Find">
      <soap"#,
        wrong: r#"<wsdl:operation name="find">
      <soap"#,
        code: Code::UnknownOperation,
        assumed: "`Find` is assumed",
        generated: "fn find(",
    },
    Mistake {
        right: r#"parts="body""#,
        wrong: r#"parts="parameters""#,
        code: Code::UnknownPart,
        assumed: "the body has `body`",
        generated: "fn find(",
    },
    Mistake {
        right: r#"<wsdl:service name="Shop">"#,
        wrong: "<wsdl:service>",
        code: Code::MissingAttribute,
        assumed: "`Shop` is assumed",
        generated: "ShopClient",
    },
    Mistake {
        right: r#"<wsdl:port name="ShopSoap" binding="tns:ShopSoap">"#,
        wrong: r#"<wsdl:port binding="tns:ShopSoap">"#,
        code: Code::MissingAttribute,
        assumed: "`ShopSoap` is assumed",
        generated: "http://t/",
    },
    Mistake {
        right: r#"<wsdl:port name="ShopSoap" binding="tns:ShopSoap">"#,
        wrong: r#"<wsdl:port name="Any">"#,
        code: Code::MissingAttribute,
        assumed: "`ShopSoap` is assumed",
        generated: "http://t/",
    },
    Mistake {
        right: r#"binding="tns:ShopSoap""#,
        wrong: r#"binding="tns:ShopBinding""#,
        code: Code::UnknownBinding,
        assumed: "`ShopSoap` in namespace `urn:t` is assumed",
        generated: "http://t/",
    },
];

#[test]
fn corrects_mistakes_and_reports_each() {
    let failures: Vec<String> =
        MISTAKES.iter().filter_map(|mistake| mistake.check().err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

impl Mistake {
    /// Makes the mistake and checks the report and the code, with and without the setting.
    fn check(&self) -> Result<(), String> {
        let Self { right, wrong, code, assumed, generated } = self;
        let expect = |is_met: bool, output: &dyn std::fmt::Display| {
            if is_met { Ok(()) } else { Err(format!("{wrong}: {output}")) }
        };
        expect(SOUND.contains(right), right)?;
        let contract = SOUND.replace(right, wrong);
        let refused = generate(&contract, &configure()).err().unwrap_or_default();
        let hint = format!("with the setting `repair`, {assumed}");
        let names_setting = refused.to_string().contains(&hint);
        expect(refused.codes().contains(code) && names_setting, &refused)?;
        let repaired = generate(&contract, &configure().repair());
        let repaired = repaired.map_err(|report| format!("{wrong}: {report}"))?;
        let warnings = &repaired.warnings;
        let states_assumption = warnings.to_string().contains(assumed);
        expect(warnings.codes().contains(code) && states_assumption, warnings)?;
        expect(repaired.code.contains(generated), &repaired.code)
    }
}

#[test]
fn changes_nothing_in_a_sound_contract() {
    let repaired = generate(SOUND, &configure().repair()).unwrap();
    assert!(repaired.warnings.is_empty(), "{}", repaired.warnings);
    assert_eq!(repaired.code, generate(SOUND, &configure()).unwrap().code);
}
