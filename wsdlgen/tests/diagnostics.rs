//! Diagnostics for invalid contracts, in one folder under `diagnostics` for each case.
//!
//! A folder contains the document `bad.wsdl` and the expected output `expected.stderr`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::{
    fs,
    time::{Duration, Instant},
};

use support::Expectation;
use wsdlgen::Code;

/// The outcome of a run: an error, or generated code with warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Refused,
    Generated,
}

use Outcome::{Generated, Refused};

/// Each case with the code of its diagnostic.
const CASES: [(&str, Code, Outcome); 42] = [
    ("ambiguous_content", Code::Ambiguous, Generated),
    ("bad_default", Code::BadValue, Generated),
    ("bad_name", Code::BadValue, Refused),
    ("binding_without_port_type", Code::UnknownPortType, Refused),
    ("circular_group", Code::Circular, Refused),
    ("deep", Code::Deep, Generated),
    ("default_with_attributes", Code::NotEnforced, Generated),
    ("duplicate_definition", Code::Duplicate, Refused),
    ("file_not_found", Code::Unreadable, Refused),
    ("header_without_part", Code::UnknownPart, Generated),
    ("import_not_found", Code::Unreadable, Refused),
    ("import_not_needed", Code::Unreadable, Generated),
    ("inconsistent_declarations", Code::Rule, Generated),
    ("malformed_xml", Code::MalformedXml, Refused),
    ("minified", Code::UnknownElement, Refused),
    ("missing_attribute", Code::MissingAttribute, Refused),
    ("misspelt_facet", Code::Skipped, Generated),
    ("not_a_wsdl", Code::WrongRoot, Refused),
    ("notification", Code::Unsupported, Generated),
    ("other_kind", Code::UnknownElement, Refused),
    ("other_namespace", Code::UnknownType, Refused),
    ("same_name_in_two_schemas", Code::Duplicate, Generated),
    ("same_signature", Code::Skipped, Generated),
    ("setting_no_rust", Code::BadSetting, Refused),
    ("setting_of_no_catalog", Code::Unreadable, Refused),
    ("setting_of_nothing", Code::UnusedSetting, Refused),
    ("setting_of_taken_name", Code::UnusedSetting, Generated),
    ("simple_type_of_itself", Code::Circular, Refused),
    ("too_large", Code::TooLarge, Refused),
    ("undeclared_prefix", Code::UndeclaredPrefix, Refused),
    ("unknown_attribute", Code::UnknownAttribute, Refused),
    ("unknown_attribute_group", Code::UnknownAttributeGroup, Refused),
    ("unknown_binding", Code::UnknownBinding, Refused),
    ("unknown_element", Code::UnknownElement, Refused),
    ("unknown_group", Code::UnknownGroup, Refused),
    ("unknown_message", Code::UnknownMessage, Refused),
    ("unknown_operation", Code::UnknownOperation, Refused),
    ("unknown_part", Code::UnknownPart, Refused),
    ("unknown_policy", Code::UnknownPolicy, Generated),
    ("unknown_type", Code::UnknownType, Refused),
    ("unknown_types", Code::UnknownType, Refused),
    ("unsupported_policy", Code::UnsupportedPolicy, Generated),
];

/// Returns the configuration of a case. Those whose names begin with `setting_` have settings.
fn config(case: &str) -> wsdlgen::Config {
    let config = wsdlgen::configure();
    match case {
        "setting_no_rust" => config
            .derive("Address", "Eq,,")
            .rename("Address/street", "the street")
            .external("Address", "crate:Address"),
        "setting_of_no_catalog" => config.catalog_file("nowhere.json"),
        "setting_of_taken_name" => config.rename("Address/town", "street"),
        "setting_of_nothing" => config
            .operations(&["Echo", "Ecko", "EchoServce/Echo"])
            .types(&["Adress"])
            .secret("Address/sreet")
            .fault("Ech", "EchoFault")
            .fault("Echo", "EchoRespones")
            .header("Ech", "EchoHeader")
            .header("*", "EchoRespones")
            .rename("{urn:example:bad}Adress", "Place")
            .open_enum("Address"),
        _ => config,
    }
}

fn report(case: &str) -> wsdlgen::Report {
    let folder = support::folder("diagnostics").join(case);
    let generated = config(case).generate("bad.wsdl", |location| fs::read(folder.join(location)));
    generated.map_or_else(|report| report, |generated| generated.warnings)
}

