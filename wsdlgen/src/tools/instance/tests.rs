//! Round trips of messages from JSON to XML and back, for each shape of content.

mod actions;
mod alternatives;

use super::Data;
use crate::{
    configure,
    tools::{CallOutcome, Contract, MessageInput, SampleValues},
};

/// Loads a contract whose request and reply are one element with this content.
fn contract(content: &str, more: &str) -> Contract {
    let text = format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
            xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
          <types><xs:schema targetNamespace="urn:t">
            <xs:element name="r"><xs:complexType>{content}</xs:complexType></xs:element>{more}
          </xs:schema></types>
          <message name="m"><part name="p" element="t:r"/></message>
          <portType name="P"><operation name="o"><input message="t:m"/><output message="t:m"/></operation></portType>
          <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="o"><soap:operation soapAction=""/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
        </definitions>"#
    );
    configure()
        .load("t.wsdl", |_| Ok(text.clone().into_bytes()))
        .unwrap_or_else(|it| panic!("{it}"))
}

fn text(value: &str) -> Data {
    Data::Text(value.to_owned())
}

fn number(value: &str) -> Data {
    Data::Number(value.to_owned())
}

fn list(items: &[Data]) -> Data {
    Data::List(items.to_vec())
}

fn object(entries: &[(&str, Data)]) -> Data {
    Data::Object(entries.iter().map(|(name, data)| ((*name).to_owned(), data.clone())).collect())
}

/// Checks that data becomes the expected XML inside the element, and that reading the XML returns the same data.
fn check(contract: &Contract, data: &Data, expected: &str) {
    let given = MessageInput::Data(data.clone());
    let request = contract.request("o", None, &given, None);
    let request = request.unwrap_or_else(|error| panic!("{expected}: {error}"));
    let inside = request.envelope.split_once("<tns:r xmlns:tns=\"urn:t\"").map(|(_, rest)| rest);
    let inside = inside.and_then(|rest| rest.split_once("</tns:r>")).map(|(inside, _)| inside);
    assert_eq!(inside, Some(expected));
    match contract.answer("o", None, &request.envelope) {
        Ok(CallOutcome::Reply { data: read, errors, .. }) => {
            assert_eq!(errors, [], "{expected}");
            assert_eq!(read.get("r"), Some(data), "{expected}");
        }
        other => panic!("{expected}: {other:?}"),
    }
}

#[test]
fn round_trips_fields_attributes_and_lists() {
    let fields = r#"<xs:sequence><xs:element name="a" type="xs:int"/>
        <xs:element name="b" type="xs:boolean" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="c" nillable="true" type="xs:decimal"/>
        <xs:element name="d" minOccurs="0"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:element>
        </xs:sequence><xs:attribute name="k" type="xs:string"/>"#;
    let contract = contract(fields, "");
    let booleans = list(&[Data::Boolean(true), Data::Boolean(false)]);
    let all = object(&[
        ("k", text("<&\">")),
        ("a", number("7")),
        ("b", booleans),
        ("c", text("1.50")),
        ("d", list(&[number("1"), number("2")])),
    ]);
    check(
        &contract,
        &all,
        " k=\"&lt;&amp;&quot;&gt;\"><a>7</a><b>true</b><b>false</b><c>1.50</c><d>1 2</d>",
    );
    let least = object(&[("a", number("-1")), ("c", Data::Null)]);
    check(&contract, &least, "><a>-1</a><c xsi:nil=\"true\"></c>");
}

