//! Documents: finding, reading and decoding them. The only room that reads the disk.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    parse,
};

/// A document of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileId(u32);

/// A place in a document, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) file: FileId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A document in memory.
#[derive(Clone, Debug)]
pub(crate) struct SourceFile {
    /// The path or URL it was asked for by.
    pub(crate) location: String,
    pub(crate) text: String,
}

/// Every document of a run: the ones that were named, and what they import. A clone shares them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    files: Vec<Arc<SourceFile>>,
}

impl Sources {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(self.files.iter().map(Arc::as_ref))
    }

    pub(crate) fn get(&self, file: FileId) -> &SourceFile {
        &self.files[file.0 as usize]
    }

    fn contains(&self, location: &str) -> bool {
        self.files.iter().any(|file| file.location == location)
    }

    fn add(&mut self, location: String, text: String) -> FileId {
        let file = FileId(u32::try_from(self.files.len()).expect("fewer documents than 4 billion"));
        self.files.push(Arc::new(SourceFile { location, text }));
        file
    }
}

/// Gives the bytes of a document; the disk, unless a caller has its own.
pub(crate) type Loader<'a> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'a;

/// Reads a document from the disk.
pub(crate) fn read_from_disk(location: &str) -> io::Result<Vec<u8>> {
    std::fs::read(location)
}

/// A document that has been asked for, and by whom.
struct Wanted {
    location: String,
    asked_by: Option<Span>,
}

/// Loads the entries and everything they import. After this every reachable document is in memory,
/// or reported.
pub(crate) fn load(entries: &[String], loader: &Loader<'_>, report: &mut Report) -> Sources {
    let mut sources = Sources::default();
    let mut wanted: Vec<Wanted> = entries.iter().rev().map(|location| entry(location)).collect();
    while let Some(next) = wanted.pop() {
        if sources.contains(&next.location) {
            continue;
        }
        let Some(text) = read(&next, loader, report) else { continue };
        let imports = parse::imports(&text);
        let location = next.location.clone();
        let file = sources.add(next.location, text);
        wanted.extend(imports.into_iter().rev().map(|import| Wanted {
            location: resolve_location(&location, &import.location),
            asked_by: Some(Span::new(file, import.range)),
        }));
    }
    report.set_sources(&sources);
    sources
}

fn entry(location: &str) -> Wanted {
    Wanted { location: normalise(location), asked_by: None }
}

fn read(wanted: &Wanted, loader: &Loader<'_>, report: &mut Report) -> Option<String> {
    let location = &wanted.location;
    if is_url(location) {
        let message = format!("`{location}` is not on this machine");
        let help = "fetch the contract with everything it imports, and compile the local copy";
        report.add(diagnostic(wanted, message).help(help));
        return None;
    }
    let bytes = match loader(location) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("cannot read `{location}`: {}", Reason(&error));
            report.add(diagnostic(wanted, message));
            return None;
        }
    };
    match wsdlgen_runtime::xml::decode_text(&bytes, None) {
        Ok(text) => Some(text.into_owned()),
        Err(error) => {
            report.add(diagnostic(wanted, format!("cannot decode `{location}`: {}", error.kind())));
            None
        }
    }
}

fn diagnostic(wanted: &Wanted, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::Unreadable, message);
    match wanted.asked_by {
        Some(span) => diagnostic.label(span, "asked for here"),
        None => diagnostic,
    }
}

/// An I/O error without the number that differs between systems.
struct Reason<'a>(&'a io::Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.kind() {
            io::ErrorKind::NotFound => formatter.write_str("file not found"),
            _ => self.0.fmt(formatter),
        }
    }
}

fn is_url(location: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| location.starts_with(scheme))
}

/// An import's location, as seen from the document that holds it.
fn resolve_location(importer: &str, location: &str) -> String {
    if is_url(location) || Path::new(location).is_absolute() {
        return location.to_owned();
    }
    let directory = importer.rsplit_once('/').map_or("", |(directory, _)| directory);
    if directory.is_empty() {
        normalise(location)
    } else {
        normalise(&format!("{directory}/{location}"))
    }
}

/// The same path without `.` and `x/..`, so that one document has one location.
fn normalise(location: &str) -> String {
    let slashes = location.replace('\\', "/");
    let mut segments: Vec<&str> = Vec::new();
    for segment in slashes.split('/') {
        match segment {
            "." => {}
            ".." if segments.last().is_some_and(|last| !matches!(*last, ".." | "")) => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments.join("/")
}

/// Writes generated code, if it differs from what is there: an unchanged file keeps its time, and
/// nobody ever sees half of one.
pub(crate) fn write_output(path: &Path, text: &str) -> io::Result<()> {
    if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory)?;
    }
    let temporary = path.with_extension("rs.new");
    std::fs::write(&temporary, text)?;
    std::fs::rename(&temporary, path)
}

/// Where cargo wants a build script's output; `None` outside of one.
pub(crate) fn cargo_out_dir() -> Option<PathBuf> {
    std::env::var_os("OUT_DIR").map(PathBuf::from)
}

/// Says something to cargo, which listens to a build script's standard output.
pub(crate) fn print_to_cargo(line: &str) {
    println!("{line}");
}

#[cfg(test)]
mod tests {
    use super::resolve_location;

    #[test]
    fn locations_are_relative_to_the_importer() {
        let cases = [
            ("a.wsdl", "b.xsd", "b.xsd"),
            ("wsdl/a.wsdl", "b.xsd", "wsdl/b.xsd"),
            ("wsdl/a.wsdl", "./x/../b.xsd", "wsdl/b.xsd"),
            ("wsdl/a.wsdl", "../b.xsd", "b.xsd"),
            ("../a.wsdl", "../b.xsd", "../../b.xsd"),
            ("wsdl/a.wsdl", "x\\b.xsd", "wsdl/x/b.xsd"),
            ("/abs/a.wsdl", "b.xsd", "/abs/b.xsd"),
            ("wsdl/a.wsdl", "http://example.org/b.xsd", "http://example.org/b.xsd"),
        ];
        for (importer, location, expected) in cases {
            assert_eq!(resolve_location(importer, location), expected, "{importer} {location}");
        }
    }
}
