//! Loading of all documents of a run.

use std::{collections::HashMap, fmt, hash::DefaultHasher, hash::Hasher, io};

use super::{
    Loader, Scanner,
    catalog::{self, Catalog},
    known, location,
};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::{Declared, FileId, Import, Missing, Relation, Role, Sources, Span},
    settings::{Settings, Strictness},
};

/// Loads the entries and everything they import.
///
/// **Invariant:** after this, every reachable document is either in memory or listed as missing.
pub(crate) fn load(
    entries: &[String],
    loader: &Loader<'_>,
    scanner: Scanner,
    settings: &Settings,
    report: &mut Report,
) -> Sources {
    let mut loading = Loading::new(entries, loader, scanner, settings);
    for entry in entries {
        loading.entry(entry, report);
        while let Some(next) = loading.wanted.pop() {
            loading.follow(next, report);
        }
    }
    // Report errors in catalogs named by settings even if nothing was imported.
    loading.catalog_files.retain(|(_, named)| *named == Named::Yes);
    loading.read_catalogs(report);
    let mut sources = loading.sources;
    match settings.strictness {
        Strictness::Repair => known::add_all(&mut sources),
        Strictness::Strict | Strictness::SkipUnresolved => known::add(&mut sources, scanner),
    }
    report.set_sources(&sources);
    sources
}

/// A document that another imports.
struct Wanted {
    /// Span of the import in the importing document.
    asked_by: Span,
    import: Import,
}

/// The state of loading.
struct Loading<'a> {
    loader: &'a Loader<'a>,
    scanner: Scanner,
    strictness: Strictness,
    sources: Sources,
    /// Documents by location. A document may have several.
    locations: HashMap<String, FileId>,
    /// Documents by the hash of their text. Identical files are one document.
    texts: HashMap<u64, FileId>,
    /// URLs of documents that were imported by URL, to resolve their own imports.
    urls: HashMap<FileId, String>,
    wanted: Vec<Wanted>,
    catalog: Catalog,
    /// Catalog files that have not been read yet.
    catalog_files: Vec<(String, Named)>,
}

/// Origin of a catalog file: `Yes` if settings name it, `No` if it is next to a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Yes,
    No,
}

/// The reason a document cannot be loaded.
enum Absent {
    /// The location is remote.
    NotHere,
    Unreadable(io::Error),
}

impl<'a> Loading<'a> {
    fn new(
        entries: &[String],
        loader: &'a Loader<'a>,
        scanner: Scanner,
        settings: &Settings,
    ) -> Self {
        let mut catalog = Catalog::default();
        for (location, path) in &settings.catalog {
            catalog.add(location, path);
        }
        let adjacent = |entry: &String| (location::resolve(entry, catalog::FILE_NAME), Named::No);
        let named = settings.catalog_files.iter().map(|file| (file.clone(), Named::Yes));
        let mut catalog_files: Vec<_> = named.collect();
        catalog_files.extend(entries.iter().map(adjacent));
        catalog_files.dedup();
        Self {
            loader,
            scanner,
            strictness: settings.strictness,
            sources: Sources::default(),
            locations: HashMap::new(),
            texts: HashMap::new(),
            urls: HashMap::new(),
            wanted: Vec::new(),
            catalog,
            catalog_files,
        }
    }

    fn entry(&mut self, entry: &str, report: &mut Report) {
        let location = location::normalise(entry);
        match self.read(vec![location]) {
            Ok((location, bytes)) => {
                self.add(location, bytes, None, Role::Contract, report);
            }
            Err(Absent::NotHere) => {
                let diagnostic = Diagnostic::error(Code::Unreadable, not_here(entry));
                report.add(diagnostic.help(FETCH));
            }
            Err(Absent::Unreadable(error)) => {
                let message = format!("cannot read `{entry}`: {}", Reason(&error));
                report.add(Diagnostic::error(Code::Unreadable, message));
            }
        }
    }

    /// Loads a document that another imports.
    fn follow(&mut self, wanted: Wanted, report: &mut Report) {
        let Wanted { asked_by, import } = wanted;
        let role = match import.relation {
            Relation::Wsdl => Role::Contract,
            Relation::Policy => Role::Policies,
            _ => Role::Schemas,
        };
        let written = import.location.trim();
        let importer = self.sources.get(asked_by.file).location.clone();
        let url = self.urls.get(&asked_by.file).map(|base| location::resolve(base, written));
        self.read_catalogs(report);
        let resolved = location::resolve(&importer, written);
        let mapped = [Some(written), Some(&resolved), url.as_deref()];
        let mapped = mapped.into_iter().flatten().find_map(|key| self.catalog.get(key));
        let found = match (mapped, location::candidates(&importer, written)) {
            (Some(path), _) => {
                let path = path.to_owned();
                self.read(vec![path])
            }
            (None, None) => Err(Absent::NotHere),
            (None, Some(candidates)) if candidates.is_empty() => return,
            (None, Some(candidates)) => self.read(candidates),
        };
        let missing = |message, help| Missing {
            message,
            help,
            asked_by,
            relation: import.relation,
            namespace: import.namespace.clone(),
        };
        match found {
            Ok((location, bytes)) => {
                if let Some(file) = self.add(location, bytes, Some(asked_by), role, report) {
                    self.sources.links_mut().targets.insert(asked_by, file);
                    let url = url.or_else(|| location::is_remote(written).then(|| written.into()));
                    self.urls.extend(url.map(|url| (file, url)));
                }
            }
            Err(_) if known::is_known(&import.namespace) => {}
            Err(Absent::NotHere) => {
                self.sources.links_mut().missing.push(missing(not_here(written), Some(FETCH)));
            }
            Err(Absent::Unreadable(error)) => {
                let message = format!("cannot read `{resolved}`: {}", Reason(&error));
                self.sources.links_mut().missing.push(missing(message, None));
            }
        }
    }

