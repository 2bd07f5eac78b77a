use super::Effect;
use crate::configure;

/// A contract with one operation, whose request and reply are what is given for each.
fn contract(request: &str, reply: &str, more: &str) -> String {
    format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
            xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
          <types><xs:schema targetNamespace="urn:t">
            <xs:element name="Ask"><xs:complexType>{request}</xs:complexType></xs:element>
            <xs:element name="Tell"><xs:complexType>{reply}</xs:complexType></xs:element>
            {more}
          </xs:schema></types>
          <message name="In"><part name="p" element="t:Ask"/></message>
          <message name="Out"><part name="p" element="t:Tell"/></message>
          <portType name="P"><operation name="Call"><input message="t:In"/><output message="t:Out"/></operation></portType>
          <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="Call"><soap:operation soapAction="urn:call"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
          <service name="S"><port name="Port" binding="t:B"><soap:address location="http://localhost/"/></port></service>
        </definitions>"#
    )
}

/// The differences as lines: whom they break, where and what.
fn differences(old: &str, new: &str) -> Vec<String> {
    let load = |contract: &str| {
        configure().load("t.wsdl", |_| Ok(contract.as_bytes().to_vec())).unwrap_or_else(|report| {
            panic!("{report}");
        })
    };
    let found = load(old).differences(&load(new));
    let line = |one: super::Difference| {
        let broken = match (one.client, one.server) {
            (Effect::Compatible, Effect::Compatible) => "nobody",
            (Effect::Breaking, Effect::Compatible) => "client",
            (Effect::Compatible, Effect::Breaking) => "server",
            (Effect::Breaking, Effect::Breaking) => "both",
        };
        format!("{broken}: {}: {}", one.place, one.what)
    };
    found.into_iter().map(line).collect()
}

const NOTHING: &str = "<xs:sequence/>";