#[test]
fn round_trips_choices_and_groups() {
    let element = |name: &str| format!(r#"<xs:element name="{name}" type="xs:string"/>"#);
    let choice = format!("<xs:choice>{}{}</xs:choice>", element("a"), element("b"));
    check(&contract(&choice, ""), &object(&[("b", text("x"))]), "><b>x</b>");
    let repeated = format!(
        r#"<xs:sequence><xs:choice maxOccurs="9">{}{}</xs:choice></xs:sequence>"#,
        element("a"),
        element("b")
    );
    let items = list(&[object(&[("b", text("1"))]), object(&[("a", text("2"))])]);
    check(&contract(&repeated, ""), &object(&[("a or b", items)]), "><b>1</b><a>2</a>");
    let group = format!(
        r#"<xs:sequence><xs:sequence minOccurs="0">{}{}</xs:sequence>{}</xs:sequence>"#,
        element("a"),
        element("b"),
        element("c")
    );
    let contract = contract(&group, "");
    check(&contract, &object(&[("c", text("x"))]), "><c>x</c>");
    let all = object(&[("a", text("1")), ("b", text("2")), ("c", text("3"))]);
    check(&contract, &all, "><a>1</a><b>2</b><c>3</c>");
}

#[test]
fn round_trips_derived_types_simple_content_and_wildcards() {
    let types = r#"<xs:complexType name="Base"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType>
        <xs:complexType name="Derived"><xs:complexContent><xs:extension base="t:Base"><xs:sequence>
          <xs:element name="b" type="xs:int"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"#;
    let uses = r#"<xs:sequence><xs:element name="e" type="t:Base"/></xs:sequence>"#;
    let with_types = contract(uses, types);
    let derived = object(&[("a", number("1")), ("b", number("2"))]);
    let data = object(&[("e", object(&[("Derived", derived)]))]);
    check(&with_types, &data, "><e xsi:type=\"tns:Derived\"><a>1</a><b>2</b></e>");
    let base = object(&[("e", object(&[("Base", object(&[("a", number("1"))]))]))]);
    check(&with_types, &base, "><e><a>1</a></e>");

    let simple = r#"<xs:simpleContent><xs:extension base="xs:int"><xs:attribute name="u" type="xs:string"/></xs:extension></xs:simpleContent>"#;
    let data = object(&[("u", text("kg")), ("value", number("5"))]);
    check(&contract(simple, ""), &data, " u=\"kg\">5");

    let any = r###"<xs:sequence><xs:any namespace="##other" processContents="lax" maxOccurs="2"/></xs:sequence>"###;
    let xml = "<x:y xmlns:x=\"urn:x\">1</x:y>";
    let data = object(&[("any", list(&[text(xml)]))]);
    check(&contract(any, ""), &data, &format!(">{xml}"));
}

#[test]
fn accepts_the_form_of_replies() {
    let xml = |fields: &str, data: Data| {
        let request = contract(fields, "").request("o", None, &MessageInput::Data(data), None);
        request.map_err(|error| error.to_string()).map(|request| request.envelope)
    };
    let number_in = |name: &str, value: &str| object(&[(name, number(value))]);
    let a = r#"<xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence>"#;
    let wrapped = |name: &str| object(&[("r", number_in(name, "1"))]);
    assert!(xml(a, wrapped("a")).unwrap().contains("><a>1</a></tns:r>"));
    let error = xml(a, wrapped("b")).unwrap_err();
    assert!(error.contains("/r: unexpected entry `b`"), "{error}");
    // An element may have a child of its own name.
    let r = r#"<xs:sequence><xs:element name="r" type="xs:int"/></xs:sequence>"#;
    assert!(xml(r, number_in("r", "1")).unwrap().contains("><r>1</r></tns:r>"));
    assert!(xml(r, wrapped("r")).unwrap().contains("><r>1</r></tns:r>"));
}

#[test]
fn reports_violations_with_paths() {
    let fields = r#"<xs:sequence><xs:element name="a"><xs:simpleType><xs:restriction base="xs:int">
          <xs:minInclusive value="5"/><xs:maxExclusive value="9"/></xs:restriction></xs:simpleType></xs:element>
        <xs:element name="b" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
          <xs:maxLength value="2"/><xs:pattern value="[a-z]*"/></xs:restriction></xs:simpleType></xs:element>
        </xs:sequence>"#;
    let contract = contract(fields, "");
    let cases = [
        (object(&[("a", number("4"))]), "\n  /r/a: invalid value \"4\": must be at least 5"),
        (object(&[("a", number("9"))]), "must be less than 9"),
        (object(&[("a", text("x"))]), "invalid value \"x\": not a valid xs:int"),
        (
            object(&[("a", number("5")), ("b", text("abc"))]),
            "expected a length of at most 2, found 3",
        ),
        (object(&[("a", number("5")), ("b", text("A"))]), "does not match the pattern `[a-z]*`"),
        (object(&[("b", text("a"))]), "`a` is missing before `b`"),
        (object(&[]), "`a` is missing"),
        (object(&[("a", Data::Null)]), "expected a simple value, found null"),
        (text("x"), "/r: expected an object, found a string"),
    ];
    for (data, expected) in cases {
        let error =
            contract.request("o", None, &MessageInput::Data(data), None).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn reports_and_skips_unknown_elements_in_replies() {
    let fields = r#"<xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:sequence>"#;
    let contract = contract(fields, "");
    let reply = |inside: &str| {
        format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><t:r xmlns:t='urn:t'>{inside}</t:r></s:Body></s:Envelope>"
        )
    };
    let result = "<p:result xmlns:p='http://www.w3.org/2003/05/soap-rpc'>a</p:result>";
    let inside = format!("{result}<a>1</a><new><a>no</a></new><b>2</b>");
    let answer = contract.answer("o", None, &reply(&inside));
    let Ok(CallOutcome::Reply { data, errors, xml, .. }) = answer else { panic!("{answer:?}") };
    let expected = object(&[("a", number("1")), ("b", number("2"))]);
    assert_eq!(data.get("r"), Some(&expected));
    assert_eq!(errors.len(), 1);
    assert!(errors[0].what.starts_with("unexpected element `new` (no namespace)"), "{errors:?}");
    assert!(xml.starts_with("<t:r xmlns:t='urn:t'>"), "{xml}");
}

#[test]
fn checks_digits_defaults_and_fixed_values() {
    let element =
        |of_type: &str| format!(r#"<xs:sequence><xs:element name="e" {of_type}/></xs:sequence>"#);
    let digits = r#"<xs:sequence><xs:element name="e"><xs:simpleType><xs:restriction base="xs:decimal">
        <xs:totalDigits value="4"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType></xs:element></xs:sequence>"#;
    let since = r#"<xs:sequence><xs:element name="e"><xs:simpleType><xs:restriction base="xs:date">
        <xs:minInclusive value="2020-01-01"/></xs:restriction></xs:simpleType></xs:element></xs:sequence>"#;
    let cases = [
        (digits.to_owned(), "12.30", ""),
        (digits.to_owned(), "0012.3400", ""),
        (digits.to_owned(), "1.234", "violates fractionDigits (2): found 3 digits"),
        (digits.to_owned(), "12345", "violates totalDigits (4): found 5 digits"),
        (since.to_owned(), "2020-01-01", ""),
        (since.to_owned(), "2019-12-31", "must be at least 2020-01-01"),
        (element(r#"type="xs:int" fixed="7""#), "07", ""),
        (element(r#"type="xs:int" fixed="7""#), "", ""),
        (element(r#"type="xs:int" default="7""#), "", ""),
        (element(r#"type="xs:int" fixed="7""#), "8", "expected the fixed value \"7\""),
    ];
    for (content, value, expected) in cases {
        let contract = contract(&content, "");
        let given = MessageInput::Xml(format!("<t:r xmlns:t='urn:t'><e>{value}</e></t:r>"));
        let found = contract.request("o", None, &given, None);
        let found = found.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(found.is_empty(), expected.is_empty(), "{value}: {found}");
        assert!(found.contains(expected), "{value}: {found}");
    }
}

#[test]
fn ends_recursion_at_the_first_opportunity() {
    let types = r#"<xs:complexType name="E" abstract="true"/>
        <xs:complexType name="And"><xs:complexContent><xs:extension base="t:E"><xs:sequence>
          <xs:element name="l" type="t:E"/><xs:element name="r" type="t:E"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
        <xs:complexType name="Lit"><xs:complexContent><xs:extension base="t:E"><xs:sequence>
          <xs:element name="v" type="xs:int"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"#;
    let contract =
        contract(r#"<xs:sequence><xs:element name="e" type="t:E"/></xs:sequence>"#, types);
    let sample = contract.sample("o", None, SampleValues::Valid).unwrap().request;
    assert!(sample.contains("<v>1</v>"), "{sample}");
    assert!(sample.len() < 10_000, "{} bytes", sample.len());
}

#[test]
fn checks_elements_in_mixed_content() {
    let mixed = r#"<xs:sequence><xs:element name="b" type="xs:int" minOccurs="0" maxOccurs="9"/></xs:sequence>"#;
    let text = contract(
        r#"<xs:sequence><xs:element name="e" type="t:M"/></xs:sequence>"#,
        &format!(r#"<xs:complexType name="M" mixed="true">{mixed}</xs:complexType>"#),
    );
    for (inside, expected) in [
        ("x <b>1</b> y <b>2</b>", ""),
        ("x <b>z</b>", "invalid value \"z\""),
        ("x <c/>", "unexpected element `c` (no namespace) in `e`"),
    ] {
        let given = MessageInput::Xml(format!("<t:r xmlns:t='urn:t'><e>{inside}</e></t:r>"));
        let found = text.request("o", None, &given, None);
        let found = found.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(found.is_empty(), expected.is_empty(), "{inside}: {found}");
        assert!(found.contains(expected), "{inside}: {found}");
    }
}

/// A short contract can require values of any length.
#[test]
fn refuses_samples_of_long_values() {
    let simple = |restriction: &str| {
        let element = format!(
            "<xs:sequence><xs:element name='a'><xs:simpleType>{restriction}</xs:simpleType></xs:element></xs:sequence>"
        );
        contract(&element, "").sample("o", None, SampleValues::Valid).map(|sample| sample.request)
    };
    let restricted = |base: &str, facets: &str| {
        simple(&format!("<xs:restriction base='xs:{base}'>{facets}</xs:restriction>"))
    };
    let list = |length: &str| {
        simple(&format!(
            "<xs:restriction><xs:simpleType><xs:list itemType='xs:int'/></xs:simpleType>\
             <xs:minLength value='{length}'/></xs:restriction>"
        ))
    };
    for length in ["2000000000", "18446744073709551615"] {
        for base in ["string", "hexBinary", "base64Binary"] {
            let facet = format!("<xs:length value='{length}'/>");
            assert!(restricted(base, &facet).is_err(), "{base} {length}");
        }
        assert!(list(length).is_err(), "{length}");
    }
    assert!(restricted("hexBinary", "<xs:length value='3'/>").unwrap().contains(">0F0F0F<"));
    let three = list("3").unwrap();
    assert!(three.contains(">1 1 1<"), "{three}");
    // No text matches both patterns, and each attempt takes time proportional to the text's length.
    let nested = "<xs:simpleType><xs:restriction base='xs:string'><xs:pattern value='([a-z]?){1000}b'/>\
                  </xs:restriction></xs:simpleType><xs:pattern value='(a{0,1000}){0,60}'/>";
    let none = simple(&format!("<xs:restriction>{nested}</xs:restriction>"));
    assert!(none.is_ok(), "the element's name should be used as the value");
}