#[test]
fn matches_checked_in_diagnostics() {
    let expectations = CASES.iter().map(|(case, ..)| Expectation {
        path: support::folder("diagnostics").join(case).join("expected.stderr"),
        actual: report(case).to_string(),
    });
    support::compare(expectations.collect());
}

#[test]
fn reports_expected_codes() {
    for (case, code, outcome) in CASES {
        let report = report(case);
        assert_eq!(report.has_errors(), outcome == Refused, "{case}: {report}");
        assert!(report.codes().contains(&code), "{case}: {:?}", report.codes());
    }
}

#[test]
fn covers_every_code() {
    // This error does not depend on the document.
    let without_document = [Code::Unwritable];
    for code in Code::all() {
        let is_shown = CASES.iter().any(|(_, shown, _)| shown == code);
        assert_ne!(is_shown, without_document.contains(code), "{code}: {}", code.title());
    }
}

#[test]
fn reports_write_errors() {
    let contract = support::folder("fixtures").join("recursion/recursion.wsdl");
    let not_a_folder = contract.join("out");
    let report = wsdlgen::configure().out_dir(not_a_folder).compile(&[contract]).unwrap_err();
    assert_eq!(report.codes(), [Code::Unwritable]);
    assert!(report.to_string().starts_with("error[WG0018]: cannot write `"), "{report}");
}

#[test]
fn covers_every_folder() {
    for folder in fs::read_dir(support::folder("diagnostics")).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        assert!(CASES.iter().any(|(case, ..)| *case == name), "{name}");
    }
}

#[test]
fn warns_about_skipped_parts() {
    let folder = support::folder("fixtures").join("several_ports");
    let load = |location: &str| fs::read(folder.join(location));
    let generated = wsdlgen::generate("several_ports.wsdl", load).unwrap();
    assert!(!generated.warnings.has_errors());
    let shown = generated.warnings.to_string();
    assert!(shown.contains("warning[WG0017]: the port `Plain`"), "{shown}");
    assert_eq!(generated.warnings.codes(), [Code::Skipped]);
}

#[test]
fn reports_settings_without_a_match() {
    let folder = support::folder("fixtures").join("recursion");
    let load = |location: &str| fs::read(folder.join(location));
    let config = wsdlgen::configure().secret("Node/Missing").fault("Missing", "Node");
    let report = config.generate("recursion.wsdl", load).unwrap_err();
    assert_eq!(report.codes(), [Code::UnusedSetting, Code::UnusedSetting]);
}

/// Returns a schema with `levels` nested types.
fn nested(levels: usize) -> String {
    let types: Vec<String> = (0..levels)
        .map(|level| {
            format!(
                "<xs:complexType name='T{level}'><xs:sequence><xs:element name='inner' \
                 type='T{}'/></xs:sequence></xs:complexType>",
                level + 1
            )
        })
        .collect();
    let types = types.concat();
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{types}<xs:complexType \
         name='T{levels}'/><xs:element name='root' type='T0'/></xs:schema>"
    )
}

#[test]
fn declares_deep_types_thread_safe_and_warns_about_deeper_ones() {
    let cases = [(10, 0, false), (40, 3, false), (70, 6, true)];
    for (levels, expected, warned) in cases {
        let load = |_: &str| Ok(nested(levels).into_bytes());
        let generated = wsdlgen::configure().generate_schemas(&["deep.xsd"], load).unwrap();
        let declared = generated.code.split_once("rt::thread_safe! {\n").map_or("", |it| it.1);
        let count = declared.lines().take_while(|line| *line != "}").count();
        assert_eq!(count, expected, "{levels}");
        assert_eq!(generated.warnings.codes().contains(&Code::Deep), warned, "{levels}");
    }
}

#[test]
fn reports_invalid_and_unused_customizations() {
    type Configure = fn(wsdlgen::Config) -> wsdlgen::Config;
    let cases: [(Configure, Code, &str); 10] = [
        (|it| it.rename("Missing", "Other"), Code::UnusedSetting, "rename(\"Missing\", \"Other\")"),
        (|it| it.rename("Node/missing", "it"), Code::UnusedSetting, "rename(\"Node/missing\""),
        (|it| it.rename("Node", "a b"), Code::BadSetting, "is not an identifier"),
        (|it| it.derive("Node", "Eq,,"), Code::BadSetting, "is not a list of traits"),
        (|it| it.attribute("Node", "allow(x)"), Code::BadSetting, "is not attributes"),
        (|it| it.external("Node", "1::x"), Code::BadSetting, "is not a path"),
        (
            |it| it.external("{http://www.w3.org/2001/XMLSchema}anyType", "crate::Any"),
            Code::UnusedSetting,
            "make the types that contain it external instead",
        ),
        (|it| it.open_enum("Node"), Code::UnusedSetting, "open_enum(\"Node\")"),
        (
            |it| it.operations(&["Missing"]),
            Code::UnusedSetting,
            "no service has the operation `Missing`",
        ),
        (|it| it.types(&["Missing"]), Code::UnusedSetting, "cannot find type `Missing`"),
    ];
    let folder = support::folder("fixtures").join("recursion");
    for (configure, code, words) in cases {
        let load = |location: &str| fs::read(folder.join(location));
        let report = configure(wsdlgen::configure()).generate("recursion.wsdl", load).unwrap_err();
        assert!(report.codes().contains(&code), "{words}: {report}");
        assert!(report.to_string().contains(words), "{words}: {report}");
    }
}

