//! Tests of diagnostics for names and definitions.

use super::*;

#[test]
fn reports_conflicting_schema_definitions() {
    let one = r#"<xs:element name="e" type="xs:int"/>"#;
    let other = r#"<xs:element name="e" type="xs:string"/>"#;
    let both = schema("urn:t", &format!("{one}{other}"));
    assert_eq!(refused(&[("t.xsd", &both)]).codes(), [Code::Duplicate]);
    // Across documents it is only a warning, because real contracts do this.
    let a = schema("urn:t", &format!(r#"<xs:include schemaLocation="b.xsd"/>{one}"#));
    let b = schema("urn:t", other);
    let (found, report) = resolved(&[("a.xsd", &a), ("b.xsd", &b)], Strictness::Strict);
    assert_eq!(report.codes(), [Code::Duplicate]);
    let linked = found.unwrap();
    assert_eq!(linked.elements.len(), 1);
    let TypeUse::Reference(of_type) = &linked.elements[0].item.content.of_type else {
        panic!("{linked:?}")
    };
    assert!(matches!(linked.type_target(of_type), TypeTarget::Builtin(Builtin::Int)));
}

#[test]
fn reports_conflicting_messages() {
    let types = r#"<types><xs:schema targetNamespace="urn:t"><xs:element name="a"/>
        <xs:element name="b"/></xs:schema></types>"#;
    let message = |element: &str| {
        format!(r#"<message name="m"><part name="p" element="t:{element}"/></message>"#)
    };
    let both = wsdl(&(types.to_owned() + &message("a") + &message("b")));
    assert_eq!(refused(&[("t.wsdl", &both)]).codes(), [Code::Duplicate]);
    let import = r#"<import namespace="urn:t" location="u.wsdl"/>"#;
    let one = wsdl(&(import.to_owned() + types + &message("a")));
    let (found, report) =
        resolved(&[("t.wsdl", &one), ("u.wsdl", &wsdl(&message("b")))], Strictness::Strict);
    assert_eq!(report.codes(), [Code::Duplicate]);
    assert!(found.is_some(), "{report}");
}

#[test]
fn rejects_circular_definitions() {
    let simple = |name: &str, base: &str| {
        format!(r#"<xs:simpleType name="{name}"><xs:restriction base="t:{base}"/></xs:simpleType>"#)
    };
    let group = |name: &str, inner: &str| {
        format!(
            r#"<xs:group name="{name}"><xs:sequence><xs:choice><xs:group ref="t:{inner}"/>
            </xs:choice></xs:sequence></xs:group>"#
        )
    };
    let cases = [
        (simple("a", "a"), "the type `a` is derived from itself"),
        (simple("a", "b") + &simple("b", "c") + &simple("c", "a"), "the type `a` is derived from"),
        (
            r#"<xs:simpleType name="a"><xs:list><xs:simpleType><xs:union memberTypes="xs:int t:a"/>
               </xs:simpleType></xs:list></xs:simpleType>"#
                .to_owned(),
            "the type `a` is derived from itself",
        ),
        (
            r#"<xs:complexType name="a"><xs:complexContent><xs:extension base="t:a"/>
               </xs:complexContent></xs:complexType>"#
                .to_owned(),
            "the type `a` is derived from itself",
        ),
        (group("a", "b") + &group("b", "a"), "the group `a` contains itself"),
        (
            r#"<xs:attributeGroup name="a"><xs:attributeGroup ref="t:a"/></xs:attributeGroup>"#
                .to_owned(),
            "the attribute group `a` contains itself",
        ),
        (
            r#"<xs:element name="a" substitutionGroup="t:b"/>
               <xs:element name="b" substitutionGroup="t:a"/>"#
                .to_owned(),
            "the element `a` substitutes for itself",
        ),
    ];
    for (content, expected) in cases {
        let report = refused(&[("t.xsd", &schema("urn:t", &content))]);
        let shown = report.to_string();
        assert!(shown.contains(expected), "{shown}");
        assert_eq!(report.codes(), [Code::Circular], "{shown}");
    }
}

#[test]
fn rejects_definitions_that_expand_too_far() {
    let chain = |many: usize, link: &dyn Fn(usize, usize) -> String, last: &str| {
        let links: Vec<_> = (0..many).map(|at| link(at, at + 1)).collect();
        links.concat() + &last.replace("{}", &many.to_string())
    };
    let group = |inside: &'static str| {
        move |at: usize, next: usize| {
            let reference = format!(r#"<xs:group ref="t:g{next}"/>"#);
            format!(r#"<xs:group name="g{at}">{}</xs:group>"#, inside.replace("{}", &reference))
        }
    };
    let last_group =
        r#"<xs:group name="g{}"><xs:sequence><xs:element name="x"/></xs:sequence></xs:group>"#;
    let union = |at: usize, next: usize| {
        format!(
            r#"<xs:simpleType name="s{at}"><xs:union memberTypes="t:s{next} t:s{next}"/></xs:simpleType>"#
        )
    };
    let restriction = |at: usize, next: usize| {
        format!(r#"<xs:simpleType name="s{at}"><xs:restriction base="t:s{next}"/></xs:simpleType>"#)
    };
    let extension = |at: usize, next: usize| {
        format!(
            r#"<xs:complexType name="s{at}"><xs:complexContent><xs:extension base="t:s{next}"/>
               </xs:complexContent></xs:complexType>"#
        )
    };
    let attributes = |at: usize, next: usize| {
        format!(
            r#"<xs:attributeGroup name="s{at}"><xs:attributeGroup ref="t:s{next}"/></xs:attributeGroup>"#
        )
    };
    let last_simple =
        r#"<xs:simpleType name="s{}"><xs:restriction base="xs:int"/></xs:simpleType>"#;
    let last_complex = r#"<xs:complexType name="s{}"/>"#;
    let last_attributes = r#"<xs:attributeGroup name="s{}"/>"#;
    let twice = "<xs:sequence>{}{}</xs:sequence>";
    let choice =
        "<xs:choice><xs:sequence>{}</xs:sequence><xs:sequence>{}</xs:sequence></xs:choice>";
    let half = chain(11, &group(twice), last_group)
        + r#"<xs:complexType name="T"><xs:group ref="t:g0"/></xs:complexType>"#
        + r#"<xs:complexType name="U"><xs:group ref="t:g0"/></xs:complexType>"#;
    let cases = [
        (chain(40, &group(twice), last_group), "expands to more than 10000 particles"),
        (chain(40, &group(choice), last_group), "expands to more than 10000 particles"),
        (half, "the groups expand to more than 10000 particles and attributes in total"),
        (chain(40, &union, last_simple), "expands to more than 1000 member types"),
        (chain(300, &restriction, last_simple), "the type `s44` is derived through more than 256"),
        (chain(10_000, &extension, last_complex), "is derived through more than 256"),
        (chain(10_000, &group("<xs:all>{}</xs:all>"), last_group), "nests groups through"),
        (chain(10_000, &attributes, last_attributes), "nests groups through more than 256"),
    ];
    for (content, expected) in cases {
        let report = refused(&[("t.xsd", &schema("urn:t", &content))]);
        let shown = report.to_string();
        assert!(shown.contains(expected), "{shown}");
        assert_eq!(report.codes(), [Code::TooLarge], "{shown}");
    }
}

#[test]
fn accepts_recursion_through_elements() {
    linked(&[(
        "t.xsd",
        &schema(
            "urn:t",
            r#"<xs:complexType name="T"><xs:sequence><xs:element name="a" type="t:T"/>
               <xs:element ref="t:e"/></xs:sequence></xs:complexType>
               <xs:element name="e" type="t:T"/>
               <xs:group name="g"><xs:sequence><xs:element name="a"><xs:complexType>
                 <xs:group ref="t:g"/></xs:complexType></xs:element></xs:sequence></xs:group>"#,
        ),
    )]);
}

#[test]
fn reports_each_missing_name_once() {
    let element = r#"<xs:element name="X" type="t:Adress"/>"#;
    let content = [
        element.replace('X', "a"),
        element.replace('X', "b"),
        element.replace('X', "c"),
        r#"<xs:complexType name="Address"/><xs:element name="d" type="xs:sting"/>"#.to_owned(),
    ];
    let report = refused(&[("t.xsd", &schema("urn:t", &content.concat()))]);
    assert_eq!(report.codes(), [Code::UnknownType, Code::UnknownType]);
    let shown = report.to_string();
    for expected in [
        "cannot find type `Adress` in namespace `urn:t`",
        "referenced here, and in 2 other places",
        "did you mean `t:Address`?",
        "`Address` is defined here",
        "did you mean `xs:string`?",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
}

#[test]
fn suggests_definitions_with_their_places() {
    let other = schema(
        "urn:o",
        r#"<xs:complexType name="Far"/><xs:element name="far"/><xs:attribute name="far"/>
           <xs:group name="far"><xs:sequence/></xs:group><xs:attributeGroup name="far"/>"#,
    );
    let far = "is an import missing, or the prefix wrong?";
    let cases = [
        (r#"<xs:element name="a" type="t:Far"/>"#, "there is a type `Far` in namespace `urn:o`"),
        (
            r#"<xs:complexType name="a"><xs:sequence><xs:element ref="t:far"/></xs:sequence>
            </xs:complexType>"#,
            far,
        ),
        (r#"<xs:complexType name="a"><xs:attribute ref="t:far"/></xs:complexType>"#, far),
        (r#"<xs:complexType name="a"><xs:group ref="t:far"/></xs:complexType>"#, far),
        (r#"<xs:complexType name="a"><xs:attributeGroup ref="t:far"/></xs:complexType>"#, far),
        (r#"<xs:element name="a" type="t:a"/>"#, "`a` is an element, not a type"),
        (r#"<xs:element name="a" type="t:boolean"/>"#, "is the prefix wrong?"),
        (
            r#"<xs:simpleType name="a"><xs:union memberTypes="xs:int t:B"/></xs:simpleType>
            <xs:complexType name="b"/>"#,
            "did you mean `t:b`?",
        ),
    ];
    for (content, expected) in cases {
        let import = r#"<xs:import namespace="urn:o" schemaLocation="o.xsd"/>"#;
        let text = schema("urn:t", &format!("{import}{content}"));
        let shown = refused(&[("t.xsd", &text), ("o.xsd", &other)]).to_string();
        assert!(shown.contains(expected), "{expected}: {shown}");
        let has_place = !expected.starts_with("is the prefix");
        assert_eq!(shown.matches("^ referenced here").count(), 1, "{shown}");
        assert_eq!(shown.contains("- "), has_place, "{shown}");
    }
}

#[test]
fn reports_names_of_missing_document_as_one_error() {
    let content = r#"<xs:import namespace="urn:m" schemaLocation="m.xsd"/>
        <xs:import namespace="urn:n" schemaLocation="n.xsd"/>
        <xs:complexType name="T" xmlns:m="urn:m"><xs:sequence><xs:element name="a" type="m:A"/>
        <xs:element ref="m:b"/><xs:element ref="m:b"/></xs:sequence><xs:attribute ref="m:c"/>
        <xs:attribute ref="m:d"/></xs:complexType>"#;
    let report = refused(&[("t.xsd", &schema("urn:t", content))]);
    let shown = report.to_string();
    assert_eq!(report.codes(), [Code::Unreadable, Code::Unreadable], "{shown}");
    for expected in [
        "error[WG0001]: cannot read `m.xsd`: file not found",
        "needed for `A`",
        "`A`, `b`, `c` and 1 more",
        "warning[WG0001]: cannot read `n.xsd`: file not found",
        "nothing refers to its definitions, so it is not needed",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
}
