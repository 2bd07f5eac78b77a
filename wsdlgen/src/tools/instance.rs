//! Reading and writing messages without generated code.

mod addressing;
mod answer;
mod build;
mod call;
mod called;
mod data;
mod http;
mod outgoing;
mod read;
mod soap;

use std::fmt;

use super::Sample;
use crate::{
    model::{Exchange, Interface, Message, Model, NamespaceId, Operation},
    sample::{Builder, Values, body_trees, declaration},
};
pub(crate) use addressing::{is_in as is_addressed, with_blocks};
pub use answer::{CallOutcome, FaultAnswer};
pub(crate) use call::Call;
pub use call::MessageInput;
pub(crate) use called::{Uncallable, called};
pub use data::Data;
pub(crate) use http::exchange;
pub use outgoing::{OutgoingAttachment, OutgoingHttp, OutgoingRequest};
pub(crate) use soap::{content_type, of_runtime, version_of};

/// Returns samples of the messages of each operation, in the order of the generated code.
pub(crate) fn samples(model: &Model) -> Vec<Sample> {
    let operations = model
        .interfaces
        .iter()
        .flat_map(|interface| interface.operations.iter().map(move |one| (interface, one)));
    operations.map(|(interface, operation)| sample(model, interface, operation)).collect()
}

fn sample(model: &Model, interface: &Interface, operation: &Operation) -> Sample {
    let text = |message: &Message| body(model, message, &operation.namespaces);
    Sample {
        interface: interface.name.to_string(),
        operation: operation.name.to_string(),
        request: text(&operation.input),
        reply: match operation.exchange {
            Exchange::RequestResponse => text(&operation.output),
            Exchange::OneWay => Some(String::new()),
        },
    }
}

/// Returns the content of a message's body, or `None` if every value would be infinitely large.
fn body(model: &Model, message: &Message, namespaces: &[NamespaceId]) -> Option<String> {
    let declared: String = namespaces.iter().map(|id| declaration(model, *id)).collect();
    let trees = body_trees(&mut Builder::new(model, Values::Valid), model, &message.body)?;
    Some(trees.iter().map(|tree| tree.compact(model, &declared)).collect())
}

/// A violation of the contract in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstanceError {
    /// The path of the element, by names: `/UpdateCustomerPIN/updateCustomerPINRequest`.
    pub path: String,
    /// The line and column in XML input, both counted from 1.
    pub place: Option<(u32, u32)>,
    /// The description of the problem.
    pub what: String,
}

impl fmt::Display for InstanceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(formatter, "{line}:{column}: ")?;
        }
        write!(formatter, "{}: {}", self.path, self.what)
    }
}

impl std::error::Error for InstanceError {}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod samples {
    use crate::{configure, tools::Sample};

    fn samples_of(fields: &str, more: &str) -> Vec<Sample> {
        let contract = format!(
            r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
                xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
              <types><xs:schema targetNamespace="urn:t"><xs:element name="a"><xs:complexType>{fields}</xs:complexType></xs:element>{more}</xs:schema></types>
              <message name="m"><part name="p" element="t:a"/></message>
              <portType name="P"><operation name="o"><input message="t:m"/></operation></portType>
              <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
                <operation name="o"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation></binding>
            </definitions>"#
        );
        configure().samples("t.wsdl", |_| Ok(contract.clone().into_bytes())).unwrap()
    }

    fn sample_of(fields: &str, more: &str) -> String {
        let samples = samples_of(fields, more);
        let text = samples[0].request.clone().unwrap();
        let inside = text.split_once('>').unwrap().1;
        inside.strip_suffix("</tns:a>").unwrap_or_default().to_owned()
    }

