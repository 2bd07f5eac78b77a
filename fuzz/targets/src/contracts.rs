//! Targets for the generator: contracts, schemas, patterns and JSON messages.

use std::io;

use wsdlgen::{
    Generated, Report, configure,
    tools::{Contract, MessageInput, SampleValues},
};
use wsdlgen_cli::json::to_data;

/// A contract with a record, an enumeration, numbers and a header.
const CONTRACT: &[u8] = include_bytes!("../../../wsdl/CustomerCareService.wsdl");

/// Checks that the generator rejects a contract or generates valid Rust code from it.
pub(crate) fn wsdl(input: &[u8]) {
    check(configure().skip_unresolved().publish().generate("a.wsdl", one("a.wsdl", input)));
}

/// Checks that the generator rejects a schema or generates valid Rust code from it.
pub(crate) fn xsd(input: &[u8]) {
    check(configure().skip_unresolved().generate_schemas(&["a.xsd"], one("a.xsd", input)));
}

/// Returns a loader that knows a single document.
fn one<'a>(name: &'static str, input: &'a [u8]) -> impl Fn(&str) -> io::Result<Vec<u8>> + 'a {
    move |location: &str| match location {
        found if found == name => Ok(input.to_vec()),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

fn check(generated: Result<Generated, Report>) {
    match generated {
        Ok(generated) => {
            let parsed = syn::parse_file(&generated.code);
            assert!(parsed.is_ok(), "{:?}\n{}", parsed.err(), generated.code);
        }
        Err(report) => assert!(report.to_string().contains("error"), "{report}"),
    }
}

/// Checks that a regular expression (XML Schema part 2, appendix F) is rejected or matches the generated sample.
pub(crate) fn pattern(input: &[u8]) {
    let Ok(pattern) = std::str::from_utf8(input) else { return };
    if pattern.len() > 200 || pattern.chars().any(char::is_control) {
        return;
    }
    let contract = with_pattern(pattern);
    let Ok(contract) = configure().load("a.wsdl", one("a.wsdl", contract.as_bytes())) else {
        return;
    };
    let Ok(sample) = contract.sample("Say", None, SampleValues::Valid) else { return };
    let Some((_, envelope)) = sample.request.split_once("\n\n") else { return };
    let request = |envelope: String| {
        contract.request("Say", None, &MessageInput::Xml(envelope), None).map(drop)
    };
    let refused = request(envelope.to_owned());
    if refused.is_ok() {
        return;
    }
    // If no sample was found, the value is the element's name. Then similar strings must not match either.
    let (before, after) =
        envelope.split_once(">Say<").expect("an invalid sample should contain the placeholder");
    let characters = pattern.chars().map(String::from);
    let prefixes = pattern.char_indices().map(|(at, _)| pattern[..at].to_owned());
    for near in characters.chain(prefixes).chain(["a", "0", "ab"].map(str::to_owned)) {
        let near = escaped(&near);
        let matches = request(format!("{before}>{near}<{after}")).is_ok();
        assert!(!matches, "no sample found for `{pattern}`, but `{near}` matches");
    }
}

/// Checks that JSON input is rejected or becomes a request that conforms to the contract, as in `wsdlgen call`.
pub(crate) fn json(input: &[u8]) {
    thread_local! {
        static LOADED: Contract = configure()
            .load("a.wsdl", one("a.wsdl", CONTRACT))
            .expect("the contract should be valid");
    }
    let Ok(json) = serde_json::from_slice(input) else { return };
    let body = MessageInput::Data(to_data(json));
    LOADED.with(|contract| {
        let request =
            |given: &MessageInput| contract.request("UpdateCustomerPIN", None, given, None);
        if let Ok(made) = request(&body) {
            let again = request(&MessageInput::Xml(made.envelope.clone()));
            let again = again.expect("a generated request should conform to the contract");
            assert_eq!(again.envelope, made.envelope);
        }
    });
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn with_pattern(pattern: &str) -> String {
    let escaped = escaped(pattern);
    format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
            xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
          <types><xs:schema targetNamespace="urn:t"><xs:element name="Say"><xs:simpleType>
            <xs:restriction base="xs:string"><xs:pattern value="{escaped}"/></xs:restriction>
          </xs:simpleType></xs:element></xs:schema></types>
          <message name="M"><part name="p" element="t:Say"/></message>
          <portType name="P"><operation name="Say"><input message="t:M"/></operation></portType>
          <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="Say"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation>
          </binding>
          <service name="S"><port name="Q" binding="t:B"><soap:address location="http://a/"/></port></service>
        </definitions>"#
    )
}
