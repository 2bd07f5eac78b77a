//! Values of every shape: written, read and compared; what was written is validated by libxml2,
//! which knows nothing of us.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

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

/// Reads strictly.
fn strictly() -> ReadOptions {
    ReadOptions { reading: Reading::Strict, ..ReadOptions::default() }
}

/// A property test for each fixture, and the fixture's documents for whoever wants to look at them.
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

        /// The fixtures, each with as many documents.
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

    /// What is read of any type has the name of its place and the declarations around it, so what
    /// is written of it is compared.
    #[test]
    fn wildcards(value in shapes::wildcards()) {
        let written = value.to_xml().unwrap_or_default();
        let read = fixtures::wildcards::Document::parse(&written, &strictly());
        prop_assert_eq!(read.map(|read| read.to_xml().unwrap_or_default()), Ok(written));
    }
}

/// Documents of a shape, the same from run to run.
fn sample<D: Document + std::fmt::Debug>(
    shape: &impl Strategy<Value = D>,
    count: usize,
) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let values = (0..count).map(|_| shape.new_tree(&mut runner).unwrap().current());
    values.map(|value| value.to_xml().unwrap()).collect()
}

/// The fixture that libxml2 does not load: it has no schema for `xml:lang` of its own.
const NOT_LOADED: &str = "forms";

/// What we write and read ourselves could share a mistake.
#[test]
fn what_is_written_is_valid_for_xmllint() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        // Past the test's own output, which nobody sees.
        let line = "skipped: what_is_written_is_valid_for_xmllint (no xmllint on this machine)\n";
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
