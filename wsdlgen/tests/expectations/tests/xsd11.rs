//! Features of XML Schema 1.1 that change documents.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_expectations::xsd11::{Document, SCHEMA};
use wsdlgen_runtime::{
    xml::{Document as _, Limits, ReadOptions, Reading},
    Validate as _,
};

const STRICT: ReadOptions =
    ReadOptions { reading: Reading::Strict, limits: Limits::CLIENT, secrets: &[] };

/// Adds the declarations that the generated code writes to a root element.
fn document(text: &str) -> String {
    let end = text.find([' ', '>', '/']).unwrap_or_default();
    let (name, rest) = text.split_at(end);
    format!("{name} xmlns:tns=\"urn:example:xsd11\" xmlns:ns2=\"urn:example:units\"{rest}")
}

/// Valid documents, which come back unchanged.
const VALID: &[&str] = &[
    // Conditional inclusion, `override`, `defaultAttributes`, and namespaces of local declarations.
    "<tns:delivery ns2:unit=\"h\" note=\"x\"><tns:at>2026-11-30T09:00:00Z</tns:at>\
     <tns:to note=\"y\"><tns:town>A</tns:town><tns:country>B</tns:country></tns:to>\
     <ns2:unit>C</ns2:unit></tns:delivery>",
    "<tns:opening>09:00:00</tns:opening>",
];

/// Invalid documents, with the error of the schema.
const INVALID: &[(&str, &str)] = &[
    (
        "<tns:delivery><tns:at>2026-11-30T09:00:00</tns:at><tns:to><tns:town/><tns:country/></tns:to>\
         <ns2:unit/></tns:delivery>",
        "/delivery/at: it violates explicitTimezone (required) (cvc-datatype-valid.1)",
    ),
    (
        "<tns:opening>09:00:00+01:00</tns:opening>",
        "/opening: it violates explicitTimezone (prohibited) (cvc-datatype-valid.1)",
    ),
];

#[test]
fn reads_and_writes_valid_documents() {
    for text in VALID {
        let text = document(text);
        let read = Document::parse(&text, &STRICT);
        let read = read.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read.to_xml().unwrap(), text);
    }
}

#[test]
fn refuses_invalid_documents() {
    for (text, expected) in INVALID {
        let text = document(text);
        let invalid = SCHEMA.assess(&text.parse().unwrap()).unwrap_err();
        assert_eq!(invalid.to_string(), *expected, "{text}");
        let read = Document::parse(&text, &ReadOptions::default());
        let read = read.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(read.validate().is_err(), "{text}");
    }
}
