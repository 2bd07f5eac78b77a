//! Rules of XML Schema that `lint` reports.

#![cfg(feature = "tools")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use wsdlgen::Code;

/// The content of schemas, and the rule that each violates, or nothing.
const CASES: &[(&str, &str)] = &[
    // Unique Particle Attribution.
    (
        r#"<complexType name="A"><sequence><element name="x" minOccurs="0"/><element name="y" minOccurs="0"/><element name="x"/></sequence></complexType>"#,
        "either of two particles",
    ),
    (
        r#"<complexType name="A"><sequence><element name="x" minOccurs="0"/><element name="y"/><element name="x"/></sequence></complexType>"#,
        "",
    ),
    (
        r#"<complexType name="A"><sequence maxOccurs="unbounded"><element name="x"/><element name="y" minOccurs="0"/><element name="x" minOccurs="0"/></sequence></complexType>"#,
        "either of two particles",
    ),
    (
        r#"<complexType name="A"><sequence minOccurs="2" maxOccurs="2"><element name="x"/><element name="y"/></sequence></complexType>"#,
        "",
    ),
    (
        r#"<complexType name="A"><choice><element name="x"/><sequence><element name="x"/><element name="y"/></sequence></choice></complexType>"#,
        "either of two particles",
    ),
    (
        r#"<complexType name="A"><sequence><element name="x" minOccurs="0"/><any/></sequence></complexType>"#,
        "either of two particles",
    ),
    (
        r###"<complexType name="A"><sequence><element name="x" minOccurs="0"/><any namespace="##other"/></sequence></complexType>"###,
        "",
    ),
    (
        r#"<element name="h"/><element name="m" substitutionGroup="t:h"/><complexType name="A"><choice><element ref="t:h"/><element ref="t:m"/></choice></complexType>"#,
        "either of two particles",
    ),
    (
        r#"<complexType name="A"><sequence><element name="x" maxOccurs="unbounded"/></sequence></complexType><complexType name="B"><complexContent><extension base="t:A"><sequence><element name="y" minOccurs="0"/><element name="x"/></sequence></extension></complexContent></complexType>"#,
        "either of two particles",
    ),
    (
        r#"<group name="G"><sequence><element name="x" minOccurs="0"><complexType><group ref="t:G"/></complexType></element></sequence></group><complexType name="A"><group ref="t:G"/></complexType>"#,
        "",
    ),
    // Element Declarations Consistent.
    (
        r#"<complexType name="A"><sequence><element name="x" type="int"/><element name="y"/><element name="x" type="string"/></sequence></complexType>"#,
        "cos-element-consistent",
    ),
    (
        r#"<complexType name="A"><sequence><element name="x" type="int"/><element name="y"/><element name="x" type="int"/></sequence></complexType>"#,
        "",
    ),
    // Attributes of definitions.
    (r#"<element name="a" type="int" default="1" fixed="1"/>"#, "src-element.1"),
    (
        r#"<element name="b"/><complexType name="A"><sequence><element ref="t:b" name="c"/></sequence></complexType>"#,
        "src-element.2",
    ),
    (r#"<attribute name="a" default="1" fixed="1"/>"#, "src-attribute.1"),
    (
        r#"<complexType name="A"><attribute name="a" default="1" use="required"/></complexType>"#,
        "src-attribute.2",
    ),
    (r#"<element name="a" block="extension nothing"/>"#, "s4s-att-invalid-value"),
    (r##"<complexType name="A" final="#all"/>"##, ""),
    (r#"<complexType name="A"><sequence/><annotation/></complexType>"#, "s4s-elt-must-match.1"),
    (
        r#"<complexType name="A"><all><element name="x"/><any/></all></complexType>"#,
        "s4s-elt-must-match.1",
    ),
    // Derivation.
    (
        r#"<complexType name="A" final="extension"/><complexType name="B"><complexContent><extension base="t:A"/></complexContent></complexType>"#,
        "cos-ct-extends.1.1",
    ),
    (
        r#"<complexType name="A" final="restriction"/><complexType name="B"><complexContent><extension base="t:A"/></complexContent></complexType>"#,
        "",
    ),
    (
        r#"<simpleType name="A" final="list"><restriction base="int"/></simpleType><simpleType name="B"><list itemType="t:A"/></simpleType>"#,
        "cos-st-restricts.2.3.1.1",
    ),
    (
        r#"<simpleType name="A"><list itemType="int"/></simpleType><simpleType name="B"><list itemType="t:A"/></simpleType>"#,
        "cos-st-restricts.2.1",
    ),
    (
        r#"<complexType name="A"/><complexType name="B"><complexContent><extension base="t:A"/></complexContent></complexType><element name="a" type="t:A" final="extension"/><element name="b" type="t:B" substitutionGroup="t:a"/>"#,
        "e-props-correct.4",
    ),
    // Values and facets.
    (r#"<element name="a" type="ID" default="x"/>"#, "e-props-correct.5"),
    (
        r#"<simpleType name="A"><restriction base="int"><length value="2"/></restriction></simpleType>"#,
        "cos-applicable-facets",
    ),
    (
        r#"<simpleType name="A"><restriction base="string"><minLength value="3"/><maxLength value="2"/></restriction></simpleType>"#,
        "minLength-less-than-equal-to-maxLength",
    ),
    (
        r#"<simpleType name="A"><restriction base="int"><maxInclusive value="3"/></restriction></simpleType><simpleType name="B"><restriction base="t:A"><enumeration value="4"/></restriction></simpleType>"#,
        "enumeration-valid-restriction",
    ),
    (
        r#"<simpleType name="A"><restriction base="boolean"><pattern value="true"/></restriction></simpleType><element name="a" type="t:A" fixed="false"/>"#,
        "e-props-correct.2",
    ),
    // Identity constraints and notations.
    (
        r#"<element name="a"><key name="k"><selector xpath="b"/><field xpath="@i"/></key><keyref name="r" refer="t:k"><selector xpath="c"/><field xpath="@i"/></keyref></element>"#,
        "",
    ),
    (
        r#"<element name="a"><keyref name="r" refer="t:k"><selector xpath="c"/><field xpath="@i"/></keyref></element>"#,
        "src-resolve",
    ),
    (
        r#"<element name="a"><key name="k"><selector xpath="b"/><field xpath="@i"/></key><unique name="k"><selector xpath="b"/><field xpath="@j"/></unique></element>"#,
        "sch-props-correct.2",
    ),
    (
        r#"<element name="a"><key name="k"><selector xpath="b[1]"/><field xpath="@i"/></key></element>"#,
        "is not a path",
    ),
    (r#"<notation name="n"/>"#, "src-notation"),
];

/// Lists of cases, in files.
const LISTS: [&str; 4] = [
    include_str!("lint/documents.txt"),
    include_str!("lint/declarations.txt"),
    include_str!("lint/simple_types.txt"),
    include_str!("lint/complex_types.txt"),
];

fn lint(content: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema.xsd");
    let schema = format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">{content}</xs:schema>"#
    );
    fs::write(&path, schema).unwrap();
    wsdlgen::configure().lint(&path).to_string()
}

#[test]
fn reports_the_rule_that_each_schema_violates() {
    let lines = LISTS.iter().flat_map(|list| list.lines()).filter(|line| !line.starts_with('#'));
    for line in lines {
        let (rule, content) = line.split_once(" | ").unwrap();
        let shown = lint(content);
        let is_named = shown.contains(&format!("({rule})")) || shown.contains(&format!("[{rule}]"));
        assert!(is_named, "{line}\n{shown}");
    }
}

#[test]
fn reports_nothing_about_valid_schemas() {
    let valid = include_str!("lint/valid.txt");
    for content in valid.lines().filter(|line| !line.starts_with('#')) {
        assert_eq!(lint(content), "", "{content}");
    }
}

#[test]
fn reports_violated_rules() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema.xsd");
    for (content, rule) in CASES {
        let schema = format!(
            r#"<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">{content}</schema>"#
        );
        fs::write(&path, schema).unwrap();
        let report = wsdlgen::configure().lint(&path);
        let shown = report.to_string();
        assert_eq!(report.is_empty(), rule.is_empty(), "{content}\n{shown}");
        assert!(shown.contains(rule), "{content}\n{shown}");
    }
}

#[test]
fn denied_warnings_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema.xsd");
    let schema =
        r#"<schema xmlns="http://www.w3.org/2001/XMLSchema"><notation name="n"/></schema>"#;
    fs::write(&path, schema).unwrap();
    assert!(!wsdlgen::configure().lint(&path).has_errors());
    assert!(wsdlgen::configure().deny(Code::Rule).lint(&path).has_errors());
    assert!(!wsdlgen::configure().deny(Code::Ambiguous).lint(&path).has_errors());
}
