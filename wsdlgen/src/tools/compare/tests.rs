use super::Effect;
use crate::configure;

/// Returns a contract with one operation and the given contents of request and reply.
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

/// Returns the differences as lines: the broken side, the place and the description.
fn differences(old: &str, new: &str) -> Vec<String> {
    let load = |contract: &str| {
        configure().load("t.wsdl", |_| Ok(contract.as_bytes().to_vec())).unwrap_or_else(|report| {
            panic!("{report}");
        })
    };
    let found = load(old).differences(&load(new));
    let line = |one: super::Difference| {
        let broken = match (one.client, one.server) {
            (Effect::Compatible, Effect::Compatible) => "neither",
            (Effect::Breaking, Effect::Compatible) => "client",
            (Effect::Compatible, Effect::Breaking) => "server",
            (Effect::Breaking, Effect::Breaking) => "both",
        };
        format!("{broken}: {}: {}", one.place, one.what)
    };
    found.into_iter().map(line).collect()
}

const NOTHING: &str = "<xs:sequence/>";

/// The old and new content of an element, the broken side in a request and in a reply, and the expected
/// difference.
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
fn classifies_changes_of_elements() {
    let element = |attributes: &str| {
        format!(r#"<xs:sequence><xs:element name="e" {attributes}/></xs:sequence>"#)
    };
    let int = r#"type="xs:int""#;
    check(&[
        (NOTHING.into(), element(int), "client", "server", "/e: added, required"),
        (
            NOTHING.into(),
            element(r#"type="xs:int" minOccurs="0""#),
            "neither",
            "neither",
            "/e: added",
        ),
        (element(int), NOTHING.into(), "both", "both", "/e: removed"),
        (
            element(r#"type="xs:int" minOccurs="0""#),
            NOTHING.into(),
            "client",
            "server",
            "/e: removed",
        ),
        (
            element(r#"type="xs:int" minOccurs="0""#),
            element(int),
            "client",
            "server",
            "/e: now required",
        ),
        (
            element(int),
            element(r#"type="xs:int" minOccurs="0""#),
            "server",
            "client",
            "/e: no longer required",
        ),
        (
            element(int),
            element(r#"type="xs:int" maxOccurs="unbounded""#),
            "server",
            "client",
            "/e: may now occur any number of times",
        ),
        (
            element(r#"type="xs:int" maxOccurs="5""#),
            element(int),
            "client",
            "server",
            "/e: may now occur only once",
        ),
    ]);
}

#[test]
fn classifies_changes_of_types() {
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
            "/e: type changed from xs:int to xs:long",
        ),
        (
            element(r#"type="xs:long""#),
            element(int),
            "client",
            "server",
            "/e: type changed from xs:long to xs:int",
        ),
        (
            element(r#"type="xs:date""#),
            element(int),
            "both",
            "both",
            "/e: type changed from xs:date to xs:int",
        ),
        (
            element(int),
            element(r#"type="xs:int" nillable="true""#),
            "server",
            "client",
            "/e: now nillable",
        ),
        (
            element(r#"type="xs:int" nillable="true""#),
            element(int),
            "client",
            "server",
            "/e: no longer nillable",
        ),
        (
            element(r#"type="xs:int" default="1""#),
            element(r#"type="xs:int" default="2""#),
            "both",
            "both",
            "/e: now defaults to \"2\"",
        ),
    ]);
}

#[test]
fn classifies_changes_of_values_and_choices() {
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
            "/e: value `b` added",
        ),
        (
            simple(r#"<xs:enumeration value="a"/><xs:enumeration value="b"/>"#),
            simple(r#"<xs:enumeration value="a"/>"#),
            "client",
            "server",
            "/e: value `b` removed",
        ),
        (
            simple(r#"<xs:maxLength value="5"/>"#),
            simple(r#"<xs:maxLength value="3"/>"#),
            "client",
            "server",
            "/e: maxLength changed from 5 to 3",
        ),
        (
            choice(&(branch("a") + &branch("b"))),
            choice(&(branch("a") + &branch("b") + &branch("c"))),
            "server",
            "client",
            "/c: alternative added",
        ),
        (
            choice(&(branch("a") + &branch("b") + &branch("c"))),
            choice(&(branch("a") + &branch("b"))),
            "client",
            "server",
            "/c: alternative removed",
        ),
        (
            r#"<xs:attribute name="a" type="xs:int"/>"#.into(),
            r#"<xs:attribute name="a" type="xs:int" use="required"/>"#.into(),
            "client",
            "server",
            "/@a: now required",
        ),
    ]);
}

#[test]
fn compares_attributes_order_wildcards_and_bases() {
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
            "/@a: now defaults to \"2\"",
        ),
        (
            format!("<xs:sequence>{elements}</xs:sequence>"),
            format!("<xs:all>{elements}</xs:all>"),
            "server",
            "client",
            ": elements may now be in any order",
        ),
        (
            any("##any"),
            any("urn:x"),
            "client",
            "server",
            "/any: now accepts the namespaces `urn:x`",
        ),
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
    assert_eq!(differences(&derived(""), &new), ["client: B/x: added, required"]);
}

#[test]
fn ignores_white_space_and_reports_each_facet() {
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
        ["client: Ask/e: maxLength changed from none to 1", "server: Ask/e: pattern removed"]
    );
}

/// Removes the names of choices from places: only the outer element and the last step matter here.
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
fn breaks_both_sides_if_type_is_in_requests_and_replies() {
    let uses = r#"<xs:sequence><xs:element name="e" type="t:T"/></xs:sequence>"#;
    let with = |fields: &str| {
        let of_type = format!(
            r#"<xs:complexType name="T"><xs:sequence>{fields}</xs:sequence></xs:complexType>"#
        );
        contract(uses, uses, &of_type)
    };
    let new = with(r#"<xs:element name="x" type="xs:int"/>"#);
    assert_eq!(differences(&with(""), &new), ["both: T/x: added, required"]);
    // Types that are reached several times are reported once.
    assert_eq!(differences(&new, &new), [""; 0]);
}

#[test]
fn compares_services_ports_and_operations() {
    let old = contract(NOTHING, NOTHING, "");
    let cases = [
        (
            r#"name="Call""#,
            r#"name="Ring""#,
            &["client: operation Call: removed", "server: operation Ring: added"][..],
        ),
        (
            r#"soapAction="urn:call""#,
            r#"soapAction="urn:ring""#,
            &["both: operation Call: SOAP action at port Port changed to \"urn:ring\""],
        ),
        (
            "http://localhost/",
            "http://example.org/",
            &["neither: port Port: address changed from http://localhost/ to http://example.org/"],
        ),
        (
            r#"service name="S""#,
            r#"service name="Z""#,
            &["client: service S: removed", "neither: service Z: added"],
        ),
        (r#"<output message="t:Out"/>"#, "", &["both: operation Call: no longer has a reply"]),
        ("wsdl/soap/", "wsdl/soap12/", &["both: port Port: now uses SOAP 1.2"]),
    ];
    for (before, after, expected) in cases {
        let mut new = old.replace(before, after);
        if after.is_empty() {
            new = new.replace(r#"<output><soap:body use="literal"/></output>"#, "");
        }
        assert_eq!(differences(&old, &new), expected, "{before}");
    }
}

#[test]
fn compares_the_ports_of_an_operation() {
    let soap12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
    let with = |operations: &str| {
        let rest = format!(
            r#"<binding name="C" type="t:P"><s:binding xmlns:s="{soap12}"
                transport="http://schemas.xmlsoap.org/soap/http"/>{operations}</binding>
              <service name="S"><port name="Other" binding="t:C"/>"#
        );
        contract(NOTHING, NOTHING, "").replace(r#"<service name="S">"#, &rest)
    };
    let body = format!(r#"<s:body xmlns:s="{soap12}" use="literal"/>"#);
    let bound = with(&format!(
        r#"<operation name="Call"><input>{body}</input><output>{body}</output></operation>"#
    ));
    let cases = [
        (&bound, &with(""), "client: operation Call: can no longer be called at port Other"),
        (&with(""), &bound, "neither: operation Call: can now be called at port Other"),
    ];
    for (old, new, expected) in cases {
        assert_eq!(differences(old, new), [expected]);
    }
}
