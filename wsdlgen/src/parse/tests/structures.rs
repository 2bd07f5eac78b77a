//! Tests of parsing complex types, elements and attributes.

use super::*;

#[test]
fn parses_nested_and_repeated_particles() {
    let a = r#"<xs:element name="a"/>"#;
    let cases = [
        ("", ""),
        ("<xs:sequence/>", "sequence()"),
        ("<xs:annotation/><xs:all/>", "all()"),
        (
            &format!("<xs:sequence>{a}<xs:choice>{a}</xs:choice></xs:sequence>"),
            "sequence(a, choice(a))",
        ),
        (r#"<xs:choice minOccurs="0" maxOccurs="unbounded"/>"#, "choice(){0,}"),
        (r#"<xs:choice minOccurs="0" maxOccurs="*"/>"#, "choice(){0,}"),
        (r#"<xs:sequence><xs:any maxOccurs="3"/></xs:sequence>"#, "sequence(any{1,3})"),
        (r#"<xs:sequence><xs:element ref="t:b"/></xs:sequence>"#, "sequence(&b)"),
        (r#"<xs:group ref="t:g" minOccurs="0"/>"#, "*g{0,1}"),
        (r#"<xs:sequence><xs:group ref="t:g"/></xs:sequence>"#, "sequence(*g)"),
        (r#"<xs:sequence><xs:element name="a" maxOccurs="0"/></xs:sequence>"#, "sequence()"),
        (r#"<xs:sequence maxOccurs="0"/>"#, ""),
        (r#"<xs:sequence maxOccurs="99999999999999999999"/>"#, "sequence(){1,}"),
        (
            r#"<xs:all maxOccurs="2"><xs:element name="a" maxOccurs="7"/></xs:all>"#,
            "all(a{1,7}){1,2}",
        ),
    ];
    for (content, expected) in cases {
        assert_eq!(particle_of(&complex(content).content), expected, "{content}");
    }
}

#[test]
fn parses_complex_content() {
    let content = r###"<xs:complexContent><xs:extension base="t:B">
        <xs:sequence><xs:element name="a"/></xs:sequence><xs:attribute name="x"/>
        <xs:anyAttribute namespace="##other" processContents="lax"/>
      </xs:extension></xs:complexContent>"###;
    let extension = complex(content);
    let Content::Complex { derivation, base, .. } = &extension.content else {
        panic!("{extension:?}")
    };
    assert_eq!((*derivation, &*base.name.local), (Derivation::Extension, "B"));
    assert_eq!(particle_of(&extension.content), "sequence(a)");
    assert_eq!(extension.attributes.len(), 1);
    let wildcard = extension.any_attribute.unwrap();
    assert_eq!(wildcard.namespaces, NamespaceConstraint::Not(vec!["urn:t".into(), "".into()]));
    assert_eq!(wildcard.process, ProcessContents::Lax);
    let restriction = complex(&content.replace("extension", "restriction"));
    assert!(matches!(
        restriction.content,
        Content::Complex { derivation: Derivation::Restriction, .. }
    ));
}

#[test]
fn reads_mixed_from_type_and_complex_content() {
    let inside =
        r#"<xs:complexContent mixed="true"><xs:extension base="t:B"/></xs:complexContent>"#;
    let cases = [("", false), (r#"mixed="1""#, true), (r#"mixed="false""#, false)];
    for (attribute, expected) in cases {
        let content = format!(r#"<xs:complexType name="T" {attribute}/>"#);
        let schema = parsed_schema(&content);
        let Type::Complex(complex) = &schema.types[0].definition else { panic!("{content}") };
        assert_eq!(complex.mixed, expected, "{content}");
    }
    assert!(complex(inside).mixed);
}

#[test]
fn applies_form_defaults() {
    let content = r#"<xs:complexType name="T"><xs:sequence><xs:element name="a"/>
        <xs:element name="b" form="unqualified"/></xs:sequence><xs:attribute name="a"/>
        <xs:attribute name="b" form="qualified" use="required"/></xs:complexType>"#;
    let text = schema("urn:t", content).replacen(
        "<xs:schema",
        r#"<xs:schema elementFormDefault="qualified""#,
        1,
    );
    let (syntax, report) = parsed(&[("t.xsd", &text)]);
    assert!(report.is_empty(), "{report}");
    let Type::Complex(complex) = &syntax.schemas[0].types[0].definition else { panic!("{text}") };
    let Content::Particle(Some(Particle { term: Term::Model(model), .. })) = &complex.content
    else {
        panic!("{complex:?}")
    };
    let elements = model.particles.iter().map(|particle| match &particle.term {
        Term::Element(element) => &*element.namespace,
        other => panic!("{other:?}"),
    });
    assert_eq!(elements.collect::<Vec<_>>(), ["urn:t", ""]);
    let attributes = complex.attributes.iter().map(|item| match item {
        AttributeItem::Local(local) => (&*local.namespace, local.presence),
        other => panic!("{other:?}"),
    });
    let expected = [("", Presence::Optional), ("urn:t", Presence::Required)];
    assert_eq!(attributes.collect::<Vec<_>>(), expected);
}

#[test]
fn parses_wildcard_namespaces() {
    let list = ["", "urn:x", "urn:t"].map(Into::into).to_vec();
    let cases = [
        ("", NamespaceConstraint::Any),
        ("##any", NamespaceConstraint::Any),
        ("##other", NamespaceConstraint::Not(vec!["urn:t".into(), "".into()])),
        ("##local urn:x ##targetNamespace", NamespaceConstraint::OneOf(list)),
    ];
    for (namespace, expected) in cases {
        let attribute = match namespace {
            "" => String::new(),
            namespace => format!(r#"namespace="{namespace}""#),
        };
        let complex = complex(&format!("<xs:anyAttribute {attribute}/>"));
        let wildcard = complex.any_attribute.unwrap();
        assert_eq!(wildcard.namespaces, expected, "{namespace}");
        assert_eq!(wildcard.process, ProcessContents::Strict);
    }
}
