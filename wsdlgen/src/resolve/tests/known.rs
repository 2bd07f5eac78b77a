//! Tests of namespaces that need no document.

use super::*;

#[test]
fn includes_known_definitions_transitively() {
    let text = schema(
        "urn:t",
        r#"<xs:element name="e" type="a:EndpointReferenceType"
            xmlns:a="http://www.w3.org/2005/08/addressing"/>"#,
    );
    let linked = linked(&[("t.xsd", &text)]);
    let names: Vec<_> = linked.types.iter().map(|ty| &*ty.item.name.name).collect();
    let expected =
        ["EndpointReferenceType", "AttributedURIType", "ReferenceParametersType", "MetadataType"];
    assert_eq!(names, expected);
    let names: Vec<_> = linked.elements.iter().map(|it| &*it.item.name.name).collect();
    assert_eq!(names, ["e", "ReferenceParameters", "Metadata"]);
}

#[test]
fn resolves_every_known_definition() {
    let kinds = ["element", "attribute", "group", "attributeGroup", "complexType", "simpleType"];
    let mut count = 0;
    for (file, text) in known_schemas() {
        let namespace = text.split("targetNamespace=\"").nth(1).unwrap();
        let namespace = namespace.split('"').next().unwrap();
        let prefix = if namespace == XML { "xml" } else { "k" };
        for kind in kinds {
            // Global definitions are indented by two spaces.
            for found in text.split(&format!("\n  <xs:{kind} name=\"")).skip(1) {
                let name = found.split('"').next().unwrap();
                let content = use_of(kind, &format!("{prefix}:{name}"));
                let text = schema(
                    "urn:t",
                    &format!(
                        r#"<xs:import namespace="{namespace}" schemaLocation="urn:nowhere"/>
                           <xs:complexType name="T" xmlns:{prefix}="{namespace}">{content}
                           </xs:complexType>"#
                    ),
                );
                let (linked, report) = resolved(&[("t.xsd", &text)], Strictness::Strict);
                assert!(linked.is_some() && report.is_empty(), "{file} {kind} {name}: {report}");
                count += 1;
            }
        }
    }
    assert!(count > 200, "{count}");
}

#[test]
fn prefers_documents_to_known_definitions() {
    let text = schema(
        "urn:t",
        r#"<xs:import namespace="http://www.w3.org/1999/xlink"
        schemaLocation="x.xsd"/><xs:complexType name="T"><xs:attribute ref="x:href"
        xmlns:x="http://www.w3.org/1999/xlink"/></xs:complexType>"#,
    );
    let own =
        schema("http://www.w3.org/1999/xlink", r#"<xs:attribute name="href" default="own"/>"#);
    let linked = linked(&[("t.xsd", &text), ("x.xsd", &own)]);
    assert_eq!(linked.attributes.len(), 1);
    assert!(linked.attributes[0].item.constraint.is_some());
}

#[test]
fn accepts_import_of_xml_schema_itself() {
    let own = schema(
        "http://www.w3.org/2001/XMLSchema",
        r#"<xs:simpleType name="string"><xs:restriction base="xs:anySimpleType"/></xs:simpleType>
           <xs:complexType name="openAttrs"/>"#,
    );
    let text = schema(
        "urn:t",
        r#"<xs:import namespace="http://www.w3.org/2001/XMLSchema" schemaLocation="x.xsd"/>
           <xs:element name="a" type="xs:openAttrs"/><xs:element name="b" type="xs:string"/>"#,
    );
    let linked = linked(&[("t.xsd", &text), ("x.xsd", &own)]);
    assert_eq!(linked.types.len(), 1);
}
