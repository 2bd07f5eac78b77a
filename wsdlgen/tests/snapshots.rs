//! Snapshots of generated code, in one folder under `fixtures` for each case.
//!
//! `cargo xtask regen` rewrites the snapshots. The crate `wsdlgen-expectations` compiles them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::{fs, path::Path};

use support::Expectation;
use wsdlgen::{Config, Dates, Decimals, Sides, Strings};

/// A fixture: its folder, its WSDL or schema, and its settings.
struct Case {
    name: &'static str,
    entry: &'static str,
    configure: fn(Config) -> Config,
}

impl Case {
    const fn of_schema(name: &'static str, entry: &'static str) -> Self {
        Self { name, entry, configure: Config::documents }
    }
}

const CASES: [Case; 56] = [
    Case { name: "addressing", entry: "addressing.wsdl", configure: |config| config },
    Case::of_schema("ambiguous", "ambiguous.xsd"),
    Case { name: "attachments", entry: "attachments.wsdl", configure: |config| config },
    Case::of_schema("builtins", "builtins.xsd"),
    Case::of_schema("choice", "choice.xsd"),
    Case {
        name: "configuration",
        entry: "configuration.wsdl",
        configure: |config| {
            config
                .operations(&["Put"])
                .types(&["Farm"])
                .derive("Place", "Eq, Hash")
                .attribute("Place/town", "#[doc(alias = \"city\")]")
                .rename("Item", "Goods")
                .rename("Item/ref", "reference")
                .rename("Item/@ID", "key")
                .rename("Colour/red", "Crimson")
                .external("{urn:example:configuration}Money", "crate::money::Money")
                .open_enum("*")
        },
    },
    Case {
        name: "customer_care",
        entry: "CustomerCareService.wsdl",
        configure: |config| {
            config
                .secret("UpdateCustomerPINRequest/PIN")
                .secret("UpdateCustomerPINRequest/AccountAccessCode")
                .secret("BinarySecurityToken/ID")
                .secret("ExplanationCode/Description")
                .schema("ServiceFault.xsd")
                .fault("UpdateCustomerPIN", "ServiceFault")
        },
    },
    Case { name: "data_sets", entry: "data_sets.wsdl", configure: |config| config },
    Case::of_schema("default_fixed", "default_fixed.xsd"),
    Case { name: "documentation", entry: "documentation.wsdl", configure: |config| config },
    Case::of_schema("extension", "extension.xsd"),
    Case::of_schema("facets", "facets.xsd"),
    Case {
        name: "files",
        entry: "../two_namespaces/two_namespaces.wsdl",
        configure: Config::file_per_module,
    },
    Case {
        name: "foreign_types",
        entry: "foreign_types.xsd",
        configure: |config| {
            config
                .documents()
                .dates(Dates::Chrono)
                .decimals(Decimals::RustDecimal)
                .strings(Strings::CompactStr)
                .uuid()
        },
    },
    Case {
        name: "foreign_types_jiff",
        entry: "../foreign_types/foreign_types.xsd",
        configure: |config| config.documents().dates(Dates::Jiff),
    },
    Case {
        name: "foreign_types_time",
        entry: "../foreign_types/foreign_types.xsd",
        configure: |config| config.documents().dates(Dates::Time),
    },
    Case::of_schema("forms", "forms.xsd"),
    Case::of_schema("grammar", "grammar.xsd"),
    Case::of_schema("groups", "groups.xsd"),
    Case { name: "header_attributes", entry: "header_attributes.wsdl", configure: |config| config },
    Case { name: "http_bindings", entry: "http_bindings.wsdl", configure: Config::http_bindings },
    Case::of_schema("inheritance", "inheritance.xsd"),
    Case { name: "java_faults", entry: "java_faults.wsdl", configure: |config| config },
    Case { name: "json", entry: "json.xsd", configure: |config| config.documents().serde() },
    Case {
        name: "lexical_forms",
        entry: "lexical_forms.xsd",
        configure: |config| {
            config
                .documents()
                .keep_lexical_forms()
                .external("{http://www.w3.org/2001/XMLSchema}dateTime", "crate::seconds::Seconds")
        },
    },
    Case::of_schema("lists", "lists.xsd"),
    Case { name: "media", entry: "media.wsdl", configure: |config| config },
    Case { name: "messages", entry: "messages.wsdl", configure: |config| config },
    Case::of_schema("mixed", "mixed.xsd"),
    Case { name: "names", entry: "names.wsdl", configure: Config::all_types },
    Case::of_schema("nested", "nested.xsd"),
    Case::of_schema("nillable", "nillable.xsd"),
    Case::of_schema("occurrence", "occurrence.xsd"),
    Case { name: "policies", entry: "policies.wsdl", configure: |config| config },
    Case { name: "port_styles", entry: "port_styles.wsdl", configure: |config| config },
    Case { name: "published", entry: "published.wsdl", configure: Config::publish },
    Case { name: "recursion", entry: "recursion.wsdl", configure: |config| config },
    Case::of_schema("repeated_parts", "repeated_parts.xsd"),
    Case {
        name: "request_ews",
        entry: "request_ews.wsdl",
        configure: |config| config.sides(Sides::Client),
    },
    Case {
        name: "request_fedex",
        entry: "request_fedex.wsdl",
        configure: |config| config.sides(Sides::Client),
    },
    Case {
        name: "request_netsuite",
        entry: "request_netsuite.wsdl",
        configure: |config| config.sides(Sides::Client),
    },
    Case {
        name: "request_onvif",
        entry: "request_onvif.wsdl",
        configure: |config| config.sides(Sides::Client),
    },
    Case {
        name: "request_salesforce",
        entry: "request_salesforce.wsdl",
        configure: |config| config.sides(Sides::Client),
    },
    Case::of_schema("restriction", "restriction.xsd"),
    Case { name: "rpc_encoded", entry: "rpc_encoded.wsdl", configure: |config| config },
    Case { name: "rpc_literal", entry: "rpc_literal.wsdl", configure: |config| config },
    Case {
        name: "schema_validation",
        entry: "schema_validation.wsdl",
        configure: |config| config.documents().schema_validation(),
    },
    Case {
        name: "services",
        entry: "services.wsdl",
        configure: |config| config.sides(Sides::Client),
    },
    Case { name: "several_ports", entry: "several_ports.wsdl", configure: |config| config },
    Case::of_schema("simple_content", "simple_content.xsd"),
    Case::of_schema("simple_types", "simple_types.xsd"),
    Case { name: "streams", entry: "streams.wsdl", configure: |config| config },
    Case::of_schema("substitution", "substitution.xsd"),
    Case { name: "two_namespaces", entry: "two_namespaces.wsdl", configure: |config| config },
    Case::of_schema("wildcards", "wildcards.xsd"),
    Case {
        name: "xsd11",
        entry: "xsd11.xsd",
        configure: |config| config.documents().schema_validation(),
    },
];

