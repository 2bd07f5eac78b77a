//! Elements whose attributes select their type.

use super::{check, contract, list, number, object, text};
use crate::tools::{MessageInput, SampleValues};

const FIELDS: &str = r#"<xs:sequence>
    <xs:element name="a" type="t:V0" maxOccurs="unbounded">
      <xs:alternative test="@version = 1" type="t:V1"/>
      <xs:alternative test="@version = 2" type="xs:error"/>
    </xs:element></xs:sequence>"#;
const TYPES: &str = r#"
    <xs:complexType name="V0"><xs:attribute name="version" type="xs:int"/></xs:complexType>
    <xs:complexType name="V1"><xs:complexContent><xs:extension base="t:V0">
      <xs:sequence><xs:element name="b" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"#;

#[test]
fn round_trips_alternatives() {
    let contract = contract(FIELDS, TYPES);
    let first = object(&[("V1", object(&[("version", number("1")), ("b", text("x"))]))]);
    let other = object(&[("V0", object(&[("version", number("3"))]))]);
    let expected = "><a version=\"1\"><b>x</b></a><a version=\"3\"></a>";
    check(&contract, &object(&[("a", list(&[first, other]))]), expected);
}

#[test]
fn attributes_in_data_select_the_type() {
    let contract = contract(FIELDS, TYPES);
    let request = |version: &str| {
        let one = object(&[("version", number(version)), ("b", text("x"))]);
        let data = MessageInput::Data(object(&[("a", list(&[one]))]));
        contract.request("o", None, &data, None).map(|request| request.envelope)
    };
    let envelope = request("1").unwrap();
    assert!(envelope.contains("<a version=\"1\"><b>x</b></a>"), "{envelope}");
    let error = request("2").expect_err("`xs:error`").to_string();
    assert!(error.contains("no content is valid with these attributes"), "{error}");
}

#[test]
fn samples_have_the_attributes_that_select_their_type() {
    let contract = contract(FIELDS, TYPES);
    let sample = contract.sample("o", None, SampleValues::Valid).unwrap();
    assert!(sample.request.contains("version=\"1\""), "{}", sample.request);
}
