//! Empty elements whose types have no empty value: services send them for values that they do not have.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_expectations::{
    builtins::Everything, nillable::Reading as Nillables, rpc_encoded::Person,
};
use wsdlgen_runtime::{
    xml::{Cursor, Deviation, Name, ReadElement, ReadError, ReadOptions, Reading},
    Nillable,
};

/// Reads a document with this root element.
fn read<T: ReadElement>(
    root: &Name,
    document: &str,
    reading: Reading,
) -> Result<(T, Vec<Deviation>), ReadError> {
    let options = ReadOptions { reading, ..ReadOptions::default() };
    let mut cursor = Cursor::new(document, T::NAMESPACES, &options)?;
    cursor.expect(root)?;
    let value = T::read_element(&mut cursor)?;
    Ok((value, cursor.finish()?))
}

#[test]
fn reads_empty_optional_values_as_absent() {
    let root = Name::unqualified("all");
    for empty in
        ["<a-int/>", "<a-int></a-int>", "<a-int> \n</a-int>", "<a-int><![CDATA[]]></a-int>"]
    {
        let document = format!(
            "<all><b:a-boolean xmlns:b='urn:example:builtins'>true</b:a-boolean>{}\
             <a-short xmlns='urn:example:builtins'>3</a-short></all>",
            empty.replacen("a-int", "a-int xmlns='urn:example:builtins'", 1)
        );
        let (all, deviations) = read::<Everything>(&root, &document, Reading::Lenient).unwrap();
        assert_eq!((all.a_boolean, all.a_int, all.a_short), (Some(true), None, Some(3)), "{empty}");
        let deviations: Vec<String> = deviations.iter().map(ToString::to_string).collect();
        assert_eq!(deviations, ["/all/a-int: \"\" is not a valid xs:int: expected an optional sign and decimal digits"]);
        let error = read::<Everything>(&root, &document, Reading::Strict).unwrap_err();
        assert!(error.to_string().starts_with("/all/a-int (line "), "{error}");
    }
    let wrong = "<all><a-int xmlns='urn:example:builtins'>x</a-int></all>";
    let error = read::<Everything>(&root, wrong, Reading::Lenient).unwrap_err();
    assert!(error.to_string().contains(r#""x" is not a valid xs:int"#), "{error}");
    let name = "<all><a-QName xmlns='urn:example:builtins'/></all>";
    assert_eq!(read::<Everything>(&root, name, Reading::Lenient).unwrap().0.a_q_name, None);
}

#[test]
fn reads_empty_nillable_values_as_nil() {
    let root = Name::unqualified("reading");
    let document = "<reading xmlns:n='urn:example:nillable'><n:required/><n:optional/>\
                    <n:several>1</n:several><n:several></n:several></reading>";
    let (reading, deviations) = read::<Nillables>(&root, document, Reading::Lenient).unwrap();
    let Nillables { required, optional, several, .. } = reading;
    assert_eq!(required, Nillable::NIL);
    assert_eq!(optional.as_option().map(|text| &**text), Some(""));
    assert_eq!(several, [Nillable::Value(1.0), Nillable::NIL]);
    assert_eq!(deviations.len(), 2);
    assert!(read::<Nillables>(&root, document, Reading::Strict).is_err());

    // The value of a required element that is not nillable cannot be guessed.
    let document = "<reading xmlns:n='urn:example:nillable'><n:required>1</n:required>\
                    <n:inner><n:value/></n:inner></reading>";
    let error = read::<Nillables>(&root, document, Reading::Lenient).unwrap_err();
    assert!(error.to_string().starts_with("/reading/inner/value "), "{error}");
}

#[test]
fn reads_empty_encoded_values_as_absent() {
    let root = Name::unqualified("person");
    let document = "<person><name/><age/></person>";
    let (person, deviations) = read::<Person>(&root, document, Reading::Lenient).unwrap();
    assert_eq!((person.name.as_deref(), person.age), (Some(""), None));
    assert_eq!(deviations.len(), 1);
}

/// Each empty element is a deviation. If its place were counted from the start of the document, this test would take hours.
#[test]
fn reads_many_empty_elements_in_linear_time() {
    let root = Name::unqualified("all");
    let document = format!(
        "<all xmlns:b='urn:example:builtins'><b:a-boolean>true</b:a-boolean>{}</all>",
        "<b:a-int/>\n<b:a-int> </b:a-int>".repeat(200_000)
    );
    let (all, _) = read::<Everything>(&root, &document, Reading::Lenient).unwrap();
    assert_eq!(all.a_int, None);
    let error = read::<Everything>(&root, &document, Reading::Strict).unwrap_err();
    assert_eq!((error.line(), error.column()), (1, 78));
}
