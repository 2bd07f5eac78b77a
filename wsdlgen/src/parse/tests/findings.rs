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
fn rejects_deep_nesting() {
    let deep = "<xs:sequence>".repeat(200) + &"</xs:sequence>".repeat(200);
    let content = format!(r#"<xs:complexType name="T">{deep}</xs:complexType>"#);
    let (_, report) = parsed(&[("t.xsd", &schema("urn:t", &content))]);
    assert!(report.to_string().contains("more than 100 levels deep"), "{report}");
}
