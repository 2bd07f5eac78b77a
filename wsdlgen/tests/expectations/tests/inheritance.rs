//! What a type has from the type that it extends.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop and say where"
)]

use wsdlgen_expectations::inheritance::{Book, Document, NamedSettings, Settings};
use wsdlgen_runtime::xml::{Document as _, ReadOptions, Reading};

/// Reads what strictly is without remark.
fn read(document: &str) -> Document {
    let options = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    Document::parse(document, &options).unwrap()
}

#[test]
fn a_restriction_is_a_value_of_its_base() {
    use wsdlgen_expectations::restriction::{Contact, Reachable};
    let reachable = Reachable::new("Ada".to_owned(), "4711".to_owned(), "home".to_owned());
    let contact = Contact {
        name: Some("Ada".to_owned()),
        phone: vec!["4711".to_owned()],
        kind: Some("home".to_owned()),
        ..Contact::default()
    };
    assert_eq!(Contact::from(reachable), contact);
}

#[test]
fn what_extends_elements_in_any_order_has_them_in_any_order() {
    let document = "<settings xmlns='urn:example:inheritance' name='n'><size>7</size>\
                    <colour>red</colour></settings>";
    let base = Settings { colour: "red".to_owned(), size: 7 };
    let expected = NamedSettings { base, name: Some("n".to_owned()) };
    assert_eq!(read(document), Document::Settings(Box::new(expected)));
}

#[test]
fn a_wildcard_takes_what_has_had_its_turn() {
    let document = "<book xmlns='urn:example:inheritance'><title>a</title><title>b</title>\
                    <author>c</author></book>";
    let Document::Book(book) = read(document) else { panic!("no book") };
    let Book { title, any, .. } = *book;
    let names: Vec<&str> = any.iter().map(|element| element.name.local()).collect();
    assert_eq!((title.as_str(), names), ("a", vec!["title", "author"]));
}
