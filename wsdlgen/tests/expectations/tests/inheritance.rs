//! Members and conversions of derived types.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_expectations::inheritance::{Book, Document, NamedSettings, Settings};
use wsdlgen_runtime::xml::{Document as _, Nillable, Optional, ReadOptions, Reading};

/// Reads a document strictly.
fn read(document: &str) -> Document {
    let options = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    Document::parse(document, &options).unwrap()
}

#[test]
fn converts_restrictions_to_their_base() {
    use wsdlgen_expectations::restriction::{Contact, Offer, Reachable, Sale};
    let reachable = Reachable::new("Ada".to_owned(), "4711".to_owned(), "home".to_owned());
    let contact = Contact {
        name: Some("Ada".to_owned()),
        phone: vec!["4711".to_owned()],
        kind: Some("home".to_owned()),
        ..Contact::default()
    };
    assert_eq!(Contact::from(reachable), contact);
    assert_eq!(Offer::from(Sale::from(3)).price, Optional::from(3));
    let nil = Sale { price: Nillable::NIL };
    assert_eq!(Offer::from(nil).price, Optional::NIL);
}

#[test]
fn inherits_any_order_of_elements() {
    let document = "<settings xmlns='urn:example:inheritance' name='n'><size>7</size>\
                    <colour>red</colour></settings>";
    let base = Settings { colour: "red".to_owned(), size: 7 };
    let expected = NamedSettings { base, name: Some("n".to_owned()) };
    assert_eq!(read(document), Document::Settings(Box::new(expected)));
}

#[test]
fn reads_repeated_elements_as_wildcard_content() {
    let document = "<book xmlns='urn:example:inheritance'><title>a</title><title>b</title>\
                    <author>c</author></book>";
    let Document::Book(book) = read(document) else { panic!("expected a book") };
    let Book { title, any, .. } = *book;
    let names: Vec<&str> = any.iter().map(|element| element.name.local()).collect();
    assert_eq!((title.as_str(), names), ("a", vec!["title", "author"]));
}
