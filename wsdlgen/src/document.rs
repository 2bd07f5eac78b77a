//! Loaded documents and spans in them.

use std::{collections::HashMap, ops::Range, sync::Arc};

/// The identifier of a document in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileId(u32);

/// A byte range in a document.
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

/// A loaded document.
#[derive(Clone, Debug)]
pub(crate) struct SourceFile {
    /// The path or URL under which it was requested.
    pub(crate) location: String,
    pub(crate) text: String,
}

/// The role of a document in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Provided by this crate, for a well-known namespace.
    Known,
    /// Referred to by a policy: only its policies are used.
    Policies,
    /// Imported by a schema: only its schemas are used.
    Schemas,
    /// Named by the user, or imported by a WSDL.
    Contract,
}

/// All documents of a run: the contracts and everything they import. Cloning is cheap.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    files: Vec<Arc<SourceFile>>,
    links: Arc<Links>,
}

/// Roles of documents and links between them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    roles: Vec<Role>,
    /// Imported documents, by the span of the importing attribute.
    pub(crate) targets: HashMap<Span, FileId>,
    pub(crate) missing: Vec<Missing>,
}

/// An imported document that could not be loaded.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    /// The error message.
    pub(crate) message: String,
    pub(crate) help: Option<&'static str>,
    pub(crate) asked_by: Span,
    pub(crate) relation: Relation,
    /// Namespace of its definitions, as stated by the importing document.
    pub(crate) namespace: Arc<str>,
}

impl Sources {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(self.files.iter().map(Arc::as_ref))
    }

    /// Returns the total size of all documents, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.text.len()).sum()
    }

    /// Returns a document by its index.
    pub(crate) fn nth(&self, index: usize) -> Option<Arc<SourceFile>> {
        self.files.get(index).cloned()
    }

    pub(crate) fn get(&self, file: FileId) -> &SourceFile {
        &self.files[file.0 as usize]
    }

    pub(crate) fn role(&self, file: FileId) -> Role {
        self.links.roles[file.0 as usize]
    }

    /// Returns the document that an attribute imports, if it was loaded.
    pub(crate) fn target(&self, attribute: Span) -> Option<FileId> {
        self.links.targets.get(&attribute).copied()
    }

    /// Returns the imported documents that could not be loaded, in order.
    pub(crate) fn missing(&self) -> &[Missing] {
        &self.links.missing
    }

    pub(crate) fn add(&mut self, location: String, text: String, role: Role) -> FileId {
        let file = FileId(u32::try_from(self.files.len()).expect("fewer than 4 billion documents"));
        self.files.push(Arc::new(SourceFile { location, text }));
        self.links_mut().roles.push(role);
        file
    }

    pub(crate) fn links_mut(&mut self) -> &mut Links {
        Arc::make_mut(&mut self.links)
    }

    /// Raises the role of a document, if the new one is greater.
    pub(crate) fn raise(&mut self, file: FileId, role: Role) {
        let known = &mut self.links_mut().roles[file.0 as usize];
        *known = role.max(*known);
    }
}

impl FileId {
    /// Returns the index of the document.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A document with declarations added for the prefixes that it uses without declaring them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    pub(crate) text: String,
    /// Offset of the root element's name.
    pub(crate) root: usize,
    /// The added prefixes with their namespaces.
    pub(crate) prefixes: Vec<(String, String)>,
}

/// The kind of link between two documents.
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
    /// `xs:override` (XML Schema 1.1, part 1, §4.2.5).
    Override,
    /// `wsp:PolicyReference` (WS-Policy 1.5, §4.3.4).
    Policy,
}

impl Relation {
    /// Returns whether the definitions of the other document become definitions of the document that names it.
    pub(crate) fn includes(self) -> bool {
        matches!(self, Self::Include | Self::Redefine | Self::Override)
    }

    /// Returns whether the document replaces definitions of the other one.
    pub(crate) fn replaces(self) -> bool {
        matches!(self, Self::Redefine | Self::Override)
    }
}

/// An import, include or redefinition in a document.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) relation: Relation,
    pub(crate) location: String,
    /// Byte range of the attribute value.
    pub(crate) range: Range<usize>,
    /// Namespace of the imported definitions, as stated by the document.
    pub(crate) namespace: Arc<str>,
}
