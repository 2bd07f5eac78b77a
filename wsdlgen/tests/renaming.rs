//! Settings that rename services, operations, ports and modules.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use wsdlgen::{Code, Config, Report};

type Configure = fn(Config) -> Config;

/// Generates code from the fixture `two_namespaces`.
fn generate(configure: impl Fn(Config) -> Config) -> Result<(String, Vec<Code>), Report> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/two_namespaces");
    let load = |location: &str| fs::read(folder.join(location));
    let generated = configure(wsdlgen::configure()).generate("two_namespaces.wsdl", load)?;
    Ok((generated.code, generated.warnings.codes()))
}

#[test]
fn renames_items() {
    let cases: [(Configure, &[&str]); 4] = [
        (
            |config| config.rename_service("EchoService", "Repeat"),
            &["pub struct RepeatClient(RepeatContract)", "pub trait Repeat:", "= \"EchoService\""],
        ),
        (
            |config| config.rename_operation("EchoService/Echo", "say_again"),
            &["pub fn say_again(", "pub enum SayAgain = \"Echo\""],
        ),
        (|config| config.rename_port("EchoSoap", "soap"), &["pub const SOAP: ", "\"EchoSoap\""]),
        (
            |config| config.module("http://example.org/common/1.0", "shared"),
            &["pub mod shared {", "id: shared::Id"],
        ),
    ];
    for (configure, expected) in cases {
        let (code, warnings) = generate(configure).unwrap();
        for text in expected {
            assert!(code.contains(text), "{text}\n{code}");
        }
        assert_eq!(warnings, []);
    }
}

/// Services with the same name in different namespaces are distinguished by namespace.
#[test]
fn renames_the_service_of_a_namespace() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/services");
    let load = |location: &str| fs::read(folder.join(location));
    let config = wsdlgen::configure()
        .rename_service("{urn:example:doors}Home", "Door")
        .rename_operation("{urn:example:doors}Home/Ring", "knock");
    let code = config.generate("services.wsdl", load).unwrap().code;
    for expected in
        ["pub struct HomeClient(", "pub struct DoorClient(", "pub fn knock(", "pub fn ring("]
    {
        assert!(code.contains(expected), "{expected}");
    }
}

/// The client of `Home` also has the port of `Backup`, whose binding is the same.
#[test]
fn renames_ports_of_a_service_without_a_client() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/services");
    for selector in ["Far", "Backup/Far", "Home/Far", "{urn:example:alarms}Home/Far"] {
        let load = |location: &str| fs::read(folder.join(location));
        let config = wsdlgen::configure().rename_port(selector, "distant");
        let code = config.generate("services.wsdl", load).unwrap().code;
        assert!(code.contains("pub const DISTANT: rt::Port<HomeContract>"), "{selector}");
    }
}

/// Types with the same name get distinct names.
#[test]
fn merges_namespaces() {
    let (code, _) = generate(|config| config.module("http://example.org/common/1.0", "")).unwrap();
    assert!(code.contains("required id: Id = "), "{code}");
    assert!(!code.contains("pub mod common"), "{code}");
    let both = |config: Config| {
        config.module("http://example.org/common/1.0", "all").module("urn:example:two", "all")
    };
    let (code, _) = generate(both).unwrap();
    assert_eq!(code.matches("pub mod all {").count(), 1, "{code}");
    assert!(code.contains("input: super::all::Echo"), "{code}");
}

#[test]
fn rejects_renames_without_a_match() {
    let cases: [(Configure, Code, &str); 5] = [
        (|config| config.rename_service("EchoServise", "A"), Code::UnusedSetting, "`EchoService`"),
        (|config| config.rename_operation("Ech", "a"), Code::UnusedSetting, "`Echo`"),
        (|config| config.rename_port("EchoSoap1", "A"), Code::UnusedSetting, "`EchoSoap`"),
        (|config| config.module("urn:example:tow", "a"), Code::UnusedSetting, "`urn:example:two`"),
        (|config| config.rename_port("EchoSoap", "a b"), Code::BadSetting, "is not an identifier"),
    ];
    for (configure, code, expected) in cases {
        let report = generate(configure).unwrap_err();
        assert_eq!(report.codes(), [code]);
        assert!(report.to_string().contains(expected), "{report}");
    }
}

#[test]
fn reports_names_that_are_taken() {
    let (_, warnings) = generate(|config| config.rename_operation("Echo", "connect")).unwrap();
    assert_eq!(warnings, [Code::UnusedSetting]);
}

/// The redefining type keeps its name, since other components refer to it.
#[test]
fn renames_redefined_types() {
    let head = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'>";
    let original = format!(
        "{head}<xs:complexType name='Person'><xs:sequence/></xs:complexType>\
         <xs:element name='person' type='t:Person'/></xs:schema>"
    );
    let redefining = format!(
        "{head}<xs:redefine schemaLocation='a.xsd'><xs:complexType name='Person'><xs:complexContent>\
         <xs:extension base='t:Person'><xs:attribute name='age'/></xs:extension>\
         </xs:complexContent></xs:complexType></xs:redefine></xs:schema>"
    );
    let load = |location: &str| match location {
        "a.xsd" => Ok(original.clone().into_bytes()),
        "b.xsd" => Ok(redefining.clone().into_bytes()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    let code = wsdlgen::configure().documents().generate("b.xsd", load).unwrap().code;
    assert!(code.contains("base: RedefinedPerson"), "{code}");
    assert!(code.contains("Person(Box<Person>) = "), "{code}");
}
