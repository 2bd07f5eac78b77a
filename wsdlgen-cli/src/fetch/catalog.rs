//! `catalog.json`: maps locations in documents to the names of stored files.

use std::collections::BTreeMap;

use super::Problem;
use super::crawl::Document;

pub(super) const FILE_NAME: &str = "catalog.json";

/// Returns the catalog of `documents`, stored as `names`, or `None` if every location is already a file name.
///
/// Each location is listed as written and as an absolute address.
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
    Ok((!files.is_empty()).then(|| object(&files)))
}

fn object(files: &BTreeMap<&str, &str>) -> String {
    let object = serde_json::to_string_pretty(files).expect("string maps serialize to JSON");
    object + "\n"
}
