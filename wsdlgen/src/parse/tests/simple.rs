//! Tests of parsing simple types and values.

use super::*;

#[test]
fn parses_simple_content() {
    let extension = complex(
        r#"<xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="a"/>
           </xs:extension></xs:simpleContent>"#,
    );
    assert!(matches!(extension.content, Content::SimpleExtension { .. }));
    assert_eq!(extension.attributes.len(), 1);
    let restriction = complex(
        r#"<xs:simpleContent><xs:restriction base="t:B"><xs:simpleType><xs:restriction
           base="xs:int"/></xs:simpleType><xs:maxInclusive value="5"/><xs:attribute ref="t:a"
           use="prohibited"/></xs:restriction></xs:simpleContent>"#,
    );
    let Content::SimpleRestriction { restriction: said, .. } = &restriction.content else {
        panic!("{restriction:?}")
    };
    assert!(said.value.is_some());
    assert_eq!(facets(&said.facets), [(FacetKind::MaxInclusive, "5")]);
    assert_eq!(restriction.attributes.len(), 1);
}

#[test]
fn parses_restrictions_lists_and_unions() {
    let restriction = simple(
        r#"<xs:restriction base="xs:string"><xs:length value="2"/><xs:pattern value=" a "/>
           <xs:enumeration value=""/></xs:restriction>"#,
    );
    let Variety::Restriction { base: SimpleUse::Reference(base), facets: said } =
        &restriction.variety
    else {
        panic!("{restriction:?}")
    };
    assert_eq!(base.name.to_string(), "{http://www.w3.org/2001/XMLSchema}string");
    let expected =
        [(FacetKind::Length, "2"), (FacetKind::Pattern, " a "), (FacetKind::Enumeration, "")];
    assert_eq!(facets(said), expected);
    let list = simple(r#"<xs:list itemType="xs:int"/>"#);
    assert!(matches!(list.variety, Variety::List(SimpleUse::Reference(_))));
    let inner = r#"<xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType>"#;
    let list = simple(&format!("<xs:list>{inner}</xs:list>"));
    assert!(matches!(list.variety, Variety::List(SimpleUse::Anonymous(_))));
    let union = simple(&format!(r#"<xs:union memberTypes=" t:a t:b ">{inner}</xs:union>"#));
    let Variety::Union(members) = &union.variety else { panic!("{union:?}") };
    let [SimpleUse::Reference(a), SimpleUse::Reference(b), SimpleUse::Anonymous(_)] = &**members
    else {
        panic!("{members:?}")
    };
    assert_eq!((&*a.name.local, &*b.name.local), ("a", "b"));
}

#[test]
fn resolves_literals_that_are_qnames() {
    let cases = [
        ("t:a", Some("{urn:t}a")),
        ("a", Some("a")),
        (" xs:int ", Some("{http://www.w3.org/2001/XMLSchema}int")),
        ("nowhere:a", None),
        ("a b", None),
        ("a:b:c", None),
        ("", None),
    ];
    for (text, expected) in cases {
        let schema = parsed_schema(&format!(r#"<xs:attribute name="a" default="{text}"/>"#));
        let constraint = schema.attributes[0].constraint.as_ref().unwrap();
        let name = constraint.value.name.as_ref().map(ToString::to_string);
        assert_eq!(name.as_deref(), expected, "{text}");
        assert_eq!(&*constraint.value.text, text);
        assert_eq!(constraint.kind, ConstraintKind::Default);
    }
}

#[test]
fn splits_array_types_at_first_bracket() {
    let cases = [("xs:int[]", "int", "[]"), ("t:A[,][5]", "A", "[,][5]"), ("t:A", "A", "")];
    for (written, item, brackets) in cases {
        let content = format!(
            r#"<xs:attribute ref="t:a" w:arrayType="{written}"
                xmlns:w="http://schemas.xmlsoap.org/wsdl/"/>"#
        );
        let complex = complex(&content);
        let [AttributeItem::Reference(attribute)] = &*complex.attributes else {
            panic!("{complex:?}")
        };
        let array = attribute.array_type.as_ref().unwrap();
        assert_eq!((&*array.item.name.local, &*array.brackets), (item, brackets), "{written}");
    }
}

#[test]
fn maps_draft_types_to_final_ones() {
    let text = r#"<schema xmlns="http://www.w3.org/2000/10/XMLSchema" targetNamespace="urn:t">
        <element name="a" type="timeInstant"/>
        <simpleType name="B"><restriction base="binary"><encoding value="hex"/></restriction>
        </simpleType></schema>"#;
    let (syntax, report) = parsed(&[("t.xsd", text)]);
    assert!(report.is_empty(), "{report}");
    let schema = &syntax.schemas[0];
    let TypeUse::Reference(of_type) = &schema.elements[0].content.of_type else {
        panic!("{schema:?}")
    };
    assert_eq!(of_type.name.to_string(), "{http://www.w3.org/2001/XMLSchema}dateTime");
    let Type::Simple(SimpleType {
        variety: Variety::Restriction { base: SimpleUse::Reference(base), .. },
        ..
    }) = &schema.types[0].definition
    else {
        panic!("{schema:?}")
    };
    assert_eq!(&*base.name.local, "hexBinary");
}
