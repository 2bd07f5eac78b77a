//! Tests of references to every kind of definition.

use super::*;

#[test]
fn links_every_kind_of_reference() {
    let text = schema(
        "urn:t",
        r#"<xs:element name="head" abstract="true"/>
        <xs:element name="e" substitutionGroup="t:head" type="t:T"/>
        <xs:attribute name="a" type="t:S"/>
        <xs:group name="g"><xs:sequence><xs:element ref="t:e"/></xs:sequence></xs:group>
        <xs:attributeGroup name="ag"><xs:attribute ref="t:a"/></xs:attributeGroup>
        <xs:simpleType name="S"><xs:restriction base="xs:int"/></xs:simpleType>
        <xs:simpleType name="U"><xs:union memberTypes="t:S xs:date"/></xs:simpleType>
        <xs:simpleType name="L"><xs:list itemType="t:U"/></xs:simpleType>
        <xs:complexType name="T"><xs:group ref="t:g"/><xs:attributeGroup ref="t:ag"/>
          <xs:attribute ref="xml:lang"/></xs:complexType>"#,
    );
    let linked = linked(&[("t.xsd", &text)]);
    let head = linked.elements[1].item.substitution_group.as_ref().unwrap();
    assert_eq!(linked.element_index(head), 0);
    let TypeUse::Reference(of_type) = &linked.elements[1].item.content.of_type else {
        panic!("{linked:?}")
    };
    let t = type_index(&linked, "T");
    assert!(matches!(linked.type_target(of_type), TypeTarget::Definition(index) if index == t));
    let complex = complex(&linked, "T");
    let [AttributeItem::Group(group), AttributeItem::Reference(lang)] = &*complex.attributes else {
        panic!("{complex:?}")
    };
    assert_eq!(linked.attribute_group_index(group), 0);
    // Known definitions come last, and only those that are referenced.
    let lang = &linked.attributes[linked.attribute_index(&lang.reference)];
    assert_eq!((&*lang.namespace, &*lang.item.name.name), (XML, "lang"));
    assert_eq!(linked.attributes.len(), 2);
    let Content::Particle(Some(Particle { term: Term::GroupReference(group), .. })) =
        &complex.content
    else {
        panic!("{complex:?}")
    };
    assert_eq!(linked.group_index(group), 0);
    let base = base(&linked.types[type_index(&linked, "S")].item.definition);
    assert!(matches!(linked.type_target(base), TypeTarget::Builtin(Builtin::Int)));
}

#[test]
fn merges_equal_definitions() {
    let type_t = |more: &str| {
        format!(
            r#"<xs:complexType name="T"><xs:annotation><xs:documentation>{more}
            </xs:documentation></xs:annotation><xs:sequence><xs:element name="a"/></xs:sequence>
            </xs:complexType>"#
        )
    };
    let a = schema("urn:t", &(r#"<xs:include schemaLocation="b.xsd"/>"#.to_owned() + &type_t("a")));
    let b = schema("urn:t", &type_t("b"));
    assert_eq!(linked(&[("a.xsd", &a), ("b.xsd", &b)]).types.len(), 1);
}

#[test]
fn resolves_imports_without_location() {
    let text = wsdl(
        r#"<types><xs:schema targetNamespace="urn:a"><xs:import namespace="urn:b"/>
             <xs:element name="a" type="b:T" xmlns:b="urn:b"/></xs:schema>
             <xs:schema targetNamespace="urn:b"><xs:complexType name="T"/></xs:schema></types>"#,
    );
    assert_eq!(linked(&[("t.wsdl", &text)]).types.len(), 1);
}
