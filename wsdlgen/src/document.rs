//! Documents in memory, and places in them.

use std::{collections::HashMap, ops::Range, sync::Arc};

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
pub(crate) struct Links {
    roles: Vec<Role>,
    /// Where the attributes lead that name other documents.
    pub(crate) targets: HashMap<Span, FileId>,
    pub(crate) missing: Vec<Missing>,
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

    /// Returns a document by its number, from 0.
    pub(crate) fn nth(&self, index: usize) -> Option<Arc<SourceFile>> {
        self.files.get(index).cloned()
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

    pub(crate) fn add(&mut self, location: String, text: String, role: Role) -> FileId {
        let file = FileId(u32::try_from(self.files.len()).expect("fewer documents than 4 billion"));
        self.files.push(Arc::new(SourceFile { location, text }));
        self.links_mut().roles.push(role);
        file
    }

    pub(crate) fn links_mut(&mut self) -> &mut Links {
        Arc::make_mut(&mut self.links)
    }

    /// A document that comes in two roles has the greater.
    pub(crate) fn raise(&mut self, file: FileId, role: Role) {
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

/// How a document takes in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// `wsdl:import` (WSDL 1.1, §2.1.1).
    Wsdl,
    /// `xs:import` (XML Schema, part 1, §4.2.3).
    Import,
    /// `xs:include` (§4.2.1).
    Include,
    /// `xs:redefine` (§4.2.2).
    Redefine,
}

/// A place where a document names another that belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) relation: Relation,
    pub(crate) location: String,
    /// The value of the attribute that names it.
    pub(crate) range: Range<usize>,
    /// The namespace of what is to be found there, as the document says.
    pub(crate) namespace: Arc<str>,
}
