//! The manifest of a corpus: `manifest.csv`, with a line per service.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Result;

/// Broken services that are not marked as such in the manifest. The file contains the reasons.
const BROKEN: &str = include_str!("../../corpus-broken.csv");

/// A service of the corpus.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub(crate) struct Service {
    pub(super) id: String,
    /// The path of the entry WSDL, relative to the corpus folder.
    pub(super) entry: String,
    pub(super) status: Status,
    #[serde(rename = "n_operations")]
    pub(super) operations: Option<usize>,
    #[serde(rename = "n_complex_types")]
    pub(super) complex_types: Option<usize>,
    /// A note about missing documents or references, if any.
    #[serde(default)]
    pub(super) note: String,
    /// Map from locations as written to paths relative to the service's folder.
    #[serde(skip)]
    pub(super) catalog: BTreeMap<String, String>,
}

/// The expected result for a service.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(from = "String")]
pub(crate) enum Status {
    /// Code that compiles.
    #[default]
    Sound,
    /// A diagnostic that names the missing document.
    MissingImport,
    /// Code that compiles, and a warning about a missing document that is not needed.
    MissingImportUnused,
    /// A diagnostic that names the undefined reference.
    DanglingReferences,
    /// A diagnostic, since the document is broken for the given reason.
    Broken(String),
}

impl Service {
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Expects either code or the diagnostic, since a known defect may be repaired.
    pub(super) fn accept_code(&mut self) {
        if let Status::Broken(_) = self.status {
            self.status = Status::DanglingReferences;
            self.note = String::new();
        }
    }

    /// Returns the path of the entry WSDL, relative to the corpus folder.
    pub(crate) fn entry(&self) -> &str {
        &self.entry
    }

    /// Returns the folder of the service's documents, relative to the corpus folder.
    pub(crate) fn folder(&self) -> PathBuf {
        let folder = Path::new(&self.entry).parent().and_then(|path| path.iter().next());
        folder.map(PathBuf::from).unwrap_or_default()
    }
}

impl From<String> for Status {
    /// Parses a status. An unknown status means that the service must compile.
    fn from(text: String) -> Self {
        match &*text {
            "missing_import" => Self::MissingImport,
            "missing_import_unused" => Self::MissingImportUnused,
            "dangling-refs" => Self::DanglingReferences,
            _ => Self::Sound,
        }
    }
}

/// Reads the services whose names contain `filter`, sorted by name.
pub(super) fn read(directory: &Path, filter: &str) -> Result<Vec<Service>> {
    let path = directory.join("manifest.csv");
    let manifest = fs::File::open(&path)
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let mut services = parse(manifest, BROKEN.as_bytes())
        .map_err(|error| format!("{}: {error}", path.display()))?;
    services.retain(|service| service.id.contains(filter));
    for service in &mut services {
        service.catalog = catalog(&directory.join(&service.id).join("catalog.json"))?;
    }
    Ok(services)
}

#[derive(Deserialize)]
struct Broken {
    id: String,
    reason: String,
}

fn parse(manifest: impl Read, broken: impl Read) -> Result<Vec<Service>, csv::Error> {
    let mut services: Vec<Service> =
        csv::Reader::from_reader(manifest).deserialize().collect::<Result<_, _>>()?;
    for line in csv::Reader::from_reader(broken).deserialize() {
        let Broken { id, reason } = line?;
        for service in services.iter_mut().filter(|service| service.id == id) {
            service.status = Status::Broken(reason.clone());
        }
    }
    services.sort_by(|left, right| left.id.cmp(&right.id));
    Ok(services)
}

/// Reads a catalog. A missing file counts as an empty catalog.
fn catalog(path: &Path) -> Result<BTreeMap<String, String>> {
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let text = fs::read_to_string(path)?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_manifest_columns() {
        let manifest = "id,entry,n_complex_types,n_operations,status,catalog,note\n\
                        b,b/b.wsdl,3,2,missing_import,yes,\"missing_import: x, \"\"y\"\"\"\n\
                        a,a/a.wsdl,,,ok,,\n\
                        c,c/c.wsdl,1,1,ok,,\n";
        let services = parse(manifest.as_bytes(), "id,reason\nc,no root\n".as_bytes()).unwrap();
        let service = |id: &str, status| Service {
            id: id.to_owned(),
            entry: format!("{id}/{id}.wsdl"),
            status,
            ..Service::default()
        };
        assert_eq!(
            services,
            [
                service("a", Status::Sound),
                Service {
                    operations: Some(2),
                    complex_types: Some(3),
                    note: "missing_import: x, \"y\"".to_owned(),
                    ..service("b", Status::MissingImport)
                },
                Service {
                    operations: Some(1),
                    complex_types: Some(1),
                    ..service("c", Status::Broken("no root".to_owned()))
                },
            ]
        );
    }

    #[test]
    fn parses_statuses() {
        let cases = [
            ("ok", Status::Sound),
            ("missing_import", Status::MissingImport),
            ("missing_import_unused", Status::MissingImportUnused),
            ("dangling-refs", Status::DanglingReferences),
            ("of tomorrow", Status::Sound),
        ];
        for (text, status) in cases {
            assert_eq!(Status::from(text.to_owned()), status, "{text}");
        }
    }

    #[test]
    fn reads_list_of_broken_services() {
        assert_eq!(parse("id,entry,status\n".as_bytes(), BROKEN.as_bytes()).unwrap(), []);
    }
}
