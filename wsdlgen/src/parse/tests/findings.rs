//! Tests of diagnostics for invalid schemas.

use super::*;

#[test]
fn warns_of_skipped_constructs_once() {
    let key = r#"<xs:key name="k"><xs:selector xpath="a"/><xs:field xpath="b"/></xs:key>"#;
    let cases = [
        (
            r#"<xs:element name="a" colour="red"/><xs:element name="b" colour="blue"/>"#,
            "the attribute `colour` of `xs:element` is skipped",
        ),
        (
            r#"<xs:simpleType name="a"><xs:restriction base="xs:int"><xs:MaxLength value="1"/>
               </xs:restriction></xs:simpleType>"#,
            "the facet `xs:MaxLength` is skipped",
        ),
        (
            r#"<xs:complexType name="a"><xs:attriute name="b"/></xs:complexType>"#,
            "`xs:attriute` in a complex type is skipped",
        ),
        (r#"<x:y xmlns:x="urn:x"/><x:y xmlns:x="urn:x"/>"#, "the extension `y` is skipped"),
        (
            &format!(
                r#"<xs:element name="a">{key}</xs:element><xs:element name="b">{key}</xs:element>"#
            ),
            "`xs:key`, which is not enforced, is skipped",
        ),
        (
            r#"<xs:complexType name="a"><xs:sequence/><xs:choice/></xs:complexType>"#,
            "complex type has more than one model group",
        ),
    ];
    for (content, expected) in cases {
        let (_, report) = parsed(&[("t.xsd", &schema("urn:t", content))]);
        assert!(!report.has_errors(), "{report}");
        let shown = report.to_string();
        assert_eq!(shown.matches("warning[").count(), 1, "{shown}");
        assert!(shown.contains(expected), "{shown}");
    }
}

#[test]
fn warns_of_what_a_wsdl_requires() {
    let cases = [
        (r#"<x:y xmlns:x="urn:x"/>"#.to_owned(), None),
        (
            r#"<x:y xmlns:x="urn:x" wsdl:required="true" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"/>"#.to_owned(),
            Some("the extension `y`, which the contract requires, is skipped"),
        ),
    ];
    for (content, expected) in cases {
        let (_, report) = parsed(&[("t.wsdl", &wsdl(&content))]);
        let shown = report.to_string();
        assert_eq!(shown.matches("warning[").count(), usize::from(expected.is_some()), "{shown}");
        assert!(shown.contains(expected.unwrap_or_default()), "{shown}");
    }
}

#[test]
fn ignores_harmless_attributes_silently() {
    let content = r##"<xs:annotation><xs:appinfo><any/></xs:appinfo></xs:annotation>
        <xs:element name="a" id="i" block="#all" final="#all"
            m:expectedContentTypes="image/png" xmlns:m="http://www.w3.org/2005/05/xmlmime"/>"##;
    assert_eq!(parsed_schema(content).elements.len(), 1);
}

#[test]
fn rejects_invalid_constructs() {
    let cases = [
        ("<xs:element/>", "missing attribute `name` on `xs:element`"),
        (r#"<xs:element name="a b"/>"#, "`a b` is not a valid NCName"),
        (r#"<xs:element name="a" type="x:b"/>"#, "the prefix `x` is not declared"),
        (
            r#"<xs:element name="a" nillable="maybe"/>"#,
            "`maybe` is not a valid value for `nillable`",
        ),
        (r#"<xs:group name="a"/>"#, "missing model group in `xs:group`"),
        (r#"<xs:simpleType name="a"/>"#, "missing content in `xs:simpleType`"),
        (
            r#"<xs:simpleType name="a"><xs:restriction/></xs:simpleType>"#,
            "missing attribute `base` on `xs:restriction`",
        ),
        (
            r#"<xs:simpleType name="a"><xs:list/></xs:simpleType>"#,
            "missing attribute `itemType` on `xs:list`",
        ),
        (
            r#"<xs:complexType name="a"><xs:complexContent/></xs:complexType>"#,
            "missing derivation in `xs:complexContent`",
        ),
        (
            r#"<xs:complexType name="a"><xs:sequence minOccurs="3" maxOccurs="2"/></xs:complexType>"#,
            "`minOccurs` (3) is greater than `maxOccurs`",
        ),
        (
            r#"<xs:complexType name="a"><xs:sequence minOccurs="-1"/></xs:complexType>"#,
            "`-1` is not a valid value for `minOccurs`",
        ),
    ];
    for (content, expected) in cases {
        let (_, report) = parsed(&[("t.xsd", &schema("urn:t", content))]);
        let shown = report.to_string();
        assert!(report.has_errors() && shown.contains(expected), "{content}: {shown}");
    }
}

#[test]
fn names_documents_that_are_not_contracts() {
    let cases = [
        ("", "the document is empty"),
        (" \n", "the document is empty"),
        ("{\"error\": 1}", "the document is JSON"),
        ("<!DOCTYPE html>\n<html><body>Sign in<br></body></html>", "a web page (HTML)"),
        ("<HTML><br></HTML>", "a web page (HTML)"),
        ("<html/>", "a web page (HTML)"),
        ("<description xmlns='http://www.w3.org/ns/wsdl'/>", "a WSDL 2.0 description"),
        ("<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'/>", "a SOAP message"),
        ("<discovery xmlns='http://schemas.xmlsoap.org/disco/'/>", "a discovery document"),
        ("<application xmlns='http://wadl.dev.java.net/2009/02'/>", "a WADL description"),
        ("<other/>", "found the root element `other`"),
        ("<a><b></a>", "the document is not well-formed XML"),
    ];
    for (text, expected) in cases {
        let (_, report) = parsed(&[("t.wsdl", text)]);
        let shown = report.to_string();
        assert!(report.has_errors() && shown.contains(expected), "{text}: {shown}");
    }
}

#[test]
fn knows_the_built_in_types_of_xml_schema_1_1() {
    let types = ["dateTimeStamp", "yearMonthDuration", "dayTimeDuration", "anyAtomicType"];
    let attributes = types.map(|name| format!(r#"<xs:attribute name="{name}" type="xs:{name}"/>"#));
    let schema = format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:complexType>{}</xs:complexType></xs:element></xs:schema>"#,
        attributes.concat()
    );
    let generated = crate::configure()
        .generate_schemas(&["t.xsd"], |_| Ok(schema.clone().into_bytes()))
        .unwrap_or_else(|report| panic!("{report}"));
    assert!(generated.warnings.is_empty(), "{}", generated.warnings);
    assert!(generated.code.contains("DateTimeStamp"), "{}", generated.code);
}

#[test]
fn warns_of_xml_schema_1_1() {
    let cases = [
        (
            r#"<xs:complexType name="a"><xs:assert test="true()"/></xs:complexType>"#,
            "`xs:assert`, which is not enforced, is skipped",
        ),
        (
            r#"<xs:simpleType name="a"><xs:restriction base="xs:int"><xs:assertion test="$value"/></xs:restriction></xs:simpleType>"#,
            "`xs:assertion`, which is not enforced, is skipped",
        ),
        (
            r#"<xs:element name="a" type="xs:int"><xs:alternative test="count(@b)" type="xs:int"/></xs:element>"#,
            "the test of an `xs:alternative` is not supported",
        ),
    ];
    for (content, expected) in cases {
        let (_, report) = parsed(&[("t.xsd", &schema("urn:t", content))]);
        let shown = report.to_string();
        assert!(!report.has_errors() && shown.contains(expected), "{content}: {shown}");
    }
    let alternative = r#"<xs:alternative test="@b" type="xs:int"/>"#;
    let many = format!(r#"<xs:element name="a">{}</xs:element>"#, alternative.repeat(65));
    let (_, report) = parsed(&[("t.xsd", &schema("urn:t", &many))]);
    assert!(report.to_string().contains("more than 64 alternatives"), "{report}");
}

/// An attribute of another namespace says nothing, whatever its local name is.
#[test]
fn ignores_attributes_of_other_namespaces() {
    let generated = |attributes: &str| {
        let schema = format!(
            r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:f="urn:f"><xs:element name="a"><xs:complexType>
            <xs:sequence><xs:element {attributes} name="b" type="xs:int"/></xs:sequence></xs:complexType></xs:element></xs:schema>"#
        );
        let generated = crate::configure()
            .generate_schemas(&["t.xsd"], |_| Ok(schema.clone().into_bytes()))
            .unwrap_or_else(|report| panic!("{attributes}: {report}"));
        assert!(generated.warnings.is_empty(), "{attributes}: {}", generated.warnings);
        generated.code
    };
    let plain = generated("");
    for attributes in [
        r#"f:minOccurs="0" f:nillable="true""#,
        r#"f:ref="urn:doc""#,
        r#"f:type="f:none""#,
        r#"f:fixed="1" f:default="2""#,
        r#"f:name="c""#,
    ] {
        assert_eq!(generated(attributes), plain, "{attributes}");
    }
}

/// Each schema says something twice, or in a place where it means nothing. What is not read is reported.
#[test]
fn reports_content_that_is_dropped() {
    let complex = |content: &str| format!(r#"<xs:complexType name="T">{content}</xs:complexType>"#);
    let simple = |content: &str| format!(r#"<xs:simpleType name="T">{content}</xs:simpleType>"#);
    let derived = r#"<xs:complexContent><xs:extension base="xs:anyType"/></xs:complexContent>"#;
    let valued = r#"<xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent>"#;
    let inner = r#"<xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType>"#;
    let cases = [
        (
            complex(&format!("{derived}<xs:choice/>")),
            "`xs:choice` beside `xs:complexContent` is skipped",
        ),
        (complex(&format!("<xs:all/>{derived}")), "`xs:all` beside `xs:complexContent` is skipped"),
        (
            complex(&format!("{valued}{derived}")),
            "`xs:complexContent` beside `xs:simpleContent` is skipped",
        ),
        (
            complex(r#"<xs:group ref="t:G"><xs:sequence/></xs:group>"#),
            "`xs:sequence` in `xs:group` is skipped",
        ),
        (
            simple(&format!(r#"<xs:restriction base="xs:int">{inner}</xs:restriction>"#)),
            "`xs:simpleType` beside the attribute `base` is skipped",
        ),
        (
            simple(&format!(r#"<xs:list itemType="xs:int">{inner}</xs:list>"#)),
            "`xs:simpleType` in `xs:list` is skipped",
        ),
        (
            simple(
                r#"<xs:restriction base="xs:int"><xs:minInclusive value="1"><xs:int/></xs:minInclusive></xs:restriction>"#,
            ),
            "`xs:int` in `xs:minInclusive` is skipped",
        ),
    ];
    for (content, expected) in cases {
        let (_, report) = parsed(&[("t.xsd", &schema("urn:t", &content))]);
        let shown = report.to_string();
        assert!(!report.has_errors() && shown.contains(expected), "{content}: {shown}");
    }
}

#[test]
fn rejects_deep_nesting() {
    let deep = "<xs:sequence>".repeat(200) + &"</xs:sequence>".repeat(200);
    let content = format!(r#"<xs:complexType name="T">{deep}</xs:complexType>"#);
    let (_, report) = parsed(&[("t.xsd", &schema("urn:t", &content))]);
    assert!(report.to_string().contains("more than 100 levels deep"), "{report}");
}