fn generate(case: &Case) -> wsdlgen::Generated {
    let folder = support::folder("fixtures").join(case.name);
    let load = |location: &str| fs::read(folder.join(location));
    let config = (case.configure)(wsdlgen::configure());
    config.generate(case.entry, load).unwrap_or_else(|report| panic!("{}: {report}", case.name))
}

#[test]
fn generates_checked_in_code() {
    let expectations = CASES.iter().flat_map(|case| {
        let folder = support::folder("fixtures").join(case.name);
        let generated = generate(case);
        let modules = generated.modules.into_iter().map(|module| (module.path, module.code));
        let files = modules.chain([("expected.rs".to_owned(), generated.code)]);
        files.map(move |(path, actual)| Expectation { path: folder.join(path), actual })
    });
    support::compare(expectations.collect());
}

#[test]
fn covers_every_fixture() {
    let mut folders: Vec<String> = fs::read_dir(support::folder("fixtures"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let cases: Vec<&str> = CASES.iter().map(|case| case.name).collect();
    assert_eq!(folders, cases);
}

#[test]
fn generates_deterministic_output() {
    for case in &CASES {
        assert_eq!(generate(case).code, generate(case).code, "{}", case.name);
    }
}

/// Returns the lines of generated code that declare public items and members.
fn names(code: &str) -> Vec<&str> {
    code.lines().filter(|line| line.trim_start().starts_with("pub ")).collect()
}

#[test]
fn keeps_names_when_unrelated_types_are_added() {
    let added = "<xs:complexType name='Unrelated'><xs:choice><xs:element name='card' \
                 type='xs:string'/><xs:element name='unrelated' type='xs:int'/></xs:choice>\
                 </xs:complexType></xs:schema>";
    for case in CASES.iter().filter(|case| case.entry.strip_suffix(".xsd").is_some()) {
        let folder = support::folder("fixtures").join(case.name);
        let load = |location: &str| {
            let text = fs::read_to_string(folder.join(location))?;
            Ok(text.replace("</xs:schema>", added).into_bytes())
        };
        let config = (case.configure)(wsdlgen::configure());
        let changed = config.generate(case.entry, load).unwrap().code;
        let before = generate(case).code;
        let after = names(&changed);
        let renamed: Vec<&str> =
            names(&before).into_iter().filter(|name| !after.contains(name)).collect();
        assert_eq!(renamed, [""; 0], "{}", case.name);
        assert!(changed.contains("pub struct Unrelated"), "{}", case.name);
    }
}

#[test]
fn compile_writes_the_file_only_when_it_changes() {
    let folder = support::folder("fixtures").join("recursion");
    let out = std::env::temp_dir().join(format!("wsdlgen-compile-{}", std::process::id()));
    let config = wsdlgen::configure().out_dir(&out);
    config.compile(&[folder.join("recursion.wsdl")]).unwrap();
    let written = out.join("recursion.rs");
    let modified = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
    let first = modified(&written);
    config.compile(&[folder.join("recursion.wsdl")]).unwrap();
    assert_eq!(modified(&written), first);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
    fs::remove_dir_all(&out).unwrap();
}