    /// Reads the catalog files that have not been read yet.
    fn read_catalogs(&mut self, report: &mut Report) {
        for (file, named) in std::mem::take(&mut self.catalog_files) {
            let bytes = match ((self.loader)(&file), named) {
                (Ok(bytes), _) => bytes,
                (Err(_), Named::No) => continue,
                (Err(error), Named::Yes) => {
                    let message = format!("cannot read the catalog `{file}`: {}", Reason(&error));
                    report.add(Diagnostic::error(Code::Unreadable, message));
                    continue;
                }
            };
            let text = String::from_utf8_lossy(&bytes);
            if let Err(problem) = self.catalog.add_file(&file, &text) {
                let message = format!("`{file}` is not a valid catalog: {problem}");
                report.add(Diagnostic::error(Code::Unreadable, message));
            }
        }
    }

    /// Returns the first location that can be read, with its bytes unless it is already loaded.
    fn read(&self, candidates: Vec<String>) -> Result<(String, Option<Vec<u8>>), Absent> {
        let mut problem = Absent::NotHere;
        for location in candidates {
            if self.locations.contains_key(&location) {
                return Ok((location, None));
            }
            if location::is_remote(&location) {
                continue;
            }
            match (self.loader)(&location) {
                Ok(bytes) => return Ok((location, Some(bytes))),
                Err(error) if matches!(problem, Absent::NotHere) => {
                    problem = Absent::Unreadable(error);
                }
                Err(_) => {}
            }
        }
        Err(problem)
    }

    /// Adds a document and queues its imports.
    fn add(
        &mut self,
        location: String,
        bytes: Option<Vec<u8>>,
        asked_by: Option<Span>,
        role: Role,
        report: &mut Report,
    ) -> Option<FileId> {
        if let Some(file) = self.locations.get(&location).copied() {
            self.sources.raise(file, role);
            return Some(file);
        }
        let mut text = decode(&location, &bytes?, asked_by, report)?;
        let is_repaired = self.strictness == Strictness::Repair;
        let declared = is_repaired.then(|| (self.scanner.declare)(&text)).flatten();
        text = declared.as_ref().map_or(text, |declared| declared.text.clone());
        let hash = hash(&text);
        let same = self.texts.get(&hash).filter(|file| self.sources.get(**file).text == text);
        if let Some(file) = same.copied() {
            self.locations.insert(location, file);
            self.sources.raise(file, role);
            return Some(file);
        }
        let imports = (self.scanner.imports)(&text);
        let file = self.sources.add(location.clone(), text, role);
        self.locations.insert(location, file);
        self.texts.insert(hash, file);
        if let Some(declared) = &declared {
            report_prefixes(file, declared, report);
        }
        self.wanted.extend(
            imports
                .into_iter()
                .rev()
                .map(|import| Wanted { asked_by: Span::new(file, import.range.clone()), import }),
        );
        Some(file)
    }
}

/// Reports prefixes that were declared because the document uses them.
fn report_prefixes(file: FileId, declared: &Declared, report: &mut Report) {
    for (prefix, uri) in &declared.prefixes {
        let message = format!("the prefix `{prefix}` is not declared");
        let guess = format!("the namespace `{uri}` is assumed");
        let diagnostic = Diagnostic::mistake(Code::UndeclaredPrefix, message, guess);
        let root = Span::new(file, declared.root..declared.root);
        report.add(diagnostic.label(root, "a declaration is missing here"));
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

fn decode(
    location: &str,
    bytes: &[u8],
    asked_by: Option<Span>,
    report: &mut Report,
) -> Option<String> {
    match wsdlgen_runtime::xml::decode_text(bytes, None) {
        Ok(text) => Some(text.into_owned()),
        Err(error) => {
            let message = format!("cannot decode `{location}`: {}", error.kind());
            let diagnostic = Diagnostic::error(Code::Unreadable, message);
            report.add(match asked_by {
                Some(span) => diagnostic.label(span, "imported here"),
                None => diagnostic,
            });
            None
        }
    }
}

const FETCH: &str = "fetch the contract with everything it imports, and compile the local copy";

fn not_here(location: &str) -> String {
    format!("`{location}` is not a local file")
}

/// Displays an I/O error without the error number, which differs between systems.
struct Reason<'a>(&'a io::Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.kind() {
            io::ErrorKind::NotFound => formatter.write_str("file not found"),
            _ => self.0.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests;
