//! Boxing of large fields, which limits stack use when messages are read.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

/// Returns a schema with a type of `texts` string elements, and a type that contains the first one next to a string.
fn schema(texts: usize) -> String {
    let mut schema = String::from(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
        <xs:element name="root" type="t:Outer"/>
        <xs:complexType name="Outer"><xs:sequence>
          <xs:element name="inner" type="t:Inner"/><xs:element name="again" type="t:Inner" minOccurs="0"/>
          <xs:element name="text" type="xs:string"/>
        </xs:sequence></xs:complexType>
        <xs:complexType name="Inner"><xs:sequence>"#,
    );
    for number in 0..texts {
        write!(schema, r#"<xs:element name="text{number}" type="xs:string"/>"#).unwrap();
    }
    schema + "</xs:sequence></xs:complexType></xs:schema>"
}

#[test]
fn boxes_large_fields_next_to_others() {
    let cases = [
        (10, ["required inner: Inner =", "optional again: Option<Inner> ="]),
        (100, ["required inner: Box<Inner> =", "optional again: Option<Box<Inner>> ="]),
    ];
    for (texts, fields) in cases {
        let load = |_: &str| Ok(schema(texts).into_bytes());
        let generated = wsdlgen::configure().generate("large.xsd", load).unwrap();
        for field in fields {
            assert!(generated.code.contains(field), "{texts} texts: no {field}");
        }
    }
}
