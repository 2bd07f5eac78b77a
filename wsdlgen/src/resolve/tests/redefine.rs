//! Tests of redefinitions.

use super::*;

#[test]
fn derives_redefined_types_from_originals() {
    let original = schema(
        "urn:t",
        r#"<xs:complexType name="T"/>
        <xs:simpleType name="S"><xs:restriction base="xs:int"/></xs:simpleType>
        <xs:element name="e" type="t:T"/>"#,
    );
    let redefinition = |location: &str| {
        schema(
            "urn:t",
            &format!(
                r#"<xs:redefine schemaLocation="{location}">
            <xs:complexType name="T"><xs:complexContent><xs:extension base="t:T"><xs:sequence>
              <xs:element name="again" type="t:T" minOccurs="0"/></xs:sequence></xs:extension>
            </xs:complexContent></xs:complexType>
            <xs:simpleType name="S"><xs:restriction base="t:S"><xs:maxInclusive value="5"/>
            </xs:restriction></xs:simpleType></xs:redefine>"#
            ),
        )
    };
    // Two layers: the upper redefines the lower.
    let documents: [(&str, &str); 3] = [
        ("upper.xsd", &redefinition("lower.xsd")),
        ("lower.xsd", &(redefinition("original.xsd") + "<!-- lower -->")),
        ("original.xsd", &original),
    ];
    let linked = linked(&documents);
    let mut chain = vec![type_index(&linked, "T")];
    loop {
        let Type::Complex(complex) = &linked.types[chain[chain.len() - 1]].item.definition else {
            panic!("{linked:?}")
        };
        let Content::Complex { base, .. } = &complex.content else { break };
        let TypeTarget::Definition(next) = linked.type_target(base) else { panic!("{base:?}") };
        // A reference that is not the base refers to the redefinition.
        let Term::Element(again) = &content(complex)[0].term else { panic!("{complex:?}") };
        let TypeUse::Reference(again) = &again.content.of_type else { panic!("{again:?}") };
        let TypeTarget::Definition(again) = linked.type_target(again) else { panic!("{again:?}") };
        assert_eq!(again, chain[0]);
        chain.push(next);
    }
    assert_eq!(chain.len(), 3);
    assert_eq!(linked.types[chain[1]].standing, DefinitionStatus::Redefined);
    assert_eq!(linked.types[chain[2]].standing, DefinitionStatus::Redefined);
    let TypeUse::Reference(of_type) = &linked.elements[0].item.content.of_type else {
        panic!("{linked:?}")
    };
    assert!(
        matches!(linked.type_target(of_type), TypeTarget::Definition(index) if index == chain[0])
    );
    let simple = base(&linked.types[type_index(&linked, "S")].item.definition);
    assert!(matches!(
        linked.type_target(simple),
        TypeTarget::Definition(index) if linked.types[index].standing == DefinitionStatus::Redefined
    ));
}

#[test]
fn links_redefined_groups_to_originals() {
    // The original has no namespace and adopts that of the redefining schema.
    let original = schema(
        "",
        r#"<xs:group name="g"><xs:sequence/></xs:group>
        <xs:attributeGroup name="ag"/>
        <xs:complexType name="T"><xs:group ref="g"/><xs:attributeGroup ref="ag"/></xs:complexType>"#,
    );
    let redefinition = schema(
        "urn:t",
        r#"<xs:redefine schemaLocation="original.xsd">
        <xs:group name="g"><xs:sequence><xs:group ref="t:g"/></xs:sequence></xs:group>
        <xs:attributeGroup name="ag"><xs:attributeGroup ref="t:ag"/><xs:attribute name="new"/>
        </xs:attributeGroup></xs:redefine>"#,
    );
    let linked = linked(&[("t.xsd", &redefinition), ("original.xsd", &original)]);
    let complex = complex(&linked, "T");
    let Content::Particle(Some(Particle { term: Term::GroupReference(group), .. })) =
        &complex.content
    else {
        panic!("{complex:?}")
    };
    let current = linked.group_index(group);
    assert_eq!(linked.groups[current].standing, DefinitionStatus::Current);
    let [Particle { term: Term::GroupReference(inner), .. }] =
        &*linked.groups[current].item.model.particles
    else {
        panic!("{linked:?}")
    };
    assert_eq!(linked.groups[linked.group_index(inner)].standing, DefinitionStatus::Redefined);
    let [AttributeItem::Group(group)] = &*complex.attributes else { panic!("{complex:?}") };
    let current = linked.attribute_group_index(group);
    assert_eq!(linked.attribute_groups[current].item.attributes.len(), 2);
    let AttributeItem::Group(inner) = &linked.attribute_groups[current].item.attributes[0] else {
        panic!("{linked:?}")
    };
    let inner = linked.attribute_group_index(inner);
    assert_eq!(linked.attribute_groups[inner].standing, DefinitionStatus::Redefined);
}

#[test]
fn rejects_redefinition_without_original() {
    let redefinition = schema(
        "urn:t",
        r#"<xs:redefine schemaLocation="original.xsd">
        <xs:attributeGroup name="ag"/></xs:redefine>"#,
    );
    let original = schema("urn:t", "");
    let report = refused(&[("t.xsd", &redefinition), ("original.xsd", &original)]);
    assert_eq!(report.codes(), [Code::UnknownAttributeGroup]);
}
