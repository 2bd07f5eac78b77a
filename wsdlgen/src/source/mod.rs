//! Documents: finding, reading and decoding them. The only room that reads the disk.

mod catalog;
mod disk;
mod known;
mod load;
mod location;
mod output;

use std::{collections::HashMap, io, ops::Range, sync::Arc};

use crate::parse::Relation;
pub(crate) use disk::Disk;
#[cfg(test)]
pub(crate) use known::schemas as known_schemas;
pub(crate) use load::load;
pub(crate) use output::{cargo_out_dir, print_to_cargo, write_output};

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
    pub(crate) fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    pub(crate) fn range(self) -> Range<usize> {
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

/// What a document is in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Written by us, for a namespace that needs no document.
    Known,
    /// Imported by a schema: only schemas are taken from it.
    Schemas,
    /// Named by the user, or imported by a WSDL.
    Contract,
}

/// Every document of a run: the ones that were named, and what they import. A clone shares them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    files: Vec<Arc<SourceFile>>,
    links: Arc<Links>,
}

/// What documents are to each other.
#[derive(Clone, Debug, Default)]
struct Links {
    roles: Vec<Role>,
    /// Where the attributes lead that name other documents.
    targets: HashMap<Span, FileId>,
    missing: Vec<Missing>,
}

/// A document that another names and that is not there.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    /// What is wrong.
    pub(crate) message: String,
    pub(crate) help: Option<&'static str>,
    pub(crate) asked_by: Span,
    pub(crate) relation: Relation,
    /// The namespace of what it would define, as far as the document that names it says.
    pub(crate) namespace: Arc<str>,
}

impl Sources {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(self.files.iter().map(Arc::as_ref))
    }

    /// Returns the bytes of all documents together.
    pub(crate) fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.text.len()).sum()
    }

    pub(crate) fn get(&self, file: FileId) -> &SourceFile {
        &self.files[file.0 as usize]
    }

    pub(crate) fn role(&self, file: FileId) -> Role {
        self.links.roles[file.0 as usize]
    }

    /// The document that an attribute names, if it is there.
    pub(crate) fn target(&self, attribute: Span) -> Option<FileId> {
        self.links.targets.get(&attribute).copied()
    }

    /// The documents that are named but are not there, in order.
    pub(crate) fn missing(&self) -> &[Missing] {
        &self.links.missing
    }

    fn add(&mut self, location: String, text: String, role: Role) -> FileId {
        let file = FileId(u32::try_from(self.files.len()).expect("fewer documents than 4 billion"));
        self.files.push(Arc::new(SourceFile { location, text }));
        self.links_mut().roles.push(role);
        file
    }

    fn links_mut(&mut self) -> &mut Links {
        Arc::make_mut(&mut self.links)
    }

    /// A document that comes in two roles has the greater.
    fn raise(&mut self, file: FileId, role: Role) {
        let known = &mut self.links_mut().roles[file.0 as usize];
        *known = role.max(*known);
    }
}

impl FileId {
    /// The document's number, from 0.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Gives the bytes of a document; the disk, unless a caller has its own.
pub(crate) type Loader<'a> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'a;

#[cfg(test)]
pub(crate) mod testing {
    //! Documents for tests, without a disk.

    use std::io;

    use super::{Sources, load};
    use crate::{config::Settings, diagnostic::Report};

    /// Documents by their locations.
    pub(crate) type Documents<'a> = [(&'a str, &'a str)];

    /// Loads the first document and what it needs of the others.
    pub(crate) fn loaded(documents: &Documents<'_>, settings: &Settings) -> (Sources, Report) {
        let loader = |location: &str| {
            let found = documents.iter().find(|(known, _)| *known == location);
            let found = found.map(|(_, text)| text.as_bytes().to_vec());
            found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
        };
        let mut report = Report::default();
        let entries: Vec<String> =
            documents.iter().take(1).map(|(entry, _)| (*entry).to_owned()).collect();
        let sources = load(&entries, &loader, settings, &mut report);
        (sources, report)
    }

    /// A schema with the prefixes `xs`, and `t` for its own namespace.
    pub(crate) fn schema(namespace: &str, content: &str) -> String {
        let xs = "http://www.w3.org/2001/XMLSchema";
        let target = match namespace {
            "" => String::new(),
            uri => format!(r#" targetNamespace="{uri}" xmlns:t="{uri}""#),
        };
        format!(r#"<xs:schema xmlns:xs="{xs}"{target}>{content}</xs:schema>"#)
    }

    /// A WSDL with the prefixes `xs` and `soap`, and `t` for its own namespace, `urn:t`.
    pub(crate) fn wsdl(content: &str) -> String {
        format!(
            r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:t"
                xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema"
                xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/">{content}</definitions>"#
        )
    }
}
