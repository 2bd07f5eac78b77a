//! What is said of bad contracts: one folder under `diagnostics` for each case, with the document
//! `bad.wsdl` and what is shown for it, `expected.stderr`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop and say where"
)]

mod support;

use std::fs;

use support::Expectation;
use wsdlgen::Code;

/// Each case with the finding that it is about.
const CASES: [(&str, Code); 19] = [
    ("ambiguous_content", Code::AmbiguousContent),
    ("bad_name", Code::BadValue),
    ("binding_without_port_type", Code::UnknownPortType),
    ("default_value", Code::Unsupported),
    ("duplicate_definition", Code::Duplicate),
    ("file_not_found", Code::Unreadable),
    ("import_not_found", Code::Unreadable),
    ("malformed_xml", Code::MalformedXml),
    ("missing_attribute", Code::MissingAttribute),
    ("not_a_wsdl", Code::WrongRoot),
    ("overloaded_operation", Code::Unsupported),
    ("rpc_style", Code::Unsupported),
    ("simple_type_of_itself", Code::BadValue),
    ("undeclared_prefix", Code::UndeclaredPrefix),
    ("unknown_message", Code::UnknownMessage),
    ("unknown_operation", Code::UnknownOperation),
    ("unknown_part", Code::UnknownPart),
    ("unknown_type", Code::UnknownType),
    ("unsupported", Code::Unsupported),
];

fn report(case: &str) -> wsdlgen::Report {
    let folder = support::folder("diagnostics").join(case);
    wsdlgen::generate("bad.wsdl", |location| fs::read(folder.join(location))).unwrap_err()
}

#[test]
fn diagnostics_are_what_is_checked_in() {
    let expectations = CASES.iter().map(|(case, _)| Expectation {
        path: support::folder("diagnostics").join(case).join("expected.stderr"),
        actual: report(case).to_string(),
    });
    support::compare(expectations.collect());
}

#[test]
fn diagnostics_have_their_codes() {
    for (case, code) in CASES {
        let report = report(case);
        assert!(report.has_errors(), "{case}");
        assert!(report.codes().contains(&code), "{case}: {:?}", report.codes());
    }
}

#[test]
fn what_is_skipped_is_a_warning() {
    let folder = support::folder("fixtures").join("several_ports");
    let load = |location: &str| fs::read(folder.join(location));
    let generated = wsdlgen::generate("several_ports.wsdl", load).unwrap();
    assert!(!generated.warnings.has_errors());
    let shown = generated.warnings.to_string();
    assert!(shown.contains("warning[W0017]: the port `Plain`"), "{shown}");
    assert_eq!(generated.warnings.codes(), [Code::Skipped]);
}

#[test]
fn settings_that_fit_nothing_are_reported() {
    let folder = support::folder("fixtures").join("recursion");
    let load = |location: &str| fs::read(folder.join(location));
    let config = wsdlgen::configure().secret("Node/Missing").fault("Missing", "Node");
    let report = config.generate("recursion.wsdl", load).unwrap_err();
    assert_eq!(report.codes(), [Code::UnusedSetting, Code::UnusedSetting]);
}
