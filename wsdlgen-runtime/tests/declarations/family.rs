//! `family!`.

use wsdlgen_runtime::{codegen::v1 as rt, xml::Reading};

use super::{read, written};

rt::namespaces! { tns = "urn:t" }

rt::record! {
    /// A base type.
    pub struct Animal [base] {
        optional name: Option<String> = "name" string,
    }
}

rt::record! {
    /// A type that extends the base.
    pub struct Dog {
        extends_default base: Animal = record,
        optional tricks: Option<u8> = "tricks" value,
    }
}

rt::family! {
    /// The base, or a type that extends it.
    pub enum AnyAnimal: Animal {
        Animal(Animal) = "Animal"@tns declared,
        Dog(Dog) = "Dog"@tns,
        ..Other
    }
}

const XSI: &str = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:tns='urn:t'";

#[test]
fn reads_and_writes_each_type() {
    let plain: AnyAnimal = read("<r><name>a</name></r>", Reading::Strict).unwrap();
    assert_eq!(plain, AnyAnimal::from(Animal { name: Some("a".to_owned()) }));
    assert_eq!(written(&plain), "<r><name>a</name></r>");
    let document = format!("<r {XSI} xsi:type='tns:Dog'><name>b</name><tricks>3</tricks></r>");
    let dog: AnyAnimal = read(&document, Reading::Strict).unwrap();
    let base = Animal { name: Some("b".to_owned()) };
    assert_eq!(dog, AnyAnimal::from(Dog { base, tricks: Some(3) }));
    assert_eq!(dog.base().unwrap().name.as_deref(), Some("b"));
    let expected = "<r xsi:type=\"tns:Dog\"><name>b</name><tricks>3</tricks></r>";
    assert_eq!(written(&dog), expected);
}

#[test]
fn preserves_unknown_types() {
    let document = format!("<r {XSI} xsi:type='tns:Cat'><lives>9</lives></r>");
    let cat: AnyAnimal = read(&document, Reading::Lenient).unwrap();
    assert!(matches!(&cat, AnyAnimal::Other(tree) if tree.elements().count() == 1), "{cat:?}");
    assert_eq!(cat.base(), None);
    assert!(read::<AnyAnimal>(&document, Reading::Strict).is_err());
}
