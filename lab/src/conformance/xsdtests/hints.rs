//! Schemas that instances name in `xsi:schemaLocation` (XML Schema part 1, §4.3.2).

use std::collections::HashSet;
use std::path::Path;

use super::sets::Group;
use crate::conformance::documents;

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Adds the schemas of namespaces for which a group lists none. Some documents have a root of such a namespace.
pub(super) fn add_schemas(group: &mut Group) {
    let targets = group.schemas.iter().filter_map(|path| target_namespace(path));
    let mut known: HashSet<String> = targets.collect();
    let mut added = Vec::new();
    for instance in &group.instances {
        for (namespace, location) in hints(&instance.path) {
            let path = instance.path.with_file_name(location);
            // A schema without a readable document says nothing.
            if target_namespace(&path).as_ref() == Some(&namespace) && known.insert(namespace) {
                added.push(path);
            }
        }
    }
    group.schemas.extend(added);
}

/// Returns the namespaces and locations in the root's `xsi:schemaLocation`.
fn hints(path: &Path) -> Vec<(String, String)> {
    let Ok(text) = documents::read(path) else { return Vec::new() };
    let Ok(document) = documents::parse(&text) else { return Vec::new() };
    let hints = document.root_element().attribute((XSI, "schemaLocation")).unwrap_or_default();
    let words: Vec<&str> = hints.split_whitespace().collect();
    words.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

fn target_namespace(path: &Path) -> Option<String> {
    let text = documents::read(path).ok()?;
    let document = documents::parse(&text).ok()?;
    let target = document.root_element().attribute("targetNamespace");
    Some(target.unwrap_or_default().to_owned())
}