/// Returns a schema on one line of about a megabyte, with elements whose types are undefined.
fn minified(elements: usize) -> String {
    let filler = "<xs:complexType name='ä'/>".repeat(1_000_000 / elements / 27);
    let element = |number| format!("{filler}<xs:element name='e{number}' type='Nowhere{number}'/>");
    let elements: String = (0..elements).map(element).collect();
    format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{elements}</xs:schema>")
}

#[test]
fn truncates_long_lines() {
    let document = minified(60);
    let load = |_: &str| Ok(document.clone().into_bytes());
    let report = wsdlgen::configure().generate_schemas(&["a.xsd"], load).unwrap_err();
    let start = Instant::now();
    let shown = report.to_string();
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert!(shown.lines().all(|line| line.chars().count() <= 140), "{shown}");
    for number in 0..50 {
        let offset = document.find(&format!("Nowhere{number}'")).unwrap();
        let column = document[..offset].chars().count() + 1;
        assert!(shown.contains(&format!(" --> a.xsd:1:{column}\n")), "{number}: {shown}");
    }
}

#[test]
fn shows_fifty_errors_and_counts_all() {
    let document = minified(60);
    let load = |_: &str| Ok(document.clone().into_bytes());
    let report = wsdlgen::configure().generate_schemas(&["a.xsd"], load).unwrap_err();
    let shown = report.to_string();
    assert_eq!(shown.matches("error[WG0007]").count(), 50);
    assert!(shown.ends_with("\n\n… and 10 more\n\n60 errors: nothing was generated\n"), "{shown}");
}

#[test]
fn folds_repeated_diagnostics() {
    let schema = |number: usize| {
        format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:{number}'>\
             <xs:complexType/></xs:schema>"
        )
    };
    let names: Vec<String> = (0..7).map(|number| format!("{number}.xsd")).collect();
    let load = |location: &str| Ok(schema(location[..1].parse().unwrap()).into_bytes());
    let report = wsdlgen::configure().generate_schemas(&names, load).unwrap_err();
    let shown = report.to_string();
    assert_eq!(shown.matches("error[WG0004]").count(), 3, "{shown}");
    assert!(shown.contains("= note: and 4 more like this\n\n7 errors"), "{shown}");
    assert_eq!(report.codes(), [Code::MissingAttribute; 7]);
}

#[test]
fn accepts_crlf_line_endings() {
    for case in ["unknown_operation", "duplicate_definition", "missing_attribute"] {
        let folder = support::folder("diagnostics").join(case);
        let unix = fs::read_to_string(folder.join("bad.wsdl")).unwrap();
        let load = |_: &str| Ok(unix.replace('\n', "\r\n").into_bytes());
        let shown = wsdlgen::generate("bad.wsdl", load).unwrap_err().to_string();
        assert_eq!(shown, fs::read_to_string(folder.join("expected.stderr")).unwrap(), "{case}");
    }
}

#[test]
fn reports_errors_for_every_truncated_document() {
    let contract = support::folder("diagnostics").join("undeclared_prefix/bad.wsdl");
    let unix = fs::read_to_string(contract).unwrap().replace("street", "sträßchen");
    for document in [unix.replace('\n', "\r\n"), unix.replace('\n', " "), unix] {
        for end in (0..document.trim_end().len()).filter(|end| document.is_char_boundary(*end)) {
            let load = |_: &str| Ok(document.as_bytes()[..end].to_vec());
            let report = wsdlgen::generate("bad.wsdl", load).unwrap_err();
            let code = if end == 0 { Code::WrongRoot } else { Code::MalformedXml };
            assert_eq!(report.codes(), [code], "{end}: {report}");
        }
    }
}
