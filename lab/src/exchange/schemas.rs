//! Preparation of a service's schemas for libxml2: embedded schemas become separate files, and a driver schema imports
//! all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use roxmltree::Node;

use crate::Result;
use crate::conformance::documents;

const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// Copies a service's documents to `folder`, and writes a schema that imports all of their schemas.
pub(super) fn prepare(service: &Path, folder: &Path) -> Result<PathBuf> {
    copy(service, folder)?;
    let mut embedded = Vec::new();
    for wsdl in files(folder)?.into_iter().filter(|path| has_extension(path, "wsdl")) {
        let text = documents::read(&wsdl)?;
        let Ok(document) = documents::parse(&text) else { continue };
        let schemas = document.descendants().filter(|node| is_schema(*node));
        for (index, schema) in schemas.enumerate() {
            let path = wsdl.with_extension(format!("{index}.embedded.xsd"));
            let namespace = schema.attribute("targetNamespace").unwrap_or_default().to_owned();
            embedded.push((namespace, path, documents::standalone(schema)));
        }
    }
    let mut places: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (namespace, path, _) in &embedded {
        places.entry(namespace.clone()).or_insert_with(|| path.clone());
    }
    for (_, path, text) in &embedded {
        fs::write(path, with_locations(text, &places)?)?;
    }
    let imports = places.iter().map(|(namespace, path)| {
        let namespace = match &**namespace {
            "" => String::new(),
            uri => format!(" namespace=\"{}\"", documents::escaped(uri)),
        };
        format!("<import{namespace} schemaLocation=\"{}\"/>", path.display())
    });
    let imports: String = imports.collect();
    let driver = folder.join("all.embedded.xsd");
    fs::write(
        &driver,
        format!("<schema xmlns=\"{XSD}\" targetNamespace=\"urn:wsdlgen:all\">{imports}</schema>"),
    )?;
    Ok(driver)
}

fn is_schema(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace() == Some(XSD) && node.tag_name().name() == "schema"
}

/// Adds the locations of embedded schemas to the imports of a schema.
fn with_locations(text: &str, places: &BTreeMap<String, PathBuf>) -> Result<String> {
    let document = documents::parse(text)?;
    let mut whole = text.to_owned();
    let imports: Vec<Node<'_, '_>> =
        document.root_element().children().filter(|it| it.tag_name().name() == "import").collect();
    for import in imports.into_iter().rev() {
        let place = import.attribute("namespace").and_then(|uri| places.get(uri));
        if let (Some(place), None) = (place, import.attribute("schemaLocation")) {
            let start = import.range().start;
            let name = text[start..].find([' ', '\t', '\n', '\r', '/', '>']).unwrap_or(0);
            let location = format!(" schemaLocation=\"{}\"", place.display());
            whole.insert_str(start + name, &location);
        }
    }
    Ok(whole)
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::write(target, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

/// Returns all files below a folder, sorted.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path())?);
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
