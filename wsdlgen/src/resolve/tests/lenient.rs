//! Tests of lenient resolution.

use super::*;

#[test]
fn leaves_out_unresolved_references() {
    let text = r#"<xs:complexType name="T"><xs:sequence><xs:element ref="t:no"/>
        <xs:element name="a" type="t:No"/><xs:group ref="t:no"/></xs:sequence>
        <xs:attribute ref="t:no"/><xs:attribute name="b" type="t:No"/>
        <xs:attributeGroup ref="t:no"/></xs:complexType>
        <xs:element name="e" substitutionGroup="t:no" type="x:No"/>
        <xs:complexType name="D"><xs:complexContent><xs:extension base="t:No"/>
        </xs:complexContent></xs:complexType>"#;
    let (linked, report) = lenient(&[("t.xsd", &schema("urn:t", text))]);
    let complex = complex(&linked, "T");
    let [Particle { term: Term::Element(a), .. }] = content(complex) else { panic!("{complex:?}") };
    let TypeUse::Reference(of_type) = &a.content.of_type else { panic!("{a:?}") };
    assert!(matches!(linked.type_target(of_type), TypeTarget::Builtin(Builtin::AnyType)));
    let [AttributeItem::Local(b)] = &*complex.attributes else { panic!("{complex:?}") };
    let TypeUse::Reference(of_type) = &b.declaration.of_type else { panic!("{b:?}") };
    assert!(matches!(linked.type_target(of_type), TypeTarget::Builtin(Builtin::AnySimpleType)));
    assert!(linked.elements[0].item.substitution_group.is_none());
    let codes = report.codes();
    for code in [
        Code::UnknownType,
        Code::UnknownElement,
        Code::UnknownAttribute,
        Code::UnknownGroup,
        Code::UnknownAttributeGroup,
        Code::UndeclaredPrefix,
    ] {
        assert!(codes.contains(&code), "{code}: {report}");
    }
}

#[test]
fn leaves_out_operations_with_unresolved_references() {
    let operation = |name: &str, message: &str| {
        format!(
            r#"<operation name="{name}"><input message="t:{message}"/><output message="t:m"/>
               <fault name="f" message="t:nowhere"/></operation>"#
        )
    };
    let bound = |name: &str, header: &str| {
        format!(
            r#"<operation name="{name}"><soap:operation/><input><soap:body use="literal"/>
               <soap:header message="t:{header}" part="p" use="literal"/></input></operation>"#
        )
    };
    let text = wsdl(&format!(
        r#"<types><xs:schema targetNamespace="urn:t"><xs:element name="e"/></xs:schema></types>
        <message name="m"><part name="p" element="t:e"/></message>
        <message name="broken"><part name="p" element="t:nowhere"/></message>
        <portType name="p">{}{}{}{}</portType>
        <binding name="b" type="t:p"><soap:binding/>{}{}{}{}</binding>
        <binding name="c" type="t:nowhere"><soap:binding/></binding>
        <service name="s"><port name="b" binding="t:b"/><port name="c" binding="t:c"/>
          <port name="d" binding="t:nowhere"/></service>"#,
        operation("whole", "m"),
        operation("dangling", "nowhere"),
        operation("broken", "broken"),
        operation("headless", "m"),
        bound("whole", "m"),
        bound("dangling", "m"),
        bound("broken", "m"),
        bound("headless", "broken"),
    ));
    let (linked, report) = lenient(&[("t.wsdl", &text)]);
    let definitions = &linked.definitions[0];
    let names: Vec<_> =
        definitions.port_types[0].operations.iter().map(|it| &*it.name.name).collect();
    assert_eq!(names, ["whole", "headless"]);
    let bound: Vec<_> =
        definitions.bindings[0].operations.iter().map(|it| &*it.name.name).collect();
    assert_eq!(bound, ["whole", "headless"]);
    let headers = definitions.bindings[0].operations.iter().map(|it| it.input.headers.len());
    assert_eq!(headers.collect::<Vec<_>>(), [1, 0]);
    assert!(definitions.port_types[0].operations[0].faults.is_empty());
    let ports: Vec<_> = definitions.services[0].ports.iter().map(|it| &*it.name.name).collect();
    assert_eq!(ports, ["b"]);
    let shown = report.to_string();
    for what in ["the operation `dangling`", "the operation `broken`", "the header `p`"] {
        assert!(shown.contains(&format!("{what} is skipped")), "{shown}");
    }
}
