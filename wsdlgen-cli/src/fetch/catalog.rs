//! `catalog.json`: which file stands for a location that is not a file's name.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Problem;
use super::crawl::Document;

pub(super) const FILE_NAME: &str = "catalog.json";

/// The catalog of `documents`, stored as `names`, or none where every location is a file's name.
///
/// A location stands there as written, and again as the absolute address it means.
pub(super) fn of(documents: &[Document], names: &[String]) -> Result<Option<String>, Problem> {
    let mut files = BTreeMap::new();
    for import in documents.iter().flat_map(|document| &document.imports) {
        let file = names[import.target].as_str();
        let other = files.insert(import.location.as_str(), file);
        if other.is_some_and(|other| other != file) {
            return Err(Problem::AmbiguousLocation { location: import.location.clone() });
        }
        if import.location != file {
            files.insert(import.url.as_str(), file);
        }
    }
    files.retain(|location, file| location != file);
    Ok((!files.is_empty()).then(|| json(&files)))
}

fn json(files: &BTreeMap<&str, &str>) -> String {
    let entries: Vec<String> = files
        .iter()
        .map(|(location, file)| format!("  {}: {}", json_string(location), json_string(file)))
        .collect();
    format!("{{\n{}\n}}\n", entries.join(",\n"))
}

fn json_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' => {
                write!(quoted, "\\u{:04x}", u32::from(c)).expect("a String takes any text");
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped() {
        assert_eq!(json_string("a\"b\\c\nd"), r#""a\"b\\c\u000ad""#);
    }
}