    #[test]
    fn creates_valid_samples() {
        let element = |of_type: &str| {
            format!(r#"<xs:sequence><xs:element name="b">{of_type}</xs:element></xs:sequence>"#)
        };
        let simple = |base: &str, facets: &str| {
            element(&format!(
                r#"<xs:simpleType><xs:restriction base="xs:{base}">{facets}</xs:restriction></xs:simpleType>"#
            ))
        };
        let cases = [
            (simple("string", ""), "<b>b</b>"),
            (simple("string", r#"<xs:minLength value="4"/>"#), "<b>bbbb</b>"),
            (simple("string", r#"<xs:pattern value="[A-Z]{2}\d+"/>"#), "<b>AA0</b>"),
            (simple("string", r#"<xs:pattern value="\C\t"/>"#), "<b> \t</b>"),
            (simple("string", r#"<xs:pattern value="\r\n"/>"#), "<b>&#13;\n</b>"),
            (simple("string", r#"<xs:pattern value="[a-z-[\p{L}]]|x{3}"/>"#), "<b>xxx</b>"),
            (simple("string", r#"<xs:pattern value="x[a-z-[\p{L}]]*"/>"#), "<b>x</b>"),
            (simple("string", r#"<xs:pattern value="x|y{9}"/><xs:minLength value="4"/>"#), "<b>yyyyyyyyy</b>"),
            // No matching text is found, but texts of gigabytes must not be tried.
            (simple("string", r#"<xs:pattern value="((((((a*)*)*)*)*)*)*"/><xs:length value="10"/>"#), "<b>bbbbbbbbbb</b>"),
            (simple("string", r#"<xs:pattern value="[^&#9;-&#xfffd;]"/>"#), "<b>\u{10000}</b>"),
            (simple("int", r#"<xs:minInclusive value="18"/>"#), "<b>18</b>"),
            (simple("positiveInteger", r#"<xs:pattern value="\d{3}"/>"#), "<b>111</b>"),
            (simple("decimal", r#"<xs:maxExclusive value="1"/>"#), "<b>0</b>"),
            (simple("token", r#"<xs:enumeration value="x"/>"#), "<b>x</b>"),
            (
                r#"<xs:sequence><xs:element name="b" type="xs:int" maxOccurs="3"/></xs:sequence>"#
                    .to_owned(),
                "<b>1</b><b>1</b>",
            ),
            (
                r#"<xs:choice><xs:element ref="t:a"/><xs:element name="b" type="xs:date"/></xs:choice>"#
                    .to_owned(),
                "<b>2026-01-02</b>",
            ),
        ];
        for (fields, expected) in cases {
            assert_eq!(sample_of(&fields, ""), expected, "{fields}");
        }
    }

    #[test]
    fn refuses_samples_that_are_too_large() {
        let many = r#"<xs:sequence><xs:element name="b" type="xs:int" minOccurs="1000000000" maxOccurs="unbounded"/></xs:sequence>"#;
        let pairs = r#"<xs:sequence minOccurs="1000000000" maxOccurs="unbounded"><xs:element name="b"/><xs:element name="c"/></xs:sequence>"#;
        let twice = r#"<xs:sequence><xs:element name="b" type="t:T0"/></xs:sequence>"#;
        let types: Vec<_> = (0..40).map(|at| {
            let inner = format!(r#"type="t:T{}""#, at + 1);
            format!(r#"<xs:complexType name="T{at}"><xs:sequence><xs:element name="a" {inner}/><xs:element name="b" {inner}/></xs:sequence></xs:complexType>"#)
        }).collect();
        let types = types.concat() + r#"<xs:complexType name="T40"/>"#;
        for fields in [many, pairs, twice] {
            assert_eq!(samples_of(fields, &types)[0].request, None, "{fields}");
        }
    }

    /// Attribute groups that each contain another group twice add every attribute only once.
    #[test]
    fn adds_attributes_of_groups_once() {
        let groups: Vec<_> = (0..40)
            .map(|at| {
                let inner = format!(r#"<xs:attributeGroup ref="t:g{}"/>"#, at + 1);
                format!(r#"<xs:attributeGroup name="g{at}">{inner}{inner}</xs:attributeGroup>"#)
            })
            .collect();
        let last = r#"<xs:attributeGroup name="g40"><xs:attribute name="x" type="xs:int"/></xs:attributeGroup>"#;
        let samples = samples_of(r#"<xs:attributeGroup ref="t:g0"/>"#, &(groups.concat() + last));
        let sample = samples[0].request.clone().unwrap();
        assert_eq!(sample.matches(" x=\"1\"").count(), 1, "{sample}");
    }

    #[test]
    fn ends_samples_of_recursive_types() {
        let fields = r#"<xs:sequence><xs:element name="b" type="xs:int"/><xs:element ref="t:a" minOccurs="0"/></xs:sequence>"#;
        let sample = sample_of(fields, "");
        assert!(sample.starts_with("<b>1</b><tns:a>"), "{sample}");
        assert!(sample.len() < 500, "{sample}");
    }
}
