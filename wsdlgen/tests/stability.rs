//! Stability of names when unrelated parts of a contract change.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, fs, path::Path};

/// A type with nested types, and an element. No fixture contains them.
const UNRELATED: &str = "<xs:complexType name='Unrelated'><xs:sequence><xs:element name='item'>\
    <xs:complexType><xs:choice><xs:element name='one' type='xs:int'/><xs:element name='two' type='xs:int'/></xs:choice>\
    </xs:complexType></xs:element></xs:sequence></xs:complexType><xs:element name='unrelated' type='xs:int'/>";

/// Returns the paths of all types of a contract after changing its main document.
fn paths(folder: &Path, entry: &str, change: impl Fn(&str) -> String) -> BTreeSet<String> {
    let load = |location: &str| {
        let bytes = fs::read(folder.join(location))?;
        let text = String::from_utf8(bytes).unwrap();
        Ok(if location == entry { change(&text) } else { text }.into_bytes())
    };
    let contract = wsdlgen::configure().all_types().documents().load(entry, load).unwrap();
    contract.overview().types.into_iter().map(|ty| ty.path).collect()
}

/// Inserts the unrelated items at the start of the first schema.
fn at_start(text: &str) -> String {
    let schema = text.find("<xs:schema").unwrap();
    let start = schema + text[schema..].find('>').unwrap() + 1;
    // Imports come first.
    let imports = text[start..]
        .rfind("<xs:import")
        .map_or(start, |import| start + import + text[start + import..].find('>').unwrap() + 1);
    format!("{}{UNRELATED}{}", &text[..imports], &text[imports..])
}

/// Inserts the unrelated items at the end of the last schema.
fn at_end(text: &str) -> String {
    let end = text.rfind("</xs:schema>").unwrap();
    format!("{}{UNRELATED}{}", &text[..end], &text[end..])
}

#[test]
fn keeps_names_when_unrelated_types_are_added() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut tried = 0;
    for folder in fs::read_dir(fixtures).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let entry = ["wsdl", "xsd"]
            .map(|ending| format!("{name}.{ending}"))
            .into_iter()
            .find(|entry| folder.join(entry).is_file());
        let Some(entry) = entry else { continue };
        if !fs::read_to_string(folder.join(&entry)).unwrap().contains("</xs:schema>") {
            continue;
        }
        let before = paths(&folder, &entry, str::to_owned);
        for change in [at_start, at_end] {
            let after = paths(&folder, &entry, change);
            let lost: Vec<_> = before.difference(&after).collect();
            assert!(lost.is_empty(), "{entry}: {lost:?}");
            let module = after.iter().find(|path| path.ends_with("unrelated::Item"));
            assert!(module.is_some(), "{entry}: {after:?}");
        }
        tried += 1;
    }
    assert!(tried > 25, "{tried} fixtures");
}
