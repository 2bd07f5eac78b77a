use crate::{
    document::Role,
    settings::Settings,
    source::testing::{Documents, loaded, schema, wsdl},
};

/// Checks the loaded and the missing documents, known namespaces aside.
fn check(documents: &Documents<'_>, settings: &Settings, files: &[&str], missing: &[&str]) {
    let (sources, report) = loaded(documents, settings);
    let found: Vec<_> = sources
        .iter()
        .filter(|(file, _)| sources.role(*file) != Role::Known)
        .map(|(_, source)| source.location.as_str())
        .collect();
    assert_eq!(found, files);
    let found: Vec<_> = sources.missing().iter().map(|missing| missing.message.as_str()).collect();
    assert_eq!(found, missing);
    assert!(!report.has_errors(), "{report}");
}

fn import(location: &str) -> String {
    format!(r#"<xs:import namespace="urn:i" schemaLocation="{location}"/>"#)
}

#[test]
fn loads_each_document_once() {
    let content = ["x/../b.xsd", "./b.xsd", "b.xsd#top", "file:b.xsd", ".\\b.xsd"].map(import);
    let a = schema("urn:a", &content.concat());
    let b = schema("urn:i", r#"<xs:import namespace="urn:a" schemaLocation="a.xsd"/>"#);
    check(&[("a.xsd", &a), ("b.xsd", &b)], &Settings::default(), &["a.xsd", "b.xsd"], &[]);
}

#[test]
fn merges_identical_documents() {
    let a = schema("urn:a", &(import("b.xsd") + &import("c.xsd")));
    let b = schema("urn:i", "");
    let documents: [(&str, &str); 3] = [("a.xsd", &a), ("b.xsd", &b), ("c.xsd", &b)];
    check(&documents, &Settings::default(), &["a.xsd", "b.xsd"], &[]);
}

#[test]
fn maps_locations_through_catalogs() {
    let a = schema("urn:a", &(import("http://example.org/b?xsd=1") + &import("c.xsd")));
    let b = schema("urn:i", &import("d?xsd=2"));
    let (c, d) = (schema("urn:i", "<!-- c -->"), schema("urn:i", "<!-- d -->"));
    let catalog = r#"{"http://example.org/b?xsd=1": "x/b.xsd", "c.xsd": "x/c.xsd",
        "http://example.org/d?xsd=2": "x/d.xsd"}"#;
    let documents: [(&str, &str); 6] = [
        ("w/a.xsd", &a),
        ("w/catalog.json", catalog),
        ("w/x/b.xsd", &b),
        ("w/x/c.xsd", &c),
        ("w/x/d.xsd", &d),
        ("w/c.xsd", "this is not the one"),
    ];
    let files = ["w/a.xsd", "w/x/b.xsd", "w/x/d.xsd", "w/x/c.xsd"];
    check(&documents, &Settings::default(), &files, &[]);
}

#[test]
fn prefers_settings_to_catalog_file() {
    let a = schema("urn:a", &import("urn:b"));
    let b = schema("urn:i", "");
    let documents: [(&str, &str); 3] =
        [("a.xsd", &a), ("catalog.json", r#"{"urn:b": "other.xsd"}"#), ("b.xsd", &b)];
    let catalog = vec![("urn:b".to_owned(), "b.xsd".to_owned())];
    let settings = Settings { catalog, ..Settings::default() };
    check(&documents, &settings, &["a.xsd", "b.xsd"], &[]);
}

#[test]
fn lists_missing_documents() {
    let content = ["b.xsd", "http://example.org/b.xsd", "", "#part"].map(import).concat();
    let known = r#"<xs:import namespace="http://www.w3.org/XML/1998/namespace"
        schemaLocation="http://www.w3.org/2001/xml.xsd"/>"#;
    let a = schema("urn:a", &(content + known));
    let missing =
        ["cannot read `b.xsd`: file not found", "`http://example.org/b.xsd` is not a local file"];
    check(&[("a.xsd", &a)], &Settings::default(), &["a.xsd"], &missing);
}

#[test]
fn assigns_roles_by_import() {
    let a = wsdl(
        r#"<import namespace="urn:b" location="b.wsdl"/><types><xs:schema>
            <xs:import schemaLocation="b.wsdl"/><xs:import schemaLocation="c.wsdl"/>
           </xs:schema></types>"#,
    );
    let (b, c) = (wsdl("<!-- b -->"), wsdl("<!-- c -->"));
    let documents: [(&str, &str); 3] = [("a.wsdl", &a), ("b.wsdl", &b), ("c.wsdl", &c)];
    let (sources, _) = loaded(&documents, &Settings::default());
    let roles: Vec<_> = sources
        .iter()
        .map(|(file, source)| (source.location.as_str(), sources.role(file)))
        .filter(|(_, role)| *role != Role::Known)
        .collect();
    let expected =
        [("a.wsdl", Role::Contract), ("b.wsdl", Role::Contract), ("c.wsdl", Role::Schemas)];
    assert_eq!(roles, expected);
}

#[test]
fn rejects_invalid_catalog_files() {
    let a = schema("urn:a", &import("b.xsd"));
    let documents: [(&str, &str); 2] = [("a.xsd", &a), ("catalog.json", "[]")];
    let (_, report) = loaded(&documents, &Settings::default());
    assert!(report.to_string().contains("`catalog.json` is not a valid catalog: expected `{`"));
}
