//! Selection of generated types: those that operations reach, and those that settings add.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use wsdlgen::Config;

/// A contract with a base type in the request, a type derived from it, and two types that no operation reaches. One of
/// them refers to the other.
const CONTRACT: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:t="urn:t" targetNamespace="urn:t">
  <types><xs:schema targetNamespace="urn:t">
    <xs:element name="ask" type="t:Animal"/>
    <xs:element name="answer"><xs:complexType/></xs:element>
    <xs:complexType name="Animal"><xs:sequence><xs:element name="name" type="t:Name"/></xs:sequence></xs:complexType>
    <xs:complexType name="Dog"><xs:complexContent><xs:extension base="t:Animal">
      <xs:attribute name="breed" type="t:Breed"/></xs:extension></xs:complexContent></xs:complexType>
    <xs:simpleType name="Name"><xs:restriction base="xs:string"><xs:enumeration value="Rex"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="Breed"><xs:restriction base="xs:string"><xs:enumeration value="Pug"/></xs:restriction></xs:simpleType>
    <xs:complexType name="Farm"><xs:sequence><xs:element name="barn" type="t:Barn"/></xs:sequence></xs:complexType>
    <xs:complexType name="Barn"><xs:sequence/></xs:complexType>
  </xs:schema></types>
  <message name="ask"><part name="p" element="t:ask"/></message>
  <message name="answer"><part name="p" element="t:answer"/></message>
  <portType name="P"><operation name="Ask"><input message="t:ask"/><output message="t:answer"/></operation></portType>
  <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Ask"><soap:operation soapAction=""/><input><soap:body use="literal"/></input>
      <output><soap:body use="literal"/></output></operation></binding>
  <service name="S"><port name="S" binding="t:B"><soap:address location="http://localhost/"/></port></service>
</definitions>"#;

/// Returns the paths of the generated named types, and the number of types left out.
fn generated(contract: &str, configure: impl Fn(Config) -> Config) -> (Vec<String>, usize) {
    let config = configure(wsdlgen::configure());
    let contract = config.load("a.wsdl", |_| Ok(contract.as_bytes().to_vec())).unwrap();
    let overview = contract.overview();
    let named = overview.types.into_iter().filter(|ty| ty.name.is_some());
    (named.map(|ty| ty.path).collect(), overview.counts.left_out)
}

#[test]
fn generates_types_that_operations_reach() {
    let check = |configure: fn(Config) -> Config, types: &[&str], left_out: usize| {
        let (found, count) = generated(CONTRACT, configure);
        assert_eq!(found, types);
        assert_eq!(count, left_out);
    };
    check(|config| config, &["Animal", "Dog", "Name", "Breed"], 2);
    check(Config::all_types, &["Animal", "Dog", "Name", "Breed", "Farm", "Barn"], 0);
    check(|config| config.types(&["Barn"]), &["Animal", "Dog", "Name", "Breed", "Barn"], 1);
    check(|config| config.types(&["Farm"]), &["Animal", "Dog", "Name", "Breed", "Farm", "Barn"], 0);
    check(|config| config.operations(&["Ask"]), &["Animal", "Name"], 4);
    check(
        |config| config.operations(&["Ask"]).types(&["Dog"]),
        &["Animal", "Dog", "Name", "Breed"],
        2,
    );
}

#[test]
fn generates_all_types_without_operations() {
    let schema = CONTRACT.split_once("<types>").unwrap().1.split_once("</types>").unwrap().0;
    let schema = schema.replace(
        "<xs:schema ",
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' ",
    );
    let (found, left_out) = generated(&schema, |config| config);
    assert_eq!(found, ["Animal", "Dog", "Name", "Breed", "Farm", "Barn"]);
    assert_eq!(left_out, 0);
    let not_soap = CONTRACT.replace("http://schemas.xmlsoap.org/wsdl/soap/", "urn:no-soap");
    assert_eq!(generated(&not_soap, |config| config).0, found);
}

#[test]
fn warns_if_an_abstract_type_loses_all_derived_types() {
    let contract = CONTRACT.replace("name=\"Animal\"", "name=\"Animal\" abstract=\"true\"");
    let warnings = |configure: fn(Config) -> Config| {
        let load = |_: &str| Ok(contract.as_bytes().to_vec());
        configure(wsdlgen::configure()).generate("a.wsdl", load).unwrap().warnings.to_string()
    };
    let warned = warnings(|config| config.operations(&["Ask"]));
    assert!(warned.contains("use the abstract type `Animal`"), "{warned}");
    assert!(warned.contains("add the types to send with the setting `types`: `Dog`"), "{warned}");
    assert_eq!(warnings(|config| config.operations(&["Ask"]).types(&["Dog"])), "");
    assert_eq!(warnings(|config| config), "");
}
