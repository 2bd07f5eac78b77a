//! JSON representation of generated types.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::json;
use wsdlgen_expectations::json::{Document, Order};
use wsdlgen_runtime::xml::{Document as _, ReadOptions};

const ORDER: &str = "<o:order key='0AFF' xmlns:o='urn:example:json' \
    xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><o:OrderId>7</o:OrderId>\
    <o:placed>2026-11-24T10:00:00.5Z</o:placed><o:cash>12.50</o:cash>\
    <o:colour>dark red</o:colour><o:limit>9</o:limit><o:note i:nil='true'/>\
    <o:pet><o:Name>Tom</o:Name></o:pet><o:pet i:type='o:Dog'><o:Name>Rex</o:Name>\
    <o:Tricks>sit</o:Tricks></o:pet><x:more xmlns:x='urn:x'>y</x:more></o:order>";

fn order(document: &str) -> Order {
    let Document::Order(order) = Document::parse(document, &ReadOptions::default()).unwrap();
    *order
}

#[test]
fn uses_names_of_the_contract() {
    let value = serde_json::to_value(order(ORDER)).unwrap();
    let expected = json!({
        "OrderId": 7,
        "placed": "2026-11-24T10:00:00.5Z",
        "cash": "12.50",
        "colour": "dark red",
        "limit": 9,
        "note": null,
        "pet": [
            { "Animal": { "Name": "Tom" } },
            { "Dog": { "Name": "Rex", "Tricks": ["sit"] } },
        ],
        "any": value["any"],
        "key": "0AFF",
    });
    assert_eq!(value, expected);
    assert!(value["any"].as_str().unwrap().contains(">y</x:more>"), "{value}");
}

#[test]
fn round_trips_json() {
    let order = order(ORDER);
    let text = serde_json::to_string(&order).unwrap();
    let read: Order = serde_json::from_str(&text).unwrap();
    let written = |order| Document::Order(Box::new(order)).to_xml().unwrap();
    assert_eq!(written(read), written(order));
}

#[test]
fn omits_absent_members() {
    let text = r#"{"OrderId":"123456789012345678901234567890","card":"x"}"#;
    let order: Order = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&order).unwrap(), text);
}