/// What is in an element before and after, whom that breaks in a request and in a reply, and where and
/// what it is.
type Case = (String, String, &'static str, &'static str, &'static str);

fn check(cases: &[Case]) {
    for (old, new, in_request, in_reply, expected) in cases {
        let request = differences(&contract(old, NOTHING, ""), &contract(new, NOTHING, ""));
        let reply = differences(&contract(NOTHING, old, ""), &contract(NOTHING, new, ""));
        let line = |broken: &str, root: &str| format!("{broken}: {root}{expected}");
        assert_eq!(with_roots(&request), [line(in_request, "Ask")], "{old} {new}");
        assert_eq!(with_roots(&reply), [line(in_reply, "Tell")], "{old} {new}");
    }
}

#[test]
fn a_different_element_breaks_those_who_read_what_they_do_not_know() {
    let element = |attributes: &str| {
        format!(r#"<xs:sequence><xs:element name="e" {attributes}/></xs:sequence>"#)
    };
    let int = r#"type="xs:int""#;
    check(&[
        (NOTHING.into(), element(int), "client", "server", "/e: is new, and required"),
        (
            NOTHING.into(),
            element(r#"type="xs:int" minOccurs="0""#),
            "nobody",
            "nobody",
            "/e: is new",
        ),
        (element(int), NOTHING.into(), "both", "both", "/e: is gone"),
        (
            element(r#"type="xs:int" minOccurs="0""#),
            NOTHING.into(),
            "client",
            "server",
            "/e: is gone",
        ),
        (
            element(r#"type="xs:int" minOccurs="0""#),
            element(int),
            "client",
            "server",
            "/e: is required now",
        ),
        (
            element(int),
            element(r#"type="xs:int" minOccurs="0""#),
            "server",
            "client",
            "/e: is not required as before",
        ),
        (
            element(int),
            element(r#"type="xs:int" maxOccurs="unbounded""#),
            "server",
            "client",
            "/e: may stand any number of times now",
        ),
        (
            element(r#"type="xs:int" maxOccurs="5""#),
            element(int),
            "client",
            "server",
            "/e: may stand only once now",
        ),
    ]);
}

#[test]
fn a_different_type_breaks_those_who_read_what_they_do_not_know() {
    let element = |attributes: &str| {
        format!(r#"<xs:sequence><xs:element name="e" {attributes}/></xs:sequence>"#)
    };
    let int = r#"type="xs:int""#;
    check(&[
        (
            element(int),
            element(r#"type="xs:long""#),
            "server",
            "client",
            "/e: is xs:long now, and was xs:int",
        ),
        (
            element(r#"type="xs:long""#),
            element(int),
            "client",
            "server",
            "/e: is xs:int now, and was xs:long",
        ),
        (
            element(r#"type="xs:date""#),
            element(int),
            "both",
            "both",
            "/e: is xs:int now, and was xs:date",
        ),
        (
            element(int),
            element(r#"type="xs:int" nillable="true""#),
            "server",
            "client",
            "/e: may be nil now",
        ),
        (
            element(r#"type="xs:int" nillable="true""#),
            element(int),
            "client",
            "server",
            "/e: may not be nil any more",
        ),
        (
            element(r#"type="xs:int" default="1""#),
            element(r#"type="xs:int" default="2""#),
            "both",
            "both",
            "/e: has the default \"2\" now",
        ),
    ]);
}

#[test]
fn a_different_value_or_choice_breaks_those_who_read_what_they_do_not_know() {
    let simple = |facets: &str| {
        format!(
            r#"<xs:sequence><xs:element name="e"><xs:simpleType><xs:restriction base="xs:string">{facets}</xs:restriction></xs:simpleType></xs:element></xs:sequence>"#
        )
    };
    let choice = |branches: &str| format!("<xs:choice>{branches}</xs:choice>");
    let branch = |name: &str| format!(r#"<xs:element name="{name}" type="xs:int"/>"#);
    check(&[
        (
            simple(r#"<xs:enumeration value="a"/>"#),
            simple(r#"<xs:enumeration value="a"/><xs:enumeration value="b"/>"#),
            "server",
            "client",
            "/e: has the new value `b`",
        ),
        (
            simple(r#"<xs:enumeration value="a"/><xs:enumeration value="b"/>"#),
            simple(r#"<xs:enumeration value="a"/>"#),
            "client",
            "server",
            "/e: has no value `b`",
        ),
        (
            simple(r#"<xs:maxLength value="5"/>"#),
            simple(r#"<xs:maxLength value="3"/>"#),
            "client",
            "server",
            "/e: has maxLength 3 now, and had 5",
        ),
        (
            choice(&(branch("a") + &branch("b"))),
            choice(&(branch("a") + &branch("b") + &branch("c"))),
            "server",
            "client",
            "/c: is a new choice",
        ),
        (
            choice(&(branch("a") + &branch("b") + &branch("c"))),
            choice(&(branch("a") + &branch("b"))),
            "client",
            "server",
            "/c: is no choice any more",
        ),
        (
            r#"<xs:attribute name="a" type="xs:int"/>"#.into(),
            r#"<xs:attribute name="a" type="xs:int" use="required"/>"#.into(),
            "client",
            "server",
            "/@a: is required now",
        ),
    ]);
}

#[test]
fn attributes_order_and_wildcards_are_compared_and_bases_once() {
    let attribute = |more: &str| format!(r#"<xs:attribute name="a" type="xs:int" {more}/>"#);
    let elements = r#"<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/>"#;
    let any = |namespace: &str| {
        format!(
            r#"<xs:sequence><xs:any namespace="{namespace}" processContents="lax"/></xs:sequence>"#
        )
    };
    check(&[
        (
            attribute(r#"default="1""#),
            attribute(r#"default="2""#),
            "both",
            "both",
            "/@a: has the default \"2\" now",
        ),
        (
            format!("<xs:sequence>{elements}</xs:sequence>"),
            format!("<xs:all>{elements}</xs:all>"),
            "server",
            "client",
            ": may have its elements in any order now",
        ),
        (any("##any"), any("urn:x"), "client", "server", "/any: takes the namespaces `urn:x` now"),
    ]);
    let derived = |fields: &str| {
        let types = format!(
            r#"<xs:complexType name="B"><xs:sequence>{fields}</xs:sequence></xs:complexType>
            <xs:complexType name="D"><xs:complexContent><xs:extension base="t:B"/></xs:complexContent></xs:complexType>"#
        );
        let uses = r#"<xs:sequence><xs:element name="e" type="t:D"/></xs:sequence>"#;
        contract(uses, NOTHING, &types)
    };
    let new = derived(r#"<xs:element name="x" type="xs:int"/>"#);
    assert_eq!(differences(&derived(""), &new), ["client: B/x: is new, and required"]);
}

#[test]
fn white_space_alone_is_no_difference_and_two_facets_are_two() {
    let element = |of_type: &str| {
        contract(
            &format!(r#"<xs:sequence><xs:element name="e">{of_type}</xs:element></xs:sequence>"#),
            NOTHING,
            "",
        )
    };
    let simple = |base: &str, facet: &str| {
        element(&format!(
            r#"<xs:simpleType><xs:restriction base="xs:{base}">{facet}</xs:restriction></xs:simpleType>"#
        ))
    };
    let (string, token) = (r#"<xs:maxLength value="9"/>"#, r#"<xs:maxLength value="9"/>"#);
    assert_eq!(differences(&simple("string", string), &simple("token", token)), [""; 0]);
    let (old, new) = (r#"<xs:pattern value="a"/>"#, r#"<xs:maxLength value="1"/>"#);
    assert_eq!(
        differences(&simple("string", old), &simple("string", new)),
        [
            "client: Ask/e: has maxLength 1 now, and had none",
            "server: Ask/e: has no longer patterns prescribed"
        ]
    );
}

/// Choices are called after their branches: what counts here is the element around them.
fn with_roots(lines: &[String]) -> Vec<String> {
    let plain = |line: &String| {
        let (broken, rest) = line.split_once(": ")?;
        let (place, what) = rest.split_once(": ")?;
        let parts: Vec<&str> = place.split('/').collect();
        let place = match parts.as_slice() {
            [root, .., last] => format!("{root}/{last}"),
            _ => place.to_owned(),
        };
        Some(format!("{broken}: {place}: {what}"))
    };
    lines.iter().map(|line| plain(line).unwrap_or_else(|| line.clone())).collect()
}

#[test]
fn a_type_in_requests_and_replies_breaks_both() {
    let uses = r#"<xs:sequence><xs:element name="e" type="t:T"/></xs:sequence>"#;
    let with = |fields: &str| {
        let of_type = format!(
            r#"<xs:complexType name="T"><xs:sequence>{fields}</xs:sequence></xs:complexType>"#
        );
        contract(uses, uses, &of_type)
    };
    let new = with(r#"<xs:element name="x" type="xs:int"/>"#);
    assert_eq!(differences(&with(""), &new), ["both: T/x: is new, and required"]);
    // Once, however often it is reached.
    assert_eq!(differences(&new, &new), [""; 0]);
}

#[test]
fn services_ports_and_operations_are_compared() {
    let old = contract(NOTHING, NOTHING, "");
    let cases = [
        (
            r#"name="Call""#,
            r#"name="Ring""#,
            &["client: operation Call: is gone", "server: operation Ring: is new"][..],
        ),
        (
            r#"soapAction="urn:call""#,
            r#"soapAction="urn:ring""#,
            &["both: operation Call: has the action \"urn:ring\" at port Port now"],
        ),
        (
            "http://localhost/",
            "http://example.org/",
            &["nobody: port Port: is at http://example.org/ now, and was at http://localhost/"],
        ),
        (
            r#"service name="S""#,
            r#"service name="Z""#,
            &["client: service S: is gone", "nobody: service Z: is new"],
        ),
        (r#"<output message="t:Out"/>"#, "", &["both: operation Call: has no reply any more"]),
        ("wsdl/soap/", "wsdl/soap12/", &["both: port Port: speaks SOAP 1.2 now"]),
    ];
    for (before, after, expected) in cases {
        let mut new = old.replace(before, after);
        if after.is_empty() {
            new = new.replace(r#"<output><soap:body use="literal"/></output>"#, "");
        }
        assert_eq!(differences(&old, &new), expected, "{before}");
    }
}
