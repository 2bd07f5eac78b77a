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
    // Open content comes after the other members when it is written.
    "<tns:order><tns:item>A</tns:item><tns:item>B</tns:item><tns:total>2</tns:total><o:b xmlns:o=\"urn:o\"/></tns:order>",
    "<tns:receipt><tns:total>1</tns:total><a/><b xmlns=\"urn:o\"/></tns:receipt>",
    "<tns:letter>Dear <tns:name>A</tns:name>, <o:b xmlns:o=\"urn:o\">c</o:b></tns:letter>",
    // Any order.
    "<tns:parcel><tns:label>A</tns:label><tns:label>B</tns:label><tns:width>1</tns:width><tns:height>2</tns:height>\
     <local/></tns:parcel>",
    "<tns:payment kind=\"debit\"><tns:amount>1.5</tns:amount><tns:number>4</tns:number></tns:payment>",
    "<tns:payment kind=\"cash\"><tns:amount>2</tns:amount></tns:payment>",
    "<tns:log><tns:entry code=\"503\">7</tns:entry><tns:entry code=\"404\"><a/>b</tns:entry><tns:entry></tns:entry></tns:log>",
    "<tns:report x=\"1\"><a/><tns:end>x</tns:end></tns:report>",
];

/// Valid documents, and what they become.
const REORDERED: &[(&str, &str)] = &[
    (
        "<tns:order><o:a xmlns:o=\"urn:o\"/><tns:item>A</tns:item><o:b xmlns:o=\"urn:o\"/><tns:item>B</tns:item>\
         <tns:total>2</tns:total></tns:order>",
        "<tns:order><tns:item>A</tns:item><tns:item>B</tns:item><tns:total>2</tns:total><o:a xmlns:o=\"urn:o\"/>\
         <o:b xmlns:o=\"urn:o\"/></tns:order>",
    ),
    (
        "<tns:parcel><a/><tns:height>2</tns:height><tns:label>A</tns:label><b/><tns:width>1</tns:width>\
         <tns:label>B</tns:label></tns:parcel>",
        "<tns:parcel><tns:label>A</tns:label><tns:label>B</tns:label><tns:width>1</tns:width><tns:height>2</tns:height>\
         <a/><b/></tns:parcel>",
    ),
];

/// Invalid documents that the schema alone refuses, with its error.
const INVALID_BY_SCHEMA: &[(&str, &str)] = &[
    (
        "<tns:order><tns:item/><tns:extra/><tns:total>1</tns:total></tns:order>",
        "/order: `{urn:example:xsd11}extra` is not allowed here (cvc-complex-type.2.4)",
    ),
    (
        "<tns:receipt><b xmlns=\"urn:o\"/><tns:total>1</tns:total></tns:receipt>",
        "/receipt: `{urn:o}b` is not allowed here (cvc-complex-type.2.4)",
    ),
    (
        "<tns:parcel><tns:width>1</tns:width><ns2:a/><tns:height>1</tns:height></tns:parcel>",
        "/parcel: `{urn:example:units}a` is not allowed here (cvc-complex-type.2.4)",
    ),
    (
        "<tns:report><a/><tns:secret/><tns:end/></tns:report>",
        "/report: `{urn:example:xsd11}secret` is not allowed here (cvc-complex-type.2.4)",
    ),
    (
        "<tns:report><tns:order/><tns:end/></tns:report>",
        "/report: `{urn:example:xsd11}order` is not allowed here (cvc-complex-type.2.4)",
    ),
    (
        "<tns:payment kind=\"barter\"/>",
        "/payment: its attributes select `xs:error` (cvc-type.3.1.3)",
    ),
    (
        "<tns:payment kind=\"credit\"><tns:amount>2</tns:amount></tns:payment>",
        "/payment: elements are missing at the end (cvc-complex-type.2.4)",
    ),
    (
        "<tns:report secret=\"x\"><tns:end/></tns:report>",
        "/report: the attribute `secret` is not allowed (cvc-complex-type.3.2.2)",
    ),
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
fn reads_open_content_and_any_order() {
    for (text, expected) in REORDERED {
        let (text, expected) = (document(text), document(expected));
        let read = Document::parse(&text, &STRICT);
        let read = read.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read.to_xml().unwrap(), expected);
    }
}

#[test]
fn refuses_what_the_schema_excludes() {
    for (text, expected) in INVALID_BY_SCHEMA {
        let text = document(text);
        let invalid = SCHEMA.assess(&text.parse().unwrap()).unwrap_err();
        assert_eq!(invalid.to_string(), *expected, "{text}");
        assert!(Document::parse(&text, &STRICT).is_err(), "{text}");
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
