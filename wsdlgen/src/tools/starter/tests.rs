//! Programs for contracts that are unlike most.

use super::{SecurityCode, Starter};
use crate::{Config, configure};

/// Returns the starter of a contract with one operation, whose request has these elements.
fn starter(config: &Config, file: &str, elements: &str) -> Starter {
    let contract = contract(elements);
    let contract = config.load(file, |_| Ok(contract.clone().into_bytes())).unwrap();
    contract.starter(&format!("wsdl/{file}"), None).unwrap()
}

fn contract(elements: &str) -> String {
    format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
            xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
          <types><xs:schema targetNamespace="urn:t"><xs:element name="a"><xs:complexType>
            <xs:sequence>{elements}</xs:sequence></xs:complexType></xs:element></xs:schema></types>
          <message name="m"><part name="p" element="t:a"/></message>
          <portType name="P"><operation name="o"><input message="t:m"/></operation></portType>
          <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="o"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation></binding>
          <service name="S"><port name="B" binding="t:B"><soap:address location="http://localhost/"/></port></service>
        </definitions>"#
    )
}

#[test]
fn repairs_the_contract_in_the_test_as_in_the_build_script() {
    let element = r#"<xs:element name="c" type="xs:int"/>"#;
    let plain = starter(&configure(), "a.wsdl", element).main;
    assert!(plain.contains("wsdlgen::configure().read(\"wsdl/a.wsdl\")"), "{plain}");
    let repaired = starter(&configure().repair(), "a.wsdl", element).main;
    assert!(repaired.contains("wsdlgen::configure().repair().read(\"wsdl/a.wsdl\")"), "{repaired}");
}

#[test]
fn reads_requests_with_special_numbers_from_xml() {
    let facets = [
        r#"<xs:maxInclusive value="INF"/>"#,
        r#"<xs:pattern value="NaN"/>"#,
        r#"<xs:enumeration value="-INF"/>"#,
        r#"<xs:minInclusive value="1e39"/>"#,
    ];
    for base in ["double", "float"] {
        for facet in facets {
            let element = format!(
                r#"<xs:element name="c"><xs:simpleType><xs:restriction base="xs:{base}">{facet}</xs:restriction></xs:simpleType></xs:element>"#
            );
            let main = starter(&configure(), "a.wsdl", &element).main;
            // Literals of these numbers do not exist, or do not fit.
            assert!(!main.contains("inf") && !main.contains("NaN"), "{main}");
            assert!(base == "double" || !main.contains("1000000000000000"), "{main}");
        }
    }
}

#[test]
fn avoids_names_that_the_program_uses() {
    let element = r#"<xs:element name="c" type="xs:int"/>"#;
    for file in ["Ports.wsdl", "Tests.wsdl", "Std.wsdl", "tokio.wsdl", "wsdlgen_runtime.wsdl"] {
        let main = starter(&configure(), file, element).main;
        let stem = file.trim_end_matches(".wsdl").to_lowercase();
        let include = format!("include_wsdl!(mod service = \"{stem}\")");
        assert!(main.contains(&include) && main.contains("use service::{"), "{main}");
    }
    let main = starter(&configure(), "Type.wsdl", element).main;
    assert!(main.contains("include_wsdl!(mod r#type = \"type\")"), "{main}");
}

#[test]
fn takes_the_credentials_that_the_policy_requires() {
    const SECURITY: Option<&str> = Some("ws-security");
    const ENCRYPTION: Option<&str> = Some("ws-encryption");
    /// A port, the feature that it needs, the imported types, and parts of the function.
    type Case =
        (&'static str, Option<&'static str>, &'static [&'static str], &'static [&'static str]);
    let cases: [Case; 6] = [
        ("Tls", SECURITY, &["Credentials"], &[".username("]),
        ("Http", SECURITY, &["Credentials"], &[".username("]),
        (
            "Asymmetric",
            ENCRYPTION,
            &["Certificate", "Credentials", "Identity"],
            &[".identity(Identity::from_pem", ".service(Certificate::from_pem"],
        ),
        ("Saml", SECURITY, &["Credentials", "Identity"], &["requires a SAML 2.0 assertion"]),
        ("Issued", ENCRYPTION, &["Credentials"], &["requires a token of the security"]),
        ("Kerberos", None, &[], &[]),
    ];
    let contract = configure().read("tests/fixtures/policies/policies.wsdl").unwrap();
    let ports = &contract.named.model.interfaces[0].ports;
    for (name, feature, imports, parts) in cases {
        let port = ports.iter().find(|port| &*port.name == name).unwrap();
        let code = SecurityCode::of(port.policy.as_ref().unwrap());
        assert_eq!((code.feature, &*code.imports), (feature, imports), "{name}");
        for part in parts {
            assert!(code.credentials.contains(part), "{name}: {}", code.credentials);
        }
        assert_eq!(code.credentials.is_empty(), parts.is_empty(), "{}", code.credentials);
        assert!(code.comment.starts_with("    // The port requires: "), "{}", code.comment);
        assert!(code.comment.lines().all(|line| line.len() <= 100), "{}", code.comment);
    }
    let starter = contract.starter("wsdl/policies.wsdl", None).unwrap();
    let connect = "EchoClient::connect_with(port, credentials()?)?;";
    assert!(starter.main.contains(connect), "{}", starter.main);
    assert!(starter.main.contains("use wsdlgen_runtime::{CallError, security::Credentials};"));
    assert_eq!(starter.feature, SECURITY);
}
