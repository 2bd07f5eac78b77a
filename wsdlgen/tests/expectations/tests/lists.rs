//! Lists convert from and into vectors and iterators.

use std::collections::BTreeMap;

use wsdlgen_expectations::lists::{
    array_of_key_value_ofstringint::KeyValueOfstringint, ArrayOfDecimal,
    ArrayOfKeyValueOfstringint, ArrayOfLine, ArrayOfRate, Document, Line, Order, Rate,
};
use wsdlgen_runtime::{
    xml::{Document as _, ReadOptions},
    Decimal, Nillable,
};

fn line(item: &str) -> Line {
    Line { item: item.to_owned() }
}

#[test]
fn builds_lists_from_vectors_and_iterators() {
    let prices: ArrayOfDecimal = [1, 2].into_iter().map(Decimal::from).collect();
    assert_eq!(prices.decimal, [Decimal::from(1), Decimal::from(2)]);
    assert_eq!((prices.len(), prices.iter().count(), (&prices).into_iter().count()), (2, 2, 2));
    let mut lines = ArrayOfLine::from(vec![line("a")]);
    lines.push(Nillable::NIL);
    lines.push(line("b").into());
    assert_eq!(lines.len(), 3);
    let items: Vec<&str> = lines.values().map(|line| &*line.item).collect();
    assert_eq!(items, ["a", "b"]);
    assert_eq!(lines, vec![line("a").into(), Nillable::NIL, line("b").into()].into());
}

#[test]
fn writes_lists_as_elements() {
    let order = Order {
        prices: Some(vec![Decimal::from(3)].into()),
        lines: Some([line("a")].into_iter().collect()),
        counted: None,
        stock: None,
        ..Order::default()
    };
    let text = "<tns:order xmlns:tns=\"urn:example:lists\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
                <tns:Prices><tns:decimal>3</tns:decimal></tns:Prices><tns:Lines><tns:Line>\
                <tns:Item>a</tns:Item></tns:Line></tns:Lines></tns:order>";
    let document = Document::Order(Box::new(order));
    assert_eq!(document.to_xml().unwrap(), text);
    assert_eq!(Document::parse(text, &ReadOptions::default()).unwrap(), document);
}

#[test]
fn converts_dictionaries_from_and_into_maps() {
    let map = BTreeMap::from([("tea".to_owned(), 3), ("milk".to_owned(), 0)]);
    let mut stock = ArrayOfKeyValueOfstringint::from(map.clone());
    assert_eq!(stock[0], KeyValueOfstringint { key: "milk".to_owned().into(), value: 0 });
    stock.push(KeyValueOfstringint { key: Nillable::NIL, value: 7 });
    let pairs = stock.pairs().map(|(key, value)| (key.clone(), *value));
    assert_eq!(pairs.collect::<BTreeMap<_, _>>(), map);
    assert_eq!(stock.into_pairs().collect::<BTreeMap<_, _>>(), map);
}

#[test]
fn converts_dictionaries_with_nil_entries() {
    let map = BTreeMap::from([("day".to_owned(), 40), ("hour".to_owned(), 6)]);
    let mut rates: ArrayOfRate = map.clone().into_iter().collect();
    assert_eq!(rates[0], Rate { key: Some("day".to_owned()), value: 40.into() }.into());
    rates.push(Nillable::NIL);
    rates.push(Rate { key: None, value: 1.into() }.into());
    let pairs = rates.pairs().map(|(key, value)| (key.clone(), *value));
    assert_eq!(pairs.collect::<BTreeMap<_, _>>(), map);
}
