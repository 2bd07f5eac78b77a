//! Round trips of values of every shape.
//!
//! Values are written, read and compared. libxml2, an independent implementation, validates the
//! documents.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shapes;

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::Command,
};

use proptest::{
    prelude::{prop_assert, prop_assert_eq, proptest, ProptestConfig},
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use wsdlgen_expectations as fixtures;
use wsdlgen_runtime::xml::{Document, ReadOptions, Reading};

/// Returns options for strict reading.
fn strictly() -> ReadOptions {
    ReadOptions { reading: Reading::Strict, ..ReadOptions::default() }
}

/// Declares a property test for each fixture, and a function that returns sample documents.
macro_rules! round_trips {
    ($($name:ident)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $name(value in shapes::$name()) {
                    let written = value.to_xml();
                    prop_assert!(written.is_ok(), "{:?}", written);
                    let written = written.unwrap_or_default();
                    let read = fixtures::$name::Document::parse(&written, &strictly());
                    prop_assert_eq!(read, Ok(value), "{}", written);
                }
            )*
        }

        /// Returns `count` sample documents for each fixture.
        fn documents(count: usize) -> Vec<(&'static str, Vec<String>)> {
            let wildcards = ("wildcards", sample(&shapes::wildcards(), count));
            vec![$((stringify!($name), sample(&shapes::$name(), count)),)* wildcards]
        }
    };
}

round_trips! {
    builtins
    choice
    default_fixed
    extension
    facets
    forms
    grammar
    groups
    inheritance
    lexical_forms
    mixed
    nillable
    occurrence
    restriction
    simple_content
    simple_types
    substitution
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Compares written documents instead of values: a value of any type that was read has the name
    /// of its element and the namespace declarations in scope.
    #[test]
    fn wildcards(value in shapes::wildcards()) {
        let written = value.to_xml().unwrap_or_default();
        let read = fixtures::wildcards::Document::parse(&written, &strictly());
        prop_assert_eq!(read.map(|read| read.to_xml().unwrap_or_default()), Ok(written));
    }
}

/// Returns a deterministic sample of documents.
fn sample<D: Document + std::fmt::Debug>(
    shape: &impl Strategy<Value = D>,
    count: usize,
) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let values = (0..count).map(|_| shape.new_tree(&mut runner).unwrap().current());
    values.map(|value| value.to_xml().unwrap()).collect()
}

/// The fixture that libxml2 cannot load, because it has no schema for `xml:lang`.
const NOT_LOADED: &str = "forms";

/// Our writer and reader could have the same bug, so an independent program validates the documents.
#[test]
fn writes_documents_that_xmllint_accepts() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        // Bypasses the captured output of the test, which is not shown.
        let line = "skipped: writes_documents_that_xmllint_accepts (xmllint is not installed)\n";
        io::stderr().write_all(line.as_bytes()).unwrap();
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    for (name, documents) in documents(64).into_iter().filter(|(name, _)| *name != NOT_LOADED) {
        let files = documents.iter().enumerate().map(|(index, document)| {
            let file = scratch.path().join(format!("{name}-{index}.xml"));
            fs::write(&file, document).unwrap();
            file
        });
        let mut xmllint = Command::new("xmllint");
        xmllint.args(["--noout", "--nonet", "--schema"]);
        xmllint.arg(fixtures.join(name).join(format!("{name}.xsd"))).args(files);
        let output = xmllint.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let invalid: Vec<&str> =
            said.lines().filter(|line| !line.ends_with(" validates")).collect();
        assert!(output.status.success(), "{name}: {invalid:#?}");
        assert_eq!(said.lines().count(), documents.len(), "{name}: {invalid:#?}");
    }
}
