//! Tests of schemas that adopt a namespace.

use super::*;

#[test]
fn adopts_namespaces_of_including_schemas() {
    let include = r#"<xs:include schemaLocation="c.xsd"/>"#;
    let c = schema("", r#"<xs:include schemaLocation="d.xsd"/><xs:element name="c" type="D"/>"#);
    let d = schema("", r#"<xs:include schemaLocation="c.xsd"/><xs:complexType name="D"/>"#);
    let a = schema(
        "urn:a",
        &format!(r#"{include}<xs:import namespace="urn:b" schemaLocation="b.xsd"/>"#),
    );
    let b = schema("urn:b", include);
    let documents: [(&str, &str); 4] = [("a.xsd", &a), ("b.xsd", &b), ("c.xsd", &c), ("d.xsd", &d)];
    let (syntax, report) = parsed(&documents);
    assert!(report.is_empty(), "{report}");
    let mut elements: Vec<String> = Vec::new();
    for schema in &syntax.schemas {
        for element in &schema.elements {
            let TypeUse::Reference(of_type) = &element.content.of_type else {
                panic!("{element:?}")
            };
            let namespace = &schema.target_namespace;
            elements.push(format!("{namespace} {} {}", element.name.name, of_type.name));
        }
    }
    elements.sort();
    assert_eq!(elements, ["urn:a c {urn:a}D", "urn:b c {urn:b}D"]);
    let types = syntax.schemas.iter().map(|schema| schema.types.len()).sum::<usize>();
    assert_eq!(types, 2);
}

#[test]
fn keeps_imported_schema_without_namespace() {
    let a = schema(
        "urn:a",
        r#"<xs:include schemaLocation="c.xsd"/><xs:import schemaLocation="c.xsd"/>"#,
    );
    let c = schema("", r#"<xs:element name="c" colour="red"/>"#);
    let (syntax, report) = parsed(&[("a.xsd", &a), ("c.xsd", &c)]);
    let namespaces: Vec<_> = syntax
        .schemas
        .iter()
        .filter(|schema| !schema.elements.is_empty())
        .map(|schema| &*schema.target_namespace)
        .collect();
    assert_eq!(namespaces, ["urn:a", ""]);
    assert_eq!(report.codes().len(), 1, "{report}");
}

#[test]
fn takes_only_schemas_from_wsdl_imported_by_schema() {
    let a = schema("urn:a", r#"<xs:import namespace="urn:t" schemaLocation="t.wsdl"/>"#);
    let t = wsdl(
        r#"<types><xs:schema targetNamespace="urn:t"><xs:element name="e"/></xs:schema></types>
           <message name="m"/>"#,
    );
    let (syntax, report) = parsed(&[("a.xsd", &a), ("t.wsdl", &t)]);
    assert!(report.is_empty(), "{report}");
    assert_eq!(syntax.definitions.len(), 0);
    assert_eq!(syntax.schemas.iter().map(|schema| schema.elements.len()).sum::<usize>(), 1);
}
