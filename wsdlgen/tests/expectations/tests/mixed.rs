//! Mixed content with elements of any name.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_expectations::mixed::{letter::Item, Document, Letter, Page};
use wsdlgen_runtime::{
    codegen::v1::MixedAny,
    xml::{AnyElement, Document as _, Nillable, ReadOptions},
};

#[test]
fn keeps_text_and_elements_of_any_name() {
    let options = ReadOptions::default();
    let bold = AnyElement::parse("<b>bold</b>", &options).unwrap();
    let content: Vec<MixedAny> = vec!["some ".into(), bold.into(), " text".into()];
    let page = Page::from(content);
    assert_eq!(page.elements().map(AnyElement::text).collect::<String>(), "bold");
    let page = Document::Page(page);
    let text = page.to_xml().unwrap();
    assert_eq!(text, "<tns:page xmlns:tns=\"urn:example:mixed\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">some <b>bold</b> text</tns:page>");
    assert_eq!(Document::parse(&text, &options).unwrap(), page);
}

#[test]
fn finds_elements_that_occur_at_most_once() {
    let text = "<letter xmlns='urn:example:mixed'>Dear <name>Ann</name>, <bold>a</bold><bold>b</bold></letter>";
    let Document::Letter(letter) = Document::parse(text, &ReadOptions::default()).unwrap() else {
        panic!("expected a letter");
    };
    assert_eq!(letter.name().map(String::as_str), Some("Ann"));
    assert_eq!(letter.order(), None);
    assert_eq!(Letter::from([Item::Name("Bob".to_owned())]).name(), Some(&"Bob".to_owned()));
    // A nillable value that is in a box.
    let letter = Letter::from([Item::Offer(Nillable::Nil(Vec::new()))]);
    assert_eq!(
        (letter.offer().map(|offer| offer.as_option().is_none()), letter.order()),
        (Some(true), None)
    );
}
