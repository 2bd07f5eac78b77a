//! `catalog.json`: which file stands for a location that is not a file's name.

use std::collections::BTreeMap;

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
    Ok((!files.is_empty()).then(|| object(&files)))
}

fn object(files: &BTreeMap<&str, &str>) -> String {
    let object = serde_json::to_string_pretty(files).expect("texts have a form in JSON");
    object + "\n"
}
