//! What is said of schemas that are not as they should be.

use super::*;

#[test]
fn what_does_no_harm_is_a_warning() {
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
            "a second model group in one type",
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
fn what_says_nothing_is_silent() {
    let content = r##"<xs:annotation><xs:appinfo><any/></xs:appinfo></xs:annotation>
        <xs:element name="a" id="i" block="#all" final="#all"
            m:expectedContentTypes="image/png" xmlns:m="http://www.w3.org/2005/05/xmlmime"/>"##;
    assert_eq!(parsed_schema(content).elements.len(), 1);
}

#[test]
fn what_cannot_be_understood_is_an_error() {
    let cases = [
        ("<xs:element/>", "`xs:element` without `name`"),
        (r#"<xs:element name="a b"/>"#, "`a b` is no name"),
        (r#"<xs:element name="a" type="x:b"/>"#, "the prefix `x` is not declared"),
        (r#"<xs:element name="a" nillable="maybe"/>"#, "`maybe` is no value of `nillable`"),
        (r#"<xs:group name="a"/>"#, "a group without a model group"),
        (r#"<xs:simpleType name="a"/>"#, "a simple type without content"),
        (
            r#"<xs:simpleType name="a"><xs:restriction/></xs:simpleType>"#,
            "`xs:restriction` without `base`",
        ),
        (r#"<xs:simpleType name="a"><xs:list/></xs:simpleType>"#, "`xs:list` without `itemType`"),
        (
            r#"<xs:complexType name="a"><xs:complexContent/></xs:complexType>"#,
            "`xs:complexContent` without a base",
        ),
        (
            r#"<xs:complexType name="a"><xs:sequence minOccurs="3" maxOccurs="2"/></xs:complexType>"#,
            "`minOccurs` is 3, more than `maxOccurs`",
        ),
        (
            r#"<xs:complexType name="a"><xs:sequence minOccurs="-1"/></xs:complexType>"#,
            "`-1` is no value of `minOccurs`",
        ),
    ];
    for (content, expected) in cases {
        let (_, report) = parsed(&[("t.xsd", &schema("urn:t", content))]);
        let shown = report.to_string();
        assert!(report.has_errors() && shown.contains(expected), "{content}: {shown}");
    }
}

#[test]
fn nesting_has_an_end() {
    let deep = "<xs:sequence>".repeat(200) + &"</xs:sequence>".repeat(200);
    let content = format!(r#"<xs:complexType name="T">{deep}</xs:complexType>"#);
    let (_, report) = parsed(&[("t.xsd", &schema("urn:t", &content))]);
    assert!(report.to_string().contains("more than 100 deep"), "{report}");
}
