//! Test sets: files named `*.testSet` or `*_w3c.xml` in a folder, or in its subfolders.

use std::path::{Path, PathBuf};
use std::{fs, io};

use roxmltree::Node;

use crate::Result;
use crate::conformance::{documents, file_name};

const XLINK: &str = "http://www.w3.org/1999/xlink";

/// A valid schema with instance documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The name of the test set.
    pub(super) set: String,
    pub(super) name: String,
    pub(super) schemas: Vec<PathBuf>,
    pub(super) instances: Vec<Instance>,
}

/// An instance document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Instance {
    pub(super) name: String,
    /// The title of the test.
    pub(super) title: String,
    pub(super) path: PathBuf,
    pub(super) expected: Expected,
}

/// The expected validity of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Valid,
    Invalid,
}

/// A schema, valid or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SchemaTest {
    pub(super) set: String,
    pub(super) name: String,
    pub(super) schemas: Vec<PathBuf>,
    pub(super) expected: Expected,
}

/// The endings of the names of test sets.
const ENDINGS: [&str; 2] = [".testSet", "_w3c.xml"];

/// Returns the test sets in a folder and its subfolders, sorted.
pub(in crate::conformance) fn sets(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut sets = Vec::new();
    let is_set = |path: &Path| ENDINGS.iter().any(|ending| file_name(path).ends_with(ending));
    for path in entries(directory)? {
        if path.is_dir() {
            sets.extend(entries(&path)?.into_iter().filter(|path| is_set(path)));
        } else if is_set(&path) {
            sets.push(path);
        }
    }
    sets.sort();
    Ok(sets)
}

fn entries(directory: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect()
}

/// Reads the groups with a valid schema from a test set.
pub(super) fn read(set: &Path) -> Result<Vec<Group>> {
    with_text(set, parse)
}

/// Reads all schemas of a test set.
pub(super) fn schema_tests(set: &Path) -> Result<Vec<SchemaTest>> {
    with_text(set, parse_schemas)
}

fn with_text<T>(
    set: &Path,
    parse: impl FnOnce(&str, &str, &Path) -> Result<T, String>,
) -> Result<T> {
    let text = documents::read(set)?;
    let name = file_name(set);
    let name = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    parse(&text, name, set.parent().unwrap_or(set))
        .map_err(|error| format!("{}: {error}", set.display()).into())
}

fn parse_schemas(text: &str, set: &str, folder: &Path) -> Result<Vec<SchemaTest>, String> {
    let document = documents::parse(text)?;
    let groups = children(document.root_element(), "testGroup");
    let tests = groups.flat_map(|group| children(group, "schemaTest"));
    Ok(tests
        .filter_map(|test| {
            Some(SchemaTest {
                set: set.to_owned(),
                name: name(test),
                schemas: children(test, "schemaDocument")
                    .filter_map(|it| path(it, folder))
                    .collect(),
                expected: expected(test)?,
            })
        })
        .collect())
}

fn parse(text: &str, set: &str, folder: &Path) -> Result<Vec<Group>, String> {
    let document = documents::parse(text)?;
    let groups = children(document.root_element(), "testGroup");
    Ok(groups.filter_map(|group| read_group(group, set, folder)).collect())
}

fn read_group(group: Node<'_, '_>, set: &str, folder: &Path) -> Option<Group> {
    let valid = |test: &Node<'_, '_>| expected(*test) == Some(Expected::Valid);
    let schema = children(group, "schemaTest").find(valid)?;
    let instances = children(group, "instanceTest").filter_map(|test| {
        Some(Instance {
            name: name(test),
            title: title(test).or_else(|| title(group)).unwrap_or_default(),
            path: children(test, "instanceDocument").find_map(|it| path(it, folder))?,
            expected: expected(test)?,
        })
    });
    Some(Group {
        set: set.to_owned(),
        name: name(group),
        schemas: children(schema, "schemaDocument").filter_map(|it| path(it, folder)).collect(),
        instances: instances.collect(),
    })
}

fn children<'a, 'input>(
    parent: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    parent.children().filter(move |node| node.tag_name().name() == name)
}

fn name(test: Node<'_, '_>) -> String {
    test.attribute("name").unwrap_or_default().to_owned()
}

/// Returns the expected validity, or `None` if it is disputed.
fn expected(test: Node<'_, '_>) -> Option<Expected> {
    // Some tests have another result in XML Schema 1.1.
    let of_version =
        |it: &Node<'_, '_>| it.attribute("version").is_none_or(|it| it.contains("1.0"));
    match children(test, "expected").find(of_version).and_then(|it| it.attribute("validity"))? {
        "valid" => Some(Expected::Valid),
        "invalid" => Some(Expected::Invalid),
        _ => None,
    }
}

fn path(document: Node<'_, '_>, folder: &Path) -> Option<PathBuf> {
    document.attribute((XLINK, "href")).map(|href| folder.join(href))
}

fn title(test: Node<'_, '_>) -> Option<String> {
    let annotation = children(test, "annotation").next()?;
    let title = annotation.descendants().find(|node| node.tag_name().name() == "Title")?;
    Some(title.text()?.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET: &str = r#"<testSet xmlns="urn:t" xmlns:x="http://www.w3.org/1999/xlink">
        <testGroup name="g">
            <annotation><documentation><Title>A
                title</Title></documentation></annotation>
            <schemaTest name="s">
                <schemaDocument x:href="../d/a.xsd"/><schemaDocument x:href="b.xsd"/>
                <expected validity="valid"/>
            </schemaTest>
            <instanceTest name="i"><instanceDocument x:href="i.xml"/><expected validity="invalid"/></instanceTest>
            <instanceTest name="j"><instanceDocument x:href="j.xml"/><expected validity="notKnown"/></instanceTest>
        </testGroup>
        <testGroup name="h"><schemaTest name="t"><expected validity="invalid"/></schemaTest></testGroup>
        </testSet>"#;

    #[test]
    fn reads_groups_with_valid_schemas() {
        let instance = Instance {
            name: "i".to_owned(),
            title: "A title".to_owned(),
            path: PathBuf::from("meta/i.xml"),
            expected: Expected::Invalid,
        };
        let group = Group {
            set: "S".to_owned(),
            name: "g".to_owned(),
            schemas: vec![PathBuf::from("meta/../d/a.xsd"), PathBuf::from("meta/b.xsd")],
            instances: vec![instance],
        };
        assert_eq!(parse(SET, "S", Path::new("meta")).unwrap(), [group]);
    }
}
